"""Facts of time: what began, paused and ended when. Everything else is derived.

All datetimes are aware and in UTC; nothing here reads a clock. A stay in a segment is a `Run`,
and a segment that is visited twice has two, so that no report is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from workshop.domain.ids import SegmentId
from workshop.domain.making import dataclass


class Stage(StrEnum):
    """Where a session stands: made, lobby open, running, over."""

    PREFLIGHT = "preflight"
    LOBBY = "lobby"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count; `ended_at` is None while it lasts."""

    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One stay in a segment; `ended_at` is None while it lasts."""

    segment: SegmentId
    began_at: datetime
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockGap:
    """A time in which the machine slept (or its clock jumped), until the chair says what it was.

    `seconds` is what the wall clock moved beyond the machine's own running time; it is negative
    when the clock was set back.
    """

    began_at: datetime
    ended_at: datetime
    seconds: float
    cause: str  # "sleep" or "jump"


@dataclass(frozen=True, slots=True)
class Clock:
    """The session's clock as facts. `version` rises with every change to it.

    `allotted` holds the seconds of segments that no longer have what was planned.
    """

    version: int = 0
    stage: Stage = Stage.PREFLIGHT
    planned_start: datetime | None = None
    must_end_at: datetime | None = None
    runs: tuple[Run, ...] = ()
    allotted: Mapping[SegmentId, int] = field(default_factory=dict)
    skipped: frozenset[SegmentId] = frozenset()
    ended_at: datetime | None = None
    gap: ClockGap | None = None

    @property
    def started_at(self) -> datetime | None:
        """When the first segment began."""
        return self.runs[0].began_at if self.runs else None

    @property
    def current(self) -> Run | None:
        """The run that lasts, None outside the running stage."""
        if self.stage is Stage.RUNNING and self.runs and self.runs[-1].ended_at is None:
            return self.runs[-1]
        return None

    @property
    def paused_at(self) -> datetime | None:
        """Since when the clock is paused, None while it runs."""
        run = self.current
        if run and run.pauses and run.pauses[-1].ended_at is None:
            return run.pauses[-1].began_at
        return None


def running_s(run: Run, until: datetime) -> float:
    """Running seconds of a run up to `until` (or to its end, where that came first).

    Pauses may overlap where the clock was set back; a moment is left out once.
    """
    end = until if run.ended_at is None else min(run.ended_at, until)
    # Summed as timedeltas, which are exact: a paused countdown must not move by a rounding error.
    total = end - run.began_at
    counted_to = run.began_at
    for pause in sorted(run.pauses, key=lambda pause: pause.began_at):
        began = max(pause.began_at, counted_to)
        counted_to = max(counted_to, end if pause.ended_at is None else min(pause.ended_at, end))
        total -= max(timedelta(), counted_to - began)
    return max(0.0, total.total_seconds())


def stamp_at(clock: Clock, at: datetime) -> tuple[SegmentId | None, float | None]:
    """The segment that ran at a moment, and the running seconds in it, earlier stays included.

    (None, None) before the start, after the end and between runs.
    """
    found = None
    for index, run in enumerate(clock.runs):
        if run.began_at <= at and (run.ended_at is None or at < run.ended_at):
            found = index
    if found is None:
        return None, None
    run = clock.runs[found]
    before = sum(
        running_s(earlier, at) for earlier in clock.runs[:found] if earlier.segment == run.segment
    )
    return run.segment, round(before + running_s(run, at), 3)
