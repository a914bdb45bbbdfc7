"""Events to state. The one place where facts change; pure, and total over every known event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from immutables import Map

from workshop.domain import events as ev
from workshop.domain.applying.answers import ANSWERS, new_response
from workshop.domain.applying.clock import CLOCK, in_its_room
from workshop.domain.applying.notes import NOTES
from workshop.domain.applying.people import PEOPLE
from workshop.domain.applying.reducers import Reducers
from workshop.domain.applying.undo import remember, things_of, undone
from workshop.domain.events import Event
from workshop.domain.labels import undoable
from workshop.domain.making import replace
from workshop.domain.records import (
    Response,
    Role,
)
from workshop.domain.rules import Rules
from workshop.domain.state import State

_UNDOERS = (Role.CHAIR, Role.CO_FACILITATOR)


def apply(state: State, event: Event, rules: Rules) -> State:
    """The state after an event. An event of an unknown type only moves the revision."""
    reduce = REDUCERS.get(type(event.body))
    if reduce is None:
        return replace(state, revision=event.seq)
    if event.room in state.rooms and type(event.body) in CLOCK:
        return replace(in_its_room(state, event, rules), revision=event.seq)
    after = reduce(state, event, event.body, rules)
    if isinstance(event.body, ev.Undone) or not undoable(event.body):
        return replace(after, revision=event.seq)
    things = things_of(event.body, state)
    touched = after.touched
    if not isinstance(event.body, ev.ResponseSubmitted):  # new, so nobody else can have changed it
        for collection, id_ in things:
            touched = touched.set(f"{collection}/{id_}", event.seq)
    undo = remember(state, event, things) if event.role in _UNDOERS else after.undo
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
    sent: dict[Any, list[Any]] = {}
    for event in events:
        response = new_response(state, event, event.body)
        groups.setdefault(response.exercise, {})[response.id] = response
        if response.participant is not None:
            sent.setdefault(response.participant, []).append(response.id)
    responses, index = state.responses, state.response_exercise
    for exercise, group in groups.items():
        responses = responses.set(exercise, responses.get(exercise, Map()).update(group))
        index = index.update(dict.fromkeys(group, exercise))
    known = state.sent
    return replace(
        state,
        responses=responses,
        response_exercise=index,
        sent=known.update({person: (*known.get(person, ()), *ids) for person, ids in sent.items()}),
        revision=events[-1].seq,
    )


REDUCERS: Reducers = {**CLOCK, **ANSWERS, **NOTES, **PEOPLE, ev.Undone: undone}
