"""A small workshop folder to break in one place at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workshop.domain.plan import Exercise, SessionPlan
from workshop.plans import Library
from workshop.settings import Folder

PLAN = """\
schema: 1
id: small
title: A small plan
event:
  date: 2025-05-22
  start: "15:00"
  timezone: Europe/Amsterdam
minutes: 10
people:
  - id: ana
    name: Ana
lobby: [warm-up]
parts:
  - id: start
    title: Start
    lead: ana
    min_minutes: 2
    objectives:
      - id: see
        text: See what there is
        headline: true
    segments:
      - id: hello
        title: Hello
        minutes: 2.5
        min_minutes: 1
        priority: must
        objectives: [see]
        cues:
          - at: "1:30"
            say: Sit down
      - id: ask
        title: Ask
        minutes: "7:30"
        exercise: warm-up
        case_study: case
case_studies:
  - id: case
    title: A case
    cards:
      - title: One
        text: First card
    questions:
      - text: Why?
        minutes: 2
    framework: warm-up
"""

EXERCISE = """\
schema: 1
id: warm-up
kind: plain
title: Warm up
prompt: What is on your mind?
options:
  limit: 10
"""


@dataclass(frozen=True)
class Fault:
    path: tuple[str | int, ...]
    what: str
    mend: str


class PlainKind:
    """A kind with one option, `limit`, that must be a number; it numbers the plan's objectives."""

    def check(self, options: Mapping[str, Any]) -> Iterable[Fault]:
        if not isinstance(options.get("limit", 1), int):
            yield Fault(("limit",), "`limit` is not a number", "write a number")

    def prepare(self, exercise: Exercise, plan: SessionPlan) -> Exercise:
        return replace(exercise, options={**exercise.options, "count": len(plan.objectives)})


CATALOGUE = {"plain": PlainKind()}


def folder(root: Path, plan: str = PLAN, exercise: str = EXERCISE) -> Folder:
    """A workshop folder with the one plan and the one exercise."""
    made = Folder(root)
    made.plans.mkdir(parents=True, exist_ok=True)
    made.exercises.mkdir(exist_ok=True)
    (made.plans / "small.yaml").write_text(plan, encoding="utf-8")
    (made.exercises / "warm-up.yaml").write_text(exercise, encoding="utf-8")
    return made


def library(root: Path, plan: str = PLAN, exercise: str = EXERCISE) -> Library:
    """The library of that folder, with nothing that ships beside it."""
    return Library.open(folder(root, plan, exercise), Folder(root / "nothing"))
