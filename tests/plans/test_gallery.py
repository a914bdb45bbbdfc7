"""What ships is worth choosing from: enough of it, of different kinds and lengths, with sources."""

from __future__ import annotations

from collections import Counter

import pytest

from workshop.domain.plan import Exercise, SessionPlan
from workshop.kinds.registry import load
from workshop.plans import Library, open_exercise, open_plan
from workshop.settings import Folder, bundled_folder

SHIPPED = Library.open(Folder(bundled_folder().root / "nobody"), bundled_folder())
PLANS = [open_plan(entry.id, SHIPPED, load()) for entry in SHIPPED.plans]
EXERCISES = [open_exercise(entry.id, SHIPPED, load()) for entry in SHIPPED.exercises]


def test_there_are_six_plans_of_different_length_and_eight_exercises_of_every_kind() -> None:
    assert len(PLANS) >= 6
    assert {plan.total_s // 60 for plan in PLANS} >= {20, 30, 60, 90}
    assert len(EXERCISES) >= 8
    assert {exercise.kind for exercise in EXERCISES} == set(load())


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_a_plan_names_its_sources_and_serves_its_objectives(plan: SessionPlan) -> None:
    assert plan.sources
    assert all(segment.notes and segment.cues for segment in plan.segments if segment.planned_s)
    assert plan.objectives


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_an_exercise_says_what_it_is_for_how_it_goes_and_where_it_comes_from(
    exercise: Exercise,
) -> None:
    for text in (exercise.purpose, exercise.facilitator, exercise.participant):
        assert text
    assert exercise.sources
    assert exercise.debrief


def test_no_two_plans_are_called_alike() -> None:
    assert max(Counter(plan.title for plan in PLANS).values()) == 1
