"""Said while something takes longer than half a second."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import ProgressBar

from workshop.tui.widgets.pane import Pane


class BusyScreen(ModalScreen[None]):
    """What is being worked on, and how far it is where that is known."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Pane(self.what, id="what")
            yield ProgressBar(total=None, show_eta=False, show_percentage=False)
