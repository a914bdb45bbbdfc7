"""Where deliveries run over, in sentences and a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from workshop.analysis.prose import listed, short
from workshop.domain.words import format_duration
from workshop.export.comparing.data import MARGIN_S, Column, Comparison, SegmentRow
from workshop.export.comparing.saying.grids import NOTHING, TITLE, Grid, GridRow, Section
from workshop.export.report import SegmentStatus, SegmentTime
from workshop.export.times import lateness
from workshop.export.wording import signed

_NAMED = 5
"""So many things are named in a sentence; the grid has all."""


def timing(found: Comparison) -> Section | None:
    """What there is to say of time; None where no segment is known."""
    if not found.segments:
        return None
    rows = [
        GridRow(
            label=short(row.title, TITLE),
            cells=(
                " / ".join(format_duration(planned) for planned in row.planned),
                *(_time(time) for time in row.times),
                NOTHING if row.median_s is None else signed(row.median_s),
            ),
            group=row.part,
        )
        for row in found.segments
    ]
    whole = (
        " / ".join(dict.fromkeys(format_duration(column.planned_s) for column in found.columns)),
        *(_whole(column) for column in found.columns),
        _median_whole(found.columns),
    )
    return Section(
        "timing",
        "Timing: where do we always run over?",
        tuple(_over(found.segments, found.columns)),
        Grid(
            "Segment",
            ("plan",),
            found.letters,
            ("median",),
            (*rows, GridRow("The whole hour, pauses included", whole)),
        ),
        "Minutes and seconds as they were; median: the middle of the differences from the plan, "
        "where the segment ran.",
    )


def _time(time: SegmentTime | None) -> str:
    if time is None:
        return NOTHING
    if time.start is None:
        return "out" if time.status is SegmentStatus.LEFT_OUT else NOTHING
    return format_duration(time.actual_s)


def _whole(column: Column) -> str:
    return NOTHING if column.took_s is None else format_duration(column.took_s)


def _median_whole(columns: Sequence[Column]) -> str:
    found = [c.took_s - c.planned_s for c in columns if c.took_s is not None]
    return signed(median(found)) if found else NOTHING


def _over(rows: Sequence[SegmentRow], columns: Sequence[Column]) -> Iterator[str]:
    often = [row for row in rows if len(row.differences) > 1]
    if not often:
        yield "No segment has run more than once yet, so nothing can be said of always."
        return
    always = _ranked(row for row in often if row.over == len(row.differences))
    mostly = _ranked(row for row in often if row.over < len(row.differences) < 2 * row.over)
    under = _ranked(row for row in often if max(row.differences) <= -MARGIN_S)
    if always:
        yield f"Always over: {_named(always)}."
    else:
        yield "No segment ran over every time."
    if mostly:
        yield f"Mostly over: {_named(mostly)}."
    if under:
        yield f"Always shorter than planned: {_named(under)}."
    late = [c.late_s for c in columns if c.late_s is not None]
    if len(late) > 1:
        overran = sum(seconds >= MARGIN_S for seconds in late)
        yield (
            f"{overran or 'None'} of {len(late)} deliveries ended late; the middle one ended "
            f"{lateness(median(late))}."
        )


def _ranked(rows: Iterator[SegmentRow]) -> list[SegmentRow]:
    return sorted(rows, key=lambda row: -abs(row.median_s or 0))


def _named(rows: Sequence[SegmentRow]) -> str:
    said = [
        f"‘{short(row.title, TITLE)}’ ({signed(row.median_s or 0)} at the median, {_times(row)})"
        for row in rows[:_NAMED]
    ]
    if len(rows) > _NAMED:
        said.append(f"{len(rows) - _NAMED} more")
    return listed(said)


def _times(row: SegmentRow) -> str:
    number = len(row.differences)
    happened = row.over or sum(difference <= -MARGIN_S for difference in row.differences)
    return f"{happened} of {number}"
