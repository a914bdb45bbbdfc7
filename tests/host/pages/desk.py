"""A session of the bundled hour with its web side, for browsers to come to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import NewPage
from tests.hosting import serving
from tests.stage import CHAIR, HOST, START, SetClock, command
from workshop.domain import commands as co
from workshop.domain.ids import ExerciseId, SegmentId, SessionId
from workshop.domain.plan import PhoneOptions, SessionPlan
from workshop.domain.records import Actor, Response
from workshop.domain.state import State
from workshop.kinds import registry
from workshop.plans import Library, open_plan
from workshop.service.analyses import Analyses
from workshop.service.header import new_header
from workshop.service.memory_log import MemoryLog
from workshop.service.session_service import SessionService
from workshop.settings import bundled_folder

if TYPE_CHECKING:
    from playwright.async_api import Page

CHOICE = ExerciseId("how-we-connect")
SURE = ExerciseId("confidence")
IDEAS = ExerciseId("learnt-not-used")
POINTS = ExerciseId("training-to-practice-factors")
PLEDGE = ExerciseId("network-pledge")
CANVAS = ExerciseId("large-scale-change-canvas")
EVERY_KIND = (CHOICE, SURE, IDEAS, POINTS, PLEDGE, CANVAS)


@dataclass(frozen=True, slots=True)
class Room:
    """A session that is open to browsers at `url`."""

    service: SessionService
    url: str
    new_page: NewPage

    @property
    def state(self) -> State:
        return self.service.state

    async def do(self, *bodies: co.CommandBody, actor: Actor = CHAIR) -> None:
        for body in bodies:
            await self.service.submit(command(body), actor)

    async def open(self, *exercises: ExerciseId) -> None:
        await self.do(*(co.OpenExercise(exercise) for exercise in exercises))

    async def start(self, segment: str = "") -> None:
        await self.do(co.Start())
        if segment:
            await self.do(co.Jump(SegmentId(segment)))

    async def joined(self, **options: object) -> Page:
        """Somebody's phone, with their badge on it."""
        page = await self.new_page(**options)
        await page.goto(self.url)
        await page.locator("form[action='/join'] button").click()
        await page.locator(".badge").wait_for()
        return page

    def answers(self, exercise: ExerciseId) -> list[Response]:
        return self.state.responses_to(exercise)

    async def until(self, holds: Callable[[State], object], within_s: float = 20) -> None:
        """Wait until something holds of what is durable."""
        async with asyncio.timeout(within_s):
            async for batch in self.service.follow(-1):
                if holds(batch.state):
                    return


@asynccontextmanager
async def room_of(
    folder: Path,
    new_page: NewPage,
    phones: PhoneOptions | None = None,
    change: Callable[[SessionPlan], SessionPlan] = lambda plan: plan,
) -> AsyncIterator[Room]:
    """The bundled hour in its lobby; `change` makes another plan of it."""
    kinds = registry.load()
    plan = open_plan("c6-building-social-capital", Library.open(bundled_folder()), kinds)
    plan = change(replace(plan, phones=phones or PhoneOptions()))
    log = MemoryLog(new_header(plan, session=SessionId("s1"), created=START))
    service = SessionService(log, registry.KindRules(kinds), SetClock(), Analyses(kinds))
    await service.start()
    end = START + timedelta(hours=1)
    await service.submit(command(co.CreateSession(START, end)), HOST)
    await service.submit(command(co.Prepare(START, end)), CHAIR)
    async with serving(service, folder) as (url, _process):
        yield Room(service, url, new_page)
