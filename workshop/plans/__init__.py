"""Plans and exercises as files: YAML to SessionPlan and back, with every problem and its line."""

from __future__ import annotations

from workshop.plans.library import Entry, Library, Origin
from workshop.plans.problems import Problem
from workshop.plans.resolving import (
    Catalogue,
    CheckedExercise,
    CheckedPlan,
    check_exercise,
    check_plan,
    open_exercise,
    open_plan,
)

__all__ = [
    "Catalogue",
    "CheckedExercise",
    "CheckedPlan",
    "Entry",
    "Library",
    "Origin",
    "Problem",
    "check_exercise",
    "check_plan",
    "open_exercise",
    "open_plan",
]
