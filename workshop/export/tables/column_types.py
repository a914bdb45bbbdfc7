"""What a column of the tables holds, for formats with types: the same in every session.

A table without rows, or a column without values, has its types too, so that the files of many
sessions fit together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from workshop.export.tables.columns import DataTable


class ColumnType(StrEnum):
    """A cell of any column may also be empty."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    MOMENT = "date and time"
    DAY = "day"


_NAMED = {
    ColumnType.WHOLE: (
        "round", "map", "corrections", "number", "present", "answers", "badges", "people",
        "tallies", "said_by", "before_people", "after_people", "degree", "community", "theme",
        "after_days", "joined", "answered", "pairs", "ties_before", "ties_after", "new_ties",
        "new_across",
    ),
    ColumnType.NUMBER: (
        "before_mean", "before_median", "after_mean", "after_median", "betweenness", "constraint",
        "effective_size", "x", "y", "weight", "paired_change",
    ),
    ColumnType.YES_NO: (
        "starred", "parked", "headline", "from_answer", "finished", "anonymised", "rehearsal",
        "broker", "core", "both", "new",
    ),
    ColumnType.MOMENT: (
        "at", "planned_start", "must_end_at", "started_at", "ended_at", "start", "end",
        "exported_at",
    ),
    ColumnType.DAY: ("by", "on"),
}  # fmt: skip
_TYPES = {name: type_ for type_, names in _NAMED.items() for name in names}


def types_of(table: DataTable) -> tuple[ColumnType, ...]:
    """The type of each column: by its name, else by what stands in it."""
    return tuple(
        _type(name, (row[place] for row in table.rows)) for place, name in enumerate(table.names)
    )


def _type(name: str, values: Iterator[object]) -> ColumnType:
    if name in _TYPES:
        return _TYPES[name]
    if name.endswith("_s"):
        return ColumnType.NUMBER
    return _of_values([value for value in values if value is not None])


def _of_values(values: list[object]) -> ColumnType:
    tried: tuple[tuple[type | tuple[type, ...], ColumnType], ...] = (
        (bool, ColumnType.YES_NO),
        (int, ColumnType.WHOLE),
        ((int, float), ColumnType.NUMBER),
        (datetime, ColumnType.MOMENT),
        (date, ColumnType.DAY),
    )
    for classes, type_ in tried:
        if values and all(isinstance(value, classes) for value in values):
            return type_
    return ColumnType.TEXT
