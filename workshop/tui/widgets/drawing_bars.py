"""Block bars and diverging bars."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text

from workshop.analysis.prose import figure, percent
from workshop.domain.diverging import axis, sides
from workshop.domain.findings import Bars, Scale, Scales
from workshop.tui.widgets.drawing import Lines, Palette, beside, heading, right, wrapped

_EIGHTHS = " ▏▎▍▌▋▊▉"
_RAMP = ":░▒▓█"
SHORTEST, LONGEST = 24, 60
WIDE = 110


def draw_bars(block: Bars, width: int, palette: Palette) -> Lines:
    """Label, bar, number and share of the whole; notes behind, or below where it is narrow."""
    title = f"{block.title} ({block.unit})" if block.unit else block.title
    lines = heading(title, width, palette)
    if not block.bars:
        return lines
    numbers = [f"{figure(bar.value)}" for bar in block.bars]
    number = max(map(cell_len, numbers))
    share = max(cell_len(percent(bar.share)) for bar in block.bars)
    left = width - number - share - 6
    label = min(max(cell_len(bar.label) for bar in block.bars), max(12, width * 2 // 5), left - 4)
    room = min(LONGEST, left - label)
    note = max(cell_len(bar.note) for bar in block.bars) + 2
    if left - label - note >= SHORTEST:  # short notes stand behind, where bars stay long enough
        room = min(room, left - label - note)
    most = max(bar.value for bar in block.bars) or 1
    for bar, value in zip(block.bars, numbers, strict=True):
        drawn = Text(_blocks(bar.value / most * room).ljust(room), palette.bar)
        behind = Text(f"{right(value, number)}  {right(percent(bar.share), share)}")
        lines += beside(
            [wrapped(bar.label, label), [drawn], [behind]], [label, room, number + share + 2]
        )
        if bar.note:
            _add_note(lines, bar.note, label + 2, width, palette)
    return lines


def _add_note(lines: Lines, note: str, indent: int, width: int, palette: Palette) -> None:
    """The note in the bar's last line where that has room, else on lines of its own."""
    last = lines[-1]
    gap = max(2, indent - last.cell_len)
    if last.cell_len + gap + cell_len(note) <= width:
        last.append(" " * gap).append(note, palette.quiet)
        return
    for line in wrapped(note, width - indent, palette.quiet):
        lines.append(Text(" " * indent).append_text(line))


def _blocks(cells: float) -> str:
    """A bar of so many cells, the last in eighths; what exists is never drawn as nothing."""
    eighths = round(cells * 8)
    if cells > 0:
        eighths = max(eighths, 1)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def draw_scales(block: Scales, width: int, palette: Palette) -> Lines:
    """Every statement as a bar around the middle of the scale: low to the left, high to the right.

    The shade grows with the step, so that the ends are told apart without colour; the people on
    each step, the median and their number stand behind.
    """
    steps = block.high - block.low + 1
    lines = [*heading(block.title, width, palette), *_legend(block, steps, width, palette)]
    counted = _counts_width(block, steps, width)
    label = width * 2 // 5 if width >= WIDE else 0
    indent = label + 2 if label else 0
    room = max(8, min(LONGEST, width - indent - counted - 2))
    lines.append(Text(" " * (indent + room + 2) + _head(block, steps, counted), palette.quiet))
    middle, unit = (share * room for share in axis(block))
    for row in block.rows:
        drawn = _diverging(row, middle, unit, room, palette)
        line = Text.assemble(drawn, "  ", _behind(row, counted, steps))
        words = wrapped(row.label, label or width)
        if row.note:
            _add_note(words, row.note, 2, label or width, palette)
        lines += beside([words, [line]], [label, width - indent]) if label else [*words, line]
    return lines


def _legend(block: Scales, steps: int, width: int, palette: Palette) -> Lines:
    low = f"{block.low} {block.low_text}".strip()
    high = f"{block.high} {block.high_text}".strip()
    glyphs = "".join(_glyph(step, steps) * 2 for step in range(steps))
    return wrapped(f"{low}  {glyphs}  {high}", width, palette.quiet)


def _counts_width(block: Scales, steps: int, width: int) -> int:
    """Cells a step's number takes, with its gap; 0 where there is no room for them all."""
    digits = max((len(str(count)) for row in block.rows for count in row.counts), default=1)
    each = max(digits, len(str(block.high))) + 1
    return steps * each + 11 if steps * each + 11 <= width // 2 else 11


def _head(block: Scales, steps: int, counted: int) -> str:
    each = (counted - 11) // steps
    marks = "".join(right(str(block.low + step), each) for step in range(steps)) if each else ""
    return f"{marks} middle   n"


def _behind(row: Scale, counted: int, steps: int) -> str:
    each = (counted - 11) // steps
    marks = "".join(right(str(count), each) for count in row.counts) if each else ""
    middle = "–" if row.median is None else figure(row.median)
    return f"{marks} {right(middle, 6)} {right(str(sum(row.counts)), 3)}"


def _glyph(step: int, steps: int) -> str:
    return _RAMP[round(step * (len(_RAMP) - 1) / max(steps - 1, 1))]


def _diverging(row: Scale, middle: float, unit: float, room: int, palette: Palette) -> Text:
    drawn, total = Text(""), sum(row.counts)
    if not total:
        return Text("no ratings".ljust(room)[:room], palette.quiet)
    steps = len(row.counts)
    edge = middle - sides(row)[0] * unit
    drawn.append(" " * round(edge))
    for step, count in enumerate(row.counts):
        end = edge + count / total * unit
        side = 2 * step - (steps - 1)
        style = palette.low if side < 0 else palette.high if side > 0 else palette.quiet
        drawn.append(_glyph(step, steps) * (round(end) - round(edge)), style)
        edge = end
    drawn.append(" " * (room - drawn.cell_len))
    return drawn
