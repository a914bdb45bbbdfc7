"""Native charts of a presentation, which can be edited, from blocks of findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from workshop.analysis.prose import percent, short
from workshop.domain.findings import Bars, Curve, Scales
from workshop.export.escaping import writable
from workshop.export.report import ObjectiveResult
from workshop.export.slides.looks import FONT, Box, describe, rgb
from workshop.export.slides.text import QUIET, TEXT
from workshop.render.svg import step_class

MOST_BARS, MOST_ROWS = 10, 8
LONGEST = 72
_BLUE, _PALE = "1F5F8B", "9CC3DE"
_STEPS = {
    "f-low-strong": "A6461C", "f-low-soft": "EAB38F", "f-mid": "C9C5C0",
    "f-high-soft": "9CC3DE", "f-high-strong": "1F5F8B",
}  # fmt: skip
_ON_DARK = frozenset({"f-low-strong", "f-high-strong"})


def bars_chart(slide: Any, box: Box, block: Bars) -> int:
    """Bars with their numbers; how many were left out for want of room."""
    shown = block.bars[:MOST_BARS]
    names = [f"{_name(bar.label)} ({percent(bar.share)})" for bar in shown]
    chart = _chart(
        slide, box, "BAR_CLUSTERED", names, [(block.unit or block.title, [b.value for b in shown])],
        f"{block.title}: " + "; ".join(f"{bar.label} {bar.value:g}" for bar in shown),
    )  # fmt: skip
    _coloured(chart, [_BLUE])
    _downwards(chart)
    _labelled(chart.plots[0], TEXT)
    chart.plots[0].gap_width = 45 if len(shown) > 4 else 90
    return len(block.bars) - len(shown)


def scales_chart(slide: Any, box: Box, block: Scales) -> int:
    """Each statement's ratings as one bar of a hundred per cent; how many were left out."""
    shown = block.rows[:MOST_ROWS]
    steps = range(block.low, block.high + 1)
    ends = {block.low: block.low_text, block.high: block.high_text}
    names = [f"{step} {short(ends.get(step, ''), 24)}".strip() for step in steps]
    series = [(name, [row.counts[i] for row in shown]) for i, name in enumerate(names)]
    chart = _chart(
        slide, box, "BAR_STACKED_100", [_name(row.label) for row in shown], series,
        f"{block.title}: "
        + "; ".join(f"{r.label}, ratings from low to high {list(r.counts)}" for r in shown),
    )  # fmt: skip
    kinds = [step_class(place, len(names)) for place in range(len(names))]
    _coloured(chart, [_STEPS[kind] for kind in kinds])
    _downwards(chart)
    for made, kind in zip(chart.plots[0].series, kinds, strict=True):
        _labelled(made, "FFFFFF" if kind in _ON_DARK else TEXT, zeros=False)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, 100
    _legend(chart)
    return len(block.rows) - len(shown)


def curve_chart(slide: Any, box: Box, block: Curve) -> int:
    """The room's median over the stages, with the round before where there was one."""
    stages = block.stages[:MOST_BARS]
    series = [("median", [stage.median for stage in stages])]
    if any(stage.before is not None for stage in stages):
        series.insert(0, ("before", [stage.before for stage in stages]))
    chart = _chart(
        slide, box, "LINE_MARKERS", [_name(stage.label) for stage in stages], series,
        f"{block.title}: " + "; ".join(f"{s.label} {s.median}" for s in stages),
    )  # fmt: skip
    colours = [_PALE, _BLUE] if len(series) == 2 else [_BLUE]
    from pptx.util import Pt

    for made, colour in zip(chart.plots[0].series, colours, strict=True):
        made.smooth = False
        made.format.line.color.rgb, made.format.line.width = rgb(colour), Pt(3)
        made.marker.format.fill.solid()
        made.marker.format.fill.fore_color.rgb = rgb(colour)
        made.marker.format.line.color.rgb = rgb(colour)
    axis = chart.value_axis
    axis.visible, axis.minimum_scale, axis.maximum_scale = True, block.low, block.high
    axis.tick_labels.font.size = Pt(11)
    if len(series) == 2:
        _legend(chart)
    return len(block.stages) - len(stages)


