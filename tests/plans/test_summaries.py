from __future__ import annotations

from pathlib import Path

from tests.plans.making import PLAN, library
from workshop.plans.summaries import exercise_summary, plan_summary


def test_a_plan_in_a_list_has_its_length_and_its_parts(tmp_path: Path) -> None:
    line = plan_summary(library(tmp_path).plans[0])
    assert (line.id, line.title, line.planned_s, line.parts) == ("small", "A small plan", 600, 1)
    assert line.problem == ""


def test_a_file_that_cannot_be_read_is_listed_with_its_problem(tmp_path: Path) -> None:
    made = library(tmp_path, plan="id: small\ntitle: [\n")
    line = plan_summary(made.plans[0])
    assert line.planned_s is None
    assert "bracket" in line.problem


def test_a_length_that_is_none_is_left_open(tmp_path: Path) -> None:
    made = library(tmp_path, plan=PLAN.replace("minutes: 10", "minutes: ten"))
    assert plan_summary(made.plans[0]).planned_s is None


def test_an_exercise_in_a_list_has_its_kind(tmp_path: Path) -> None:
    line = exercise_summary(library(tmp_path).exercises[0])
    assert (line.id, line.kind, line.title) == ("warm-up", "plain", "Warm up")
