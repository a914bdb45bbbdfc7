"""Deciders of the clock: preflight, start, pause, next, back, time, fit, close, end."""

from __future__ import annotations

from datetime import datetime, timedelta

from workshop.domain import commands as co
from workshop.domain import events as ev
from workshop.domain.clock import Stage
from workshop.domain.deciding.scene import Deciders, Events, Scene
from workshop.domain.fitting import closing, closing_segments, propose
from workshop.domain.ids import SegmentId
from workshop.domain.plan import Segment
from workshop.domain.state import State
from workshop.errors import NotFound, Refused

ALTERNATIVE_S = 300
"""What an alternative without minutes of its own gets when it is taken up."""


def _create(scene: Scene, body: co.CreateSession) -> Events:
    if scene.state.revision:
        raise Refused("The session exists already", "Resume it instead")
    return (ev.SessionCreated(scene.state.plan.title, body.planned_start, body.must_end_at),)


def _prepare(scene: Scene, body: co.Prepare) -> Events:
    if scene.state.clock.stage not in (Stage.PREFLIGHT, Stage.LOBBY):
        raise Refused("The session has begun already", "Use fit and the end that must hold instead")
    if body.must_end_at <= body.planned_start:
        raise Refused("The end lies before the start", "Give an end after the start")
    prepared = ev.SessionPrepared(body.planned_start, body.must_end_at, body.mirrored, body.present)
    plan, known = scene.state.plan, scene.state.exercises
    opened = [
        ev.ExerciseOpened(exercise, plan.round_of(None, exercise))
        for exercise in plan.lobby
        if exercise not in known
    ]
    return (prepared, *opened)


def _running(scene: Scene) -> Segment:
    run = scene.state.clock.current
    if run is None:
        raise Refused("The session is not running", "Start it with the space bar")
    return scene.state.plan.segment(run.segment)


def _segment(scene: Scene, id_: SegmentId) -> Segment:
    try:
        return scene.state.plan.segment(id_)
    except KeyError:
        raise NotFound(f"The plan has no segment '{id_}'", "Choose one from the plan") from None


def _allotted(scene: Scene, segment: Segment) -> int:
    return scene.state.clock.allotted.get(segment.id, segment.planned_s)


def _enter(scene: Scene, segment: Segment, began_at: datetime, why: str) -> Events:
    """Enter a segment and open its exercise; an alternative without minutes gets some."""
    events: list[ev.EventBody] = [ev.SegmentEntered(segment.id, began_at, why)]
    plan = scene.state.plan
    if segment.planned_s == 0 and _allotted(scene, segment) == 0:
        own = plan.exercise(segment.exercise).planned_s if segment.exercise else 0
        events.append(ev.TimeAdded(segment.id, own or ALTERNATIVE_S))
    if segment.exercise is not None:
        round_ = plan.round_of(segment.id, segment.exercise)
        record = scene.state.exercises.get(segment.exercise)
        if record is None or not record.open or record.round != round_:
            events.append(ev.ExerciseOpened(segment.exercise, round_))
    return tuple(events)


def _start(scene: Scene, body: co.Start) -> Events:
    clock = scene.state.clock
    if clock.stage not in (Stage.PREFLIGHT, Stage.LOBBY):
        raise Refused("The session has begun already", "Pause and go on with the space bar")
    first = next((s for s in scene.state.plan.segments if s.id not in clock.skipped), None)
    if first is None:
        raise Refused("Every segment is left out", "Take one in again")
    return _enter(scene, first, scene.now - timedelta(seconds=max(0, body.ago_s)), "start")


def _pause(scene: Scene, _body: co.Pause) -> Events:
    _running(scene)
    if scene.state.clock.paused_at is not None:
        raise Refused("The clock is paused already", "Go on with the space bar")
    return (ev.ClockPaused(scene.now),)


def _resume(scene: Scene, _body: co.Resume) -> Events:
    _running(scene)
    if scene.state.clock.paused_at is None:
        raise Refused("The clock is not paused", "Pause it with the space bar")
    return (ev.ClockResumed(scene.now),)


def next_segment(state: State) -> Segment | None:
    """The segment that `Next` would enter, None on the last one or before the start."""
    run = state.clock.current
    if run is None:
        return None
    segments = state.plan.segments
    place = next(i for i, segment in enumerate(segments) if segment.id == run.segment)
    return next((s for s in segments[place + 1 :] if s.id not in state.clock.skipped), None)


def _began(scene: Scene, ago_s: int, not_before: datetime) -> datetime:
    return max(scene.now - timedelta(seconds=max(0, ago_s)), not_before)


def _next(scene: Scene, body: co.Next) -> Events:
    _running(scene)
    segment = next_segment(scene.state)
    if segment is None:
        raise Refused("This is the last segment", "End the session with e")
    began_at = _began(scene, body.ago_s, scene.state.clock.runs[-1].began_at)
    return _enter(scene, segment, began_at, "next")


