"""Which column of a sheet holds what, whatever its order and its capitals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshop.errors import UsageError
from workshop.plans.agenda.grid import Row
from workshop.plans.problems import nearest

_NAMES: Mapping[str, tuple[str, ...]] = {
    "start": ("start", "starts", "start time", "begin", "begins", "from", "time", "when", "at"),
    "end": ("end", "ends", "end time", "to", "until", "till", "finish"),
    "minutes": ("minutes", "min", "mins", "duration", "length", "how long", "time needed"),
    "title": (
        *("title", "item", "agenda item", "topic", "activity", "segment", "session", "what"),
        *("subject", "agenda", "block", "description", "name"),
    ),
    "who": (
        *("who", "lead", "led by", "speaker", "speakers", "presenter", "presenters", "owner"),
        *("facilitator", "by", "person", "people", "host", "responsible"),
    ),
    "notes": ("notes", "note", "details", "comment", "comments", "remarks", "materials"),
    "part": ("part", "section", "chapter", "theme"),
}
_HEAD_ROWS = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands; `unknown` are the heads that mean nothing here.

    `hours_first`: lengths are under a head such as 'duration', where `1:30` is an hour and a half.
    """

    row: Row
    places: Mapping[str, int]
    hours_first: bool
    unknown: tuple[str, ...]


def find_columns(rows: Sequence[Row]) -> Columns:
    """The row that names the columns, among the first. Raises UsageError where none does."""
    best: Columns | None = None
    for row in rows[:_HEAD_ROWS]:
        found = _columns(row)
        if best is None or len(found.places) > len(best.places):
            best = found
        if "title" in found.places and {"start", "minutes"} & found.places.keys():
            return found
    if best is not None and best.places:
        missing = "title" if "title" not in best.places else "start or minutes"
        raise UsageError(
            f"Line {best.row.line} names columns, but none is {missing}.",
            "The columns are start or minutes, title, who, notes: in any order.",
        )
    raise UsageError(
        "No row names the columns.",
        "Write a first row with start or minutes, title, who, notes: in any order.",
    )


def _columns(row: Row) -> Columns:
    places: dict[str, int] = {}
    unknown: list[str] = []
    hours_first = False
    for column, cell in enumerate(row.cells):
        if not isinstance(cell, str):
            continue
        head, unit = _head(cell)
        name = _named(head)
        if name is None or name in places:
            unknown.append(" ".join(cell.split()))
            continue
        places[name] = column
        if name == "minutes":
            hours_first = not head.startswith("min") and not unit.startswith("min")
    return Columns(row, places, hours_first, tuple(unknown))


def _head(cell: str) -> tuple[str, str]:
    """A head without capitals and signs, and what stands in brackets behind it."""
    match = re.fullmatch(r"([^(\[]*)[(\[]?([^)\]]*)[)\]]?\s*", " ".join(cell.casefold().split()))
    text, unit = (match[1], match[2]) if match else (cell.casefold(), "")
    return re.sub(r"[\W_]+", " ", text).strip(), unit.strip()


def _named(head: str) -> str | None:
    for name, heads in _NAMES.items():
        if head in heads:
            return name
    known = {one: name for name, heads in _NAMES.items() for one in heads if len(one) > 4}
    close = nearest(head, known) if len(head) > 3 else None
    return known[close] if close is not None and abs(len(close) - len(head)) < 3 else None
