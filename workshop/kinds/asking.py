"""The form of an exercise in a session, also where it is made of what others answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workshop.domain.forms import Form
from workshop.domain.ids import ExerciseId, ParticipantId, ResponseId
from workshop.domain.moderation import may_be_shown
from workshop.domain.plan import Exercise
from workshop.domain.records import ExerciseRecord, Response
from workshop.domain.state import State
from workshop.kinds.base import Kind, Shared


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What was gathered, and of what: the same objects mean the same.

    `looked_at` has every answer with whether the room may see it.
    """

    setting: tuple[object, ...]
    answers: object = None
    own: object = None
    looked_at: Mapping[ResponseId, tuple[Response, bool]] = field(default_factory=dict)
    found: Any = None


_last: dict[ExerciseId, _Gathered] = {}
"""What was gathered last, an exercise: many ask between two answers."""


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
    setting = (kind, exercise, round_, state.moderated)
    last = _last.get(exercise.id)
    if last is None or not all(a is b for a, b in zip(last.setting, setting, strict=True)):
        last = _Gathered(setting)
    elif last.answers is answers and last.own is own:
        return last.found
    looked_at = {
        id_: known if (known := last.looked_at.get(id_)) and known[0] is r
        # Words are looked for once an answer, however often others come.
        else (r, r.round <= round_ and may_be_shown(state, r))
        for id_, r in (answers.items() if answers is not None else ())
    }  # fmt: skip
    shown = [r for r, may in looked_at.values() if may and r.round == round_]
    earlier = [r for r, may in looked_at.values() if may and r.round < round_]
    found = kind.gather(exercise, own, shown, last.found, earlier)
    _last[exercise.id] = _Gathered(setting, answers, own, looked_at, found)
    return found
