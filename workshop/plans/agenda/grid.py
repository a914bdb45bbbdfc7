"""A sheet of cells, whichever file it came from, with the line of every row."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workshop.domain.text import clean_block
from workshop.errors import NotFound, UsageError

MOST_BYTES = 5_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 200
DELIMITERS = (",", ";", "\t", "|")

Cell = str | int | float | dt.datetime | dt.date | dt.time | dt.timedelta | None
"""What a cell holds; texts are cleaned, an empty one is None."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its line (from 1). `held` are columns whose cell began in a row above."""

    line: int
    cells: tuple[Cell, ...]
    held: frozenset[int] = frozenset()

    @property
    def filled(self) -> tuple[int, ...]:
        """The columns with something of the row's own in them."""
        return tuple(
            column
            for column, cell in enumerate(self.cells)
            if cell is not None and column not in self.held
        )


def open_grid(path: Path, sheet: str | None = None) -> tuple[Row, ...]:
    """The rows of a CSV or an XLSX file. Raises NotFound and UsageError."""
    content = _content(path)
    if content[:4] == b"PK\x03\x04":
        # Both standard readers cost some 20 ms, and few agendas are workbooks.
        from workshop.plans.agenda.workbook import read_workbook

        return read_workbook(content, path.name, sheet)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UsageError(
            f"{path.name} is a workbook of the old kind, or has a password.",
            "Save it as XLSX without a password, or as CSV.",
        )
    if sheet is not None:
        raise UsageError(f"{path.name} has no sheets.", "Leave out --sheet.")
    return tuple(_rows(decoded(content, path.name)))


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise UsageError(f"{path.name} is a folder.", "Name a CSV or an XLSX file.")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {path.name}.", "See that its name is right.") from error
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise UsageError(
            f"{path.name} cannot be read: {why}.", "See that it may be read."
        ) from error
    if len(content) > MOST_BYTES:
        raise UsageError(
            f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB.",
            "Keep the agenda in a file of its own.",
        )
    return content


def decoded(content: bytes, name: str) -> str:
    """Text in UTF-8 (with a mark or without), UTF-16 with one, else as Windows writes it."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252", "latin-1"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise UsageError(f"{name} is neither CSV nor XLSX.", "Save the agenda as one of the two.")


def _rows(text: str) -> Iterator[Row]:
    lines = text.splitlines(keepends=True)
    delimiter, first = _delimiter(lines), 0
    if lines and lines[0].strip().lower().startswith("sep=") and len(lines[0].strip()) <= 5:
        # What some spreadsheets write above the first row to name their delimiter.
        delimiter, first = lines[0].strip()[4:] or "\t", 1
    reader = csv.reader(io.StringIO("".join(lines[first:]), newline=""), delimiter=delimiter)
    line = first
    while True:
        begins = line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UsageError(
                f"Line {begins} cannot be read: {error}.", "Look for a quotation mark too many."
            ) from error
        line = first + reader.line_num
        yield Row(begins, tuple(clean_block(cell) or None for cell in cells[:MOST_COLUMNS]))
        if line > MOST_ROWS:
            raise UsageError(f"There are more than {MOST_ROWS} lines.", "Is it the right file?")


def _delimiter(lines: list[str]) -> str:
    """The sign that parts most cells in the first lines; a comma where none does."""
    head = "".join(lines[:20])
    return max(DELIMITERS, key=lambda sign: head.count(sign) * (3 if sign in "\t;" else 1))
