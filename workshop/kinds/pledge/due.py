"""By when a pledge is due, and when somebody asks after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Due:
    """A pledge's day; `named` tells a day that someone gave from the first horizon."""

    day: date
    named: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A day on which somebody asks after a pledge, `after` days from the session, and what."""

    day: date
    after: int
    ask: str


def due(answers: Mapping[str, Any], made_on: date, horizons: Sequence[int]) -> Due:
    """The day given, or so many days after the session; without either, the first horizon.

    `made_on` is the local day of the session's end, `horizons` are days.
    """
    if day := answers.get("by"):
        return Due(date.fromisoformat(day), named=True)
    chosen = answers.get("in_days")
    days = int(chosen[0]) if chosen else horizons[0]
    return Due(made_on + timedelta(days=days), named=bool(chosen))


def follow_ups(
    answers: Mapping[str, Any], made_on: date, horizons: Sequence[int]
) -> tuple[FollowUp, ...]:
    """One for every horizon, whether the pledge names a day or not; what is asked depends on it."""
    promised = due(answers, made_on, horizons)
    found: list[FollowUp] = []
    fallen_due = False
    for place, after in enumerate(horizons):
        day = made_on + timedelta(days=after)
        if not promised.named:
            ask = _undated(first=place == 0, last=place == len(horizons) - 1)
        elif day < promised.day:
            ask = "Have you begun?" if place == 0 else "How far have you come?"
        else:
            ask = "What has come of it?" if fallen_due else "Have you done it?"
            fallen_due = True
        found.append(FollowUp(day, after, ask))
    return tuple(found)


def _undated(*, first: bool, last: bool) -> str:
    if first:
        return "Have you begun, and by when will it be done?"
    return "Have you done it?" if last else "How far have you come?"
