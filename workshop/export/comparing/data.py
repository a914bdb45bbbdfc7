"""Several deliveries of one plan side by side, as data: what every way of showing it is made from.

Durations are seconds; a positive difference took longer than planned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TypeAlias

from workshop.domain.state import State
from workshop.export.comparing.plan_changes import Change
from workshop.export.report import Rating, Report, SegmentStatus, SegmentTime

MARGIN_S = 30
"""Less than this is on time, as it is wherever times are said."""
FEW = "few"
"""Stands for a number that would tell of too few people."""

Count: TypeAlias = int | str
"""A number of people or of what they said, or `FEW`."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One session as it comes in: its state and the report made of it."""

    state: State
    report: Report


@dataclass(frozen=True, slots=True)
class Column:
    """A session among those compared; `letter` stands for it in every table.

    `joined` are the phones that did, `answered` the different people known behind answers.
    `late_s` is how long after it had to end it ended.
    """

    letter: str
    name: str
    room: str
    venue: str
    began: datetime | None
    took_s: float | None
    late_s: float | None
    planned_s: int
    joined: Count
    answered: Count
    answers: Count
    finished: bool
    rehearsal: bool


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment over all deliveries, None where one has no such segment.

    `median_s` is the middle of the differences where it ran, None where it ran nowhere.
    """

    id: str
    title: str
    part: str
    times: tuple[SegmentTime | None, ...]

    @property
    def differences(self) -> tuple[float, ...]:
        return tuple(
            time.difference_s
            for time in self.times
            if time is not None and time.status is SegmentStatus.RUN
        )

    @property
    def planned(self) -> tuple[int, ...]:
        """The planned seconds, more than one where the plans differ."""
        return tuple(dict.fromkeys(time.planned_s for time in self.times if time is not None))

    @property
    def median_s(self) -> float | None:
        return median(self.differences) if self.differences else None

    @property
    def over(self) -> int:
        """In how many deliveries it ran over."""
        return sum(difference >= MARGIN_S for difference in self.differences)


@dataclass(frozen=True, slots=True)
class Gain:
    """The room's rating of an objective before and after, and how those moved who gave both.

    `change` is None where nobody, or in an anonymised comparison too few, gave both.
    """

    before: Rating | None
    after: Rating | None
    pairs: Count
    change: float | None


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective over all deliveries; a gain is None where the plan has no such objective."""

    id: str
    text: str
    gains: tuple[Gain | None, ...]
    coverage: tuple[str, ...]

    @property
    def rated(self) -> bool:
        return any(gain and (gain.before or gain.after) for gain in self.gains)

    @property
    def changes(self) -> tuple[float, ...]:
        return tuple(g.change for g in self.gains if g is not None and g.change is not None)

    @property
    def median_change(self) -> float | None:
        return median(self.changes) if self.changes else None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme over all deliveries: how many answers are in it, None where answers have no themes.

    `also` are other names that it bears in some of them.
    """

    exercise: str
    title: str
    round: int
    name: str
    also: tuple[str, ...]
    counts: tuple[Count | None, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """A room's network: ties in the first round and in the last, and those that are new in it.

    `before` is None where there was one round only. `across` are new ties between people of whom
    different organisations are known.
    """

    people: Count
    before: Count | None
    after: Count
    new: Count | None
    across: Count | None


@dataclass(frozen=True, slots=True)
class NetworkRow:
    exercise: str
    title: str
    growths: tuple[Growth | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Deliveries by their start, and everything in which they can be set side by side."""

    plan: str
    title: str
    timezone: str
    made: datetime
    columns: tuple[Column, ...]
    segments: tuple[SegmentRow, ...]
    objectives: tuple[ObjectiveRow, ...]
    themes: tuple[ThemeRow, ...]
    networks: tuple[NetworkRow, ...]
    changes: tuple[Change, ...]
    anonymised: bool

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(column.letter for column in self.columns)