def gain_chart(slide: Any, box: Box, objectives: Sequence[ObjectiveResult]) -> int:
    """The room's own rating of its objectives, before and after; how many were left out."""
    shown = objectives[:MOST_ROWS]
    series = [
        (name, [round(r.mean, 2) if r else None for r in ratings])
        for name, ratings in (
            ("before", [o.before for o in shown]),
            ("after", [o.after for o in shown]),
        )
        if any(ratings)
    ]
    chart = _chart(
        slide, box, "BAR_CLUSTERED", [_name(o.text) for o in shown], series,
        "The room's rating of its objectives: "
        + "; ".join(f"{o.text} {' to '.join(_mean(o))}" for o in shown),
    )  # fmt: skip
    _coloured(chart, [_PALE, _BLUE][-len(series) :])
    _downwards(chart)
    either = shown[0].after or shown[0].before
    if either:
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, either.high
    _labelled(chart.plots[0], TEXT, form="0.0")
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, 0
    _legend(chart)
    return len(objectives) - len(shown)


def _mean(objective: ObjectiveResult) -> list[str]:
    return [f"{r.mean:.1f}" for r in (objective.before, objective.after) if r]


def _name(text: str) -> str:
    return short(writable(text), LONGEST) or " "


def _chart(
    slide: Any, box: Box, kind: str, names: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]], alt: str,
) -> Any:  # fmt: skip
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    data = _chart_data()
    data.categories = names
    for name, values in series:
        data.add_series(writable(name)[:200], values)
    place = [Pt(value) for value in box]
    frame = slide.shapes.add_chart(getattr(XL_CHART_TYPE, kind), *place, data)
    describe(frame, alt[:4000])
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    chart.font.size, chart.font.name = Pt(12), FONT
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    _calm_axis(chart.category_axis)
    return chart


def _calm_axis(axis: Any) -> None:
    from pptx.enum.chart import XL_TICK_MARK

    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = rgb("D6D3D1")
    axis.has_major_gridlines = False


def _downwards(chart: Any) -> None:
    """The first at the top, as it is read."""
    chart.category_axis.reverse_order = True


def _coloured(chart: Any, colours: Sequence[str]) -> None:

    for series, colour in zip(chart.plots[0].series, colours, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(colour)
        series.invert_if_negative = False


def _labelled(target: Any, colour: str, *, zeros: bool = True, form: str = "General") -> None:
    """Numbers at the bars; `zeros` shows those that are none."""
    from pptx.util import Pt

    if hasattr(target, "has_data_labels"):
        target.has_data_labels = True
    labels = target.data_labels
    labels.show_value = True
    labels.number_format = form if zeros else "#,##0;;"
    labels.number_format_is_linked = False
    labels.font.size, labels.font.color.rgb = Pt(12), rgb(colour)


def _legend(chart: Any) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size, chart.legend.font.color.rgb = Pt(12), rgb(QUIET)


def _chart_data() -> Any:
    """The data behind a chart, whose workbook takes no text for a formula or a link."""
    from datetime import datetime

    from pptx.chart.data import CategoryChartData
    from pptx.chart.xlsx import CategoryWorkbookWriter
    from xlsxwriter import Workbook

    class Writer(CategoryWorkbookWriter):
        @contextmanager
        def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
            plain = {"strings_to_formulas": False, "strings_to_urls": False}
            workbook = Workbook(xlsx_file, {"in_memory": True, **plain})
            # The same file for the same report, whenever it is made.
            workbook.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001
            yield workbook, workbook.add_worksheet()
            workbook.close()

    class Data(CategoryChartData):
        @property
        def _workbook_writer(self) -> Any:
            made: Any = Writer
            return made(self)

    made: Any = Data
    return made(number_format="General")
