"""The form of an exercise in a session, also where it is made of what others answered."""

from __future__ import annotations

from typing import Any

from workshop.domain.forms import Form
from workshop.domain.ids import ExerciseId, ParticipantId
from workshop.domain.moderation import may_be_shown
from workshop.domain.plan import Exercise
from workshop.domain.records import ExerciseRecord
from workshop.domain.state import State
from workshop.kinds.base import Kind, Shared

_last: dict[ExerciseId, tuple[tuple[object, ...], Any]] = {}
"""What was gathered last, an exercise, with what it was made of: many ask between two answers."""


def next_form(kind: Kind, exercise: Exercise, state: State, participant: ParticipantId) -> Form:
    """What a participant is asked now."""
    return _form(kind, exercise, state, participant, every=False)


def whole_form(
    kind: Kind,
    exercise: Exercise,
    state: State | None = None,
    participant: ParticipantId | None = None,
) -> Form:
    """All that may be answered, to read what was sent; without a session the plan's own part."""
    if state is None:
        return kind.form(exercise, None, participant)
    return _form(kind, exercise, state, participant, every=True)


def _form(
    kind: Kind,
    exercise: Exercise,
    state: State,
    participant: ParticipantId | None,
    *,
    every: bool,
) -> Form:
    kept: Any = state.kinds.get(exercise.id)
    if kind.gathers:
        round_ = state.exercises.get(exercise.id, ExerciseRecord()).round
        sent = state.sent.get(participant, ()) if participant is not None else ()
        mine = (state.response(id_) for id_ in sent)
        own = tuple(
            r
            for r in mine
            if r is not None and (r.exercise, r.round) == (exercise.id, round_) and not r.withdrawn
        )
        kept = Shared(_gathered(kind, exercise, state, round_), own, every)
    return kind.form(exercise, kept, participant)


def _gathered(kind: Kind, exercise: Exercise, state: State, round_: int) -> Any:
    answers, own = state.responses.get(exercise.id), state.kinds.get(exercise.id)
    made_of = (answers, own, exercise, kind, round_, state.moderated)
    known, before = _last.get(exercise.id, ((), None))
    if len(known) == len(made_of) and all(a is b for a, b in zip(known, made_of, strict=True)):
        return before
    same = len(known) == len(made_of) and known[2] is exercise and known[4:] == made_of[4:]
    shown = [
        r
        for r in (answers.values() if answers is not None else ())
        if r.round == round_ and may_be_shown(state, r)
    ]
    found = kind.gather(exercise, own, shown, before if same else None)
    _last[exercise.id] = (made_of, found)
    return found
