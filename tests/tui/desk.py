"""An app on a session in this process, with a clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from textual.pilot import Pilot

from tests.stage import CHAIR, HOST, START, SetClock, command
from tests.tui.hour import HOUR
from workshop.domain.commands import CommandBody, CreateSession, Prepare, Start
from workshop.domain.ids import SessionId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Actor
from workshop.domain.state import Rehearsal, State
from workshop.kinds import registry
from workshop.service.analyses import Analyses
from workshop.service.header import new_header
from workshop.service.local_client import LocalClient
from workshop.service.memory_log import MemoryLog
from workshop.service.room import Room
from workshop.service.session_service import SessionService
from workshop.tui.actions import Place
from workshop.tui.app import WorkshopApp

SIZES = [(80, 24), (120, 40)]


class Desk:
    """The app under test, its session and its clock."""

    def __init__(
        self, app: WorkshopApp, pilot: Pilot[int], service: SessionService, clock: SetClock,
        log: MemoryLog,
    ) -> None:  # fmt: skip
        self.app, self.pilot, self.service, self.clock, self.log = app, pilot, service, clock, log

    @property
    def state(self) -> State:
        """The durable state, whatever the terminal shows."""
        return self.service.state

    @property
    def on(self) -> str | None:
        """Id of the segment on now."""
        current = self.state.clock.current
        return None if current is None else current.segment

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something is so; fail after a while."""
        async with asyncio.timeout(20):
            while not holds():
                await self.pilot.pause(0.01)

    async def press(self, *keys: str) -> None:
        """Press keys and wait until what they asked for has been carried out."""
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.until(
            lambda: all(w.is_finished for w in self.app.workers if w.group == "acting")
        )
        await self.pilot.pause()

    async def pass_time(self, seconds: float) -> None:
        """Move the clock on and let the terminal see it."""
        self.clock.move(seconds)
        self.app.tick()
        await self.pilot.pause()

    async def send(self, body: CommandBody, actor: Actor = CHAIR) -> None:
        """Act from elsewhere, and wait until this terminal has heard of it."""
        await self.service.submit(command(body), actor)
        await self.until(lambda: self.app.state is self.service.state)

    def text(self, selector: str) -> str:
        """What a piece of the screen says."""
        return str(self.app.screen.query_one(selector).render())

    def screen_text(self) -> str:
        return screen_text(self.app)


def screen_text(app: WorkshopApp) -> str:
    """All that stands on the screen, line by line."""
    lines = app.screen._compositor.render_strips(app.size)
    return "\n".join("".join(segment.text for segment in line) for line in lines)


def make_service(
    plan: SessionPlan, clock: SetClock, log: MemoryLog | None = None
) -> SessionService:
    kinds = registry.load()
    log = log or MemoryLog(new_header(plan, session=SessionId("s1"), created=START))
    return SessionService(log, registry.KindRules(kinds), clock, Analyses(kinds))


@asynccontextmanager
async def make_app(
    *commands: CommandBody,
    plan: SessionPlan = HOUR,
    size: tuple[int, int] = (80, 24),
    me: Actor = CHAIR,
    stage: str = "running",
    mirrored: bool = False,
    later: timedelta = timedelta(),
    room: Room | None = None,
    rehearsal: Rehearsal | None = None,
    name: str = "",
    **arguments: Any,
) -> AsyncIterator[Desk]:
    """A terminal on a session of `plan` brought to a stage (preflight, lobby, running), after
    which the chair sends `commands`; the terminal opens `later`. `name` is the file's path."""
    clock = SetClock()
    header = new_header(plan, session=SessionId("s1"), created=START, rehearsal=rehearsal)
    log = MemoryLog(header, name=name)
    service = make_service(plan, clock, log)
    await service.start()
    end = START + timedelta(seconds=plan.total_s)
    await service.submit(command(CreateSession(START, end)), HOST)
    if stage != "preflight":
        await service.submit(command(Prepare(START, end, mirrored)), CHAIR)
    if stage == "running":
        await service.submit(command(Start()), CHAIR)
    for body in commands:
        await service.submit(command(body), CHAIR)
    clock.at += later
    app = WorkshopApp(LocalClient(service, me, room), clock, **arguments)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Desk(app, pilot, service, clock, log)
            await desk.until(lambda: app.state is not None and app.current_mode in set(Place))
            await desk.settle()
            yield desk
    finally:
        if app.client is not None:
            await app.client.close()
        if not service._closing:
            await service.close()
