"""A small session to act on: a plan of two segments, people, a settable clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from workshop.domain.commands import (
    Command,
    CommandBody,
    CreateSession,
    Prepare,
    Start,
    SubmitResponse,
)
from workshop.domain.ids import ActorId, CommandId, ExerciseId, PartId, PlanId, SegmentId, SessionId
from workshop.domain.plan import Exercise, Part, Segment, SessionPlan
from workshop.domain.records import Actor, Role
from workshop.kinds import registry
from workshop.service.analyses import Analyses
from workshop.service.header import new_header
from workshop.service.log import EventLog
from workshop.service.memory_log import MemoryLog
from workshop.service.session_service import SessionService

START = datetime(2026, 4, 15, 13, 0, tzinfo=UTC)
IDEAS = ExerciseId("unused-learning")
CHAIR = Actor(ActorId("chair"), Role.CHAIR, "Ada", "AL")
HOST = Actor(ActorId("host"), Role.HOST)
PHONE = Actor(ActorId("p7"), Role.PARTICIPANT)

PLAN = SessionPlan(
    id=PlanId("small"),
    title="A small hour",
    total_s=600,
    parts=(
        Part(
            PartId("only"),
            "The only part",
            segments=(
                Segment(SegmentId("one"), "One", 300, 120, exercise=IDEAS),
                Segment(SegmentId("two"), "Two", 300, 60),
            ),
        ),
    ),
    exercises=(
        Exercise(
            IDEAS,
            "ideas",
            "Never used",
            "What have you learnt and never used?",
            options={"per_person": 0},
        ),
    ),
)


class SetClock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


_numbers = count()


def command(body: CommandBody, id_: str | None = None, **expect: int) -> Command:
    return Command(CommandId(id_ or f"cmd-{next(_numbers)}"), body, expect)


def answer(text: str, key: str | None = None) -> SubmitResponse:
    return SubmitResponse(IDEAS, key or str(uuid4()), {"text": text})


def header() -> dict[str, object]:
    return new_header(PLAN, session=SessionId("s1"), created=START)


def service_on(log: EventLog, clock: SetClock | None = None) -> SessionService:
    kinds = registry.load()
    return SessionService(log, registry.KindRules(kinds), clock or SetClock(), Analyses(kinds))


async def begin(service: SessionService) -> None:
    """Create the session, open the lobby, and begin the first segment."""
    end = START + timedelta(minutes=10)
    await service.submit(command(CreateSession(START, end)), HOST)
    await service.submit(command(Prepare(START, end)), CHAIR)
    await service.submit(command(Start()), CHAIR)


async def running_service(
    log: EventLog | None = None, clock: SetClock | None = None
) -> SessionService:
    """A started service in the first segment."""
    service = service_on(log or MemoryLog(header()), clock)
    await service.start()
    await begin(service)
    return service
