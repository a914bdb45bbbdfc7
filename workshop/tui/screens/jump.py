"""Every segment of the hour: jump to one, leave one out, give one time."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from workshop.domain import commands as cmd
from workshop.domain.ids import SegmentId
from workshop.domain.run_of_show import Row, Standing
from workshop.domain.words import format_duration, format_time
from workshop.tui.control import on_clock
from workshop.tui.screens.dialogs import WIDE, Dialog
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.run_list import MARKS, fit_text
from workshop.tui.widgets.session import state_of

_TITLE, _WIDE_TITLE = 36, 60
"""Room for a segment's title, in a narrow terminal and in a wide one."""


class JumpScreen(Dialog):
    """Enter jumps, `s` leaves out and takes in again, plus and minus give and take a minute."""

    CSS_PATH = "../styles/jump.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "skip", "leave out"),
        Binding("plus,equals_sign", "time(60)", "more"),
        Binding("minus", "time(-60)", "less"),
        Binding("j,q", "leave", show=False),
    ]

    def __init__(self, segment: SegmentId | None = None) -> None:
        super().__init__()
        self.wanted = segment

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Pane("Segments", classes="heading")
            yield OptionList(id="segments")
            yield Pane(
                "Enter jumps · s leaves out, or takes in · + - a minute · Esc goes back",
                classes="hint",
            )

    def on_mount(self) -> None:
        self.watch(self.app, "state", self._fill)

    def _fill(self) -> None:
        show = self.app.show
        if show is None:
            return
        segments = self.query_one(OptionList)
        current = show.current.segment.id if show.current else None
        wanted = self.wanted or self._marked() or current
        segments.clear_options()
        segments.add_options(Option(self._line(row), id=row.segment.id) for row in show.rows)
        ids = [row.segment.id for row in show.rows]
        segments.highlighted = ids.index(wanted) if wanted in ids else 0
        self.wanted = None

    def _marked(self) -> SegmentId | None:
        segments = self.query_one(OptionList)
        if segments.highlighted is None:
            return None
        id_ = segments.get_option_at_index(segments.highlighted).id
        return None if id_ is None else SegmentId(id_)

    def _line(self, row: Row) -> Content:
        skipped = row.standing is Standing.SKIPPED
        start = "  -  " if skipped else format_time(row.start, state_of(self.app).plan.zone)
        length = "out" if skipped else format_duration(row.allotted_s)
        room = _WIDE_TITLE if self.app.size.width >= WIDE else _TITLE
        return Content(
            f"{MARKS[row.standing]} {start} {fit_text(row.segment.title, room)} {length:>6} "
            f"{row.segment.priority}"
        )

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None and await on_clock(
            self.app, cmd.Jump(SegmentId(event.option_id))
        ):
            self.dismiss()

    async def action_skip(self) -> None:
        if (segment := self._marked()) is not None and self.app.state is not None:
            skipped = segment in self.app.state.clock.skipped
            await on_clock(self.app, cmd.Unskip(segment) if skipped else cmd.Skip(segment))

    async def action_time(self, seconds: int) -> None:
        if (segment := self._marked()) is not None:
            await on_clock(self.app, cmd.AddTime(seconds, segment))
