"""A line to type in whose text outlives the screen, and a crash, until it is sent."""

from __future__ import annotations

from textual import getters
from textual.widgets import Input

from workshop.tui.app import WorkshopApp


class DraftedInput(Input):
    """Keeps its text under the name `draft` while it is typed; without a name it keeps nothing."""

    app = getters.app(WorkshopApp)
    draft = ""

    def take_up(self, draft: str, otherwise: str = "") -> None:
        """Go on with what is kept under a name, else with another text, from its end."""
        self.draft = draft
        self.value = self.app.drafts.get(draft) or otherwise
        self.cursor_position = len(self.value)

    def watch_value(self, value: str) -> None:
        if self.draft:
            self.app.drafts.set(self.draft, value)

    def let_go(self) -> None:
        """What stands here is sent, or not wanted: nothing of it is kept."""
        self.app.drafts.clear(self.draft)
