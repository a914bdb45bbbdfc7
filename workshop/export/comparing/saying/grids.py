"""What a comparison is said in: sections of sentences, and grids with a column a delivery."""

from __future__ import annotations

from dataclasses import dataclass

NOTHING = "–"
TITLE = 60
"""So many letters of a title are said."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """`cells` has one for each column of its grid; `group` stands above the rows that share it."""

    label: str
    cells: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose columns are deliveries: first `lead`, then a letter each, then `tail`."""

    label: str
    lead: tuple[str, ...]
    letters: tuple[str, ...]
    tail: tuple[str, ...]
    rows: tuple[GridRow, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return (*self.lead, *self.letters, *self.tail)


@dataclass(frozen=True, slots=True)
class Section:
    """One way of setting the deliveries side by side; `note` says how to read the grid."""

    id: str
    title: str
    sentences: tuple[str, ...]
    grid: Grid | None = None
    note: str = ""
