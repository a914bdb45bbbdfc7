"""How many are here and how many of them have answered."""

from __future__ import annotations

from workshop.domain.ids import ExerciseId, ParticipantId
from workshop.domain.state import State


def joined(state: State) -> int:
    """How many have joined and were not sent out."""
    return sum(1 for person in state.participants.values() if not person.removed)


def answered(state: State, exercise: ExerciseId, round_: int) -> int:
    """How many of those who joined have an answer in a round of an exercise.

    Passes over all answers to the exercise.
    """
    return len(
        {
            response.participant
            for response in state.responses.get(exercise, {}).values()
            if response.round == round_
            and not response.withdrawn
            and _is_here(state, response.participant)
        }
    )


def _is_here(state: State, participant: ParticipantId | None) -> bool:
    person = None if participant is None else state.participants.get(participant)
    return person is not None and not person.removed
