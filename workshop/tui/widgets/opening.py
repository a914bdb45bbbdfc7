"""Screens that another screen leads to, imported when they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshop.domain.ids import ExerciseId
from workshop.tui.exchanging import is_exchange
from workshop.tui.widgets.session import state_of

if TYPE_CHECKING:
    from workshop.domain.state import State
    from workshop.tui.app import WorkshopApp

THEMED, REASONED, MERGED = "ideas", "curve", "nominations"
"""Kinds whose answers are sorted into themes, whose reasons are matched with what helps, and whose
entries are merged where they mean the same."""


def themes_of(app: WorkshopApp, exercise: ExerciseId | None) -> None:
    """Open the themes of an exercise, the reasons of its curves, or what of it may be merged; say
    where it has none of them."""
    kind = "" if exercise is None else state_of(app).plan.exercise(exercise).kind
    if exercise is None or kind not in (THEMED, REASONED, MERGED):
        app.say("Only ideas have themes, only curves reasons, only nominations entries.")
        return
    if kind == MERGED:
        from workshop.tui.screens.merging import MergingScreen

        app.push_screen(MergingScreen(exercise))
        return
    if kind == REASONED:
        from workshop.tui.screens.reasons import ReasonsScreen

        app.push_screen(ReasonsScreen(exercise))
        return
    from workshop.tui.screens.themes import ThemesScreen

    app.push_screen(ThemesScreen(exercise))


def sorting_of(state: State, exercise: ExerciseId | None) -> str:
    """What `themes_of` opens of an exercise, in a word: 'themes', 'reasons', 'merge' or nothing."""
    kind = "" if exercise is None else state.plan.exercise(exercise).kind
    return {THEMED: "themes", REASONED: "reasons", MERGED: "merge"}.get(kind, "")


def pairs_of(app: WorkshopApp, exercise: ExerciseId | None) -> None:
    """Open the pairs of an exercise; say where it has none."""
    if exercise is None or not is_exchange(state_of(app), exercise):
        app.say("Only asks and offers are matched.")
        return
    from workshop.tui.screens.pairs import PairsScreen

    app.push_screen(PairsScreen(exercise))
