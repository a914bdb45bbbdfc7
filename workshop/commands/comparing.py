"""`workshop compare`: several deliveries of one plan side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workshop.analysis.suppressing import SMALLEST_GROUP
from workshop.commands.export import read_state, say_progress
from workshop.commands.finding import find_session
from workshop.commands.output import print_json, write_whole
from workshop.errors import UsageError
from workshop.export.building.from_state import build_report
from workshop.export.comparing.comparison import comparison
from workshop.export.comparing.data import Comparison, Delivery
from workshop.kinds.registry import load
from workshop.service.clock import SystemClock

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from workshop.export.comparing.saying.grids import Grid


def compare(
    sessions: Sequence[str],
    *,
    as_json: bool = False,
    html: Path | None = None,
    xlsx: Path | None = None,
    anonymise: bool = False,
    common: bool = False,
) -> int:
    """Print the sessions side by side, or write them where a file is named."""
    for path, ending in ((html, ".html"), (xlsx, ".xlsx")):
        if path is not None and path.suffix.lower() != ending:
            raise UsageError(
                f"{path.name} is no name for what --{ending[1:]} writes.",
                f"Give it a name that ends in {ending}.",
            )
    found = compared([find_session(name) for name in sessions], anonymise=anonymise, common=common)
    say_progress(1.0, "Done")
    if html is not None:
        from workshop.export.comparing.page import page_of

        write_whole(html, page_of(found).encode())
        click.echo(html)
    if xlsx is not None:
        from workshop.export.comparing.book import book_of

        write_whole(xlsx, book_of(found))
        click.echo(xlsx)
    if as_json:
        from workshop.export.comparing.tables import as_json as json_of

        print_json(json_of(found))
    elif html is None and xlsx is None:
        from rich.console import Console

        show(found, Console(highlight=False, markup=False, emoji=False))
    return 0


def compared(paths: Sequence[Path], *, anonymise: bool = False, common: bool = False) -> Comparison:
    """The sessions of these files side by side. The files are only read."""
    deliveries = []
    for number, path in enumerate(paths):
        say_progress(number / len(paths), f"Reading {path.stem}")
        deliveries.append(_delivery(path, anonymise=anonymise))
    return comparison(deliveries, least=SMALLEST_GROUP if anonymise else 0, common=common)


def _delivery(path: Path, *, anonymise: bool) -> Delivery:
    state, done = read_state(path), tuple[str, ...]()
    if anonymise:
        import random

        from workshop.export.anonymising.veil import WHAT_WAS_DONE, anonymised

        state, done = anonymised(state, random.SystemRandom()), WHAT_WAS_DONE
    report = build_report(state, load(), name=path.stem, now=SystemClock().now(), anonymised=done)
    return Delivery(state, report)


# -- in the terminal ---------------------------------------------------------------------------

_LABEL, _GAP = 26, 2
"""Columns that a row's label has at least, and between two columns."""


def show(found: Comparison, console: Console) -> None:
    """Print the comparison as tables that fit the console, in as many pieces as that takes."""
    from rich.text import Text

    from workshop.export.comparing.saying.sections import sections
    from workshop.export.comparing.saying.sessions import (
        COLUMNS,
        SESSIONS_NOTE,
        cautions,
        column_line,
    )

    many = f"{len(found.columns)} deliveries"
    console.print(Text(f"{found.title}: {many} side by side", "bold"))
    console.print()
    table = _table(COLUMNS, numbers=range(3, len(COLUMNS)))
    for column in found.columns:
        table.add_row(*map(Text, column_line(column)))
    console.print(table)
    console.print(Text(SESSIONS_NOTE, "dim"))
    for section in sections(found):
        console.print()
        console.print(Text(section.title, "bold"))
        for sentence in section.sentences:
            console.print(Text(sentence))
        if section.grid is not None:
            _show_grid(section.grid, console)
        if section.note:
            console.print(Text(section.note, "dim"))
    console.print()
    for line in cautions(found):
        console.print(Text(f"! {line}"))


def _show_grid(grid: Grid, console: Console) -> None:
    """The grid with as many deliveries beside each other as there is room for."""
    from rich.text import Text

    widths = [
        max((len(line) for row in grid.rows for line in row.cells[n].splitlines()), default=0)
        for n in range(len(grid.heads))
    ]
    widths = [max(width, len(head)) + _GAP for width, head in zip(widths, grid.heads, strict=True)]
    lead, tail = len(grid.lead), len(grid.tail)
    letters = range(lead, lead + len(grid.letters))
    fixed = sum(widths[:lead]) + sum(widths[len(widths) - tail :] if tail else ())
    each = max(widths[n] for n in letters)
    room = max(1, (console.width - _LABEL - fixed) // each)
    for first in range(0, len(letters), room):
        shown = [*range(lead), *letters[first : first + room]]
        shown += range(len(widths) - tail, len(widths))
        table = _table(
            (grid.label, *(grid.heads[n] for n in shown)), numbers=range(1, len(shown) + 1)
        )
        group = ""
        for row in grid.rows:
            if row.group != group and row.group.strip():
                table.add_row(Text(row.group, "bold"))
            group = row.group
            table.add_row(Text(row.label), *(Text(row.cells[n]) for n in shown))
        console.print(table)


def _table(heads: Sequence[str], numbers: Sequence[int]) -> Table:
    """A table of lines without a frame, whose columns of numbers stand to the right."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for place, head in enumerate(heads):
        table.add_column(
            head,
            justify="right" if place in numbers else "left",
            no_wrap=place in numbers,
            overflow="fold",
        )
    return table
