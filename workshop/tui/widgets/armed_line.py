"""What a second press, or Enter, would do."""

from __future__ import annotations

from textual import getters

from workshop.tui.app import WorkshopApp
from workshop.tui.widgets.pane import Pane


class ArmedLine(Pane):
    """Says what is armed in the app; takes no place while nothing is."""

    DEFAULT_CSS = "ArmedLine { padding: 0 1; color: $warning; text-style: bold; }"
    app = getters.app(WorkshopApp)

    def on_mount(self) -> None:
        self.watch(self.app, "armed", self._show)

    def _show(self) -> None:
        armed = self.app.armed
        self.put(f"{armed.line}   (Esc leaves it)" if armed else "")
