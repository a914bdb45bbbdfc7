"""The plan laid on the clock: planned, actual and projected times of every segment.

Pure: the same facts and the same `now` give the same answer, however often it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workshop.domain.clock import Clock
from workshop.domain.ids import PartId, SegmentId
from workshop.domain.plan import Part, Segment, SessionPlan


class Phase(StrEnum):
    """How much of a segment is left: more than 20 %, less, less than 5 %, nothing."""

    NORMAL = "normal"
    WARNING = "warning"
    DANGER = "danger"
    OVERTIME = "overtime"


class Standing(StrEnum):
    DONE = "done"
    CURRENT = "current"
    UPCOMING = "upcoming"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Row:
    """One segment on the clock. Times are aware UTC; `elapsed_s` counts running seconds.

    `planned_start/end` follow the plan from the agreed start; `start/end` are actual where they
    lie behind, else projected. `allotted_s` is what the segment has now.
    """

    segment: Segment
    part: Part
    standing: Standing
    planned_start: datetime
    planned_end: datetime
    start: datetime
    end: datetime
    allotted_s: int
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part on the clock. `left_s`: running time its lead still has in it, projected.

    `latest_end` is when it has to be over so that every later part keeps its floor within the
    session's end; `eats_s` is by how much it is projected to pass that (0 = not at all).
    """

    part: Part
    standing: Standing
    planned_start: datetime
    planned_end: datetime
    start: datetime
    end: datetime
    left_s: float
    latest_end: datetime
    eats_s: float


@dataclass(frozen=True, slots=True)
class RunOfShow:
    """Everything about time that a screen shows at one moment.

    `remaining_s` of the current segment is negative in overtime. `variance_s` is positive when
    behind: the projected end against the end that must hold; `relative_s` leaves out the late
    (or early) start. `short_s` is what is lacking to end in time (0 when it fits).
    """

    now: datetime
    rows: tuple[Row, ...]
    parts: tuple[PartRow, ...]
    current: Row | None
    next: Row | None
    remaining_s: float
    phase: Phase
    paused_s: float | None
    planned_end: datetime
    must_end_at: datetime
    projected_end: datetime
    variance_s: float
    relative_s: float
    short_s: float

    def row(self, segment: SegmentId) -> Row:
        for row in self.rows:
            if row.segment.id == segment:
                return row
        raise KeyError(segment)

    def part(self, part: PartId) -> PartRow:
        for row in self.parts:
            if row.part.id == part:
                return row
        raise KeyError(part)


def run_of_show(plan: SessionPlan, clock: Clock, now: datetime) -> RunOfShow:
    """Lay the plan on the clock as it stands at `now`."""
    raise NotImplementedError
