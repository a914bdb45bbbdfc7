"""Plan against actual, by segment and part."""

from __future__ import annotations

from datetime import datetime

from workshop.domain.clock import Clock, Pause, Stage
from workshop.domain.ids import SegmentId
from workshop.domain.plan import Part, SessionPlan
from workshop.domain.run_of_show import Row, RunOfShow, Standing, run_of_show
from workshop.export.report import PartTime, SegmentStatus, SegmentTime, Timing
from workshop.export.times import Local

_STATUS = {
    Standing.DONE: SegmentStatus.RUN,
    Standing.CURRENT: SegmentStatus.NOW,
    Standing.UPCOMING: SegmentStatus.TO_COME,
    Standing.SKIPPED: SegmentStatus.LEFT_OUT,
}


def timing(plan: SessionPlan, clock: Clock, now: datetime, local: Local) -> Timing:
    """The hour as planned and as it was up to `now`."""
    show = run_of_show(plan, clock, now)
    until = clock.ended_at or now
    pauses = [pause for run in clock.runs for pause in run.pauses]
    return Timing(
        planned_start=local.maybe(clock.planned_start or plan.planned_start()),
        must_end_at=local.maybe(clock.must_end_at),
        started_at=local.maybe(clock.started_at),
        ended_at=local.maybe(clock.ended_at),
        pauses=len(pauses),
        paused_s=round(sum(_seconds(pause, until) for pause in pauses)),
        parts=tuple(_part(plan, part, show, clock, until, local) for part in plan.parts),
    )


def _seconds(pause: Pause, until: datetime) -> float:
    return max(0.0, ((pause.ended_at or until) - pause.began_at).total_seconds())


def _part(
    plan: SessionPlan, part: Part, show: RunOfShow, clock: Clock, until: datetime, local: Local
) -> PartTime:
    segments = tuple(
        _segment(show.row(segment.id), clock, until, local) for segment in part.segments
    )
    lead = next((person.name for person in plan.people if person.id == part.lead), "")
    return PartTime(
        id=part.id,
        title=part.title,
        lead=lead,
        planned_s=part.planned_s,
        actual_s=sum(segment.actual_s for segment in segments),
        difference_s=sum(segment.difference_s for segment in segments),
        paused_s=sum(segment.paused_s for segment in segments),
        segments=segments,
    )


def _segment(row: Row, clock: Clock, until: datetime, local: Local) -> SegmentTime:
    segment = row.segment
    ran = row.elapsed_s > 0
    status = _STATUS[row.standing]
    if clock.stage is Stage.ENDED:
        status = SegmentStatus.RUN if ran else SegmentStatus.LEFT_OUT
    # What has not come yet has no difference; what was left out saved all its minutes.
    settled = status in (SegmentStatus.RUN, SegmentStatus.LEFT_OUT)
    actual_s = float(round(row.elapsed_s))
    return SegmentTime(
        id=segment.id,
        title=segment.title,
        priority=segment.priority.value,
        mode=segment.mode.value,
        status=status,
        planned_start=local(row.planned_start),
        planned_s=segment.planned_s,
        start=local(row.start) if ran else None,
        end=local(row.end) if ran and settled else None,
        actual_s=actual_s,
        difference_s=actual_s - segment.planned_s if settled else 0.0,
        paused_s=_paused_s(clock, segment.id, until),
        alternative=segment.planned_s == 0,
    )


def _paused_s(clock: Clock, segment: SegmentId, until: datetime) -> float:
    runs = (run for run in clock.runs if run.segment == segment)
    return float(round(sum(_seconds(pause, until) for run in runs for pause in run.pauses)))
