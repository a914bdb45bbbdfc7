"""What a participant fills in: fields as data, drawn by a terminal, a page or a sheet of paper.

Answers are a mapping from field id to value: text -> str, choice -> list[str] of option ids,
scale -> int, points -> dict[option id, int], boxes -> dict[box id, str].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class TextField:
    """Free text of at most `limit` characters; `format` is text or date (YYYY-MM-DD)."""

    id: str
    label: str
    limit: int = 140
    lines: int = 1
    required: bool = True
    format: str = "text"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """At most `most` of the options."""

    id: str
    label: str
    options: tuple[Option, ...]
    most: int = 1
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ScaleField:
    """One whole number from `low` to `high`, whose ends have words."""

    id: str
    label: str
    low: int = 1
    high: int = 5
    low_text: str = ""
    high_text: str = ""
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PointsField:
    """`total` points spent over the options, at most `most_each` on one."""

    id: str
    label: str
    options: tuple[Option, ...]
    total: int = 10
    most_each: int = 10
    required: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    id: str
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BoxesField:
    """A framework's boxes, each with text of at most `limit` characters."""

    id: str
    label: str
    boxes: tuple[Box, ...]
    limit: int = 400
    required: bool = True
    hint: str = ""


Field: TypeAlias = TextField | ChoiceField | ScaleField | PointsField | BoxesField


@dataclass(frozen=True, slots=True)
class Form:
    """A form to answer an exercise once; `per_person` says how often each may (0 = no limit).

    `by_table` asks for one answer a table group instead of one a person.
    """

    prompt: str
    fields: tuple[Field, ...]
    instructions: str = ""
    per_person: int = 1
    by_table: bool = False
