"""A 60-minute plan in three parts, and clocks to lay it on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from workshop.domain.clock import Clock, Pause, Run, Stage
from workshop.domain.ids import ObjectiveId, PartId, PlanId, SegmentId
from workshop.domain.plan import EventInfo, Objective, Part, Priority, Segment, SessionPlan

START = datetime(2026, 4, 15, 13, 0, tzinfo=UTC)
MUST_END = START + timedelta(minutes=60)


def segment(
    id_: str,
    minutes: float,
    minimum: float,
    priority: Priority = Priority.SHOULD,
    *objectives: str,
) -> Segment:
    return Segment(
        SegmentId(id_),
        id_.replace("-", " ").capitalize(),
        round(minutes * 60),
        round(minimum * 60),
        priority,
        objectives=tuple(ObjectiveId(objective) for objective in objectives),
    )


def part(id_: str, minimum: float, *segments: Segment, objectives: Sequence[str] = ()) -> Part:
    return Part(
        PartId(id_),
        id_.replace("-", " ").capitalize(),
        min_s=round(minimum * 60),
        objectives=tuple(Objective(ObjectiveId(o), f"Do {o}") for o in objectives),
        segments=segments,
    )


def hour() -> SessionPlan:
    """Opening 3, part one 18, part two 19, part three 15, close 5: exactly sixty minutes."""
    must, should, could = Priority.MUST, Priority.SHOULD, Priority.COULD
    parts = (
        part("opening", 2, segment("welcome", 3, 2, must)),
        part(
            "part-one",
            12,
            segment("talk-one", 8, 5, must, "o1"),
            segment("sheet", 6, 4, should, "o1", "o2"),
            segment("pairs", 4, 2, could, "o2"),
            objectives=("o1", "o2"),
        ),
        part(
            "part-two",
            12,
            segment("talk-two", 7, 5, must, "o3"),
            segment("case", 9, 6, should, "o3", "o4"),
            segment("method", 3, 2, could, "o4"),
            objectives=("o3", "o4"),
        ),
        part(
            "part-three",
            10,
            segment("talk-three", 7, 5, must, "o5"),
            segment("pledge", 6, 4, should, "o6"),
            segment("aloud", 2, 0, could, "o6"),
            objectives=("o5", "o6"),
        ),
        part("close", 3, segment("takeaways", 3, 2, must), segment("thanks", 2, 1, must)),
    )
    event = EventInfo(date=date(2026, 4, 15), start=time(15, 0), timezone="Europe/Amsterdam")
    return SessionPlan(PlanId("hour"), "An hour", 3600, parts, event)


def lobby(plan: SessionPlan | None = None) -> Clock:
    """The lobby is open; the start is agreed for `START`."""
    total_s = (plan or hour()).total_s
    return Clock(
        stage=Stage.LOBBY, planned_start=START, must_end_at=START + timedelta(seconds=total_s)
    )


def running(clock: Clock, *stays: tuple[str, float]) -> Clock:
    """A clock on which each (segment, minutes) was stayed in, from `START` on; the last lasts."""
    at = START
    runs: list[Run] = []
    for segment_id, minutes in stays:
        end = at + timedelta(minutes=minutes)
        runs.append(Run(SegmentId(segment_id), at, end))
        at = end
    runs[-1] = replace(runs[-1], ended_at=None)
    return replace(clock, stage=Stage.RUNNING, runs=tuple(runs))


def paused(clock: Clock, at: datetime) -> Clock:
    """The same clock, paused since a moment."""
    run = clock.runs[-1]
    run = replace(run, pauses=(*run.pauses, Pause(at)))
    return replace(clock, runs=(*clock.runs[:-1], run))


def minute(minutes: float) -> datetime:
    """That many minutes after the agreed start."""
    return START + timedelta(minutes=minutes)
