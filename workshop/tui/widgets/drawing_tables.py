"""Tables, quotes and canvases."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from workshop.domain.findings import Boxes, Quote, Quotes, Table, Themes
from workshop.domain.tabled import theme_title, themes_bars
from workshop.tui.widgets.drawing import (
    Lines,
    Palette,
    beside,
    clipped,
    heading,
    prose,
    wrapped,
)
from workshop.tui.widgets.drawing_bars import draw_bars

GAP = 2
NARROWEST_COLUMN = 10
HIGHEST_ROW = 7
"""Lines of a row, in the mean, from which a table is a ladder of words."""
HIGH_ROW = 3
"""The same where its rows, one after the other, are shorter."""
BOX_LEAST, BOX_MOST = 24, 48


def draw_table(block: Table, width: int, palette: Palette) -> Lines:
    """Columns fitted to the width, long cells wrapped; row after row where that reads badly."""
    lines = heading(block.title, width, palette)
    if block.note:
        lines += wrapped(block.note, width, palette.text)
    widths = _fit(block, width)
    if widths is None:
        return lines + _row_after_row(block, width, palette)
    body = [line for row in block.rows for line in _row(block, row, widths, palette.text)]
    if len(body) > HIGH_ROW * len(block.rows):
        apart = _row_after_row(block, width, palette)
        if len(body) > HIGHEST_ROW * len(block.rows) or len(body) > len(apart):
            return lines + apart
    lines += _row(block, block.columns, widths, palette.quiet)
    lines.append(Text("─" * (sum(widths) + GAP * (len(widths) - 1)), palette.quiet))
    return lines + body


def _row(block: Table, cells: Sequence[str], widths: Sequence[int], style: Style | str) -> Lines:
    columns = [wrapped(cell, width, style) for cell, width in zip(cells, widths, strict=True)]
    for index in block.numeric:
        columns[index] = [
            Text(" " * (widths[index] - line.cell_len)).append_text(line) for line in columns[index]
        ]
    return beside(columns, widths, GAP)


def _fit(block: Table, width: int) -> list[int] | None:
    """Widths of the columns, the widest cut down first; None where they would be too narrow."""
    wanted = [
        max(map(cell_len, (name, *(row[index] for row in block.rows))))
        for index, name in enumerate(block.columns)
    ]
    room = width - GAP * (len(wanted) - 1)
    for most in range(max(wanted, default=0), NARROWEST_COLUMN - 1, -1):
        widths = [min(cells, most) for cells in wanted]
        if sum(widths) <= room:
            return widths
    return None


def _row_after_row(block: Table, width: int, palette: Palette) -> Lines:
    """Each row's first cell as its name, the others under it, named where there are several."""
    lines: Lines = []
    for row in block.rows:
        lines += prose(row[0] or "–", width, palette.lead, "• ")
        for name, cell in list(zip(block.columns, row, strict=True))[1:]:
            if cell:
                said = cell if len(block.columns) == 2 else f"{name}: {cell}"
                lines += prose(said, width, palette.text, "  ")
    return lines


def draw_quotes(block: Quotes, width: int, palette: Palette) -> Lines:
    """Every quote behind a dash, a star for those that were starred, and who said it."""
    return [*heading(block.title, width, palette), *_quotes(block.quotes, width, palette)]


def draw_themes(block: Themes, width: int, palette: Palette) -> Lines:
    """How many answers every theme has, then each with how it came about and its quotes."""
    lines = draw_bars(themes_bars(block), width, palette)
    for theme in block.groups:
        if theme.quotes:
            lines += [Text(""), *heading(theme_title(theme, block.unit), width, palette)]
            if theme.origin:
                lines += wrapped(theme.origin, width, palette.quiet)
            lines += _quotes(theme.quotes, width, palette)
    if block.rejected:
        lines += [Text(""), *heading("Not kept", width, palette)]
        for said in block.rejected:
            lines += prose(said, width, palette.text, "– ")
    return lines


def _quotes(quotes: Sequence[Quote], width: int, palette: Palette) -> Lines:
    lines: Lines = []
    for quote in quotes:
        lead, style = ("★ ", palette.star) if quote.starred else ("– ", palette.quiet)
        said = wrapped(quote.text, width - 2, palette.text)
        who = f" ({clipped(quote.who, width // 2)})" if quote.who else ""
        if said[-1].cell_len + cell_len(who) <= width - 2:
            said[-1].append(who, palette.quiet)
        else:
            said.append(Text(who.strip(), palette.quiet))
        lines += [
            Text.assemble((lead if place == 0 else "  ", style), line)
            for place, line in enumerate(said)
        ]
    return lines


def draw_boxes(block: Boxes, width: int, palette: Palette) -> Lines:
    """Groups side by side, a box after the other; one group under the other where it is narrow."""
    lines = heading(block.title, width, palette)
    number = max(len(block.groups), 1)
    column = min(BOX_MOST, (width - GAP * (number - 1)) // number)
    if column < BOX_LEAST:
        return lines + _stacked(block, width, palette)
    widths = [column] * number
    names = [[Text(clipped(group.group, column), palette.title)] for group in block.groups]
    whole = column * number + GAP * (number - 1)
    lines += beside(names, widths, GAP)
    for index, box in enumerate(block.boxes):
        name = clipped(box, whole - 4)
        lines.append(
            Text(f"─ {name} ".ljust(whole - cell_len(name) + len(name), "─"), palette.quiet)
        )
        texts = [_text(group.texts[index], column, palette) for group in block.groups]
        lines += beside(texts, widths, GAP)
    return lines


def _text(text: str, width: int, palette: Palette) -> Lines:
    return wrapped(text, width, palette.text) if text else [Text("(empty)", palette.quiet)]


def _stacked(block: Boxes, width: int, palette: Palette) -> Lines:
    lines: Lines = []
    for index, box in enumerate(block.boxes):
        lines += wrapped(f"─ {box}", width, palette.quiet)
        filled = [group for group in block.groups if group.texts[index]]
        for group in filled:
            lines += prose(group.texts[index], width, palette.text, f"{clipped(group.group, 14)}: ")
        if len(filled) < len(block.groups):
            empty = "empty everywhere" if not filled else "empty elsewhere"
            lines += wrapped(f"({empty})", width, palette.quiet)
    return lines
