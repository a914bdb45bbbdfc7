"""What is said by room where parallel rooms were joined into one record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import fmean

from workshop.analysis.prose import counted, listed
from workshop.domain.findings import Findings, Table
from workshop.domain.state import State
from workshop.domain.words import format_duration
from workshop.export.building.timing import timing
from workshop.export.report import (
    ExerciseResult,
    PartTime,
    RoomResult,
    SegmentStatus,
    SegmentTime,
    Timing,
)
from workshop.export.times import Local, lateness, time
from workshop.kinds.base import Kind, Material
from workshop.kinds.registry import analyse

BY_ROOM = "By room"


def together(timings: Sequence[Timing]) -> Timing:
    """Several rooms' hours as one: a segment takes what it took in the mean where it ran."""
    first = timings[0]
    return Timing(
        planned_start=_least([one.planned_start for one in timings]),
        must_end_at=_most([one.must_end_at for one in timings]),
        started_at=_least([one.started_at for one in timings]),
        ended_at=_most([one.ended_at for one in timings]),
        pauses=sum(one.pauses for one in timings),
        paused_s=sum(one.paused_s for one in timings),
        parts=tuple(
            _part([one.parts[place] for one in timings]) for place in range(len(first.parts))
        ),
    )


def _part(parts: Sequence[PartTime]) -> PartTime:
    segments = tuple(
        _segment([part.segments[place] for part in parts])
        for place in range(len(parts[0].segments))
    )
    return replace(
        parts[0],
        actual_s=sum(segment.actual_s for segment in segments),
        difference_s=sum(segment.difference_s for segment in segments),
        paused_s=sum(segment.paused_s for segment in segments),
        segments=segments,
    )


def _segment(times: Sequence[SegmentTime]) -> SegmentTime:
    ran = [one for one in times if one.start is not None]
    if not ran:
        return times[0]
    actual_s = float(round(fmean(one.actual_s for one in ran)))
    return replace(
        ran[0],
        status=SegmentStatus.RUN,
        start=_least([one.start for one in ran]),
        end=_most([one.end for one in ran]),
        actual_s=actual_s,
        difference_s=actual_s - ran[0].planned_s,
        paused_s=float(round(fmean(one.paused_s for one in ran))),
    )


def _least(moments: Sequence[datetime | None]) -> datetime | None:
    return min((at for at in moments if at is not None), default=None)


def _most(moments: Sequence[datetime | None]) -> datetime | None:
    return max((at for at in moments if at is not None), default=None)


def timings(state: State, now: datetime, local: Local) -> Mapping[str, Timing]:
    """Each room's own hour, by room; none where there is one room."""
    return {room: timing(state.plan, clock, now, local) for room, clock in state.rooms.items()}


def room_results(
    state: State, times: Mapping[str, Timing], exercises: Sequence[ExerciseResult]
) -> tuple[RoomResult, ...]:
    """Every room that may be told from the others."""
    counting = [a.room for e in exercises for r in e.rounds for a in r.counting]
    people = [person.room for person in state.participants.values() if not person.removed]
    return tuple(
        RoomResult(
            info.room, info.session, people.count(info.room), counting.count(info.room),
            times[info.room],
        )
        for info in state.session.rooms
    )  # fmt: skip


def rooms_said(state: State, rooms: Sequence[RoomResult]) -> Iterator[str]:
    """Sentences on the rooms for the summary; none where there is one."""
    if not state.rooms:
        return
    yield (
        f"{counted(len(state.rooms), 'room')} ran this plan in parallel. Times of segments are the "
        "mean of the rooms in which they ran."
    )
    for one in rooms:
        times = one.timing
        if times.started_at and times.ended_at:
            over = ""
            if times.must_end_at:
                over = f", {lateness((times.ended_at - times.must_end_at).total_seconds())}"
            took = (times.ended_at - times.started_at).total_seconds()
            yield (
                f"{one.room}: {time(times.started_at)} to {time(times.ended_at)}{over} "
                f"({format_duration(took)}); {counted(one.joined, 'phone')} joined, "
                f"{counted(one.answers, 'answer')} count."
            )
    numbered = [f"{info.number} for {info.room}" for info in state.session.rooms if info.badges]
    if numbered:
        yield (
            "Several rooms gave the same badges, so each badge begins with its room's number here: "
            f"{listed(numbered)}."
        )


def by_room(state: State, kind: Kind | None, material: Material, findings: Findings) -> Findings:
    """The findings with what each room said by itself, a row a room, behind them."""
    rooms = [info.room for info in state.session.rooms]
    apart = [(room, _of_room(material, room)) for room in rooms]
    said = [(room, own) for room, own in apart if own.responses or own.tallies]
    if len(said) < 2 or kind is None or kind.veils:
        return findings
    rows = tuple(
        (room, str(len(own.responses)), " ".join(analyse(kind, own).sentences[:2]))
        for room, own in said
    )
    table = Table(BY_ROOM, ("Room", "Answers", "What it says"), rows)
    return replace(findings, more=(*findings.more, table))


def _of_room(material: Material, room: str) -> Material:
    """What one room said, in this round and those before it."""
    earlier = material.earlier
    return replace(
        material,
        responses=tuple(r for r in material.responses if r.room == room),
        tallies=tuple(tally for tally in material.tallies if tally.room == room),
        people=tuple(person for person in material.people if person.room == room),
        earlier=None if earlier is None else _of_room(earlier, room),
    )
