"""CSV files as people make them: read leniently, row by row, every bad row with its line.

Commas, semicolons or tabs; UTF-8 with or without a byte order mark, or UTF-16 with one.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workshop.domain.text import clean_block
from workshop.errors import NotFound, SaveFailed, UsageError

MOST_BYTES = 20_000_000
DELIMITERS = (",", ";", "\t")

# Spreadsheets run what begins like this; the wide signs are those of East Asian keyboards.
_FORMULA = re.compile("^[=+\\-@\t\r\n＝＋－＠]")
# Where lists are parted by semicolons, a spreadsheet splits a cell at them: each piece may begin
# a formula of its own. A smiley is not meant.
_INNER = re.compile(r"(;\s*)(?=[=@]|[-+]\s*\w)")
_DEFUSED = re.compile("^'(?=[=+\\-@\t\r\n＝＋－＠])")
_INNER_DEFUSED = re.compile(r"(;\s*)'(?=[=@]|[-+]\s*\w)")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that cannot be taken: its line (from 1), what is wrong and the mend."""

    line: int
    what: str
    mend: str

    def said(self, file: str) -> str:
        """`file:line: what; the mend`."""
        return f"{file}:{self.line}: {self.what}; {self.mend}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row by column name (as `named`), empty cells left out."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's header (names as `named`) and rows; `problems` are rows that are not even rows."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    problems: tuple[RowProblem, ...]


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what would begin one."""
    text = _INNER.sub(r"\1'", text)
    return f"'{text}" if _FORMULA.match(text) else text


def fused(text: str) -> str:
    """The text as it was before `defused`."""
    return _DEFUSED.sub("", _INNER_DEFUSED.sub(r"\1", text))


def digest(value: Any) -> str:
    """A short name for what a row says: the same for the same plain values."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def named(column: str) -> str:
    """A column's name as it is compared: lower case, one space between words."""
    return " ".join(clean_block(column).split()).casefold()


def read_sheet(path: Path, known: Iterable[str]) -> Sheet:
    """Read a file. `known` are column names by which the delimiter is told.

    Raises NotFound, SaveFailed (it cannot be read) and UsageError (it is no such file).
    """
    text = _text(path)
    # Excel may write which delimiter it used on a line of its own.
    skip = 1 if re.match(r"sep=.\r?\n", text, re.IGNORECASE) else 0
    body = text.split("\n", 1)[1] if skip else text
    first = body.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda sign: _score(first, sign, set(known)))
    return _sheet(path, body, delimiter, skip)


def _score(header: str, delimiter: str, known: set[str]) -> tuple[int, int]:
    names = [named(name.strip(' "')) for name in header.split(delimiter)]
    return sum(name in known for name in names), len(names)


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.", "Check its name.") from None
    except OSError as error:
        raise SaveFailed(
            f"{path.name} cannot be read: {error.strerror}.", "Check its name and permissions."
        ) from error
    if size > MOST_BYTES:
        raise UsageError(
            f"{path.name} has {size // 1_000_000} MB, {MOST_BYTES // 1_000_000} are the limit.",
            "Import it in pieces.",
        )
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        # Guessing would turn names and accents into other letters without anyone noticing.
        raise UsageError(
            f"{path.name}:{line}: this is not UTF-8.",
            "Save it again as 'CSV UTF-8' (in Excel: Save as, CSV UTF-8).",
        ) from None


def _sheet(path: Path, body: str, delimiter: str, skipped: int) -> Sheet:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    columns: tuple[str, ...] = ()
    rows: list[SheetRow] = []
    problems: list[RowProblem] = []
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append(RowProblem(line, f"this row cannot be read ({error})", "write it anew"))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = _columns(path, line, cells)
        elif any(cell.strip() for cell in cells[len(columns) :]):
            problems.append(
                RowProblem(
                    line,
                    f"{len(cells)} cells under {len(columns)} columns",
                    "put text that has the delimiter in it in double quotes",
                )
            )
        else:
            filled = zip(columns, cells, strict=False)
            rows.append(
                SheetRow(line, {name: fused(cell.strip()) for name, cell in filled if cell.strip()})
            )
    if not columns:
        raise UsageError(f"{path.name} is empty.", "Its first line names the columns.")
    return Sheet(columns, tuple(rows), tuple(problems))


def _columns(path: Path, line: int, cells: list[str]) -> tuple[str, ...]:
    names = tuple(named(cell) for cell in cells)
    double = next((name for name in names if name and names.count(name) > 1), "")
    if double:
        raise UsageError(
            f"{path.name}:{line}: the column '{double}' is there twice.", "Rename one of them."
        )
    return names
