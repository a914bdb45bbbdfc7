"""What a command changed is remembered as facts, and an undo puts them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from immutables import Map

from workshop.domain import events as ev
from workshop.domain.applying.answers import same_tally, with_response, without_response
from workshop.domain.applying.clock import restamp
from workshop.domain.cells import cell_of, cells_of, with_cell
from workshop.domain.events import Event
from workshop.domain.labels import label
from workshop.domain.making import replace
from workshop.domain.records import (
    Restore,
    Undoable,
)
from workshop.domain.rules import Rules
from workshop.domain.state import State

UNDO_DEPTH = 50


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
    ev.ParticipantRemoved: (("participants", "participant"),),
    ev.JoiningLocked: (("locked", ""),),
    ev.ClockGranted: (("devices", "facilitator"),),
    ev.ResponsePassed: (("responses", "response"),),
    ev.ModerationSet: (("moderated", ""),),
    ev.QuestionSettled: (("questions", "question"),),
}
"""What an event touches: (collection of `State`, the event's field with the id, if any)."""


def things_of(body: ev.EventBody, state: State) -> tuple[tuple[str, str], ...]:
    """What an event touches, as (collection, id); the clock where nothing else is said."""
    named = _THINGS.get(type(body), (("clock", ""),))
    things = [(collection, getattr(body, name) if name else "") for collection, name in named]
    if isinstance(body, ev.KindEvent) and (cells := cells_of(body.payload)):
        things = [("kinds", f"{body.exercise}/{cell}") for cell in cells]
    if isinstance(body, ev.ResponsesMerged):
        things = [("responses", id_) for id_ in (body.into, *body.responses) if id_ is not None]
    if isinstance(body, ev.TallyRecorded):
        things.append(("tallies", same_tally(state, body)))
    if isinstance(body, ev.NoteRemoved) and (note := state.notes.get(body.note)) is not None:
        things.append(("responses", note.response))
    return tuple((collection, id_) for collection, id_ in things if id_ is not None)


def fact(state: State, collection: str, id_: str) -> Any:
    """One thing of the state as it stands, None where it does not exist."""
    if collection == "responses":
        return state.response(id_)  # type: ignore[arg-type]
    value = getattr(state, collection)
    if collection == "kinds" and "/" in id_:
        exercise, cell = id_.split("/", 1)
        return cell_of(value.get(exercise), cell)
    return value.get(id_) if id_ else value


def remember(
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


def undone(state: State, event: Event, body: ev.Undone, _rules: Rules) -> State:
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
        return state if value.runs == runs else restamp(state, None)
    if collection == "responses":
        return without_response(state, id_) if value is None else with_response(state, value)
    if not id_:
        return _with(state, collection, value)
    if collection == "kinds" and "/" in id_:
        id_, cell = id_.split("/", 1)
        value = with_cell(state.kinds.get(id_), cell, value)  # type: ignore[call-overload]
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
