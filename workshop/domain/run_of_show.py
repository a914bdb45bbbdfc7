"""The plan laid on the clock: planned, actual and projected times of every segment.

Pure: the same facts and the same `now` give the same answer, however often it is asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from workshop.domain.clock import Clock, Run, Stage, running_s
from workshop.domain.ids import PartId, SegmentId
from workshop.domain.making import dataclass
from workshop.domain.plan import Part, Priority, Segment, SessionPlan

WARNING_SHARE = 0.20
DANGER_SHARE = 0.05


class Phase(StrEnum):
    """How much of a segment is left: more than 20 %, less, less than 5 %, nothing."""

    NORMAL = "normal"
    WARNING = "warning"
    DANGER = "danger"
    OVERTIME = "overtime"


class Standing(StrEnum):
    """Where a segment or a part stands.

    What comes after the current segment in the plan's order is still to come, even where it ran
    before (then with what it has left); what lies behind and never ran was jumped over and counts
    as skipped.
    """

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

    @property
    def rest_s(self) -> float:
        """Running seconds that it will still take; nothing when it is behind or in overtime."""
        if self.standing in (Standing.CURRENT, Standing.UPCOMING):
            return max(0.0, self.allotted_s - self.elapsed_s)
        return 0.0

    @property
    def slack_s(self) -> int:
        """Whole seconds that a fit may take while the segment keeps its minimum."""
        if self.standing in (Standing.CURRENT, Standing.UPCOMING):
            kept = max(self.segment.min_s, math.ceil(self.elapsed_s))
            return max(0, self.allotted_s - kept)
        return 0

    @property
    def may_be_left_out(self) -> bool:
        return self.standing is Standing.UPCOMING and self.segment.priority is Priority.COULD


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part on the clock: running time spent in it, and left to its lead in it, projected.

    `latest_end` is when it has to be over so that every later part keeps its floor within the
    session's end; `eats_s` is by how much it is projected to pass that (0 = not at all, and for
    what is behind). `floor_s` is the least that a fit would leave the part, time already spent in
    it included: its own floor or its segments' minimums, never more than it has now.
    """

    part: Part
    standing: Standing
    planned_start: datetime
    planned_end: datetime
    start: datetime
    end: datetime
    spent_s: float
    left_s: float
    latest_end: datetime
    eats_s: float
    floor_s: float

    @property
    def total_s(self) -> float:
        """Running seconds spent in the part and still to come in it."""
        return self.spent_s + self.left_s


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
    # Arithmetic between datetimes of one local zone ignores daylight saving; UTC never does.
    now = now.astimezone(UTC)
    planned_start = (clock.planned_start or plan.planned_start() or now).astimezone(UTC)
    planned_end = planned_start + timedelta(seconds=plan.total_s)
    must_end_at = (clock.must_end_at or planned_end).astimezone(UTC)
    rows = _rows(plan, clock, now, planned_start)
    current = next((row for row in rows if row.standing is Standing.CURRENT), None)
    projected_end = _projected_end(rows, clock, now, planned_start)
    remaining_s = current.allotted_s - current.elapsed_s if current else 0.0
    started_at = clock.started_at or max(planned_start, now)
    variance_s = (projected_end - must_end_at).total_seconds()
    paused_at = clock.paused_at
    return RunOfShow(
        now=now,
        rows=rows,
        parts=_parts(plan, rows, must_end_at),
        current=current,
        next=next((row for row in rows if row.standing is Standing.UPCOMING), None),
        remaining_s=remaining_s,
        phase=_phase(current, remaining_s),
        paused_s=max(0.0, (now - paused_at).total_seconds()) if paused_at else None,
        planned_end=planned_end,
        must_end_at=must_end_at,
        projected_end=projected_end,
        variance_s=variance_s,
        relative_s=variance_s - (started_at - planned_start).total_seconds(),
        short_s=max(0.0, variance_s),
    )


def _position(segments: Sequence[Segment], clock: Clock) -> int:
    """Index of the segment that runs (or ran last); -1 before the start, the end's after it."""
    if clock.stage is Stage.ENDED:
        return len(segments)
    if not clock.runs:
        return -1
    last = clock.runs[-1].segment
    return next(index for index, segment in enumerate(segments) if segment.id == last)


def _standing(index: int, position: int, segment: Segment, clock: Clock, ran: bool) -> Standing:
    if index == position and clock.current is not None:
        return Standing.CURRENT
    if index > position and segment.id not in clock.skipped:
        return Standing.UPCOMING
    return Standing.DONE if ran else Standing.SKIPPED


