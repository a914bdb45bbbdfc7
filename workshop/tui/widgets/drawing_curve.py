"""A room's curve: the median as a line of dots, the middle half as a shade behind it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rich.style import Style
from rich.text import Text

from workshop.analysis.prose import figure
from workshop.domain.findings import Curve, CurveStage
from workshop.domain.tabled import curve_table
from workshop.tui.widgets.drawing import Lines, Palette, heading, right, wrapped
from workshop.tui.widgets.drawing_tables import draw_table

LOW_ROWS, HIGH_ROWS = 9, 13
WIDE = 110
MOST_COLUMN, LEAST_COLUMN = 32, 11
_SHADE, _MEDIAN, _BEFORE, _FALL = "░", "●", "○", "▼"
# The bits of a braille character, by row and column of its dots.
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def draw_curve(block: Curve, width: int, palette: Palette) -> Lines:
    """The curve with its figures below; a table where the stages have no room beside each other."""
    axis = len(str(block.high)) + 2
    column = min(MOST_COLUMN, (width - axis) // max(1, len(block.stages)))
    if column < LEAST_COLUMN:
        return draw_table(curve_table(block), width, palette)
    plot = _Plot(block, column, HIGH_ROWS if width >= WIDE else LOW_ROWS)
    lines = heading(block.title, width, palette)
    lines += wrapped(f"{block.high} {block.high_text}".strip(), width, palette.quiet)
    for place, row in enumerate(plot.rows(palette)):
        mark = right(_tick(block, place, plot.height), axis - 2)
        lines.append(Text.assemble((f"{mark} │", palette.quiet), row))
    lines.append(Text(" " * (axis - 1) + "└" + "─" * plot.width, palette.quiet))
    lines += _feet(block, axis, column, palette)
    lines += wrapped(f"{block.low} {block.low_text}".strip(), width, palette.quiet)
    return lines + wrapped(_legend(block), width, palette.quiet)


def _tick(block: Curve, place: int, height: int) -> str:
    """The number beside a row: at the top, in the middle and at the bottom."""
    named = {0: block.high, height // 2: (block.low + block.high) / 2, height - 1: block.low}
    return figure(named[place]) if place in named else ""


def _legend(block: Curve) -> str:
    parts = [f"{_MEDIAN} median", f"{_SHADE} middle half of the room"]
    if any(stage.before is not None for stage in block.stages):
        parts.append(f"{_BEFORE} median before")
    if block.steepest:
        parts.append(f"{_FALL} most people's steepest fall")
    return " · ".join(parts)


class _Plot:
    """The cells between the axes: `height` rows, `width` columns, four by two dots in each."""

    def __init__(self, block: Curve, column: int, height: int) -> None:
        self._block = block
        self._column = column
        self.height = height
        self.width = column * len(block.stages)
        self._dots: dict[tuple[int, int], int] = {}
        self._marks: dict[tuple[int, int], str] = {}
        self._shades: set[tuple[int, int]] = set()
        for place, (one, other) in enumerate(pairwise(block.stages)):
            self._band(place, one, other)
            self._line(place, one, other)
        for place, stage in enumerate(block.stages):
            self._stage(place, stage)

    def _x(self, place: int) -> int:
        return place * self._column + self._column // 2

    def _dot(self, value: float) -> int:
        """The row of dots of a value, from the top; four of them are a row."""
        span = self._block.high - self._block.low
        share = min(1.0, max(0.0, (value - self._block.low) / span))
        return round((1 - share) * (self.height * 4 - 1))

    def _y(self, value: float) -> int:
        return self._dot(value) // 4

    def _line(self, place: int, one: CurveStage, other: CurveStage) -> None:
        if one.median is None or other.median is None:
            return
        begin, end = 2 * self._x(place), 2 * self._x(place + 1)
        before = self._dot(one.median)
        for x in range(begin, end + 1):
            share = (x - begin) / (end - begin)
            y = self._dot(one.median + share * (other.median - one.median))
            # A steep line is filled in from dot to dot.
            for at in range(min(before, y), max(before, y) + 1):
                cell = (at // 4, x // 2)
                self._dots[cell] = self._dots.get(cell, 0) | _DOTS[at % 4][x % 2]
            before = y

    def _band(self, place: int, one: CurveStage, other: CurveStage) -> None:
        if one.lower is None or one.upper is None or other.lower is None or other.upper is None:
            return
        begin, end = self._x(place), self._x(place + 1)
        for x in range(begin, end + 1):
            share = (x - begin) / (end - begin)
            top = self._y(one.upper + share * (other.upper - one.upper))
            bottom = self._y(one.lower + share * (other.lower - one.lower))
            self._shades |= {(row, x) for row in range(top, bottom + 1)}

    def _stage(self, place: int, stage: CurveStage) -> None:
        x = self._x(place)
        if stage.before is not None:
            self._marks[self._y(stage.before), x] = _BEFORE
        if stage.median is None:
            return
        row = self._y(stage.median)
        self._marks[row, x] = _MEDIAN
        if place in self._block.steepest:
            self._marks[max(0, row - 1), x] = _FALL

    def rows(self, palette: Palette) -> Iterator[Text]:
        for row in range(self.height):
            drawn = Text("")
            for x in range(self.width):
                drawn.append(*self._cell((row, x), palette))
            drawn.rstrip()
            yield drawn

    def _cell(self, cell: tuple[int, int], palette: Palette) -> tuple[str, Style | str]:
        if cell in self._marks:
            return self._marks[cell], palette.star
        if cell in self._dots:
            return chr(0x2800 + self._dots[cell]), palette.bar
        return (_SHADE, palette.quiet) if cell in self._shades else (" ", "")


def _feet(block: Curve, axis: int, column: int, palette: Palette) -> Lines:
    """Under each stage its name, its middle and spread, and how many fall there."""
    cells = [_foot(stage, place in block.steepest, column - 1, palette)
             for place, stage in enumerate(block.stages)]  # fmt: skip
    names = max(len(name) for name, _figures in cells)
    lines = []
    for row in range(names + max(len(figures) for _name, figures in cells)):
        line = Text(" " * axis)
        for name, figures in cells:
            part = name if row < names else figures
            at = row if row < names else row - names
            piece = part[at].copy() if at < len(part) else Text("")
            piece.align("center", column)
            line.append_text(piece)
        line.rstrip()
        lines.append(line)
    return lines


def _foot(stage: CurveStage, falls: bool, width: int, palette: Palette) -> tuple[Lines, Lines]:
    name = wrapped(stage.label, width, palette.title if falls else palette.text)
    if stage.median is None or stage.lower is None or stage.upper is None:
        return name, [Text("nobody", palette.quiet)]
    figures = [Text(figure(stage.median), palette.lead)]
    figures.append(Text(f"{figure(stage.lower)}–{figure(stage.upper)}, n {stage.number}"))
    if stage.falls:
        said = f"{_FALL} " if falls else ""
        figures.append(Text(f"{said}{figure(stage.falls)} fall", palette.lead if falls else ""))
    return name, figures
