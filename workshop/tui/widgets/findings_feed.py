"""The findings of an exercise, asked for anew where what they are made of has changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.screen import Screen

from workshop.domain.findings import Findings
from workshop.domain.ids import ExerciseId
from workshop.errors import WorkshopError
from workshop.tui.app import WorkshopApp
from workshop.tui.finding import find_for
from workshop.tui.widgets.session import client_of, state_of

AT_MOST_EVERY_S = 1.0
"""How often a screen looks: answers that pour in are worked in about once a second."""


class FindingsFeed:
    """Asks the client in a worker of `screen`, and calls `found` with what it says."""

    def __init__(self, screen: Screen[Any], found: Callable[[Findings], None]) -> None:
        self._screen = screen
        self._found = found
        self._seen: tuple[object, ...] = ()

    @property
    def _app(self) -> WorkshopApp:
        return self._screen.app  # type: ignore[return-value]

    def look(self, exercise: ExerciseId, round_: int) -> bool:
        """Ask where answers, counts, people or the choice have changed since; whether they have."""
        state = state_of(self._app)
        seen = (exercise, round_, state.responses.get(exercise), state.tallies,
                state.kinds.get(exercise), state.participants)  # fmt: skip
        if self._seen and all(
            a is b or (isinstance(a, str | int) and a == b)
            for a, b in zip(seen, self._seen, strict=True)
        ):
            return False
        self._seen = seen
        find_for(self._screen, partial(self._ask, exercise, round_))
        return True

    async def _ask(self, exercise: ExerciseId, round_: int) -> None:
        try:
            findings = await client_of(self._app).findings(exercise, round_)
        except WorkshopError as error:
            self._app.show_error(error)
            self._seen = ()
            return
        self._found(findings)
