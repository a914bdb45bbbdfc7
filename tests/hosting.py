"""A real host on loopback in this process, and clients of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.stage import CHAIR, SetClock
from workshop.domain.ids import ActorId
from workshop.domain.records import Actor, Role
from workshop.host.doors import Doors
from workshop.host.facing import Facing
from workshop.host.heartbeat import Heartbeat
from workshop.host.process import HostProcess
from workshop.host.reaching import Reaching
from workshop.host.server import listen
from workshop.kinds.registry import KindRules
from workshop.remote.remote_client import RemoteClient
from workshop.service.client import Ticket
from workshop.service.clock import Clock
from workshop.service.session_service import SessionService

KEY, CO_KEY, SCREEN_KEY = "chairs-key", "co-key", "screen-key"
CO = Actor(ActorId("co"), Role.CO_FACILITATOR, "Bo", "BO")


@asynccontextmanager
async def serving(
    service: SessionService,
    folder: Path,
    port: int = 0,
    heartbeat: Heartbeat | None = None,
    facing: Facing | None = None,
    exports: Path | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[tuple[str, HostProcess]]:
    """A host that serves a started service; ends it at last. Gives its URL."""
    facing = facing or Facing()
    doors = Doors(service, SetClock(), secret=KEY, public_url=facing.public_url)
    doors.admit(KEY, CHAIR)
    doors.admit(CO_KEY, CO)
    doors.admit(SCREEN_KEY, Actor(ActorId("screen"), Role.SCREEN))
    socks = listen("127.0.0.1", port)
    port = socks[0].getsockname()[1]
    reaching = Reaching(facing, port, service.state.session.id)
    process = HostProcess(
        service,
        doors,
        heartbeat or Heartbeat(folder / "beat"),
        reaching,
        exports=exports,
        clock=clock,
        beat_s=0.02,
    )
    url = f"http://127.0.0.1:{port}"
    ready = asyncio.Event()
    running = asyncio.create_task(process.run(socks, ready.set))
    await ready.wait()
    try:
        yield url, process
    finally:
        process.end()
        await running


def client_of(
    url: str, token: str = KEY, me: Actor = CHAIR, patience_s: float = 10
) -> RemoteClient:
    async def find_host() -> Ticket:
        return Ticket(url, token, me)

    return RemoteClient(find_host, KindRules, patience_s=patience_s)
