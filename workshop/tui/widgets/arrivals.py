"""One exercise's answers in the order of arrival, kept up without passing over all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from immutables import Map
from textual.widget import Widget

from workshop.domain.ids import ExerciseId, ResponseId
from workshop.domain.records import Response
from workshop.domain.state import State

Answers = Map[ResponseId, Response]

AT_ONCE = 500
"""Up to so many answers are put in order where they stand; more go through a thread."""
PAUSE_S = 0.3


class Arrivals:
    """Ids of the answers to one exercise, oldest first, in `ids`; the newest of each in `answers`.

    `shown` is called when there is something new to draw. A change to a known answer costs
    nothing; new answers of others are gathered and put in order a few times a second.
    """

    def __init__(self, owner: Widget, shown: Callable[[], None]) -> None:
        self._owner = owner
        self._shown = shown
        self._exercise: ExerciseId | None = None
        self._own: list[ResponseId] = []
        self.answers: Answers = Map()
        self.ids: list[ResponseId] = []

    def follow(self, state: State, exercise: ExerciseId) -> None:
        """Take what is newest of an exercise."""
        answers: Answers = state.responses.get(exercise, Map())
        if exercise != self._exercise:
            self._exercise, self.ids, self._own = exercise, [], []
        elif answers is self.answers:
            return
        self.answers = answers
        self._take_own()
        if len(answers) != len(self.ids) and len(answers) > AT_ONCE:
            self._owner.run_worker(self._catch_up(), group="arrivals", exclusive=True)
            return
        if len(answers) != len(self.ids):
            self.ids = in_order(answers)
        self._shown()

    def add(self, response: ResponseId) -> None:
        """An own answer that was kept just now, so that nothing has to be passed over for it."""
        self._own.append(response)
        if self._take_own():
            self._shown()

    def _take_own(self) -> bool:
        """Append the own answers where they explain everything that is new."""
        new = [id_ for id_ in self._own if id_ in self.answers]
        explained = bool(new) and len(self.ids) + len(new) == len(self.answers)
        if explained:
            self.ids.extend(new)
            self._own = [id_ for id_ in self._own if id_ not in new]
        elif len(self.ids) == len(self.answers):
            self._own = [id_ for id_ in self._own if id_ not in self.answers]
        return explained

    async def _catch_up(self) -> None:
        while len(self.ids) != len(self.answers):
            if self.ids:
                await asyncio.sleep(PAUSE_S)
            exercise, answers = self._exercise, self.answers
            ids = await asyncio.to_thread(in_order, answers)
            if exercise == self._exercise:
                self.ids = ids
                self._shown()


def in_order(answers: Answers) -> list[ResponseId]:
    """Every id in the order of arrival; passes over all answers."""
    return [response.id for response in sorted(answers.values(), key=lambda r: r.seq)]
