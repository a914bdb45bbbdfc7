"""A session in which people say who they are and whom they know, before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.examples import START
from tests.export.telling import CHAIR, CO, Hour
from tests.kinds import samples
from workshop.domain import commands as co
from workshop.domain.ids import ExerciseId
from workshop.domain.records import Source
from workshop.domain.state import State
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan

WHO = "who"
PEOPLE = {
    1: ("Ada Quillfeather", "City Hospital", "nurse"),
    2: ("Bo <b>Bold</b>", "City Hospital", "nurse"),
    3: ("", "City Hospital", "physio"),
    4: ("=Cmd()", "River & Co", "nurse"),
    5: ("Dee", "River & Co", "manager"),
    6: ("", "", ""),
}
BEFORE = {1: (2, 3), 2: (1,), 3: (1,), 4: (5,)}
AFTER = {3: (4,), 4: (3,), 6: (1,)}


def networked() -> State:
    """Six people, ties in two rounds; those of the first stay."""
    exercise = samples.exercise("connections", {"most": 60}, id=WHO)
    plan = open_plan("c6-building-social-capital", Library.open(), load())
    told = Hour(replace(plan, exercises=(*plan.exercises, exercise)))
    told.do(CHAIR, co.Prepare(START, START + timedelta(hours=1)))
    for badge, about in PEOPLE.items():
        if any(about):
            _line(told, ", ".join(about), 1, str(badge))
    for round_, ties in ((1, BEFORE), (2, AFTER)):
        for badge, others in ties.items():
            _line(told, f"{badge}: {' '.join(map(str, others))}", round_)
    return told.state


def _line(told: Hour, line: str, round_: int, badge: str = "") -> None:
    exercise = told.state.plan.exercise(ExerciseId(WHO))
    kind = load()[exercise.kind]
    told.stay(1)
    told.do(
        CO,
        co.SubmitResponse(
            exercise.id, f"n{told.state.revision}", kind.parse_line(exercise, line), round_,
            Source.KEYBOARD, None, "", badge,
        ),
    )  # fmt: skip
