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
    return len(_shown(key, label))


def _shown(key: str, label: str) -> str:
    return f"{key} {label}".rstrip()


class KeyBar(Widget):
    """One line of keys and labels, as many as fit, the last one always.

    Keys without a label of their own, '+' and '-', stand closer together.
    """

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
                after = self.keys[index + 1 : index + 2]
                close = not entry[2] and any(not label for *_, label in after)
                column += _width(entry) + (1 if close else _GAP)
        return placed

    def render(self) -> Content:
        parts: list[str | tuple[str, str]] = []
        at = 0
        for column, _, key, label in self._fitting():
            shown = _shown(key, label)
            parts += [" " * (column - at), (key, "bold $accent"), shown[len(key) :]]
            at = column + len(shown)
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        for column, action, key, label in self._fitting():
            if column <= event.x < column + len(_shown(key, label)):
                self.post_message(self.Pressed(action))
