"""The terminal app with nothing but a plan to edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.screen import Screen

from workshop.plans.editing import PlanFile
from workshop.tui.app import WorkshopApp
from workshop.tui.screens.plan_edit import PlanEditScreen


class PlanEditApp(WorkshopApp):
    """Shows the editing screen; leaving it ends the program."""

    # No other place can be gone to, and none is loaded under the screen.
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {}

    def __init__(self, file: PlanFile) -> None:
        super().__init__()
        self._file = file

    def on_mount(self) -> None:
        self.push_screen(PlanEditScreen(self._file), lambda _: self.exit(0))
