"""Times as the room read them on its own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workshop.domain.words import format_minutes

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Local:
    """Turns UTC into the plan's local time, whole seconds."""

    zone: ZoneInfo

    def __call__(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(microsecond=0)

    def maybe(self, at: datetime | None) -> datetime | None:
        return None if at is None else self(at)


def day(on: date) -> str:
    """A day in words, the same on every machine: 'Thursday 22 May 2025'."""
    return f"{_DAYS[on.weekday()]} {short_day(on)}"


def short_day(on: date) -> str:
    """'22 May 2025'."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def time(at: datetime) -> str:
    """'15:04'."""
    return at.strftime("%H:%M")


def lateness(seconds: float) -> str:
    """'on time', '3 min late', '40 s early'."""
    if abs(seconds) < 30:
        return "on time"
    return f"{format_minutes(seconds)} {'late' if seconds > 0 else 'early'}"
