"""Text on slides, measured before it is set. Sizes are in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workshop.export.typeface import BOLD, wrapped

TEXT, QUIET = "1C1B1A", "57534E"
MORE = "More in the report."
LINE = 1.22
"""From one line to the next, for each point of its size."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on a slide; `after` is the air below it, `most` its lines (0: any)."""

    text: str
    size: float = 16
    bold: bool = False
    colour: str = TEXT
    after: float = 8
    bullet: bool = False
    most: int = 0


def fitted(lines: Sequence[Line], width: float, height: float) -> list[Line]:
    """The paragraphs that fit, the last one shortened, with a word on where the rest stands."""
    rest = height
    found: list[Line] = []
    for number, line in enumerate(lines):
        inner = width - (14 if line.bullet else 0)
        size = line.size * (BOLD if line.bold else 1)
        rows = wrapped(line.text, size, inner * 0.98)
        if line.most and len(rows) > line.most:
            rows = wrapped(line.text, size, inner * 0.98, line.most)
        last = number == len(lines) - 1
        # Unless all of it fits, room is kept for saying that there is more.
        spare = rest - (0 if last else 12 * LINE)
        most = int(spare // (line.size * LINE))
        if len(rows) > most:
            most = int((rest - 12 * LINE) // (line.size * LINE))
            if most > 0:
                short = " ".join(wrapped(line.text, size, inner * 0.98, most))
                found.append(replace(line, text=short, after=4))
            found.append(Line(MORE, 12, colour=QUIET))
            return found
        found.append(replace(line, text=" ".join(rows)))
        rest -= len(rows) * line.size * LINE + line.after
    return found


def enlarged(line: Line, factor: float) -> Line:
    return replace(line, size=round(line.size * factor), after=line.after * factor)


def row_heights(
    rows: Sequence[Sequence[Line]], widths: Sequence[float], high: float
) -> list[float]:
    """How high each row is, as far as they fit."""
    found: list[float] = []
    for row in rows:
        tall = 10 + max(
            len(cell_rows(cell, width)) * cell.size * LINE
            for cell, width in zip(row, widths, strict=True)
        )
        if sum(found) + tall > high:
            break
        found.append(tall)
    return found


def cell_rows(line: Line, width: float) -> list[str]:
    size = line.size * (BOLD if line.bold else 1)
    return wrapped(line.text, size, (width - 12) * 0.98, line.most)
