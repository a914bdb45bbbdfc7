"""Reducers of the clock: stays in segments, pauses, time given and taken, the end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from immutables import Map

from workshop.domain import events as ev
from workshop.domain.applying.reducers import Reducers
from workshop.domain.clock import Clock, ClockGap, Pause, Run, Stage, stamp_at
from workshop.domain.events import Event
from workshop.domain.making import replace
from workshop.domain.records import (
    Preflight,
)
from workshop.domain.rules import Rules
from workshop.domain.state import State


def _clock(state: State, **changes: Any) -> State:
    return replace(state, clock=replace(state.clock, version=state.clock.version + 1, **changes))


def _created(state: State, _event: Event, body: ev.SessionCreated, _rules: Rules) -> State:
    """Segments planned with no time stand ready as alternatives: they are left out at first."""
    ready = frozenset(s.id for s in state.plan.segments if s.planned_s == 0)
    return _clock(
        state, planned_start=body.planned_start, must_end_at=body.must_end_at, skipped=ready
    )


def _prepared(state: State, _event: Event, body: ev.SessionPrepared, _rules: Rules) -> State:
    preflight = Preflight(mirrored=body.mirrored, present=body.present)
    return _clock(
        replace(state, preflight=preflight),
        stage=Stage.LOBBY,
        planned_start=body.planned_start,
        must_end_at=body.must_end_at,
    )


def _ended_run(run: Run, at: datetime) -> Run:
    """A run that ends at a moment; pauses that lie behind it go, an open one ends with it."""
    pauses = tuple(
        Pause(p.began_at, at if p.ended_at is None else min(p.ended_at, at))
        for p in run.pauses
        if p.began_at < at
    )
    return replace(run, ended_at=at, pauses=pauses)


def _entered(state: State, event: Event, body: ev.SegmentEntered, _rules: Rules) -> State:
    clock = state.clock
    runs = clock.runs
    if clock.current is not None:
        runs = (*runs[:-1], _ended_run(runs[-1], body.began_at))
    state = _clock(
        state,
        stage=Stage.RUNNING,
        runs=(*runs, Run(body.target, body.began_at)),
        skipped=clock.skipped - {body.target},
        ended_at=None,
    )
    return restamp(state, body.began_at) if body.began_at < event.at else state


def _retimed(state: State, _event: Event, body: ev.SegmentRetimed, _rules: Rules) -> State:
    """The boundary to the run before moves, and pauses go to the run in which they now lie."""
    *earlier, run = state.clock.runs
    since = min(run.began_at, body.began_at)
    pauses = list(run.pauses)
    if earlier and earlier[-1].ended_at == run.began_at:
        before = earlier[-1]
        pauses = [*before.pauses, *pauses]
        earlier[-1] = _ended_run(replace(before, pauses=tuple(pauses)), body.began_at)
    inside = tuple(
        replace(p, began_at=max(p.began_at, body.began_at))
        for p in pauses
        if p.ended_at is None or p.ended_at > body.began_at
    )
    run = replace(run, began_at=body.began_at, pauses=inside)
    return restamp(_clock(state, runs=(*earlier, run)), since)


def _paused(state: State, _event: Event, body: ev.ClockPaused, _rules: Rules) -> State:
    *earlier, run = state.clock.runs
    run = replace(run, pauses=(*run.pauses, Pause(body.paused_at)))
    return _clock(state, runs=(*earlier, run))


def _resumed(state: State, _event: Event, body: ev.ClockResumed, _rules: Rules) -> State:
    *earlier, run = state.clock.runs
    pause = replace(run.pauses[-1], ended_at=body.resumed_at)
    return _clock(state, runs=(*earlier, replace(run, pauses=(*run.pauses[:-1], pause))))


def _added(state: State, _event: Event, body: ev.TimeAdded, _rules: Rules) -> State:
    allotted = dict(state.clock.allotted)
    now = allotted.get(body.target, state.plan.segment(body.target).planned_s)
    return _clock(state, allotted={**allotted, body.target: max(0, now + body.seconds)})


def _fitted(state: State, _event: Event, body: ev.PlanFitted, _rules: Rules) -> State:
    allotted = {**state.clock.allotted, **body.allotted}
    return _clock(state, allotted=allotted, skipped=frozenset(body.skipped))


def _skipped(state: State, _event: Event, body: ev.SegmentSkipped, _rules: Rules) -> State:
    return _clock(state, skipped=state.clock.skipped | {body.target})


def _unskipped(state: State, _event: Event, body: ev.SegmentUnskipped, _rules: Rules) -> State:
    return _clock(state, skipped=state.clock.skipped - {body.target})


def _must_end(state: State, _event: Event, body: ev.MustEndChanged, _rules: Rules) -> State:
    return _clock(state, must_end_at=body.must_end_at)


def _gap_found(state: State, _event: Event, body: ev.ClockGapFound, _rules: Rules) -> State:
    return _clock(state, gap=ClockGap(body.began_at, body.ended_at, body.seconds, body.cause))


def _gap_resolved(state: State, _event: Event, body: ev.ClockGapResolved, _rules: Rules) -> State:
    """A gap that does not count becomes a pause of the run in which it lies."""
    gap, clock = state.clock.gap, state.clock
    if body.counted or gap is None or gap.ended_at <= gap.began_at or clock.paused_at is not None:
        return _clock(state, gap=None)
    runs = tuple(
        replace(
            run,
            pauses=tuple(
                sorted((*run.pauses, Pause(gap.began_at, gap.ended_at)), key=lambda p: p.began_at)
            ),
        )
        if run.began_at <= gap.began_at and (run.ended_at is None or gap.began_at < run.ended_at)
        else run
        for run in clock.runs
    )
    return restamp(_clock(state, runs=runs, gap=None), gap.began_at)


def _session_ended(state: State, _event: Event, body: ev.SessionEnded, _rules: Rules) -> State:
    clock = state.clock
    runs = clock.runs
    if clock.current is not None:
        runs = (*runs[:-1], _ended_run(runs[-1], body.ended_at))
    return _clock(state, stage=Stage.ENDED, runs=runs, ended_at=body.ended_at, gap=None)


def restamp(state: State, since: datetime | None) -> State:
    """Stamp answers, tallies and notes anew by the clock as it stands; None: all of them."""
    clock = state.clock
    responses = state.responses
    for exercise, group in responses.items():
        for id_, response in group.items():
            if since is None or response.at >= since:
                segment, offset = stamp_at(clock, response.at)
                if (segment, offset) != (response.segment, response.offset_s):
                    group = group.set(id_, replace(response, segment=segment, offset_s=offset))
        responses = responses.set(exercise, group)
    return replace(
        state,
        responses=responses,
        notes=_stamped(state.notes, clock, since),
        tallies=_stamped(state.tallies, clock, since),
    )


def _stamped(things: Map[Any, Any], clock: Clock, since: datetime | None) -> Map[Any, Any]:
    for id_, thing in things.items():
        if since is None or thing.at >= since:
            segment, offset = stamp_at(clock, thing.at)
            things = things.set(id_, replace(thing, segment=segment, offset_s=offset))
    return things


def in_its_room(state: State, event: Event, rules: Rules) -> State:
    """An event of the clock of one of several rooms: it moves that room's clock alone."""
    alone = replace(state, clock=state.rooms[event.room], rooms={})
    after = CLOCK[type(event.body)](alone, event, event.body, rules)
    present = dict.fromkeys((*state.preflight.present, *after.preflight.present))
    rooms = {**state.rooms, event.room: after.clock}
    return replace(
        state,
        rooms=rooms,
        clock=next(iter(rooms.values())),
        preflight=Preflight(present=tuple(present)),
    )


CLOCK: Reducers = {
    ev.SessionCreated: _created,
    ev.SessionPrepared: _prepared,
    ev.SegmentEntered: _entered,
    ev.SegmentRetimed: _retimed,
    ev.ClockPaused: _paused,
    ev.ClockResumed: _resumed,
    ev.TimeAdded: _added,
    ev.PlanFitted: _fitted,
    ev.SegmentSkipped: _skipped,
    ev.SegmentUnskipped: _unskipped,
    ev.MustEndChanged: _must_end,
    ev.ClockGapFound: _gap_found,
    ev.ClockGapResolved: _gap_resolved,
    ev.SessionEnded: _session_ended,
}
