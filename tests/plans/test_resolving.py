from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from tests.plans.making import CATALOGUE, PLAN, Fault, PlainKind, library
from workshop.domain.plan import Cue, Exercise, Priority, SessionPlan
from workshop.errors import NotFound, PlanProblems
from workshop.plans import check_plan, open_exercise, open_plan


def test_a_plan_comes_with_its_exercises_prepared(tmp_path: Path) -> None:
    plan = open_plan("small", library(tmp_path), CATALOGUE)
    assert plan.total_s == 600
    assert plan.lobby == ("warm-up",)
    assert [exercise.id for exercise in plan.exercises] == ["warm-up"]
    assert plan.exercises[0].options == {"limit": 10, "count": 1}
    assert plan.case_studies[0].framework == "warm-up"
    assert plan.event.date == date(2025, 5, 22)
    assert plan.event.start == time(15)


def test_segments_carry_whole_seconds(tmp_path: Path) -> None:
    hello, ask = open_plan("small", library(tmp_path), CATALOGUE).segments
    assert (hello.planned_s, hello.min_s, hello.priority) == (150, 60, Priority.MUST)
    assert hello.cues == (Cue(90, "Sit down"),)
    assert (ask.planned_s, ask.min_s, ask.priority) == (450, 450, Priority.SHOULD)


def test_an_exercise_opens_as_its_file_has_it(tmp_path: Path) -> None:
    exercise = open_exercise("warm-up", library(tmp_path), CATALOGUE)
    assert exercise.options == {"limit": 10}


def test_a_plan_with_problems_is_refused_with_all_of_them(tmp_path: Path) -> None:
    made = library(
        tmp_path, PLAN.replace("minutes: 10", "minutes: 12").replace("lead: ana", "lead: x")
    )
    with pytest.raises(PlanProblems) as caught:
        open_plan("small", made, CATALOGUE)
    assert len(caught.value.problems) == 2
    assert "2 problems" in caught.value.title
    assert "plan check" in caught.value.hint


def test_an_unknown_plan_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        open_plan("large", library(tmp_path), CATALOGUE)


class Unfit(PlainKind):
    def prepare(self, exercise: Exercise, plan: SessionPlan) -> Exercise:
        raise ValueError("the plan has no headline objective")


class Broken(PlainKind):
    def check(self, options: Mapping[str, Any]) -> Iterable[Fault]:
        raise RuntimeError("not my day")


class BrokenLater(PlainKind):
    def prepare(self, exercise: Exercise, plan: SessionPlan) -> Exercise:
        raise RuntimeError("not my day")


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (Unfit(), "`warm-up` does not fit this plan: the plan has no headline objective"),
        (Broken(), "the kind `plain` failed"),
        (BrokenLater(), "the kind `plain` failed"),
    ],
)
def test_a_kind_that_refuses_or_breaks_is_a_problem_of_the_file(
    tmp_path: Path, kind: PlainKind, what: str
) -> None:
    made = library(tmp_path)
    checked = check_plan(made.plans[0].path, made, {"plain": kind})
    assert what in [problem.what for problem in checked.problems]


def test_cues_come_in_the_order_of_time(tmp_path: Path) -> None:
    late_first = PLAN.replace(
        '          - at: "1:30"\n', '          - {at: 2, say: Stand up}\n          - at: "1:30"\n'
    )
    plan = open_plan("small", library(tmp_path, late_first), CATALOGUE)
    assert [cue.at_s for cue in plan.segments[0].cues] == [90, 120]
