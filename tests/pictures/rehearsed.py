"""A terminal on an hour that was rehearsed up to a moment: the room in it has answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from tests.stage import CHAIR, START, SetClock
from tests.tui.desk import Desk, make_service
from workshop.domain.plan import SessionPlan
from workshop.rehearsal.hour import Hour, Moment
from workshop.service.local_client import LocalClient
from workshop.service.memory_log import MemoryLog
from workshop.service.room import Room
from workshop.service.session_service import SessionService
from workshop.tui.actions import Place
from workshop.tui.app import WorkshopApp
from workshop.tui.drafts import Drafts
from workshop.tui.opener import Opener

PEOPLE, SEED = 40, 22
SESSION = Path("c6-2026-04-15.json")
"""What the session's file is called; there is none."""


async def service_at(
    plan: SessionPlan, moment: Moment | None
) -> tuple[SessionService, MemoryLog, SetClock]:
    """A session that stands at a moment of the hour, or at its end."""
    hour = Hour(plan, START, participants=PEOPLE, seed=SEED)
    hour.play(moment)
    # What a real hour looks like: the line that says 'rehearsal' is the only thing left out.
    header = {key: value for key, value in hour.header.items() if key != "rehearsal"}
    log = MemoryLog(header, name=str(SESSION))
    log.append(hour.lines)
    clock = SetClock()
    clock.at = hour.now + timedelta(milliseconds=1)
    service = make_service(plan, clock, log)
    await service.start()
    return service, log, clock


@asynccontextmanager
async def rehearsed(
    plan: SessionPlan,
    moment: Moment | None,
    size: tuple[int, int],
    *,
    room_view: bool = False,
    room: Room | None = None,
    opener: Opener | None = None,
) -> AsyncIterator[Desk]:
    """The chair's terminal, or the room's view of it, at a moment of the hour or at its end."""
    service, log, clock = await service_at(plan, moment)
    app = WorkshopApp(LocalClient(service, CHAIR, room), clock, opener=opener, drafts=Drafts())
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Desk(app, pilot, service, clock, log)
            await desk.until(lambda: app.state is not None and app.current_mode in set(Place))
            await desk.settle()
            if room_view and app.place is not Place.ROOM:
                await desk.press("z")
            yield desk
    finally:
        if app.client is not None:
            await app.client.close()
        if not service._closing:
            await service.close()
