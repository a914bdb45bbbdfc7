"""What each participant alone is told, kept while the facts that it was made of hold.

A phone asks for its own part only; all phones hear when anything told has changed, never what.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import msgspec

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

    async def mark_beside(self, state: State, kinds: Mapping[str, Kind]) -> int:
        """The mark, made beside the event loop: in a large room it takes some milliseconds."""
        if all(self._known(exercise, state) for exercise in _telling(state, kinds)):
            return self.mark(state, kinds)
        return await asyncio.to_thread(self.mark, state, kinds)

    def _known(self, exercise: Exercise, state: State) -> _Kept | None:
        """What is kept for an exercise, where nothing that it was made of has changed."""
        kept = self._kept.get(exercise.id)
        if kept is None:
            return None
        made_of = _made_of(exercise, state)
        return kept if all(a is b for a, b in zip(kept.made_of, made_of, strict=True)) else None

    def _of(self, exercise: Exercise, state: State, kinds: Mapping[str, Kind]) -> _Kept:
        kept = self._known(exercise, state)
        if kept is None:
            record = state.exercises.get(exercise.id)
            passed = for_the_room(state, exercise.id)
            material = material_of(exercise, passed, record.round if record else 1)
            told = registry.told(kinds.get(exercise.kind), material)
            said = [exercise.id, {who: lines for who, lines in told.items() if lines}]
            mark = crc32(msgspec.json.encode(said, order="deterministic")) if said[1] else 0
            kept = self._kept[exercise.id] = _Kept(_made_of(exercise, state), told, mark)
        return kept


def _made_of(exercise: Exercise, state: State) -> tuple[object, ...]:
    """All that what an exercise tells depends on."""
    return (
        state.kinds.get(exercise.id), state.responses.get(exercise.id), state.participants,
        state.exercises.get(exercise.id), state.moderated,
    )  # fmt: skip


def _telling(state: State, kinds: Mapping[str, Kind]) -> list[Exercise]:
    """The exercises whose kind may have something to tell, in the plan's order."""
    return [
        exercise
        for exercise in state.plan.exercises
        if exercise.id in state.kinds and exercise.kind in kinds and kinds[exercise.kind].tells
    ]
