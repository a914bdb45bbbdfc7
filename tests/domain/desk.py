"""A desk at which commands are sent to a state, one after the other, on a clock that is set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.domain.plans_for_tests import MUST_END, START, hour
from workshop.domain.commands import Command, CommandBody, CreateSession, Prepare
from workshop.domain.events import Event
from workshop.domain.ids import (
    ActorId,
    CaseStudyId,
    CommandId,
    ExerciseId,
    SegmentId,
    SessionId,
)
from workshop.domain.plan import Card, CaseStudy, Exercise, Question, Segment, SessionPlan
from workshop.domain.records import Actor, Role
from workshop.domain.rules import Rules
from workshop.domain.state import SessionInfo, State
from workshop.domain.step import step

CHAIR = Actor(ActorId("chair"), Role.CHAIR, "Jill", "JD")
HELPER = Actor(ActorId("helper"), Role.CO_FACILITATOR, "Sam", "SV")
PHONE = Actor(ActorId("p7"), Role.PARTICIPANT)
HOST = Actor(ActorId("host"), Role.HOST)

IDEAS = ExerciseId("ideas")
VOTE = ExerciseId("vote")
CANVAS = ExerciseId("canvas")
CASE = CaseStudyId("case")


class PlainRules:
    """Kinds without any of their own: text as it is, hands for `vote`, an appending kind state."""

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        if not answers.get("text"):
            raise ValueError("The answer is empty")
        return dict(answers)

    def options(self, exercise: Exercise, state: State | None = None) -> Sequence[str] | None:
        return ("for", "against") if exercise.id == VOTE else None

    def per_person(self, exercise: Exercise) -> int:
        return 3 if exercise.id == VOTE else 0

    def merges(self, exercise: Exercise) -> bool:
        return exercise.id != CANVAS

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        if payload.get("refuse"):
            raise ValueError("Not like that")
        return (payload,)

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        return [*(state or []), payload]

    def version(self, exercise: Exercise) -> int:
        return 3


RULES = PlainRules()


def plan_with_exercises() -> SessionPlan:
    """The hour, with an exercise in 'sheet', the same again in 'aloud', one in the lobby."""
    uses = {"sheet": IDEAS, "aloud": IDEAS, "case": VOTE}

    def using(segment: Segment) -> Segment:
        exercise = uses.get(segment.id)
        return replace(segment, exercise=exercise) if exercise else segment

    plan = hour()
    parts = tuple(
        replace(part, segments=tuple(using(segment) for segment in part.segments))
        for part in plan.parts
    )
    spare = Segment(SegmentId("spare"), "Spare", 0, 0)
    parts = (*parts[:-1], replace(parts[-1], segments=(*parts[-1].segments, spare)))
    exercises = tuple(Exercise(id_, "ideas", id_.title(), "What?") for id_ in (IDEAS, VOTE, CANVAS))
    case = CaseStudy(
        CASE, "A case", (Card("One", "Text"),), (Question("Why?", 60), Question("How?")), CANVAS
    )
    return replace(plan, parts=parts, exercises=exercises, case_studies=(case,), lobby=(VOTE,))


class Desk:
    """Sends commands and keeps the state, every event and the time of day."""

    def __init__(self, plan: SessionPlan | None = None, rules: Rules | None = None) -> None:
        info = SessionInfo(SessionId("s1"), "", START)
        self.empty = State(info, plan or plan_with_exercises())
        self.state = self.empty
        self.events: list[Event] = []
        self.rules = rules or RULES
        self.now: datetime = START - timedelta(minutes=10)
        self._ids = count(1)

    def do(
        self, body: CommandBody, actor: Actor = CHAIR, expect: Mapping[str, int] | None = None
    ) -> tuple[Event, ...]:
        command = Command(CommandId(f"c{next(self._ids)}"), body, expect or {})
        self.state, events = step(self.state, command, actor, self.now, self.rules)
        self.events.extend(events)
        return events

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def on(self) -> str | None:
        run = self.state.clock.current
        return run.segment if run else None


def opened(rules: Rules | None = None) -> Desk:
    """A desk whose lobby is open; the clock stands at the agreed start."""
    desk = Desk(rules=rules)
    desk.do(CreateSession(START, MUST_END), HOST)
    desk.do(Prepare(START, MUST_END))
    desk.now = START
    return desk
