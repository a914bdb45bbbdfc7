"""Numbers made of all answers, counted anew only when answers have come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual.widget import Widget

from workshop.domain.ids import ExerciseId
from workshop.domain.moderation import waits
from workshop.domain.state import State
from workshop.domain.turnout import answered, joined
from workshop.tui.present import round_now

AT_ONCE = 500
"""Up to so many answers are passed over where they stand; more in a thread."""
PAUSE_S = 1.0

CountT = TypeVar("CountT")


class Counted(Generic[CountT]):
    """What `count` makes of one exercise's answers; with many of them at most a second old."""

    def __init__(self, owner: Widget, count: Callable[[State, ExerciseId | None], CountT]) -> None:
        self._owner = owner
        self._count = count
        self._slot: tuple[object, ...] = ()
        self._made_of: tuple[object, object] = (None, None)
        self._counting = False
        self._counted: CountT

    def of(self, state: State, exercise: ExerciseId | None) -> CountT:
        """Costs nothing while nobody has joined or answered since."""
        answers = None if exercise is None else state.responses.get(exercise)
        slot = (exercise, 0 if exercise is None else round_now(state, exercise), state.moderated)
        made_of = (state.participants, answers)
        if slot == self._slot and all(a is b for a, b in zip(made_of, self._made_of, strict=True)):
            return self._counted
        if slot != self._slot or len(answers or ()) <= AT_ONCE:
            self._take(slot, made_of, self._count(state, exercise))
        elif not self._counting:
            self._counting = True
            again = self._again(slot, made_of, state, exercise)
            self._owner.run_worker(again, group="counting")
        return self._counted

    def _take(
        self, slot: tuple[object, ...], made_of: tuple[object, object], counted: CountT
    ) -> None:
        self._slot, self._made_of, self._counted = slot, made_of, counted

    async def _again(
        self,
        slot: tuple[object, ...],
        made_of: tuple[object, object],
        state: State,
        exercise: ExerciseId | None,
    ) -> None:
        counted = await asyncio.to_thread(self._count, state, exercise)
        if slot == self._slot:
            self._take(slot, made_of, counted)
        await asyncio.sleep(PAUSE_S)
        self._counting = False


@dataclass(frozen=True, slots=True)
class Turnout:
    """`answered` is None where there is no exercise."""

    joined: int = 0
    answered: int | None = None

    def __str__(self) -> str:
        """'31 of 38', as wide with the first answer as with the last, so that nothing moves."""
        width = len(str(self.joined))
        return f"{self.answered or 0:>{width}} of {self.joined}"


def turnout(state: State, exercise: ExerciseId | None) -> Turnout:
    """Who is here and has answered in the exercise's round now."""
    if exercise is None:
        return Turnout(joined(state))
    return Turnout(joined(state), answered(state, exercise, round_now(state, exercise)))


def waiting(state: State, exercise: ExerciseId | None) -> int:
    """How many answers to an exercise wait to be looked over."""
    if exercise is None or not state.moderated:
        return 0
    answers = state.responses.get(exercise, {}).values()
    return sum(1 for response in answers if waits(state, response))
