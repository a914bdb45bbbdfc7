"""Which numbers of a table are not shown, so that nobody is told from few others.

A number below a threshold is hidden, and then so many others that no hidden one can be worked
out from the totals, which everybody knows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TypeAlias

SMALLEST_GROUP = 5
"""The threshold where an exercise gives none."""
HIDDEN = "•"
"""Stands for a number that is not shown."""

Cell: TypeAlias = tuple[int, int]
"""Row and column."""


def hidden_groups(sizes: Sequence[int], least: int) -> frozenset[int]:
    """The places of groups that are not shown; `sizes` are the people in each.

    Groups under `least` are hidden. What is known of all together and of those shown tells what
    the hidden ones say as one, so these are `least` people at least, else the smallest of the
    others is hidden, too. Groups of nobody hide nothing.
    """
    hidden = {place for place, size in enumerate(sizes) if 0 < size < least}
    others = sorted(
        (place for place, size in enumerate(sizes) if size >= least),
        key=lambda place: (sizes[place], place),
    )
    for place in others:
        if not hidden or sum(sizes[at] for at in hidden) >= least:
            break
        hidden.add(place)
    return frozenset(hidden)


def hidden_cells(
    counts: Sequence[Sequence[int]], least: int, *, row_totals: bool = True
) -> frozenset[Cell]:
    """The cells of a table of people that are not shown; totals of columns are known to all.

    Counts from 1 to under `least` are hidden, and then as few others as will do until no such count
    follows from the totals. `row_totals`: the totals of rows are known
    and are the sum of their cells (they are not where a person counts in several columns).

    A hidden cell follows from the totals exactly when it lies on no cycle of hidden cells around
    which one person could be moved: Gusfield, A Graph Theoretic Approach to Statistical Data
    Security, SIAM Journal on Computing 17 (1988), 552-571.
    """
    known = {(r, c): n for r, row in enumerate(counts) for c, n in enumerate(row)}
    small = [cell for cell, number in known.items() if 0 < number < least]
    hidden = set(small)
    for cell in small:
        if _follows(cell, hidden, known, row_totals=row_totals):
            ways = _ways(cell, known, row_totals=row_totals)
            # Where nothing hides it, nothing of the table can be shown.
            hidden |= min(ways, key=lambda way: _cost(way - hidden, known), default=set(known))
    # What is hidden for a later cell cannot uncover an earlier one: it only adds cycles.
    return frozenset(hidden)


def _ways(cell: Cell, known: Mapping[Cell, int], *, row_totals: bool) -> Iterator[frozenset[Cell]]:
    """The smallest sets of other cells around which a person could be moved into or out of one.

    With totals of rows these are the other corners of a rectangle, else any other of the column.
    """
    row, column = cell
    rows = {r for r, _c in known} - {row}
    if not row_totals:
        yield from (frozenset({(r, column)}) for r in rows)
        return
    columns = {c for _r, c in known} - {column}
    for r in rows:
        for c in columns:
            beside, below, across = (row, c), (r, column), (r, c)
            # One more here is one less beside and below; one less here is one less across.
            if (known[beside] and known[below]) or known[across]:
                yield frozenset({beside, below, across})


def _cost(cells: Set[Cell], known: Mapping[Cell, int]) -> tuple[int, int, list[Cell]]:
    """How many numbers are lost, and of how many people; the first in the table among equals."""
    return len(cells), sum(known[cell] for cell in cells), sorted(cells)


def _follows(cell: Cell, hidden: set[Cell], known: Mapping[Cell, int], *, row_totals: bool) -> bool:
    """Whether a hidden cell could have no other value with the same totals."""
    row, column = _row(cell, row_totals=row_totals), ("column", cell[1])
    arcs: dict[object, list[object]] = {}
    for other in hidden - {cell}:
        r, c = _row(other, row_totals=row_totals), ("column", other[1])
        arcs.setdefault(r, []).append(c)  # one person more there
        if known[other]:
            arcs.setdefault(c, []).append(r)  # one person less there
    more = row in _reached(column, arcs)
    return not more and not (known[cell] > 0 and column in _reached(row, arcs))


def _row(cell: Cell, *, row_totals: bool) -> tuple[str, int]:
    # Where totals of rows say nothing, a person moves freely between rows, as if all were one.
    return "row", cell[0] if row_totals else 0


def _reached(start: object, arcs: Mapping[object, Sequence[object]]) -> set[object]:
    return set(_walk(start, arcs))


def _walk(start: object, arcs: Mapping[object, Sequence[object]]) -> Iterator[object]:
    """Everything that a way leads to, without the start itself unless a way leads back."""
    seen: set[object] = set()
    waiting = deque([start])
    while waiting:
        for there in arcs.get(waiting.popleft(), ()):
            if there not in seen:
                seen.add(there)
                waiting.append(there)
                yield there
