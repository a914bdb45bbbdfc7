"""By when a pledge is due."""

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


def due(answers: Mapping[str, Any], made_on: date, horizons: Sequence[int]) -> Due:
    """The day given, or so many days after the day it was made; without either, the first horizon.

    `made_on` is the local date of the answer, `horizons` are days.
    """
    if day := answers.get("by"):
        return Due(date.fromisoformat(day), named=True)
    chosen = answers.get("in_days")
    days = int(chosen[0]) if chosen else horizons[0]
    return Due(made_on + timedelta(days=days), named=bool(chosen))
