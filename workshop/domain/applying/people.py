"""Reducers of who is in the room: participants, devices, votes, questions, pace."""

from __future__ import annotations

from typing import Any

from immutables import Map

from workshop.domain import events as ev
from workshop.domain.applying.answers import change_response
from workshop.domain.applying.reducers import Reducers
from workshop.domain.events import Event
from workshop.domain.making import replace
from workshop.domain.records import Device, Pace, PaceSignal, Participant, Question
from workshop.domain.rules import Rules
from workshop.domain.state import State


def _joined(state: State, event: Event, body: ev.ParticipantJoined, _rules: Rules) -> State:
    person = Participant(body.participant, body.badge, event.at, room=state.room_of(event.room))
    return replace(
        state,
        participants=state.participants.set(person.id, person),
        badges=max(state.badges, body.badge),
    )


def _participant(state: State, id_: Any, **changes: Any) -> State:
    person = state.participants.get(id_)
    if person is None:
        return state
    changed = replace(person, **changes)
    return replace(state, participants=state.participants.set(id_, changed))


def _profile(state: State, _event: Event, body: ev.ProfileSet, _rules: Rules) -> State:
    return _participant(
        state,
        body.participant,
        name=body.name,
        role=body.profession,
        organisation=body.organisation,
    )


def _admitted(state: State, event: Event, body: ev.FacilitatorAdmitted, _rules: Rules) -> State:
    device = Device(body.facilitator, body.as_role, body.name, body.initials, body.device, event.at)
    return replace(state, devices={**state.devices, device.id: device})


def _device(state: State, id_: Any, **changes: Any) -> State:
    device = state.devices.get(id_)
    if device is None:
        return state
    return replace(state, devices={**state.devices, id_: replace(device, **changes)})


def _voted(state: State, _event: Event, body: ev.ResponseVoted, _rules: Rules) -> State:
    votes = state.votes.get(body.response, Map())
    if body.up:
        votes = votes.set(body.participant, True)
    elif body.participant in votes:
        votes = votes.delete(body.participant)
    return replace(state, votes=state.votes.set(body.response, votes))


def _asked(state: State, event: Event, body: ev.QuestionAsked, _rules: Rules) -> State:
    question = Question(body.question, body.participant, body.text, event.at, event.segment)
    return replace(state, questions=state.questions.set(question.id, question))


def _settled(state: State, _event: Event, body: ev.QuestionSettled, _rules: Rules) -> State:
    question = state.questions.get(body.question)
    if question is None:
        return state
    changed = replace(question, settled=body.settled)
    return replace(state, questions=state.questions.set(question.id, changed))


def _paced(state: State, event: Event, body: ev.PaceSignalled, _rules: Rules) -> State:
    pace = state.pace
    if body.pace is not Pace.FOLLOWING:
        return replace(state, pace=pace.set(body.participant, PaceSignal(body.pace, event.at)))
    return replace(state, pace=pace.delete(body.participant)) if body.participant in pace else state


PEOPLE: Reducers = {
    ev.ParticipantJoined: _joined,
    ev.ProfileSet: _profile,
    ev.ParticipantRemoved: lambda s, _e, b, _r: _participant(s, b.participant, removed=b.removed),
    ev.BadgeSpent: lambda s, _e, b, _r: replace(s, badges=max(s.badges, b.badge)),
    ev.JoiningLocked: lambda s, _e, b, _r: replace(s, locked=b.locked),
    ev.FacilitatorAdmitted: _admitted,
    ev.FacilitatorRevoked: lambda s, _e, b, _r: _device(s, b.facilitator, revoked=True),
    ev.ClockGranted: lambda s, _e, b, _r: _device(s, b.facilitator, clock=b.granted),
    ev.ResponseVoted: _voted,
    ev.ResponsePassed: lambda s, _e, b, _r: change_response(s, b.response, passed=b.passed),
    ev.ModerationSet: lambda s, _e, b, _r: replace(s, moderated=b.on),
    ev.QuestionAsked: _asked,
    ev.QuestionSettled: _settled,
    ev.PaceSignalled: _paced,
}
