"""Looking answers over before the room sees them: which ones wait, and what may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workshop.domain.ids import ExerciseId
from workshop.domain.records import Response
from workshop.domain.state import State


def is_looked_over(response: Response) -> bool:
    """Whether an answer is of the sort that is looked over: a participant's, in words.

    Ticks and numbers, and what facilitators typed, say nothing that would have to be looked over.
    """
    return response.participant is not None and has_words(response.answers)


def may_be_shown(state: State, response: Response) -> bool:
    """Whether the room may see an answer now, its exercise's results being shown."""
    waits = state.moderated and not response.passed and is_looked_over(response)
    return response.counts and not waits


def waits(state: State, response: Response) -> bool:
    """Whether the room would see an answer only once it has been passed."""
    return response.counts and not may_be_shown(state, response)


def for_the_room(state: State, exercise: ExerciseId) -> State:
    """The state with only those answers to an exercise that the room may see."""
    answers = state.responses.get(exercise)
    if not state.moderated or answers is None:
        return state
    shown = {id_ for id_, r in answers.items() if may_be_shown(state, r)}
    # What is merged shows no words of its own, and its people are counted.
    kept = {id_: r for id_, r in answers.items() if {id_, r.merged_into} & shown}
    if len(kept) == len(answers):
        return state
    passed = type(answers)(kept)
    return replace(state, responses=state.responses.set(exercise, passed))


def has_words(value: Any) -> bool:
    """Whether answers hold text; a list holds ids of options, which are the plan's words."""
    if isinstance(value, Mapping):
        return any(has_words(item) for item in value.values())
    return isinstance(value, str)
