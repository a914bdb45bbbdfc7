"""Screens that another screen leads to, imported when they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshop.domain.ids import ExerciseId
from workshop.tui.widgets.session import state_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp

THEMED = "ideas"
"""The kind whose answers are sorted into themes."""


def themes_of(app: WorkshopApp, exercise: ExerciseId | None) -> None:
    """Open the themes of an exercise; say where it has none."""
    if exercise is None or state_of(app).plan.exercise(exercise).kind != THEMED:
        app.say("Only ideas are sorted into themes.")
        return
    from workshop.tui.screens.themes import ThemesScreen

    app.push_screen(ThemesScreen(exercise))
