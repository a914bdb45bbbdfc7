from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.analysis.suppressing import hidden_cells, hidden_groups

LEAST = 3
tables = st.integers(2, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 5), min_size=columns, max_size=columns), min_size=2, max_size=3
    )
)


def worked_out(
    counts: list[list[int]], hidden: frozenset[tuple[int, int]], *, row_totals: bool
) -> set[tuple[int, int]]:
    """Hidden cells that have one value only in all tables with the same totals and shown cells."""
    cells = sorted(hidden)
    columns = [sum(row[c] for row in counts) for c in range(len(counts[0]))]
    rows = [sum(row) for row in counts]
    seen: dict[tuple[int, int], set[int]] = {cell: set() for cell in cells}
    most = [min(columns[c], rows[r] if row_totals else columns[c]) for r, c in cells]
    for values in product(*(range(m + 1) for m in most)):
        made = [list(row) for row in counts]
        for (r, c), value in zip(cells, values, strict=True):
            made[r][c] = value
        if [sum(row[c] for row in made) for c in range(len(columns))] != columns:
            continue
        if row_totals and [sum(row) for row in made] != rows:
            continue
        for cell, value in zip(cells, values, strict=True):
            seen[cell].add(value)
    return {cell for cell, found in seen.items() if len(found) == 1}


@settings(max_examples=60, deadline=None)
@given(counts=tables, row_totals=st.booleans())
def test_no_small_number_follows_from_the_totals(counts: list[list[int]], row_totals: bool) -> None:
    small = {(r, c) for r, row in enumerate(counts) for c, n in enumerate(row) if 0 < n < LEAST}
    hidden = hidden_cells(counts, LEAST, row_totals=row_totals)
    assert small <= hidden
    possible = 1
    for r, c in hidden:
        possible *= 1 + min(sum(row[c] for row in counts), sum(counts[r]))
    everything = len(hidden) == len(counts) * len(counts[0])
    if possible <= 20_000 and not everything:
        assert not worked_out(counts, hidden, row_totals=row_totals) & small


def test_one_small_number_takes_three_others_with_it() -> None:
    counts = [[2, 9, 8], [7, 6, 9], [8, 9, 9]]
    hidden = hidden_cells(counts, 5)
    assert (0, 0) in hidden
    assert len(hidden) == 4


def test_a_table_without_small_numbers_is_shown_whole() -> None:
    assert hidden_cells([[5, 0], [6, 9]], 5) == frozenset()


def test_a_lone_small_group_hides_the_smallest_other() -> None:
    assert hidden_groups([8, 2, 6], 5) == {1, 2}
    assert hidden_groups([8, 3, 2], 5) == {1, 2}
    assert hidden_groups([8, 0, 6], 5) == frozenset()
    assert hidden_groups([4, 1], 6) == {0, 1}
