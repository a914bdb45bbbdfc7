"""The run of show as a list: planned, actual and projected times, and each presenter's minutes."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from workshop.domain.ids import SegmentId
from workshop.domain.making import dataclass
from workshop.domain.plan import SessionPlan
from workshop.domain.run_of_show import PartRow, Row, RunOfShow, Standing
from workshop.domain.words import format_duration, format_time
from workshop.tui.present import lead_name

MARKS = {
    Standing.DONE: "✓",
    Standing.CURRENT: "▶",
    Standing.UPCOMING: "·",
    Standing.SKIPPED: "×",
}
_STYLES = {
    Standing.DONE: "$quiet",
    Standing.CURRENT: "bold reverse",
    Standing.UPCOMING: "",
    Standing.SKIPPED: "$quiet",
}
_MINUTES_WIDTH = 5
WIDE = 44
"""From this width on the planned times stand beside the others."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text in full width, its style, and the segment it stands for (parts: none)."""

    text: str
    style: str
    segment: SegmentId | None = None
    current: bool = False


def fit_text(text: str, width: int) -> str:
    """Exactly `width` cells of a text, cut with an ellipsis where it is longer."""
    return Content(text).truncate(max(0, width), ellipsis=True, pad=True).plain


def _part_line(plan: SessionPlan, row: PartRow, width: int) -> Line:
    lead = lead_name(plan, row.part)
    name = f"{lead} · {row.part.title}" if lead else row.part.title
    left = ""
    if row.standing in (Standing.CURRENT, Standing.UPCOMING):
        left = format_duration(row.left_s)
    room = width - len(left) - 1
    return Line(f"{fit_text(name, room)} {left}", "bold $primary")


def _segment_line(row: Row, zone: ZoneInfo, width: int) -> Line:
    skipped = row.standing is Standing.SKIPPED
    length = "skip" if skipped else format_duration(row.allotted_s)
    head = f"{MARKS[row.standing]} {_times(row, zone, width)} "
    room = width - len(head) - _MINUTES_WIDTH - 1
    text = f"{head}{fit_text(row.segment.title, room)} {length:>{_MINUTES_WIDTH}}"
    current = row.standing is Standing.CURRENT
    return Line(text, _STYLES[row.standing], row.segment.id, current)


def _times(row: Row, zone: ZoneInfo, width: int) -> str:
    """Planned and actual (or projected) start; where it is narrow, how far the two lie apart."""
    now = "  -  " if row.standing is Standing.SKIPPED else format_time(row.start, zone)
    if width >= WIDE:
        return f"{format_time(row.planned_start, zone)} {now}"
    late = round((row.start - row.planned_start).total_seconds() / 60)
    apart = f"{late:+d}" if late and row.standing is not Standing.SKIPPED else ""
    return f"{now}{apart:>4}"


def _is_spare(row: Row) -> bool:
    """An alternative that stands ready and was not taken up: it has its place in the jump list."""
    return row.standing is Standing.SKIPPED and row.segment.planned_s == 0


def run_lines(show: RunOfShow, plan: SessionPlan, width: int) -> tuple[Line, ...]:
    """The whole hour, a line a part and a line a segment, each exactly `width` cells."""
    lines: list[Line] = []
    part = None
    for row in show.rows:
        if _is_spare(row):
            continue
        if row.part.id != part:
            part = row.part.id
            lines.append(_part_line(plan, show.part(part), width))
        lines.append(_segment_line(row, plan.zone, width))
    return tuple(lines)


def window(lines: tuple[Line, ...], height: int) -> tuple[Line, ...]:
    """As many lines as fit, with the current one a third from the top."""
    if len(lines) <= height:
        return lines
    at = next((i for i, line in enumerate(lines) if line.current), 0)
    first = min(max(0, at - height // 3), len(lines) - height)
    return lines[first : first + height]


class RunList(Widget):
    """The list, kept around the segment on now; a click on a segment asks for it."""

    DEFAULT_CSS = "RunList { height: 1fr; }"

    class Chosen(Message):
        """A segment was clicked."""

        def __init__(self, segment: SegmentId) -> None:
            super().__init__()
            self.segment = segment

    lines: reactive[tuple[Line, ...]] = reactive(())

    _last: tuple[RunOfShow, SessionPlan] | None = None

    def put(self, show: RunOfShow, plan: SessionPlan) -> None:
        self._last = (show, plan)
        self.lines = run_lines(show, plan, self.size.width)

    def on_resize(self) -> None:
        if self._last is not None:
            self.put(*self._last)

    def _heading(self) -> Line:
        times = "  plan  now   " if self.size.width >= WIDE else "  now    ±  "
        room = self.size.width - len(times) - _MINUTES_WIDTH - 1
        return Line(f"{times}{fit_text('segment', room)}   min", "$quiet")

    def _visible(self) -> tuple[Line, ...]:
        return (self._heading(), *window(self.lines, self.size.height - 1))

    def render(self) -> Content:
        return Content("\n").join(Content.styled(line.text, line.style) for line in self._visible())

    def on_click(self, event: events.Click) -> None:
        visible = self._visible()
        if event.y < len(visible) and (segment := visible[event.y].segment) is not None:
            self.post_message(self.Chosen(segment))
