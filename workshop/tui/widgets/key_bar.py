"""The footer: the keys that matter now, drawn from the registry, clickable."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

_GAP = 2


def _width(entry: tuple[str, str, str]) -> int:
    _, key, label = entry
    return len(key) + 1 + len(label)


class KeyBar(Widget):
    """One line of keys and labels, as many as fit, the last one always."""

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
        """(column, id, key, label) of what fits the width; the last one always does."""
        placed: list[tuple[int, str, str, str]] = []
        column, last = 1, len(self.keys) - 1
        kept = _width(self.keys[-1]) if self.keys else 0
        for index, entry in enumerate(self.keys):
            end = self.size.width if index == last else self.size.width - kept - _GAP
            if index == last or column + _width(entry) <= end:
                placed.append((column, *entry))
                column += _width(entry) + _GAP
        return placed

    def render(self) -> Content:
        parts: list[Content | str | tuple[str, str]] = [" "]
        for _, _, key, label in self._fitting():
            parts += [(key, "bold $accent"), f" {label}{' ' * _GAP}"]
        return Content.assemble(*parts).rstrip()

    def on_click(self, event: events.Click) -> None:
        for column, action, key, label in self._fitting():
            if column <= event.x <= column + len(key) + len(label):
                self.post_message(self.Pressed(action))
