"""How many have joined and answered, counted anew only when somebody has."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from textual.widget import Widget

from workshop.domain.ids import ExerciseId
from workshop.domain.state import State
from workshop.domain.turnout import answered, joined
from workshop.tui.widgets.asked import round_now

AT_ONCE = 500
"""Up to so many answers are passed over where they stand; more in a thread."""
PAUSE_S = 1.0


@dataclass(frozen=True, slots=True)
class Turnout:
    """`answered` is None where there is no exercise."""

    joined: int = 0
    answered: int | None = None

    def __str__(self) -> str:
        """'31 of 38', as wide with the first answer as with the last, so that nothing moves."""
        width = len(str(self.joined))
        return f"{self.answered or 0:>{width}} of {self.joined}"


class Counted:
    """The turnout of one exercise's round now; with many answers at most a second old."""

    def __init__(self, owner: Widget) -> None:
        self._owner = owner
        self._made_of: tuple[object, ...] = ()
        self._counting = False
        self._turnout = Turnout()

    def of(self, state: State, exercise: ExerciseId | None) -> Turnout:
        """Costs nothing while nobody has joined or answered since."""
        answers = None if exercise is None else state.responses.get(exercise)
        round_ = 0 if exercise is None else round_now(state, exercise)
        made_of = (state.participants, answers, exercise, round_)
        same = len(self._made_of) == len(made_of) and all(
            a is b or (isinstance(a, str | int) and a == b)
            for a, b in zip(made_of, self._made_of, strict=True)
        )
        if same or self._counting:
            return self._turnout
        moved = self._made_of[2:] != made_of[2:]
        if moved or answers is None or len(answers) <= AT_ONCE:
            self._made_of, self._turnout = made_of, _counted(state, exercise, round_)
        else:
            self._counting = True
            self._owner.run_worker(self._count(made_of, state, exercise, round_), group="counting")
        return self._turnout

    async def _count(
        self, made_of: tuple[object, ...], state: State, exercise: ExerciseId | None, round_: int
    ) -> None:
        self._turnout = await asyncio.to_thread(_counted, state, exercise, round_)
        self._made_of = made_of
        await asyncio.sleep(PAUSE_S)
        self._counting = False


def _counted(state: State, exercise: ExerciseId | None, round_: int) -> Turnout:
    here = joined(state)
    return Turnout(here, None if exercise is None else answered(state, exercise, round_))
