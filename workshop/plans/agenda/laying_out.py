"""Rows of a sheet become sections and items with their lengths; every bad row is said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workshop.domain.text import clean_line
from workshop.errors import PlanProblems
from workshop.plans.agenda.columns import Columns, find_columns
from workshop.plans.agenda.grid import Cell, Row, open_grid
from workshop.plans.agenda.times import DAY_S, clock_of, length_of, span_of
from workshop.plans.durations import format_seconds
from workshop.plans.problems import Problem
from workshop.plans.reading import shown_name

_END = re.compile(r"(the )?(end|ends|finish|finished|close of (the )?(day|session))[.!]?")
_PEOPLE = re.compile(r"\s*(?:[;&/+\n,]|\band\b)\s*")
_LONGEST_GAP_S = 6 * 3600


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the agenda: how long, what, by whom."""

    line: int
    title: str
    seconds: int
    who: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a sheet says. `title` is a line above its head, `unknown` columns nobody needed."""

    title: str
    date: dt.date | None
    start: dt.time | None
    sections: tuple[Section, ...]
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """A row on its way to an item; seconds are None until they are known."""

    line: int
    section: str
    title: str
    begins: int | None = None
    sure: bool = True
    ends: int | None = None
    seconds: int | None = None
    day: dt.date | None = None
    who: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)


def read_agenda(path: Path, sheet: str | None = None) -> Agenda:
    """The agenda in a CSV or XLSX file. Raises PlanProblems with every row that cannot be taken."""
    rows = [row for row in open_grid(path, sheet) if row.filled]
    columns = find_columns(rows)
    reader = _Reader(shown_name(path), columns)
    above = [row for row in rows if row.line < columns.row.line]
    for row in rows:
        if row.line > columns.row.line:
            reader.take(row)
    agenda = reader.agenda(_title_above(above))
    if reader.problems:
        count = len(reader.problems)
        raise PlanProblems(
            f"{'A row' if count == 1 else f'{count} rows'} of {path.name} cannot be taken.",
            "Mend what is said above, and import it again; nothing was written.",
            tuple(str(problem) for problem in sorted(reader.problems)),
        )
    return agenda


def _title_above(rows: Sequence[Row]) -> str:
    """A text that stands alone in its row above the head."""
    for row in rows:
        texts = [cell for cell in row.cells if isinstance(cell, str)]
        if len(texts) == 1:
            return clean_line(texts[0])
    return ""


class _Reader:
    def __init__(self, name: str, columns: Columns) -> None:
        self._name = name
        self._columns = columns
        self._section = ""
        self._drafts: list[_Draft] = []
        self._headings: list[tuple[int, str]] = []
        self.problems: list[Problem] = []

    def _problem(self, line: int, what: str, mend: str) -> None:
        self.problems.append(Problem(self._name, line, what, mend))

    def _cell(self, row: Row, name: str) -> Cell:
        column = self._columns.places.get(name)
        if column is None or column >= len(row.cells):
            return None
        return row.cells[column]

    def _own(self, row: Row, name: str) -> Cell:
        """The cell where it is the row's own, and not one merged from above."""
        return None if self._columns.places.get(name) in row.held else self._cell(row, name)

    def take(self, row: Row) -> None:
        """Take the next row that has something in it."""
        title = _line(self._own(row, "title"))
        timed = self._own(row, "start") is not None or self._own(row, "minutes") is not None
        if not timed and self._goes_on(row, title):
            return
        if self._is_heading(row, timed):
            self._section = _line(row.cells[row.filled[0]])
            self._headings.append((row.line, self._section))
            return
        if not timed:
            self._problem(row.line, "has neither a start nor minutes", "write one of the two")
            return
        if not title:
            self._problem(row.line, "has no title", "say what happens then, or clear the row")
            return
        if part := _line(self._cell(row, "part")):
            self._section = part
        draft = _Draft(row.line, self._section, title)
        self._times(row, draft)
        draft.who = tuple(
            name for one in _PEOPLE.split(_block(self._cell(row, "who"))) if (name := _line(one))
        )
        if notes := _block(self._own(row, "notes")):
            draft.notes.append(notes)
        self._drafts.append(draft)

    def _goes_on(self, row: Row, title: str) -> bool:
        """Whether the row only tells more of the one above: under its merged time, or in notes."""
        above = self._drafts[-1] if self._drafts else None
        places = self._columns.places
        under = {places.get("start"), places.get("minutes")} & row.held
        only_notes = row.filled == (places.get("notes"),)
        if above is None or not (under or only_notes):
            return False
        more = [title, _block(self._own(row, "notes"))]
        above.notes.extend(text for text in more if text)
        above.who = (*above.who, *self._others(row, above.who))
        return True

    def _is_heading(self, row: Row, timed: bool) -> bool:
        """Whether the row is one text alone; a merged one may stand under any column's head."""
        if len(row.filled) != 1:
            return False
        alone = row.cells[row.filled[0]]
        return not timed or (isinstance(alone, str) and not any(map(str.isdigit, alone)))

    def _others(self, row: Row, known: tuple[str, ...]) -> tuple[str, ...]:
        names = (_line(one) for one in _PEOPLE.split(_block(self._own(row, "who"))))
        return tuple(name for name in names if name and name not in known)

    def _times(self, row: Row, draft: _Draft) -> None:
        start, end = span_of(self._own(row, "start"))
        if isinstance(start, dt.datetime):
            draft.day = start.date()
        end = self._cell(row, "end") if end is None else end
        if start is not None:
            if (clock := clock_of(start)) is None:
                mend = "write hours and minutes, such as 9:30 or 14:05"
                self._problem(row.line, f"‘{_said(start)}’ is no time of day", mend)
            else:
                draft.begins, draft.sure = clock
        if end is not None:
            if (clock := clock_of(end)) is None:
                mend = "write hours and minutes, such as 9:50"
                self._problem(row.line, f"‘{_said(end)}’ is no time of day", mend)
            else:
                draft.ends = clock[0]
        length = self._own(row, "minutes")
        if length is not None:
            draft.seconds = length_of(length, self._columns.hours_first)
            if draft.seconds is None:
                mend = "write minutes, such as 10 or 7.5"
                self._problem(row.line, f"‘{_said(length)}’ is no length", mend)

    # -- all rows together ------------------------------------------------------------------

    def agenda(self, title: str) -> Agenda:
        """The agenda, once every row has been taken; what does not fit goes to `problems`."""
        if not self._drafts and not self.problems:
            line = self._columns.row.line
            self._problem(line, "has no rows under it", "write a row for each thing that happens")
        if not self.problems:
            self._on_one_line()
        if not self.problems:
            self._lengths()
        self._empty_headings()
        sections: list[Section] = []
        for draft in self._drafts:
            item = Item(
                draft.line, draft.title, draft.seconds or 0, draft.who, "\n".join(draft.notes)
            )
            if sections and sections[-1].title == draft.section:
                sections[-1] = replace(sections[-1], items=(*sections[-1].items, item))
            else:
                sections.append(Section(draft.section, (item,)))
        first = self._drafts[0] if self._drafts else None
        begins = None if first is None else first.begins
        start = (
            None if begins is None else dt.time(begins // 3600 % 24, begins // 60 % 60, begins % 60)
        )
        day = None if first is None else first.day
        return Agenda(title, day, start, tuple(sections), self._columns.unknown)

    def _on_one_line(self) -> None:
        """Starts rise: past noon on a twelve-hour clock, or past midnight, they go on."""
        reached = 0
        day: dt.date | None = None
        for draft in self._drafts:
            if draft.begins is None:
                continue
            days = (draft.day - day).days if draft.day and day else 0
            later = _later(reached, draft.begins, draft.sure, days)
            if later is None:
                what = f"starts at {_clock(draft.begins)}, out of order: the row above it starts "
                mend = "put the rows in order, one day a file"
                self._problem(draft.line, what + f"at {_clock(reached)}", mend)
                return
            if draft.ends is not None:
                draft.ends += later - draft.begins
            draft.begins = reached = later
            day = draft.day or day
            while draft.ends is not None and draft.ends < draft.begins:
                draft.ends += DAY_S // 2

    def _lengths(self) -> None:
        """Every row's length: its own, until its end, or until the next row begins."""
        drafts = self._drafts
        for draft, after in zip(drafts, [*drafts[1:], None], strict=True):
            following = None if after is None else after.begins
            if draft.seconds is None and draft.begins is not None:
                until = draft.ends if draft.ends is not None else following
                if until is None and after is None and _END.fullmatch(draft.title.casefold()):
                    drafts.pop()
                    break
                if until is not None:
                    draft.seconds = until - draft.begins
            if draft.seconds is None:
                self._problem(
                    draft.line,
                    "nobody can tell when it ends",
                    "give it minutes, or add a last row with the end's time and the title ‘End’",
                )
            elif draft.seconds == 0:
                self._problem(draft.line, "takes no time", "give it minutes, or remove the row")
            elif draft.begins is not None and following is not None:
                self._joins(draft, after, draft.begins + draft.seconds, following)
        self._within_a_day()

    def _joins(self, draft: _Draft, after: _Draft | None, ends: int, following: int) -> None:
        if after is None or ends == following:
            return
        if ends > following:
            self._problem(
                after.line,
                f"starts at {_clock(following)}, {format_seconds(ends - following)} before "
                f"line {draft.line} ends",
                "move the start, or shorten the row above",
            )
        else:
            self._problem(
                after.line,
                f"starts {format_seconds(following - ends)} after line {draft.line} ends",
                "add a row for what happens between (a break, say), or give the row above more",
            )

    def _within_a_day(self) -> None:
        total = sum(draft.seconds or 0 for draft in self._drafts)
        if total > DAY_S:
            line = self._drafts[-1].line
            self._problem(line, "the rows together are longer than a day", "one day a file")

    def _empty_headings(self) -> None:
        named = {draft.section for draft in self._drafts}
        for line, heading in self._headings:
            if heading not in named:
                what = f"‘{heading}’ stands alone and has no rows under it"
                self._problem(line, what, "give it a start or minutes, or remove it")


def _later(reached: int, begins: int, sure: bool, days: int) -> int | None:
    """The start of a row as seconds that do not fall behind those before, None where it would."""
    if days == 0:
        steps = [0, DAY_S] if sure else [0, DAY_S // 2, DAY_S, DAY_S * 3 // 2]
    else:
        steps = [DAY_S] if days == 1 else []
    for more in steps:
        gap = begins + more - reached
        if gap >= 0 and (more == 0 or gap < _LONGEST_GAP_S):
            return begins + more
    return None


def _line(cell: Cell) -> str:
    return "" if cell is None else clean_line(_said(cell))


def _block(cell: Cell) -> str:
    return "" if cell is None else _said(cell)


def _said(cell: Cell) -> str:
    """A cell as it reads to a person."""
    match cell:
        case dt.datetime():
            return cell.strftime("%Y-%m-%d %H:%M")
        case dt.time():
            return cell.strftime("%H:%M")
        case float():
            return f"{cell:g}"
    return str(cell)


def _clock(seconds: int) -> str:
    return f"{seconds // 3600 % 24}:{seconds // 60 % 60:02}"
