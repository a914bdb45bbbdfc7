"""A list of rows that draws only what is seen, so that ten thousand scroll like ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

RowT = TypeVar("RowT")


class RowList(ScrollView, Generic[RowT], can_focus=True):
    """Rows by their keys, drawn by `draw` when they are seen. What is selected stays selected, and
    what comes in at the end never moves what is being read."""

    DEFAULT_CSS = """
    RowList { height: 1fr; overflow-x: hidden; background: $background; }
    RowList > .rows--cursor { background: $panel; }
    RowList:focus > .rows--cursor { background: $primary-muted; text-style: bold; }
    RowList > .rows--out { color: $quiet; }
    RowList > .rows--mark { color: $accent; }
    RowList > .rows--quiet { color: $quiet; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor", "rows--out", "rows--mark", "rows--quiet",
    }  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", "first", "first", show=False),
        Binding("end", "last", "last", show=False),
        Binding("enter", "choose", "choose", show=False),
    ]

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Moved(Message):
        """Another row is selected (its key; None: there is none)."""

        key: Any

    @dataclass
    class Chosen(Message):
        """Enter or a double click on the selected row."""

        key: Any

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[RowT] = ()

    def draw(self, row: RowT) -> Text:
        """One row; too long a text is cut."""
        raise NotImplementedError

    def is_out(self, row: RowT) -> bool:  # noqa: ARG002
        """Whether a row no longer counts."""
        return False

    def key(self, row: RowT) -> Any:
        """What a row is known by when others come and go."""
        return row

    @property
    def row(self) -> RowT | None:
        """The row at the cursor, None where there is none."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    @property
    def selected(self) -> Any:
        """The key of the row at the cursor, None where there is none."""
        return None if (row := self.row) is None else self.key(row)

    def show_rows(self, rows: Sequence[RowT]) -> None:
        """Draw these rows; the selection stays on its row where it is still there.

        A list that was at its end and not being read from stays at its end.
        """
        kept = self.selected
        following = self.cursor >= len(self._rows) - 1
        self._rows = rows
        self.virtual_size = Size(self.size.width, len(rows))
        if following and not self.has_focus:
            self.set_reactive(RowList.cursor, max(0, len(rows) - 1))
            self.scroll_end(animate=False)
        elif kept is not None and kept != self.selected:
            self.set_reactive(RowList.cursor, self._find(kept))
        self.refresh()
        self.post_message(self.Moved(self.selected))

    def select(self, key: Any) -> None:
        """Move to a row where it is listed."""
        self.cursor = self._find(key)

    def _find(self, key: Any) -> int:
        at = min(self.cursor, max(0, len(self._rows) - 1))
        return next((i for i, row in enumerate(self._rows) if self.key(row) == key), at)

    def part(self, name: str) -> Any:
        """The style of 'mark', 'quiet' or another of its parts, to lay over a row's own."""
        return self.get_component_rich_style(f"rows--{name}", partial=True)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = self.scroll_offset.y + y
        if index >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        row = self._rows[index]
        style = self.rich_style
        if self.is_out(row):
            style += self.part("out")
        if index == self.cursor:
            style += self.part("cursor")
        text = self.draw(row)
        text.truncate(width, overflow="ellipsis")
        strip = Strip(text.render(self.app.console), text.cell_len)
        return strip.adjust_cell_length(width).apply_style(style)

    def watch_cursor(self, before: int, now: int) -> None:
        for index in (before, now):
            self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))
        self.scroll_to_region(
            Region(0, now, self.size.width, 1), animate=False, force=True, immediate=True
        )
        self.post_message(self.Moved(self.selected))

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self._rows) - 1))

    def action_move(self, rows: int) -> None:
        self.cursor += rows

    def action_page(self, pages: int) -> None:
        self.cursor += pages * max(1, self.size.height - 1)

    def action_first(self) -> None:
        self.cursor = 0

    def action_last(self) -> None:
        self.cursor = len(self._rows) - 1

    def action_choose(self) -> None:
        if self.selected is not None:
            self.post_message(self.Chosen(self.selected))

    def on_click(self, event: events.Click) -> None:
        index = self.scroll_offset.y + event.y
        if index == self.cursor and event.chain > 1:
            self.action_choose()
        elif index < len(self._rows):
            self.cursor = index

    def on_resize(self) -> None:
        self.virtual_size = Size(self.size.width, len(self._rows))
