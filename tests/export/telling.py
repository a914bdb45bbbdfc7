"""Small sessions to export, told command by command."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.make_example import CHAIR, CO, START, Hour
from workshop.domain import commands as co
from workshop.domain.ids import ExerciseId, ResponseId
from workshop.domain.records import Source
from workshop.domain.state import State
from workshop.export.building import build_report
from workshop.export.report import ExerciseResult, Report, Round
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan

IDEAS = "who-moves-together"


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
