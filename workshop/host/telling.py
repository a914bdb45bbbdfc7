"""What each participant alone is told, kept while the facts that it was made of hold.

A phone asks for its own part only; all phones hear when anything told has changed, never what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from workshop.domain.ids import ExerciseId, ParticipantId
from workshop.domain.moderation import for_the_room
from workshop.domain.plan import Exercise
from workshop.domain.state import State
from workshop.domain.telling import Told
from workshop.kinds import registry
from workshop.kinds.base import Kind
from workshop.service.analyses import material_of


@dataclass(frozen=True, slots=True)
class _Kept:
    """What one exercise tells; the same objects mean that it still does."""

    made_of: tuple[object, ...]
    told: Mapping[ParticipantId, Sequence[Told]]
    mark: int


class Telling:
    """What the kinds of one session tell each participant."""

    def __init__(self) -> None:
        self._kept: dict[ExerciseId, _Kept] = {}

    def told(
        self, state: State, kinds: Mapping[str, Kind], participant: ParticipantId
    ) -> tuple[Told, ...]:
        """What one participant is told, exercise by exercise; nothing for one who was removed."""
        person = state.participants.get(participant)
        if person is None or person.removed:
            return ()
        return tuple(
            told
            for exercise in _telling(state, kinds)
            for told in self._of(exercise, state, kinds).told.get(participant, ())
        )

    def mark(self, state: State, kinds: Mapping[str, Kind]) -> int:
        """A number that changes with anything told to anybody; 0 while nothing is."""
        mark = 0
        for exercise in _telling(state, kinds):
            mark ^= self._of(exercise, state, kinds).mark
        return mark

    def _of(self, exercise: Exercise, state: State, kinds: Mapping[str, Kind]) -> _Kept:
        record = state.exercises.get(exercise.id)
        made_of = (
            state.kinds.get(exercise.id), state.responses.get(exercise.id), state.participants,
            record, state.moderated,
        )  # fmt: skip
        kept = self._kept.get(exercise.id)
        if kept is None or not all(a is b for a, b in zip(kept.made_of, made_of, strict=True)):
            material = material_of(
                exercise, for_the_room(state, exercise.id), record.round if record else 1
            )
            told = registry.told(kinds.get(exercise.kind), material)
            said = sorted((str(who), repr(lines)) for who, lines in told.items() if lines)
            mark = crc32(repr((exercise.id, said)).encode()) if said else 0
            kept = self._kept[exercise.id] = _Kept(made_of, told, mark)
        return kept


def _telling(state: State, kinds: Mapping[str, Kind]) -> list[Exercise]:
    """The exercises whose kind may have something to tell, in the plan's order."""
    return [
        exercise
        for exercise in state.plan.exercises
        if exercise.id in state.kinds and exercise.kind in kinds and kinds[exercise.kind].tells
    ]
