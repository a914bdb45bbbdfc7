"""Native charts of a workbook, on a sheet of their own, with their numbers on another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from workshop.domain.findings import Bars, Block, Curve, Scales, Themes
from workshop.domain.words import format_minutes
from workshop.export.report import ExerciseResult, Report, Round, SegmentStatus

if TYPE_CHECKING:
    from workshop.export.workbook.book import Styles

CHARTS, NUMBERS = "charts", "chart numbers"
_MOST = 25
_LABEL = 60
_WIDE, _ROW_PX = 860, 24
_SHEET_ROW_PX, _ROWS_A_PAGE = 20, 84
_COLOURS = ("#1F3A5F", "#C8752B", "#4F8A6B", "#8C5A8C", "#7A7A7A")
_STEPS = ("#B5482F", "#E2A07C", "#D9D9D9", "#8FB3C9", "#2F6690")
"""From low to high, told apart in grey and by people who see few colours."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: a bar a label for each series; `stacked` to the whole where they share one.

    `lines` instead of bars where the labels follow each other. `ends` are those of the axis, None
    for as far as it goes.
    """

    title: str
    axis: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    stacked: bool = False
    lines: bool = False
    ends: tuple[int, int | None] = (0, None)

    @property
    def height(self) -> int:
        """In pixels."""
        if self.lines:
            return 420
        return 140 + _ROW_PX * len(self.labels) * (1 if self.stacked else len(self.series))


def add_charts(book: Any, charts: Iterable[Chart], styles: Styles) -> tuple[str, ...]:
    """Add the two sheets; their names, none where there is nothing to draw."""
    from workshop.export.workbook.book import for_paper

    found = list(charts)
    if not found:
        return ()
    drawn, numbers = book.add_worksheet(CHARTS), book.add_worksheet(NUMBERS)
    drawn.hide_gridlines(2)
    for_paper(numbers)
    numbers.set_column(0, 0, _LABEL)
    numbers.set_column(1, 8, 22)
    top, row = 1, 0
    tops: list[int] = []
    for chart in found:
        row = _numbers(numbers, chart, row, styles)
        first = row - len(chart.labels)
        drawn.insert_chart(
            top, 0, _native(book, chart, first),
            {"description": chart.title, "object_position": 3},
        )  # fmt: skip
        tops.append(top)
        top += (chart.height + 39) // _SHEET_ROW_PX
        row += 2
    _on_pages(drawn, [*tops, top])
    return CHARTS, NUMBERS


def _on_pages(sheet: Any, tops: Sequence[int]) -> None:
    """Pages that break between charts, upright; `tops` are the charts' rows, and the row after."""
    sheet.set_paper(9)  # A4
    sheet.set_print_scale(54)
    breaks, began = [], tops[0]
    for top, after in pairwise(tops):
        if after - began > _ROWS_A_PAGE and top > began:
            breaks.append(top)
            began = top
    sheet.set_h_pagebreaks(breaks)


def _numbers(sheet: Any, chart: Chart, row: int, styles: Styles) -> int:
    """A chart's title, heads and rows; the row after them."""
    from workshop.export.workbook.book import write_text

    write_text(sheet, row, 0, chart.title, styles, styles.heading)
    for column, (name, _values) in enumerate(chart.series, 1):
        write_text(sheet, row + 1, column, name, styles, styles.head)
    sheet.write_string(row + 1, 0, "", styles.head)
    for number, label in enumerate(chart.labels):
        write_text(sheet, row + 2 + number, 0, label, styles, styles.text)
        for column, (_name, values) in enumerate(chart.series, 1):
            value = values[number]
            if value is not None:
                sheet.write_number(row + 2 + number, column, value, styles.number)
    return row + 2 + len(chart.labels)


def _native(book: Any, chart: Chart, first: int) -> Any:
    """A chart of Excel's own. All words come from cells: a title is read as a formula else."""
    kind = {"type": "line" if chart.lines else "bar"}
    made = book.add_chart(kind | ({"subtype": "percent_stacked"} if chart.stacked else {}))
    last = first + len(chart.labels) - 1
    colours = _STEPS if chart.stacked and len(chart.series) == len(_STEPS) else _COLOURS
    for column, _series in enumerate(chart.series, 1):
        made.add_series(
            {
                "name": [NUMBERS, first - 1, column],
                "categories": [NUMBERS, first, 0, last, 0],
                "values": [NUMBERS, first, column, last, column],
                **_drawn(colours[(column - 1) % len(colours)], lines=chart.lines),
                "data_labels": {"value": not chart.stacked, "num_format": "0.##"},
            }
        )
    font = {"color": "#333333", "size": 10}
    made.set_title(
        {"name": [NUMBERS, first - 2, 0], "name_font": {"size": 13, "color": _COLOURS[0]},
         "overlay": False}
    )  # fmt: skip
    labels = {"num_font": font, "line": {"color": "#999999"}}
    values = {
        "name": chart.axis, "name_font": {"bold": False, **font}, "num_font": font,
        "min": chart.ends[0], "max": chart.ends[1],
        "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3"}},
    }  # fmt: skip
    if chart.lines:
        made.set_x_axis(labels)
        made.set_y_axis(values)
    else:
        # Bars lie: the first on top, the numbers below the last.
        made.set_y_axis({**labels, "reverse": True})
        made.set_x_axis({**values, "label_position": "high"})
    made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    made.set_size({"width": _WIDE, "height": chart.height})
    return made


