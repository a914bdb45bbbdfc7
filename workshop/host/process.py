"""The host's life: serve, watch the clocks, end when asked or when nobody needs it any more."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from workshop.domain.commands import Command, ReportClockGap
from workshop.domain.ids import CommandId
from workshop.errors import Refused, StoreError, TryAgain
from workshop.host.app import build_app
from workshop.host.doors import HOST, Doors
from workshop.host.heartbeat import BEAT_S, Heartbeat
from workshop.host.judging import Judging
from workshop.host.lifetime import Lifetime
from workshop.host.reaching import Reaching
from workshop.host.server import make_server
from workshop.host.site import Site
from workshop.kinds import registry
from workshop.kinds.base import Kind
from workshop.service.clock import Clock, SystemClock
from workshop.service.session_service import SessionService

_log = logging.getLogger(__name__)

SWITCH_S = 0.0005
"""So long a thread that computes keeps the others waiting. An answer on its way to the disk and
back changes threads several times, and would wait Python's usual 5 ms for an analysis at each."""


class HostProcess:
    """Runs one session's host until it ends; `beat_s` is how often it looks at the clocks."""

    def __init__(
        self,
        service: SessionService,
        doors: Doors,
        heartbeat: Heartbeat,
        reaching: Reaching,
        *,
        clock: Clock | None = None,
        kinds: Mapping[str, Kind] | None = None,
        exports: Path | None = None,
        judging: Judging | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        beat_s: float = BEAT_S,
    ) -> None:
        self._service = service
        self._heartbeat = heartbeat
        self._lifetime = Lifetime(monotonic)
        self._beat_s = beat_s
        self._judging = judging
        self._ending = asyncio.Event()
        self._gaps: list[ReportClockGap] = []
        site = Site(
            service=service,
            doors=doors,
            clock=clock or SystemClock(),
            kinds=kinds if kinds is not None else registry.load(),
            reaching=reaching,
            lifetime=self._lifetime,
            end=self.end,
            exports=exports,
        )
        self._server = make_server(build_app(site))

    def end(self) -> None:
        """End soon, in order."""
        self._ending.set()

    async def run(self, socks: list[socket.socket], ready: Callable[[], None]) -> None:
        """Serve on bound sockets; `ready` is called when the first request can come."""
        await self._beat()
        serving = asyncio.create_task(self._server.serve(sockets=socks), name="serve")
        watching = asyncio.create_task(self._watch(), name="watch")
        judging = (
            None
            if self._judging is None
            else asyncio.create_task(self._judging.run(), name="judge")
        )
        asked = asyncio.create_task(self._ending.wait(), name="asked to end")
        ready()
        await asyncio.wait([serving, asked], return_when=asyncio.FIRST_COMPLETED)
        watching.cancel()
        if judging is not None:
            judging.cancel()
        asked.cancel()
        try:
            # Closing the service first ends every stream with a good-bye.
            await self._service.close()
        except StoreError as error:
            # Everything acknowledged is in the file all the same.
            _log.warning("the file was not closed in order: %s", error)
        self._server.should_exit = True
        await serving
        if self._service.state.clock.ended_at is not None:
            self._heartbeat.remove()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._beat_s)
            await self._beat()
            if self._lifetime.is_over(ended=self._service.state.clock.ended_at is not None):
                _log.info("nobody needs this host any more")
                self.end()

    async def _beat(self) -> None:
        gap = await asyncio.to_thread(self._heartbeat.beat)
        if gap is not None and self._service.state.clock.current is not None:
            _log.warning("a gap of %.1f s in the time (%s)", gap.seconds, gap.cause)
            self._gaps.append(gap)
        while self._gaps:
            try:
                await self._service.submit(Command(CommandId(str(uuid4())), self._gaps[0]), HOST)
            except TryAgain:
                return
            except Refused as error:
                _log.warning("the gap was not taken: %s", error.title)
            self._gaps.pop(0)


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run a host to its end, on uvloop where it installs: an answer costs a third less there."""
    try:
        import uvloop
    except ImportError:  # Windows
        factory = None
    else:
        factory = uvloop.new_event_loop
    sys.setswitchinterval(SWITCH_S)
    with asyncio.Runner(debug=False, loop_factory=factory) as runner:
        runner.run(main)


def handle_signals(end: Callable[[], None]) -> None:
    """End in order when asked by the system; losing the terminal ends nothing."""
    with suppress(AttributeError, ValueError):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, end)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(end))


def settle_memory() -> None:
    """What is there now stays: collecting it again and again only makes answers wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 1_000)
