"""Reducers of notes, objectives, the case, messages and what kinds keep."""

from __future__ import annotations

from typing import Any

from workshop.domain import events as ev
from workshop.domain.applying.answers import change_response
from workshop.domain.applying.reducers import Reducers
from workshop.domain.clock import stamp_at
from workshop.domain.events import Event
from workshop.domain.making import replace
from workshop.domain.records import (
    CaseProgress,
    Message,
    Note,
    NoteTag,
    ObjectiveRecord,
)
from workshop.domain.rules import Rules
from workshop.domain.state import State


def _noted(state: State, event: Event, body: ev.NoteTaken, _rules: Rules) -> State:
    segment, offset = stamp_at(state.clock_of(event.room), body.taken_at)
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
        room=state.room_of(event.room),
    )
    state = replace(state, notes=state.notes.set(body.note, note))
    if body.response is not None and body.tag is NoteTag.PARKED:
        state = change_response(state, body.response, parked=True)
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
    return change_response(state, note.response, parked=False) if note.response else state


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


NOTES: Reducers = {
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
}
