"""What commands print: aligned tables, JSON, wrapped text."""

from __future__ import annotations

import json
import shutil
import textwrap
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def print_json(value: Any) -> None:
    """Print JSON for programs, indented, letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()
) -> None:
    """Print a table whose columns line up; `right` are the columns of numbers.

    The last column may be as long as it likes: nothing is cut, so that a pipe gets everything.
    """
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = []
        for column, cell in enumerate(line):
            gap = " " * (widths[column] - _width(cell))
            cells.append(gap + cell if column in right else cell + gap)
        click.echo("  ".join(cells).rstrip())


def print_text(text: str, indent: str = "", hanging: str | None = None) -> None:
    """Print a paragraph, or several, wrapped to the terminal (at most 100 columns)."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    for line in text.splitlines():
        wrapped = textwrap.fill(
            line,
            width,
            initial_indent=indent,
            subsequent_indent=indent if hanging is None else hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
        click.echo(wrapped)


def _width(text: str) -> int:
    """How many columns a terminal gives the text."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
