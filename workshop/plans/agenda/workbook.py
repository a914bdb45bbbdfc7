"""The cells of an XLSX file, read with the standard library alone.

Ready-made readers lay a sheet out as one block of memory: two cells far apart end the program.
This one keeps the cells that are there, and stops at limits.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from workshop.domain.text import clean_block
from workshop.errors import UsageError
from workshop.plans.agenda.grid import MOST_COLUMNS, MOST_ROWS, Cell, Row

MOST_XML_BYTES = 40_000_000
"""How large one part of the file may become when unpacked."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# Number formats that every workbook has without saying so: dates, times, durations.
_DATES, _TIMES, _DURATIONS = {14, 15, 16, 17, 22}, {18, 19, 20, 21, 45, 47}, {46}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def read_workbook(content: bytes, name: str, sheet: str | None) -> tuple[Row, ...]:
    """The rows of the named sheet, else of the first that is not hidden and not empty."""
    try:
        return _Workbook(zipfile.ZipFile(BytesIO(content)), name).rows(sheet)
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, RuntimeError) as error:
        raise UsageError(
            f"{name} cannot be read as a workbook.", "Open it, save it as XLSX or CSV again."
        ) from error


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._from_1904 = False

    def rows(self, sheet: str | None) -> tuple[Row, ...]:
        sheets = self._sheets()
        self._texts = self._shared_texts()
        self._styles = self._number_styles()
        if sheet is not None:
            named = {name.casefold(): path for name, path, _ in sheets}
            if sheet.casefold() not in named:
                listed = ", ".join(f"‘{name}’" for name, _, _ in sheets)
                raise UsageError(f"{self._name} has no sheet ‘{sheet}’.", f"It has {listed}.")
            return self._sheet_rows(named[sheet.casefold()])
        found: tuple[Row, ...] = ()
        for _, path, hidden in sheets:
            if not hidden and (found := self._sheet_rows(path)):
                break
        return found

    def _sheets(self) -> list[tuple[str, str, bool]]:
        """Every sheet's name, place in the archive and whether it is hidden, in order."""
        places = {
            one.get("Id"): one.get("Target", "")
            for one in self._elements("xl/_rels/workbook.xml.rels", "Relationship")
        }
        found = []
        for one in self._elements("xl/workbook.xml", "sheet", "workbookPr"):
            if _tag(one) == "workbookPr":
                self._from_1904 = one.get("date1904") in ("1", "true")
                continue
            target = places.get(one.get(_RELATION) or one.get(_STRICT_RELATION), "")
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            hidden = one.get("state", "visible") != "visible"
            found.append((clean_block(one.get("name", "")), path, hidden))
        return found

    def _shared_texts(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self._archive.namelist():
            return []
        return [_text(one) for one in self._elements("xl/sharedStrings.xml", "si")]

    def _number_styles(self) -> list[str]:
        """What each cell style shows a number as: date, time, duration, or nothing special."""
        if "xl/styles.xml" not in self._archive.namelist():
            return []
        own: dict[int, str] = {}
        shown: list[str] = []
        for one in self._elements("xl/styles.xml", "numFmt", "cellXfs"):
            if _tag(one) == "numFmt":
                own[int(one.get("numFmtId", "0"))] = one.get("formatCode", "")
            else:
                ids = (int(style.get("numFmtId", "0")) for style in one)
                shown = [_shows(id_, own) for id_ in ids]
        return shown

    def _sheet_rows(self, path: str) -> tuple[Row, ...]:
        rows: dict[int, dict[int, Cell]] = {}
        merged: list[str] = []
        number = 0
        for one in self._elements(path, "row", "mergeCell"):
            if _tag(one) == "mergeCell":
                merged.append(one.get("ref", ""))
                continue
            number = int(one.get("r") or number + 1)
            cells = dict(self._cells(one))
            if cells and number > MOST_ROWS:
                raise UsageError(
                    f"{self._name} has something in row {number}.",
                    f"An agenda has its rows in the first {MOST_ROWS}.",
                )
            if cells:
                rows[number] = cells
        held = _spread(rows, merged)
        return tuple(
            Row(
                number,
                tuple(cells.get(column) for column in range(max(cells) + 1)),
                frozenset(held.get(number, ())),
            )
            for number, cells in sorted(rows.items())
        )

    def _cells(self, row: Element) -> Iterator[tuple[int, Cell]]:
        column = -1
        for one in row:
            if _tag(one) != "c":
                continue
            match = _REFERENCE.fullmatch(one.get("r", ""))
            column = _column(match[1]) if match else column + 1
            if column < MOST_COLUMNS and (value := self._value(one)) is not None:
                yield column, value

    def _value(self, cell: Element) -> Cell:
        written = next((one.text or "" for one in cell if _tag(one) == "v"), "")
        match cell.get("t", "n"):
            case "s":
                return self._texts[int(written)] or None
            case "inlineStr":
                return _text(cell) or None
            case "str" | "d":
                return clean_block(written) or None
            case "b" | "e":
                # Neither true nor `#REF!` tells anything that an agenda needs.
                return None
        if not written:
            return None
        return self._number(float(written), int(cell.get("s", "0")))

    def _number(self, value: float, style: int) -> Cell:
        shown = self._styles[style] if style < len(self._styles) else ""
        if not shown or not 0 <= value < 2_958_466:
            return int(value) if value.is_integer() else value
        if shown == "duration":
            return dt.timedelta(seconds=round(value * 86_400))
        days, seconds = divmod(round(value * 86_400), 86_400)
        if days == 0 and shown == "time":
            return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        first = dt.date(1904, 1, 1) if self._from_1904 else dt.date(1899, 12, 30)
        clock = dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        return dt.datetime.combine(first + dt.timedelta(days=days), clock)

    def _elements(self, path: str, *tags: str) -> Iterator[Element]:
        """The elements of those tags, one after the other, each whole and then let go."""
        parser: Any = XMLPullParser(("start", "end"))
        read = 0
        depth = 0
        with self._archive.open(path) as file:
            while chunk := file.read(65_536):
                read += len(chunk)
                if read > MOST_XML_BYTES:
                    self._too_large()
                parser.feed(chunk)
                for event, one in parser.read_events():
                    wanted = _tag(one) in tags
                    depth += wanted if event == "start" else -wanted
                    if event == "end" and depth == 0:
                        if wanted:
                            yield one
                        one.clear()

    def _too_large(self) -> NoReturn:
        raise UsageError(
            f"{self._name} unpacks to more than {MOST_XML_BYTES // 1_000_000} MB.",
            "Keep the agenda in a file of its own.",
        )


def _tag(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _text(element: Element) -> str:
    """All text of an element, without the readings that Japanese cells carry beside theirs."""
    parts: list[str] = []
    for child in element:
        name = _tag(child)
        if name == "t":
            parts.append(child.text or "")
        elif name in ("r", "is"):
            parts.append(_text(child))
    return clean_block("".join(parts))


def _shows(format_id: int, own: Mapping[int, str]) -> str:
    if format_id not in own:
        for word, ids in (("date", _DATES), ("time", _TIMES), ("duration", _DURATIONS)):
            if format_id in ids:
                return word
        return ""
    code = _QUOTED.sub("", own[format_id].split(";")[0]).lower()
    if "general" in code:
        return ""
    if "[" in code:
        return "duration"
    if "y" in code or "d" in code:
        return "date"
    return "time" if "h" in code or "s" in code else ""


def _column(letters: str) -> int:
    """`A` is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _spread(rows: dict[int, dict[int, Cell]], merged: list[str]) -> dict[int, set[int]]:
    """Put a merged cell's value into every row it reaches down to; those columns by row."""
    held: dict[int, set[int]] = {}
    for reference in merged:
        first, _, last = reference.partition(":")
        begin, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if begin is None or end is None:
            continue
        column, top, bottom = _column(begin[1]), int(begin[2]), int(end[2])
        value = rows.get(top, {}).get(column)
        if value is None:
            continue
        for number in [row for row in rows if top < row <= bottom]:
            rows[number][column] = value
            held.setdefault(number, set()).add(column)
    return held
