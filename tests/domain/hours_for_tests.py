"""Hours as they happen, drawn at random: a plan, the clock after some keys, and the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.domain.plans_for_tests import part, segment
from workshop.domain.clock import Clock, Pause, Run, Stage
from workshop.domain.ids import PlanId, SegmentId
from workshop.domain.plan import EventInfo, Part, Priority, SessionPlan

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

STARTS = (
    datetime(2026, 4, 15, 15, 0, tzinfo=AMSTERDAM),
    datetime(2026, 4, 15, 23, 45, tzinfo=AMSTERDAM),  # over midnight
    datetime(2026, 3, 29, 1, 40, tzinfo=AMSTERDAM),  # the hour from 2 to 3 does not exist
    datetime(2026, 10, 25, 2, 40, tzinfo=AMSTERDAM),  # the hour from 2 to 3 comes twice
)


@dataclass(frozen=True, slots=True)
class Hour:
    plan: SessionPlan
    clock: Clock
    now: datetime


@st.composite
def plans(draw: st.DrawFn) -> SessionPlan:
    """One to four parts of one to four segments, in whole seconds, the last part a close or not."""
    parts: list[Part] = []
    for number in range(draw(st.integers(1, 4))):
        segments = []
        for place in range(draw(st.integers(1, 4))):
            planned_s = draw(st.integers(1, 600))
            made = segment(f"s{number}{place}", 0, 0, draw(st.sampled_from(Priority)))
            minimum_s = draw(st.integers(0, planned_s))
            segments.append(replace(made, planned_s=planned_s, min_s=minimum_s))
        made_part = part(f"p{number}", 0, *segments, objectives=draw(st.sampled_from([(), ("o",)])))
        parts.append(replace(made_part, min_s=draw(st.integers(0, made_part.planned_s))))
    event = EventInfo(timezone="Europe/Amsterdam")
    total_s = sum(made_part.planned_s for made_part in parts)
    return SessionPlan(PlanId("drawn"), "Drawn", total_s, tuple(parts), event)


def _enter(clock: Clock, id_: SegmentId, now: datetime) -> Clock:
    runs = clock.runs
    if clock.current is not None:
        at = max(now, clock.current.began_at)
        pauses = tuple(replace(p, ended_at=p.ended_at or at) for p in clock.current.pauses)
        runs = (*runs[:-1], replace(clock.current, ended_at=at, pauses=pauses))
        now = at
    skipped = clock.skipped - {id_}
    return replace(clock, stage=Stage.RUNNING, runs=(*runs, Run(id_, now)), skipped=skipped)


def _pause(clock: Clock, now: datetime) -> Clock:
    run = clock.runs[-1]
    if clock.paused_at is None:
        pauses = (*run.pauses, Pause(now))
    else:
        pauses = (*run.pauses[:-1], replace(run.pauses[-1], ended_at=now))
    return replace(clock, runs=(*clock.runs[:-1], replace(run, pauses=pauses)))


@st.composite
def hours(draw: st.DrawFn, stages: tuple[Stage, ...] = tuple(Stage)) -> Hour:
    """A plan and its clock after some keys, at times that go on and sometimes are set back."""
    plan = draw(plans())
    ids = st.sampled_from([segment.id for segment in plan.segments])
    start = draw(st.sampled_from(STARTS)).astimezone(UTC)
    must_end = start + timedelta(seconds=plan.total_s + draw(st.integers(-900, 900)))
    allotted: dict[SegmentId, int] = draw(st.dictionaries(ids, st.integers(0, 700), max_size=3))
    skipped = draw(st.frozensets(ids, max_size=2))
    stage = draw(st.sampled_from(stages))
    clock = Clock(
        stage=Stage.LOBBY if stage is Stage.RUNNING else stage,
        planned_start=start,
        must_end_at=must_end,
        allotted=allotted,
        skipped=skipped,
    )
    now = start + timedelta(seconds=draw(st.integers(-300, 600)))
    if stage in (Stage.PREFLIGHT, Stage.LOBBY):
        return Hour(plan, replace(clock, stage=stage), now)
    clock = _enter(replace(clock, stage=Stage.LOBBY), draw(ids), now)
    keys: tuple[Callable[[Clock, datetime], Clock], ...] = (
        lambda clock, now: _enter(clock, draw(ids), now),
        _pause,
        lambda clock, now: clock,
    )
    for _ in range(draw(st.integers(0, 6))):
        now += timedelta(milliseconds=draw(st.integers(-120_000, 600_000)))
        clock = draw(st.sampled_from(keys))(clock, now)
    now += timedelta(milliseconds=draw(st.integers(-60_000, 600_000)))
    if stage is Stage.ENDED:
        at = max(now, clock.runs[-1].began_at)
        last = replace(clock.runs[-1], ended_at=at)
        clock = replace(clock, stage=stage, runs=(*clock.runs[:-1], last), ended_at=at)
    return Hour(plan, clock, now)
