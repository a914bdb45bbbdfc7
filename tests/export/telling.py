"""Small sessions to export, told command by command."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from tests.examples import START
from workshop.domain import commands as co
from workshop.domain.ids import ActorId, CommandId, ExerciseId, ResponseId, SessionId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Actor, Role, Source
from workshop.domain.state import State
from workshop.domain.step import step
from workshop.export.building.from_state import build_report
from workshop.export.report import ExerciseResult, Report, Round
from workshop.kinds.registry import KindRules, load
from workshop.plans import Library, open_plan
from workshop.service.header import first_state, new_header

IDEAS = "who-moves-together"
CHAIR = Actor(ActorId("chair"), Role.CHAIR, "Chair", "JD")
CO = Actor(ActorId("co"), Role.CO_FACILITATOR, "Co-facilitator", "MB")
HOST = Actor(ActorId("host"), Role.HOST)


class Hour:
    """A session told command by command; time only goes forward."""

    def __init__(self, plan: SessionPlan, start: datetime = START) -> None:
        self.now = start - timedelta(minutes=25)
        self.state: State = first_state(
            new_header(plan, session=SessionId("c6-example"), created=self.now)
        )
        self._rules = KindRules()
        self._ids = count(1)
        self.do(HOST, co.CreateSession(start, start + timedelta(seconds=plan.total_s)))

    def do(self, actor: Actor, body: co.CommandBody) -> None:
        """Carry a command out now."""
        command = co.Command(CommandId(f"x{next(self._ids)}"), body)
        self.state, _ = step(self.state, command, actor, self.now, self._rules)

    def stay(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def next(self) -> None:
        self.do(CHAIR, co.Next())


def hour() -> Hour:
    """A C6 session that has just begun."""
    told = Hour(open_plan("c6-building-social-capital", Library.open(), load()))
    told.do(CHAIR, co.Prepare(START, START + timedelta(hours=1)))
    told.stay(25 * 60)
    told.do(CHAIR, co.Start())
    return told


def say(
    told: Hour, text: str, exercise: str = IDEAS, badge: str = "", table: str = ""
) -> ResponseId:
    """An answer with this text, a second later; its id."""
    told.stay(1)
    key = f"k{told.state.revision}"
    told.do(
        CO,
        co.SubmitResponse(
            ExerciseId(exercise), key, {"text": text}, 1, Source.KEYBOARD, None, table, badge
        ),
    )
    return ResponseId(key)


def made(state: State, now: datetime | None = None, name: str = "told") -> Report:
    return build_report(state, load(), name=name, now=now or START + timedelta(hours=2))


def exercise_of(report: Report, exercise: str) -> ExerciseResult:
    return next(found for found in report.exercises if found.id == exercise)


def round_of(report: Report, exercise: str = IDEAS, number: int = 1) -> Round:
    return next(r for r in exercise_of(report, exercise).rounds if r.round == number)
