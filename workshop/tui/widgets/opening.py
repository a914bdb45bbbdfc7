"""Screens that another screen leads to, imported when they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshop.domain.ids import ExerciseId
from workshop.tui.exchanging import is_exchange
from workshop.tui.widgets.session import state_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp

THEMED, REASONED = "ideas", "curve"
"""Kinds whose answers are sorted into themes, and whose reasons are matched with what helps."""


def themes_of(app: WorkshopApp, exercise: ExerciseId | None) -> None:
    """Open the themes of an exercise, or the reasons of its curves; say where it has neither."""
    kind = "" if exercise is None else state_of(app).plan.exercise(exercise).kind
    if exercise is None or kind not in (THEMED, REASONED):
        app.say("Only ideas have themes, and only curves reasons.")
        return
    if kind == REASONED:
        from workshop.tui.screens.reasons import ReasonsScreen

        app.push_screen(ReasonsScreen(exercise))
        return
    from workshop.tui.screens.themes import ThemesScreen

    app.push_screen(ThemesScreen(exercise))


def pairs_of(app: WorkshopApp, exercise: ExerciseId | None) -> None:
    """Open the pairs of an exercise; say where it has none."""
    if exercise is None or not is_exchange(state_of(app), exercise):
        app.say("Only asks and offers are matched.")
        return
    from workshop.tui.screens.pairs import PairsScreen

    app.push_screen(PairsScreen(exercise))
