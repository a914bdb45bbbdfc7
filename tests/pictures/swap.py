"""A room that asks and offers what the bank of `ask-and-offer` holds, each side by another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.stage import command
from tests.tui.desk import Desk
from workshop.domain.commands import KindCommand, SubmitResponse
from workshop.domain.ids import ActorId, ExerciseId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Actor, Role
from workshop.kinds.exchange.judging import job_of, judge
from workshop.kinds.registry import load

FILE = Path(__file__).parents[2] / "exercises" / "ask-and-offer.yaml"
INSTEAD_OF = ExerciseId("who-moves-together")
ANALYST = Actor(ActorId("analyst"), Role.ANALYST)
MOST = 16


def _given() -> Any:
    return YAML(typ="safe").load(FILE)


def with_swap(plan: SessionPlan) -> SessionPlan:
    """The plan with `ask-and-offer` where another exercise stands."""
    given = _given()
    exercises = tuple(
        replace(e, kind=given["kind"], title=given["title"], prompt=given["prompt"],
                options=given["options"])
        if e.id == INSTEAD_OF else e
        for e in plan.exercises
    )  # fmt: skip
    return replace(plan, exercises=exercises)


async def swap(desk: Desk) -> None:
    """Asks, offers, and what the host's worker makes of them."""
    exercise = desk.state.plan.exercise(INSTEAD_OF)
    kind = load()[exercise.kind]
    badge = 0
    for line in _given()["bank"]["lines"][:MOST]:
        for side, text in kind.clean(exercise, kind.parse_line(exercise, line)).items():
            badge += 1
            answer = SubmitResponse(INSTEAD_OF, f"s{badge}", {side: text}, badge=str(badge))
            await desk.send(answer)
    job = job_of(exercise, None, desk.state.responses_to(INSTEAD_OF))
    assert job is not None
    await desk.service.submit(command(KindCommand(INSTEAD_OF, judge(job))), ANALYST)
    await desk.until(lambda: desk.app.state is desk.service.state)