def _drawn(colour: str, *, lines: bool) -> dict[str, Any]:
    """How a series looks."""
    if lines:
        marker = {"type": "circle", "size": 7, "fill": {"color": colour}}
        return {"line": {"color": colour, "width": 2}, "marker": marker}
    return {"fill": {"color": colour}, "gap": 45}


# -- what is drawn -----------------------------------------------------------------------------


def charts(report: Report) -> Iterable[Chart]:
    """What a session's workbook draws: the timing, the objectives and the findings."""
    yield from _timing(report)
    yield from _objectives(report)
    for exercise in report.exercises:
        for round_ in exercise.rounds:
            for block in round_.findings.blocks:
                yield from _block(exercise, round_, block)


def _timing(report: Report) -> Iterable[Chart]:
    ran = [s for s in report.timing.segments if s.status in (SegmentStatus.RUN, SegmentStatus.NOW)]
    if ran:
        yield Chart(
            f"Planned {format_minutes(sum(s.planned_s for s in ran))}, "
            f"took {format_minutes(sum(s.actual_s for s in ran))}: minutes by segment",
            "Minutes",
            tuple(chart_label(segment.title) for segment in ran),
            (
                ("Planned", tuple(round(segment.planned_s / 60, 1) for segment in ran)),
                ("Actual", tuple(round(segment.actual_s / 60, 1) for segment in ran)),
            ),
        )


def _objectives(report: Report) -> Iterable[Chart]:
    rated = [o for o in report.objectives if o.before or o.after]
    if rated:
        scale = next(r for o in rated for r in (o.before, o.after) if r)
        yield Chart(
            "Objectives as the room rated them before and after",
            f"Mean, from {scale.low} to {scale.high}",
            tuple(chart_label(objective.text) for objective in rated),
            (
                ("Before", tuple(o.before.mean if o.before else None for o in rated)),
                ("After", tuple(o.after.mean if o.after else None for o in rated)),
            ),
            ends=(scale.low, scale.high),
        )


def _block(exercise: ExerciseResult, round_: Round, block: Block) -> Iterable[Chart]:
    title = _title(exercise, round_, block.title)
    match block:
        case Bars() if block.bars:
            bars = block.bars[:_MOST]
            left = len(block.bars) - len(bars)
            yield Chart(
                f"{title} (the first {_MOST}; {left} more)" if left else title,
                block.unit.capitalize() or "Number",
                tuple(chart_label(bar.label) for bar in bars),
                ((block.unit.capitalize() or "Number", tuple(bar.value for bar in bars)),),
            )
        case Themes() if block.themes:
            groups = block.groups[:_MOST]
            yield Chart(
                title,
                block.unit.capitalize(),
                tuple(chart_label(theme.name or "In no theme") for theme in groups),
                ((block.unit.capitalize(), tuple(len(theme.answers) for theme in groups)),),
            )
        case Curve() if block.stages:
            series: list[tuple[str, tuple[float | None, ...]]] = [
                ("Middle", tuple(stage.median for stage in block.stages)),
                ("A quarter lies below", tuple(stage.lower for stage in block.stages)),
                ("A quarter lies above", tuple(stage.upper for stage in block.stages)),
            ]
            if any(stage.before is not None for stage in block.stages):
                series.append(("Middle before", tuple(stage.before for stage in block.stages)))
            yield Chart(
                title,
                f"{block.low} {block.low_text} to {block.high} {block.high_text}",
                tuple(chart_label(stage.label) for stage in block.stages),
                tuple(series),
                lines=True,
                ends=(block.low, block.high),
            )
        case Scales() if block.rows:
            rows = block.rows[:_MOST]
            yield Chart(
                title,
                "Share of answers",
                tuple(chart_label(row.label) for row in rows),
                tuple(
                    (_step(block, step), tuple(row.counts[index] for row in rows))
                    for index, step in enumerate(range(block.low, block.high + 1))
                ),
                stacked=True,
            )


def _step(block: Scales, step: int) -> str:
    words = {block.low: block.low_text, block.high: block.high_text}.get(step, "")
    return f"{step} {words}".strip()


def _title(exercise: ExerciseResult, round_: Round, title: str) -> str:
    which = f", round {round_.round}" if len(exercise.rounds) > 1 else ""
    return f"{exercise.title}{which}: {title}" if title != exercise.title else f"{title}{which}"


def chart_label(text: str) -> str:
    """Short enough to stand beside a bar."""
    line = " ".join(text.split())
    return line if len(line) <= _LABEL else f"{line[: _LABEL - 1]}…"
