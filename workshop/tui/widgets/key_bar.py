"""The footer: the keys that matter now, drawn from the registry, clickable."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class KeyBar(Widget):
    """One line of keys and labels, as many as fit; the last ones are kept at the right end."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; background: $panel; color: $foreground; }
    """

    class Pressed(Message):
        """A key's label was clicked."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    keys: reactive[tuple[tuple[str, str, str], ...]] = reactive(())
    """(action's id, key, label), most wanted first."""

    def _fitting(self) -> list[tuple[int, str, str, str]]:
        """(column, id, key, label) of what fits the width."""
        placed: list[tuple[int, str, str, str]] = []
        column = 1
        for action, key, label in self.keys:
            width = len(key) + 1 + len(label)
            if column + width > self.size.width:
                continue
            placed.append((column, action, key, label))
            column += width + 2
        return placed

    def render(self) -> Content:
        parts: list[Content | str | tuple[str, str]] = [" "]
        for _, _, key, label in self._fitting():
            parts += [(key, "bold $accent"), f" {label}  "]
        return Content.assemble(*parts).rstrip()

    def on_click(self, event: events.Click) -> None:
        for column, action, key, label in self._fitting():
            if column <= event.x < column + len(key) + 1 + len(label):
                self.post_message(self.Pressed(action))
