"""The one place that reads the time; everything else is handed a clock or a `now`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from workshop.domain.state import SessionInfo


class Clock(Protocol):
    def now(self) -> datetime:
        """The time as an aware UTC datetime."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ScaledClock:
    """A clock that goes `speed` times as fast since `origin`, when both showed the same.

    Every process of a rehearsal makes its own from what the session says of itself, and all of
    them show the same time, also after one was killed.
    """

    def __init__(self, origin: datetime, speed: float, clock: Clock | None = None) -> None:
        self._origin = origin
        self.speed = speed
        self._clock = clock or SystemClock()

    def now(self) -> datetime:
        return self.at(self._clock.now())

    def at(self, real: datetime) -> datetime:
        """The time shown at a moment of the machine's clock."""
        return self._origin + (real - self._origin) * self.speed


def speed_of(session: SessionInfo) -> float:
    """How many times as fast as the machine's own a session's clock goes."""
    return 1.0 if session.rehearsal is None else session.rehearsal.speed


def clock_of(session: SessionInfo, clock: Clock | None = None) -> Clock:
    """The clock that a session goes by: the machine's own, and a faster one in a rehearsal."""
    speed = speed_of(session)
    if speed == 1:
        return clock or SystemClock()
    return ScaledClock(session.created, speed, clock)
