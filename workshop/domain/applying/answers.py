"""Reducers of exercises, answers and tallies."""

from __future__ import annotations

from typing import Any

from immutables import Map

from workshop.domain import events as ev
from workshop.domain.applying.reducers import Reducers
from workshop.domain.events import Event
from workshop.domain.making import replace
from workshop.domain.records import (
    ExerciseRecord,
    Response,
    Role,
    Tally,
)
from workshop.domain.rules import Rules
from workshop.domain.state import State


def _exercise(state: State, exercise: Any, **changes: Any) -> State:
    record = replace(state.exercises.get(exercise, ExerciseRecord()), **changes)
    return replace(state, exercises={**state.exercises, exercise: record})


def with_response(state: State, response: Response) -> State:
    group = state.responses.get(response.exercise, Map()).set(response.id, response)
    sent = state.sent
    if response.participant is not None and response.id not in state.response_exercise:
        sent = sent.set(response.participant, (*sent.get(response.participant, ()), response.id))
    return replace(
        state,
        responses=state.responses.set(response.exercise, group),
        response_exercise=state.response_exercise.set(response.id, response.exercise),
        sent=sent,
        merged=_merged_as(state, response.id, response.merged_into),
    )


def _merged_as(state: State, id_: Any, into: Any) -> Map[Any, tuple[Any, ...]]:
    """Which answers stand for others, with one of these as it is to be."""
    known, index = state.response(id_), state.merged
    was = None if known is None else known.merged_into
    if was == into:
        return index
    if was is not None:
        left = tuple(other for other in index[was] if other != id_)
        index = index.set(was, left) if left else index.delete(was)
    return index if into is None else index.set(into, tuple(sorted((*index.get(into, ()), id_))))


def without_response(state: State, id_: Any) -> State:
    response = state.response(id_)
    if response is None:
        return state
    group = state.responses[response.exercise].delete(id_)
    groups, sent = state.responses, state.sent
    if response.participant is not None:
        left = tuple(own for own in sent[response.participant] if own != id_)
        sent = sent.set(response.participant, left) if left else sent.delete(response.participant)
    return replace(
        state,
        responses=groups.set(response.exercise, group)
        if group
        else groups.delete(response.exercise),
        response_exercise=state.response_exercise.delete(id_),
        sent=sent,
        merged=_merged_as(state, id_, None),
    )


def new_response(state: State, event: Event, body: Any) -> Response:
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
        room=state.room_of(event.room),
    )


def _submitted(state: State, event: Event, body: ev.ResponseSubmitted, _rules: Rules) -> State:
    return with_response(state, new_response(state, event, body))


def change_response(state: State, id_: Any, **changes: Any) -> State:
    response = state.response(id_)
    return state if response is None else with_response(state, replace(response, **changes))


def _amended(state: State, event: Event, body: ev.ResponseAmended, _rules: Rules) -> State:
    response = state.response(body.response)
    if response is None:
        return state
    key = f"{response.participant}.{body.key}" if response.participant else body.key
    state = replace(state, keys=state.keys.set(key, response.id))
    return with_response(
        state,
        replace(
            response,
            answers=body.answers,
            table=body.table or response.table,
            badge=body.badge or response.badge,
            # What a participant says anew has not been looked over.
            passed=response.passed and event.role is not Role.PARTICIPANT,
            amended=response.amended + 1,
        ),
    )


def _merged(state: State, _event: Event, body: ev.ResponsesMerged, _rules: Rules) -> State:
    # An answer that is gone stands for nobody.
    into = None if body.into is None or state.response(body.into) is None else body.into
    for id_ in body.responses:
        state = change_response(state, id_, merged_into=into)
    return state


def same_tally(state: State, body: ev.TallyRecorded) -> Any:
    place = (body.exercise, body.round, body.table)
    for tally in state.tallies.values():
        if (tally.exercise, tally.round, tally.table) == place and tally.id != body.tally:
            return tally.id
    return None


def _tallied(state: State, event: Event, body: ev.TallyRecorded, _rules: Rules) -> State:
    tallies = state.tallies
    replaced = same_tally(state, body)
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
        room=state.room_of(event.room),
    )
    return replace(state, tallies=tallies.set(body.tally, tally))


ANSWERS: Reducers = {
    ev.ExerciseOpened: lambda s, _e, b, _r: _exercise(s, b.exercise, open=True, round=b.round),
    ev.ExerciseClosed: lambda s, _e, b, _r: _exercise(s, b.exercise, open=False),
    ev.ResultsShown: lambda s, _e, b, _r: _exercise(s, b.exercise, shown=True),
    ev.ResultsHidden: lambda s, _e, b, _r: _exercise(s, b.exercise, shown=False),
    ev.ResponseSubmitted: _submitted,
    ev.ResponseAmended: _amended,
    ev.ResponseWithdrawn: lambda s, _e, b, _r: change_response(s, b.response, withdrawn=True),
    ev.ResponseHidden: lambda s, _e, b, _r: change_response(s, b.response, hidden=b.reason),
    ev.ResponseUnhidden: lambda s, _e, b, _r: change_response(s, b.response, hidden=""),
    ev.ResponseStarred: lambda s, _e, b, _r: change_response(s, b.response, starred=b.starred),
    ev.ResponsesMerged: _merged,
    ev.TallyRecorded: _tallied,
}
