"""Lines of text that never run over their width: what all drawings of findings share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.style import Style
from rich.text import Text

from workshop.domain.text import clean_block

Lines: TypeAlias = list[Text]


@dataclass(frozen=True, slots=True)
class Palette:
    """Styles by what they are for; nothing is said by them alone."""

    text: Style | str = ""
    lead: Style | str = "bold"
    title: Style | str = "bold"
    quiet: Style | str = ""
    warn: Style | str = ""
    bar: Style | str = ""
    low: Style | str = ""
    high: Style | str = ""
    star: Style | str = "bold"


PLAIN = Palette()
_PER_CENT = re.compile(r"(\d) %")
_HELD = "\ue000"
"""Stands for a space while lines are broken: rich breaks at every kind of space, also at those that
hold a number and its sign together."""


@cache
def _console() -> Console:
    """Rich wraps by way of a console; nothing is ever printed on it."""
    return Console(width=80, color_system=None)


def wrapped(text: str, width: int, style: Style | str = "") -> Lines:
    """The text in lines of at most `width` cells; a word that is longer is broken."""
    held = _PER_CENT.sub(f"\\1{_HELD}%", clean_block(text))
    lines = Text(held, style=style).wrap(_console(), max(width, 2), overflow="fold")
    for line in lines:
        line.plain = line.plain.replace(_HELD, " ")
        line.rstrip()
    return list(lines) or [Text("")]


def prose(text: str, width: int, style: Style | str, lead: str = "") -> Lines:
    """A paragraph behind a lead such as '! ', the lines after the first set in under it."""
    indent = cell_len(lead)
    if indent > width // 3:  # a long lead is read as the first words instead
        return wrapped(lead + text, width, style)
    return [
        Text.assemble((lead if place == 0 else " " * indent, style), line)
        for place, line in enumerate(wrapped(text, width - indent, style))
    ]


def heading(text: str, width: int, palette: Palette) -> Lines:
    return wrapped(text, width, palette.title)


def beside(cells: Sequence[Lines], widths: Sequence[int], gap: int = 2) -> Lines:
    """Blocks of lines side by side, each padded to its width."""
    rows = []
    for place in range(max(map(len, cells), default=0)):
        row = Text("")
        for column, (lines, width) in enumerate(zip(cells, widths, strict=True)):
            line = lines[place] if place < len(lines) else Text("")
            row.append_text(line)
            if column < len(cells) - 1:
                row.append(" " * (width - line.cell_len + gap))
        row.rstrip()
        rows.append(row)
    return rows


def right(text: str, width: int) -> str:
    """The text set right-aligned in `width` cells."""
    return " " * (width - cell_len(text)) + text


def clipped(text: str, width: int) -> str:
    """One line of at most `width` cells, with an ellipsis where it is cut."""
    line = " ".join(clean_block(text).split())
    return line if cell_len(line) <= width else set_cell_size(line, max(width - 1, 0)) + "…"
