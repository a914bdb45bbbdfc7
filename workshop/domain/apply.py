"""Events to state. The one place where facts change; pure, and total over every known event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from immutables import Map

from workshop.domain import events as ev
from workshop.domain.clock import Clock, ClockGap, Pause, Run, Stage, stamp_at
from workshop.domain.events import Event
from workshop.domain.labels import label, undoable
from workshop.domain.records import (
    CaseProgress,
    ExerciseRecord,
    Message,
    Note,
    NoteTag,
    ObjectiveRecord,
    Preflight,
    Response,
    Restore,
    Role,
    Tally,
    Undoable,
)
from workshop.domain.rules import Rules
from workshop.domain.state import State

UNDO_DEPTH = 50
_UNDOERS = (Role.CHAIR, Role.CO_FACILITATOR)


def apply(state: State, event: Event, rules: Rules) -> State:
    """The state after an event. An event of an unknown type only moves the revision."""
    reduce = _REDUCERS.get(type(event.body))
    if reduce is None:
        return replace(state, revision=event.seq)
    after = reduce(state, event, event.body, rules)
    if isinstance(event.body, ev.Undone) or not undoable(event.body):
        return replace(after, revision=event.seq)
    things = _things(event.body, state)
    touched = after.touched
    if not isinstance(event.body, ev.ResponseSubmitted):  # new, so nobody else can have changed it
        for collection, id_ in things:
            touched = touched.set(f"{collection}/{id_}", event.seq)
    undo = _remember(state, event, things) if event.role in _UNDOERS else after.undo
    return replace(after, revision=event.seq, touched=touched, undo=undo)


def fold(state: State, events: Iterable[Event], rules: Rules) -> State:
    """The state after many events; runs of answers from phones go in together, which is quicker."""
    answers: list[Event] = []
    for event in events:
        if isinstance(event.body, ev.ResponseSubmitted) and event.role not in _UNDOERS:
            answers.append(event)
            continue
        state = apply(_with_answers(state, answers), event, rules)
        answers.clear()
    return _with_answers(state, answers)


def _with_answers(state: State, events: list[Event]) -> State:
    """What `apply` makes of these `ResponseSubmitted` events, one after the other."""
    if not events:
        return state
    groups: dict[Any, dict[Any, Response]] = {}
    for event in events:
        response = _new_response(event, event.body)
        groups.setdefault(response.exercise, {})[response.id] = response
    responses, index = state.responses, state.response_exercise
    for exercise, group in groups.items():
        responses = responses.set(exercise, responses.get(exercise, Map()).update(group))
        index = index.update(dict.fromkeys(group, exercise))
    return replace(state, responses=responses, response_exercise=index, revision=events[-1].seq)


# -- undo ------------------------------------------------------------------------------------


_THINGS: Mapping[type[Any], tuple[tuple[str, str], ...]] = {
    ev.SessionPrepared: (("clock", ""), ("preflight", "")),
    ev.ExerciseOpened: (("exercises", "exercise"),),
    ev.ExerciseClosed: (("exercises", "exercise"),),
    ev.ResultsShown: (("exercises", "exercise"),),
    ev.ResultsHidden: (("exercises", "exercise"),),
    ev.ResponseSubmitted: (("responses", "response"),),
    ev.ResponseAmended: (("responses", "response"),),
    ev.ResponseWithdrawn: (("responses", "response"),),
    ev.ResponseHidden: (("responses", "response"),),
    ev.ResponseUnhidden: (("responses", "response"),),
    ev.ResponseStarred: (("responses", "response"),),
    ev.TallyRecorded: (("tallies", "tally"),),
    ev.NoteTaken: (("notes", "note"), ("responses", "response")),
    ev.NoteEdited: (("notes", "note"),),
    ev.NoteRemoved: (("notes", "note"),),
    ev.ObjectiveMarked: (("objectives", "objective"),),
    ev.EvidenceLinked: (("objectives", "objective"),),
    ev.CaseStepped: (("case", ""),),
    ev.MessageSent: (("message", ""),),
    ev.MessageCleared: (("message", ""),),
    ev.ScreenBlanked: (("blank", ""),),
    ev.KindEvent: (("kinds", "exercise"),),
}
"""What an event touches: (collection of `State`, the event's field with the id, if any)."""


def _things(body: ev.EventBody, state: State) -> tuple[tuple[str, str], ...]:
    """What an event touches, as (collection, id); the clock where nothing else is said."""
    named = _THINGS.get(type(body), (("clock", ""),))
    things = [(collection, getattr(body, name) if name else "") for collection, name in named]
    if isinstance(body, ev.TallyRecorded):
        things.append(("tallies", _same_tally(state, body)))
    if isinstance(body, ev.NoteRemoved) and (note := state.notes.get(body.note)) is not None:
        things.append(("responses", note.response))
    return tuple((collection, id_) for collection, id_ in things if id_ is not None)


def fact(state: State, collection: str, id_: str) -> Any:
    """One thing of the state as it stands, None where it does not exist."""
    if collection == "responses":
        return state.response(id_)  # type: ignore[arg-type]
    value = getattr(state, collection)
    return value.get(id_) if id_ else value


def _remember(
    state: State, event: Event, things: tuple[tuple[str, str], ...]
) -> Map[Any, tuple[Undoable, ...]]:
    stack = state.undo.get(event.by, ())
    same = stack[-1] if stack and stack[-1].cmd == event.cmd else None
    known = {(r.collection, r.id) for r in same.before} if same else set()
    before = tuple(
        Restore(
            collection,
            id_,
            fact(state, collection, id_),
            state.touched.get(f"{collection}/{id_}", 0),
        )
        for collection, id_ in things
        if (collection, id_) not in known
    )
    if same:
        entry = replace(same, seq=event.seq, before=same.before + before)
        return state.undo.set(event.by, (*stack[:-1], entry))
    entry = Undoable(event.cmd, label(state.plan, event.body), event.seq, before)
    return state.undo.set(event.by, (*stack[-UNDO_DEPTH + 1 :], entry))


def _undone(state: State, event: Event, body: ev.Undone, _rules: Rules) -> State:
    for restore in body.restored:
        state = _put_back(state, restore)
        key = f"{restore.collection}/{restore.id}"
        state = replace(state, touched=state.touched.set(key, restore.seq))
    stack = tuple(entry for entry in state.undo.get(event.by, ()) if entry.cmd != body.of)
    return replace(state, undo=state.undo.set(event.by, stack))


def _put_back(state: State, restore: Restore) -> State:
    collection, id_, value = restore.collection, restore.id, restore.value
    if collection == "clock":
        runs = state.clock.runs
        state = replace(state, clock=replace(value, version=state.clock.version + 1))
        return state if value.runs == runs else _restamp(state, None)
    if collection == "responses":
        return _without_response(state, id_) if value is None else _with_response(state, value)
    if not id_:
        return _with(state, collection, value)
    things = getattr(state, collection)
    if isinstance(things, Map):
        if value is not None:
            return _with(state, collection, things.set(id_, value))
        return _with(state, collection, things.delete(id_)) if id_ in things else state
    changed = {key: item for key, item in things.items() if key != id_}
    if value is not None:
        changed[id_] = value
    return _with(state, collection, changed)


def _with(state: State, collection: str, value: Any) -> State:
    changes: dict[str, Any] = {collection: value}
    return replace(state, **changes)


# -- clock -----------------------------------------------------------------------------------


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
    return _restamp(state, body.began_at) if body.began_at < event.at else state


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
    return _restamp(_clock(state, runs=(*earlier, run)), since)


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
    return _restamp(_clock(state, runs=runs, gap=None), gap.began_at)


def _session_ended(state: State, _event: Event, body: ev.SessionEnded, _rules: Rules) -> State:
    clock = state.clock
    runs = clock.runs
    if clock.current is not None:
        runs = (*runs[:-1], _ended_run(runs[-1], body.ended_at))
    return _clock(state, stage=Stage.ENDED, runs=runs, ended_at=body.ended_at, gap=None)


def _restamp(state: State, since: datetime | None) -> State:
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


# -- exercises and answers -------------------------------------------------------------------


def _exercise(state: State, exercise: Any, **changes: Any) -> State:
    record = replace(state.exercises.get(exercise, ExerciseRecord()), **changes)
    return replace(state, exercises={**state.exercises, exercise: record})


def _with_response(state: State, response: Response) -> State:
    group = state.responses.get(response.exercise, Map()).set(response.id, response)
    return replace(
        state,
        responses=state.responses.set(response.exercise, group),
        response_exercise=state.response_exercise.set(response.id, response.exercise),
    )


def _without_response(state: State, id_: Any) -> State:
    response = state.response(id_)
    if response is None:
        return state
    group = state.responses[response.exercise].delete(id_)
    groups = state.responses
    return replace(
        state,
        responses=groups.set(response.exercise, group)
        if group
        else groups.delete(response.exercise),
        response_exercise=state.response_exercise.delete(id_),
    )


def _new_response(event: Event, body: Any) -> Response:
    return Response(
        id=body.response,
        seq=event.seq,
        exercise=body.exercise,
        round=body.round,
        answers=body.answers,
        at=event.at,
        by=event.by,
        source=body.source,
        participant=body.participant,
        table=body.table,
        badge=body.badge,
        segment=event.segment,
        offset_s=event.offset_s,
    )


def _submitted(state: State, event: Event, body: ev.ResponseSubmitted, _rules: Rules) -> State:
    return _with_response(state, _new_response(event, body))


def _response(state: State, id_: Any, **changes: Any) -> State:
    response = state.response(id_)
    return state if response is None else _with_response(state, replace(response, **changes))


def _amended(state: State, _event: Event, body: ev.ResponseAmended, _rules: Rules) -> State:
    response = state.response(body.response)
    if response is None:
        return state
    key = f"{response.participant}.{body.key}" if response.participant else body.key
    state = replace(state, keys=state.keys.set(key, response.id))
    return _with_response(
        state,
        replace(
            response,
            answers=body.answers,
            table=body.table or response.table,
            badge=body.badge or response.badge,
            amended=response.amended + 1,
        ),
    )


def _same_tally(state: State, body: ev.TallyRecorded) -> Any:
    place = (body.exercise, body.round, body.table)
    for tally in state.tallies.values():
        if (tally.exercise, tally.round, tally.table) == place and tally.id != body.tally:
            return tally.id
    return None


def _tallied(state: State, event: Event, body: ev.TallyRecorded, _rules: Rules) -> State:
    tallies = state.tallies
    replaced = _same_tally(state, body)
    if replaced is not None:
        tallies = tallies.delete(replaced)
    tally = Tally(
        id=body.tally,
        seq=event.seq,
        exercise=body.exercise,
        round=body.round,
        table=body.table,
        counts=body.counts,
        present=body.present,
        at=event.at,
        by=event.by,
        segment=event.segment,
        offset_s=event.offset_s,
    )
    return replace(state, tallies=tallies.set(body.tally, tally))


# -- notes, objectives, case, messages -------------------------------------------------------


def _noted(state: State, event: Event, body: ev.NoteTaken, _rules: Rules) -> State:
    segment, offset = stamp_at(state.clock, body.taken_at)
    note = Note(
        id=body.note,
        seq=event.seq,
        text=body.text,
        tag=body.tag,
        initials=body.initials,
        at=body.taken_at,
        by=event.by,
        segment=segment,
        offset_s=offset,
        response=body.response,
        case_study=body.case_study,
    )
    state = replace(state, notes=state.notes.set(body.note, note))
    if body.response is not None and body.tag is NoteTag.PARKED:
        state = _response(state, body.response, parked=True)
    return state


def _note_edited(state: State, _event: Event, body: ev.NoteEdited, _rules: Rules) -> State:
    note = state.notes.get(body.note)
    if note is None:
        return state
    note = replace(note, text=body.text, tag=body.tag, version=note.version + 1)
    return replace(state, notes=state.notes.set(body.note, note))


def _note_removed(state: State, _event: Event, body: ev.NoteRemoved, _rules: Rules) -> State:
    note = state.notes.get(body.note)
    if note is None:
        return state
    state = replace(state, notes=state.notes.delete(body.note))
    return _response(state, note.response, parked=False) if note.response else state


def _objective(state: State, id_: Any, **changes: Any) -> State:
    record = replace(state.objectives.get(id_, ObjectiveRecord()), **changes)
    return replace(state, objectives={**state.objectives, id_: record})


def _linked(state: State, _event: Event, body: ev.EvidenceLinked, _rules: Rules) -> State:
    record = state.objectives.get(body.objective, ObjectiveRecord())
    evidence = tuple(id_ for id_ in record.evidence if id_ != body.response)
    if body.linked:
        evidence = (*evidence, body.response)
    return _objective(state, body.objective, evidence=evidence)


def _kind_event(state: State, _event: Event, body: ev.KindEvent, rules: Rules) -> State:
    exercise = state.plan.exercise(body.exercise)
    changed = rules.apply(exercise, state.kinds.get(body.exercise), body.v, body.payload)
    return replace(state, kinds=state.kinds.set(body.exercise, changed))


_REDUCERS: Mapping[type[Any], Callable[[State, Event, Any, Rules], State]] = {
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
    ev.ExerciseOpened: lambda s, _e, b, _r: _exercise(s, b.exercise, open=True, round=b.round),
    ev.ExerciseClosed: lambda s, _e, b, _r: _exercise(s, b.exercise, open=False),
    ev.ResultsShown: lambda s, _e, b, _r: _exercise(s, b.exercise, shown=True),
    ev.ResultsHidden: lambda s, _e, b, _r: _exercise(s, b.exercise, shown=False),
    ev.ResponseSubmitted: _submitted,
    ev.ResponseAmended: _amended,
    ev.ResponseWithdrawn: lambda s, _e, b, _r: _response(s, b.response, withdrawn=True),
    ev.ResponseHidden: lambda s, _e, b, _r: _response(s, b.response, hidden=b.reason),
    ev.ResponseUnhidden: lambda s, _e, b, _r: _response(s, b.response, hidden=""),
    ev.ResponseStarred: lambda s, _e, b, _r: _response(s, b.response, starred=b.starred),
    ev.TallyRecorded: _tallied,
    ev.NoteTaken: _noted,
    ev.NoteEdited: _note_edited,
    ev.NoteRemoved: _note_removed,
    ev.ObjectiveMarked: lambda s, _e, b, _r: _objective(
        s, b.objective, coverage=b.coverage, remark=b.remark
    ),
    ev.EvidenceLinked: _linked,
    ev.CaseStepped: lambda s, e, b, _r: replace(
        s, case=CaseProgress(b.case_study, b.step, b.index, e.at)
    ),
    ev.MessageSent: lambda s, e, b, _r: replace(s, message=Message(b.text, e.at, e.by)),
    ev.MessageCleared: lambda s, _e, _b, _r: replace(s, message=None),
    ev.ScreenBlanked: lambda s, _e, b, _r: replace(s, blank=b.blank),
    ev.KindEvent: _kind_event,
    ev.Undone: _undone,
}
