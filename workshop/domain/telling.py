"""What a session tells one participant and nobody else: sentences with the people they name.

Words of ours and words of people are kept apart, so that ours are said in the reader's language
and theirs stay as they were typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from workshop.domain.records import Participant


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody as others are told of them: by badge, and by name only where they gave one."""

    badge: str
    name: str = ""


Value: TypeAlias = str | int | Whom


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of ours with {places} in it, and what stands in each."""

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that one participant is told; the first line says what it is about."""

    lines: tuple[Line, ...]


def whom(badge: str, people: Mapping[str, Participant]) -> Whom:
    """Who has a badge; `people` are those who joined, by badge.

    A name that somebody else typed for them was not given by them, and is not told.
    """
    known = people.get(badge)
    return Whom(badge, known.name if known else "")
