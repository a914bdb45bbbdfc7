"""A list of answers that draws only what is seen, so that ten thousand scroll like ten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from immutables import Map
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from workshop.domain.ids import ResponseId
from workshop.domain.records import Response
from workshop.tui.widgets.arrivals import Answers
from workshop.tui.widgets.typed import who

_FROM_WIDTH = 11


class AnswerList(ScrollView, can_focus=True):
    """Answers by id and number. What is selected stays selected, and what comes in at the end
    never moves what is being read."""

    DEFAULT_CSS = """
    AnswerList { height: 1fr; overflow-x: hidden; background: $background; }
    AnswerList > .answers--cursor { background: $panel; }
    AnswerList:focus > .answers--cursor { background: $primary-muted; text-style: bold; }
    AnswerList > .answers--out { color: $quiet; }
    AnswerList > .answers--mark { color: $accent; }
    AnswerList > .answers--number { color: $quiet; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "answers--cursor", "answers--out", "answers--mark", "answers--number",
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
        """Another answer is selected (None: there is none)."""

        response: ResponseId | None

    @dataclass
    class Chosen(Message):
        """Enter or a click on the selected answer."""

        response: ResponseId

    def __init__(self, line_of: Callable[[Response], str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._line_of = line_of
        self._answers: Answers = Map()
        self._rows: Sequence[tuple[int, ResponseId]] = ()

    @property
    def selected(self) -> ResponseId | None:
        return self._rows[self.cursor][1] if 0 <= self.cursor < len(self._rows) else None

    def show_answers(self, answers: Answers, rows: Sequence[tuple[int, ResponseId]]) -> None:
        """Draw these (number, id) rows; the selection stays on its answer where it is still there.

        A list that was at its end and not being read from stays at its end.
        """
        kept = self.selected
        following = self.cursor >= len(self._rows) - 1
        self._answers, self._rows = answers, rows
        self.virtual_size = Size(self.size.width, len(rows))
        if following and not self.has_focus:
            self.set_reactive(AnswerList.cursor, max(0, len(rows) - 1))
            self.scroll_end(animate=False)
        elif kept is not None and kept != self.selected:
            self.set_reactive(AnswerList.cursor, self._find(kept))
        self.refresh()
        self.post_message(self.Moved(self.selected))

    def select(self, response: ResponseId) -> None:
        """Move to an answer where it is listed."""
        self.cursor = self._find(response)

    def repaint(self, answers: Answers) -> None:
        """Draw the same rows with what is newest about them."""
        self._answers = answers
        self.refresh()

    def _find(self, response: ResponseId) -> int:
        at = min(self.cursor, max(0, len(self._rows) - 1))
        return next((i for i, (_n, id_) in enumerate(self._rows) if id_ == response), at)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = self.scroll_offset.y + y
        if index >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        number, id_ = self._rows[index]
        response = self._answers.get(id_)
        style = self.rich_style
        if response is not None and not response.counts:
            style += self.get_component_rich_style("answers--out", partial=True)
        if index == self.cursor:
            style += self.get_component_rich_style("answers--cursor", partial=True)
        text = Text("", no_wrap=True) if response is None else self._row(number, response)
        text.truncate(width, overflow="ellipsis")
        strip = Strip(text.render(self.app.console), text.cell_len)
        return strip.adjust_cell_length(width).apply_style(style)

    def _row(self, number: int, response: Response) -> Text:
        quiet, mark = (
            self.get_component_rich_style(name, partial=True)
            for name in ("answers--number", "answers--mark")
        )
        row = Text(no_wrap=True, end="")
        row.append(f"{number:>5} ", quiet)
        row.append("★" if response.starred else " ", mark)
        row.append("P " if response.parked else "  ", mark)
        row.append(f"{who(response.table, response.badge):<{_FROM_WIDTH}} ", quiet)
        if response.withdrawn:
            row.append("withdrawn: ")
        elif response.hidden:
            row.append(f"hidden ({response.hidden}): ")
        row.append(self._line_of(response))
        if response.amended:
            row.append("  (corrected)", quiet)
        return row

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
