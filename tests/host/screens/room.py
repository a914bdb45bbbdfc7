"""A session in a real host with the clock of the machine (moved), its pages in a browser."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from playwright.async_api import Page

from tests.stage import CHAIR, HOST, PLAN
from workshop.domain import commands as co
from workshop.domain.events import Event
from workshop.domain.ids import ActorId, CommandId, ExerciseId, ParticipantId, SessionId
from workshop.domain.plan import Cue, Exercise, Mode, PhoneOptions, SessionPlan
from workshop.domain.records import Actor, Role, Source
from workshop.domain.state import Rehearsal, State
from workshop.host.app import build_app
from workshop.host.doors import FACILITATOR_COOKIE, PARTICIPANT_COOKIE, Doors, hash_of
from workshop.host.facing import Facing
from workshop.host.lifetime import Lifetime
from workshop.host.reaching import Reaching
from workshop.host.server import Server, listen, make_server
from workshop.host.site import Site
from workshop.kinds import registry
from workshop.service.analyses import Analyses
from workshop.service.header import new_header
from workshop.service.memory_log import MemoryLog
from workshop.service.session_service import SessionService

CHAIRS = "the-chairs-token"
VOTE = ExerciseId("vote")


class MovedClock:
    """The machine's clock, moved: no page may rely on its viewer having the same."""

    def __init__(self, speed: float = 1) -> None:
        self.by = timedelta(days=3, hours=5, seconds=17.3)
        self._began, self._speed = datetime.now(UTC), speed

    def now(self) -> datetime:
        return self._began + (datetime.now(UTC) - self._began) * self._speed + self.by


def hour() -> SessionPlan:
    """The small plan, with cues and notes, a vote in its second segment, and a talk at last."""
    part = PLAN.parts[0]
    one, two = part.segments
    one = replace(
        one, cues=(Cue(0, "Say hello"), Cue(120, "Collect <ideas>")), notes="Breathe.\nSmile."
    )
    two = replace(two, exercise=VOTE, mode=Mode.EXERCISE)
    talk = replace(two, id="talk", title="A talk", exercise=None, mode=Mode.TALK)
    vote = Exercise(
        VOTE,
        "choice",
        "A vote",
        "Which one?",
        options={"choices": [{"id": c, "text": c} for c in ("red", "green")]},
    )
    return replace(
        PLAN,
        total_s=900,
        parts=(replace(part, segments=(one, two, talk)),),
        exercises=(*PLAN.exercises, vote),
        phones=PhoneOptions(),
    )


class Room:
    """Acts for everyone in a room, and opens its pages."""

    def __init__(
        self, service: SessionService, doors: Doors, clock: MovedClock, server: Server, url: str
    ) -> None:
        self.service = service
        self.doors = doors
        self.clock = clock
        self.url = url
        self._server = server
        self._ids = count()

    @property
    def state(self) -> State:
        return self.service.state

    async def do(self, body: co.CommandBody, actor: Actor = CHAIR) -> tuple[Event, ...]:
        command = co.Command(CommandId(f"test-{next(self._ids)}"), body)
        return (await self.service.submit(command, actor)).events

    async def phone(self, name: str) -> Actor:
        """Somebody who has joined; their token is their name."""
        await self.do(co.Join(ParticipantId(name), hash_of(name)), HOST)
        return Actor(ActorId(name), Role.PARTICIPANT)

    async def say(self, who: Actor, exercise: str, **answers: Any) -> None:
        key = f"key-{next(self._ids)}"
        body = co.SubmitResponse(ExerciseId(exercise), key, answers, source=Source.PHONE)
        await self.do(body, who)

    async def as_chair(self, page: Page) -> Page:
        return await self.with_cookie(page, FACILITATOR_COOKIE, CHAIRS)

    async def as_phone(self, page: Page, name: str) -> Page:
        return await self.with_cookie(page, PARTICIPANT_COOKIE, name)

    async def with_cookie(self, page: Page, name: str, token: str) -> Page:
        await page.context.add_cookies([{"name": name, "value": token, "url": self.url}])
        return page

    def drop_connections(self) -> None:
        """End every connection without a word, as a network does."""
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()


@asynccontextmanager
async def open_room(
    plan: SessionPlan | None = None, rehearsal: Rehearsal | None = None
) -> AsyncIterator[Room]:
    """A room in the lobby."""
    kinds, clock = registry.load(), MovedClock(1 if rehearsal is None else rehearsal.speed)
    now = clock.now()
    header = new_header(plan or hour(), session=SessionId("s1"), created=now, rehearsal=rehearsal)
    log = MemoryLog(header)
    service = SessionService(log, registry.KindRules(kinds), clock, Analyses(kinds))
    await service.start()
    doors = Doors(service, clock, secret="a secret")
    doors.admit(CHAIRS, CHAIR)
    socks = listen("127.0.0.1", 0)
    port = socks[0].getsockname()[1]
    site = Site(
        service=service,
        doors=doors,
        clock=clock,
        kinds=kinds,
        reaching=Reaching(Facing(), port, SessionId("s1")),
        lifetime=Lifetime(time.monotonic),
        end=lambda: None,
    )
    server = make_server(build_app(site))
    serving = asyncio.create_task(server.serve(sockets=socks))
    room = Room(service, doors, clock, server, f"http://127.0.0.1:{port}")
    end = now + timedelta(minutes=15)
    await room.do(co.CreateSession(now, end), HOST)
    await room.do(co.Prepare(now, end))
    try:
        yield room
    finally:
        await service.close()
        server.should_exit = True
        await serving