def _ahead_from(clock: Clock, now: datetime, planned_start: datetime) -> datetime:
    """From when on the rest of the hour is laid: now, but never before what is agreed or known."""
    if not clock.runs:
        return max(planned_start, now)
    last = clock.runs[-1]
    return max(now, last.ended_at or last.began_at)


def _rows(
    plan: SessionPlan, clock: Clock, now: datetime, planned_start: datetime
) -> tuple[Row, ...]:
    segments = plan.segments
    position = _position(segments, clock)
    until = clock.ended_at if clock.stage is Stage.ENDED and clock.ended_at else now
    stays: dict[SegmentId, list[Run]] = {}
    for run in clock.runs:
        stays.setdefault(run.segment, []).append(run)
    behind = clock.started_at or planned_start
    ahead = _ahead_from(clock, now, planned_start)
    planned = planned_start
    rows: list[Row] = []
    for part in plan.parts:
        for segment in part.segments:
            index = len(rows)
            runs = stays.get(segment.id, [])
            standing = _standing(index, position, segment, clock, bool(runs))
            allotted_s = clock.allotted.get(segment.id, segment.planned_s)
            elapsed_s = sum(running_s(run, until) for run in runs)
            start = end = ahead if index > position else behind
            if standing is Standing.DONE:
                start, end = runs[0].began_at, runs[-1].ended_at or until
            elif standing is not Standing.SKIPPED:
                start = runs[0].began_at if standing is Standing.CURRENT else ahead
                end = ahead = ahead + timedelta(seconds=max(0.0, allotted_s - elapsed_s))
            if index <= position:
                behind = end
            planned_end = planned + timedelta(seconds=segment.planned_s)
            rows.append(
                Row(
                    segment=segment,
                    part=part,
                    standing=standing,
                    planned_start=planned,
                    planned_end=planned_end,
                    start=start,
                    end=end,
                    allotted_s=allotted_s,
                    elapsed_s=elapsed_s,
                )
            )
            planned = planned_end
    return tuple(rows)


def _projected_end(
    rows: Sequence[Row], clock: Clock, now: datetime, planned_start: datetime
) -> datetime:
    if clock.stage is Stage.ENDED:
        return clock.ended_at or now
    coming = (Standing.CURRENT, Standing.UPCOMING)
    ends = [row.end for row in rows if row.standing in coming]
    return ends[-1] if ends else _ahead_from(clock, now, planned_start)


def _phase(current: Row | None, remaining_s: float) -> Phase:
    if current is None:
        return Phase.NORMAL
    if remaining_s <= 0:
        return Phase.OVERTIME
    share = remaining_s / current.allotted_s
    if share <= DANGER_SHARE:
        return Phase.DANGER
    return Phase.WARNING if share <= WARNING_SHARE else Phase.NORMAL


def _parts(plan: SessionPlan, rows: Sequence[Row], must_end_at: datetime) -> tuple[PartRow, ...]:
    """Part rows, made from the last to the first, since each leaves room for those behind it."""
    made: list[PartRow] = []
    latest_end = must_end_at
    stop = len(rows)
    for part in reversed(plan.parts):
        own = rows[stop - len(part.segments) : stop]
        stop -= len(part.segments)
        if not own:
            continue
        row = _part(part, own, latest_end)
        made.append(row)
        latest_end -= timedelta(seconds=max(0.0, row.floor_s - row.spent_s))
    return tuple(reversed(made))


def _part(part: Part, rows: Sequence[Row], latest_end: datetime) -> PartRow:
    taken = [row for row in rows if row.standing is not Standing.SKIPPED] or rows[:1]
    standing = _part_standing(rows)
    end = max(row.end for row in taken)
    over_s = (end - latest_end).total_seconds()
    behind = standing in (Standing.DONE, Standing.SKIPPED)
    return PartRow(
        part=part,
        standing=standing,
        planned_start=rows[0].planned_start,
        planned_end=rows[-1].planned_end,
        start=min(row.start for row in taken),
        end=end,
        spent_s=sum(row.elapsed_s for row in rows),
        left_s=sum(row.rest_s for row in rows),
        latest_end=latest_end,
        eats_s=0.0 if behind else max(0.0, over_s),
        floor_s=_floor_s(part, rows),
    )


def _part_standing(rows: Sequence[Row]) -> Standing:
    standings = {row.standing for row in rows}
    order = (Standing.CURRENT, Standing.UPCOMING, Standing.DONE)
    return next((standing for standing in order if standing in standings), Standing.SKIPPED)


def _floor_s(part: Part, rows: Sequence[Row]) -> float:
    total_s = sum(row.elapsed_s + row.rest_s for row in rows)
    givable_s = sum(row.rest_s if row.may_be_left_out else row.slack_s for row in rows)
    return total_s - min(max(0.0, total_s - part.min_s), givable_s)
