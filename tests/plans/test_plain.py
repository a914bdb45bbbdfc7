from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plans.making import CATALOGUE, EXERCISE, PLAN, PlainKind, library
from workshop.domain.plan import Exercise, KeepOpen, PhoneOptions, SessionPlan
from workshop.kinds.registry import load
from workshop.plans import Library, check_plan, open_exercise, open_plan
from workshop.plans.plain import exercise_to_mapping, to_mapping


class Unchanging(PlainKind):
    def prepare(self, exercise: Exercise, plan: SessionPlan) -> Exercise:
        return exercise


def test_what_is_printed_stands_under_the_files_own_keys(tmp_path: Path) -> None:
    mapping = to_mapping(open_plan("small", library(tmp_path), CATALOGUE))
    assert mapping["minutes"] == 10
    assert mapping["event"]["start"] == "15:00"
    hello = mapping["parts"][0]["segments"][0]
    assert (hello["minutes"], hello["min_minutes"], hello["priority"]) == (2.5, 1, "must")
    assert hello["cues"] == [{"at": 1.5, "say": "Sit down"}]
    assert hello["exercise"] is None
    assert mapping["case_studies"][0]["framework"] == "warm-up"


def test_a_printed_plan_is_itself_a_file_of_the_same_plan(tmp_path: Path) -> None:
    catalogue = {"plain": Unchanging()}
    plan = open_plan("small", library(tmp_path / "first"), catalogue)
    exercise = open_exercise("warm-up", library(tmp_path / "first"), catalogue)
    again = library(
        tmp_path / "again", json.dumps(to_mapping(plan)), json.dumps(exercise_to_mapping(exercise))
    )
    assert open_plan(str(again.folder.plans / "small.yaml"), again, catalogue) == plan


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seconds=st.integers(1, 7200), at=st.integers(0, 7200))
def test_any_number_of_seconds_comes_back(tmp_path: Path, seconds: int, at: int) -> None:
    at = min(at, seconds)
    text = PLAN.replace("minutes: 2.5", f'minutes: "{seconds // 60}:{seconds % 60:02}"')
    text = text.replace("min_minutes: 1\n", "min_minutes: 0\n").replace("    min_minutes: 2\n", "")
    text = text.replace('at: "1:30"', f'at: "{at // 60}:{at % 60:02}"')
    total = seconds + 450
    text = text.replace("minutes: 10", f'minutes: "{total // 60}:{total % 60:02}"')
    made = library(tmp_path / "a", text, EXERCISE)
    plan = check_plan(made.plans[0].path, made, CATALOGUE).plan
    assert plan is not None
    assert plan.segments[0].planned_s == seconds
    again = library(tmp_path / "b", json.dumps(to_mapping(plan)), EXERCISE)
    assert check_plan(again.plans[0].path, again, CATALOGUE).plan == plan


@pytest.mark.parametrize("entry", Library.open().plans, ids=lambda entry: entry.id)
def test_every_bundled_plan_comes_back_from_its_print(entry, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bundled = Library.open()
    plan = open_plan(entry.id, bundled, load())
    path = tmp_path / "again.yaml"
    path.write_text(json.dumps(to_mapping(plan)))
    assert open_plan(str(path), bundled, load()) == plan


def test_what_phones_offer_and_translations_come_back(tmp_path: Path) -> None:
    more = (
        PLAN
        + """
phones: {upvotes: true, pace: true, questions: false, keep_open: session}
language: de
translations:
  nl: {"Ask": Vraag}
"""
    )
    plan = open_plan("small", library(tmp_path / "first", more, EXERCISE), CATALOGUE)
    assert plan.phones == PhoneOptions(True, True, False, KeepOpen.SESSION)
    assert plan.translations == {"nl": {"Ask": "Vraag"}}
    again = library(tmp_path / "again", json.dumps(to_mapping(plan)), EXERCISE)
    assert open_plan(str(again.folder.plans / "small.yaml"), again, CATALOGUE) == plan