def _back(scene: Scene, _body: co.Back) -> Events:
    current = _running(scene)
    segments = scene.state.plan.segments
    place = segments.index(current)
    skipped = scene.state.clock.skipped
    before = [segment for segment in segments[:place] if segment.id not in skipped]
    if not before:
        raise Refused("This is the first segment", "Undo takes back a start")
    return _enter(scene, before[-1], scene.now, "back")


def _jump(scene: Scene, body: co.Jump) -> Events:
    segment = _segment(scene, body.segment)
    if _running(scene) == segment:
        raise Refused(f"'{segment.title}' is on already", "Choose another segment")
    return _enter(scene, segment, scene.now, "jump")


def _retime(scene: Scene, body: co.RetimeStart) -> Events:
    current = _running(scene)
    runs = scene.state.clock.runs
    floor = runs[-2].began_at if len(runs) > 1 else None
    began_at = scene.now - timedelta(seconds=max(0, body.ago_s))
    if floor is not None and began_at < floor:
        title = scene.state.plan.segment(runs[-2].segment).title
        raise Refused(f"That lies before '{title}' began", "Give fewer minutes, or go back first")
    return (ev.SegmentRetimed(current.id, began_at),)


def _add_time(scene: Scene, body: co.AddTime) -> Events:
    segment = _running(scene) if body.segment is None else _segment(scene, body.segment)
    allotted = _allotted(scene, segment)
    seconds = max(body.seconds, -allotted)
    if seconds == 0:
        raise Refused(f"'{segment.title}' has no time left to take", "Go on with n")
    return (ev.TimeAdded(segment.id, seconds),)


def _skip(scene: Scene, body: co.Skip) -> Events:
    segment = _segment(scene, body.segment)
    clock = scene.state.clock
    if clock.current is not None and clock.current.segment == segment.id:
        raise Refused(f"'{segment.title}' is on now", "Go on with n instead")
    if any(run.segment == segment.id for run in clock.runs):
        raise Refused(f"'{segment.title}' has been run", "Only what is to come can be left out")
    return () if segment.id in clock.skipped else (ev.SegmentSkipped(segment.id),)


def _unskip(scene: Scene, body: co.Unskip) -> Events:
    segment = _segment(scene, body.segment)
    if segment.id not in scene.state.clock.skipped:
        return ()
    events: list[ev.EventBody] = [ev.SegmentUnskipped(segment.id)]
    if _allotted(scene, segment) == 0:
        events.append(ev.TimeAdded(segment.id, segment.planned_s or ALTERNATIVE_S))
    return tuple(events)


def _fit(scene: Scene, _body: co.Fit) -> Events:
    proposal = propose(scene.state.plan, scene.state.clock, scene.now)
    if not proposal.trims:
        raise Refused("There is nothing to fit", "The plan cannot give more, or ends in time")
    return (ev.PlanFitted(proposal.allotted, proposal.skipped, "fit"),)


def _close_now(scene: Scene, _body: co.CloseNow) -> Events:
    current = _running(scene)
    plan, clock = scene.state.plan, scene.state.clock
    proposal = closing(plan, clock, scene.now)
    fitted = ev.PlanFitted(proposal.allotted, proposal.skipped, "close")
    target = closing_segments(plan, clock)[0]
    if target == current:
        return (fitted,)
    return (fitted, *_enter(scene, target, scene.now, "close"))


def _set_must_end(scene: Scene, body: co.SetMustEnd) -> Events:
    began = scene.state.clock.started_at or scene.state.clock.planned_start
    if began is not None and body.must_end_at <= began:
        raise Refused("The end lies before the start", "Give an end after the start")
    return (ev.MustEndChanged(body.must_end_at),)


def _gap(scene: Scene, body: co.ReportClockGap) -> Events:
    if scene.state.clock.current is None:
        return ()
    return (ev.ClockGapFound(body.began_at, body.ended_at, body.seconds, body.cause),)


def _resolve_gap(scene: Scene, body: co.ResolveClockGap) -> Events:
    if scene.state.clock.gap is None:
        raise Refused("There is no gap to resolve", "It has been settled already")
    return (ev.ClockGapResolved(body.counted),)


def _end(scene: Scene, _body: co.EndSession) -> Events:
    if scene.state.clock.stage is Stage.ENDED:
        raise Refused("The session has ended already", "Undo takes it back")
    return (ev.SessionEnded(scene.now),)


CLOCK: Deciders = {
    co.CreateSession: _create,
    co.Prepare: _prepare,
    co.Start: _start,
    co.Pause: _pause,
    co.Resume: _resume,
    co.Next: _next,
    co.Back: _back,
    co.Jump: _jump,
    co.RetimeStart: _retime,
    co.AddTime: _add_time,
    co.Skip: _skip,
    co.Unskip: _unskip,
    co.Fit: _fit,
    co.CloseNow: _close_now,
    co.SetMustEnd: _set_must_end,
    co.ReportClockGap: _gap,
    co.ResolveClockGap: _resolve_gap,
    co.EndSession: _end,
}
