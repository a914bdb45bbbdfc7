"""`workshop plan edit`: the editing screen on its own."""

from __future__ import annotations

import sys

from workshop.errors import UsageError
from workshop.plans import Library
from workshop.plans.editing import PlanFile


def edit(plan: str) -> int:
    """Edit a plan in the terminal. Raises NotFound, UsageError, CannotEdit."""
    file = plan_file(plan)
    if not sys.stdout.isatty():
        raise UsageError("Editing needs a terminal.", f"Open {file.shown} in a text editor.")
    from workshop.tui.plan_editor import PlanEditApp

    return PlanEditApp(file).run() or 0


def plan_file(plan: str) -> PlanFile:
    """A plan's file under edit, by id or path."""
    from workshop.kinds.registry import load

    return PlanFile.open(plan, Library.open(), load())
