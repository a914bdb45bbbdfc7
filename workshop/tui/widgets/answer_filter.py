"""A line that narrows a list of answers down to those with a text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual import on
from textual.widgets import Input

from workshop.domain.ids import ResponseId
from workshop.domain.records import Response
from workshop.tui.widgets.arrivals import Arrivals

_CHUNK = 2000
"""So many answers are searched before the screen may paint again."""


class AnswerFilter(Input):
    """`found` holds the places among all answers of those with `term`, None where nothing is asked
    for; `narrowed` is called when it has been looked for anew."""

    def __init__(
        self,
        arrivals: Arrivals,
        text_of: Callable[[Response], str],
        narrowed: Callable[[], None],
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(placeholder="Show answers with…", compact=True, id=id)
        self._arrivals = arrivals
        self._text_of = text_of
        self._narrowed = narrowed
        self.found: list[int] | None = None

    @property
    def term(self) -> str:
        return self.value.strip().casefold()

    @property
    def rows(self) -> Sequence[tuple[int, ResponseId]]:
        """The answers that are shown, each with its number among all."""
        ids = self._arrivals.ids
        return _Rows(ids, range(len(ids)) if self.found is None else self.found)

    @on(Input.Changed)
    def look(self) -> None:
        """Look anew: there are new answers, or something new about known ones."""
        if self.term:
            self.run_worker(self._find(self.term), group="find", exclusive=True)
        else:
            self.found = None
            self._narrowed()

    async def _find(self, term: str) -> None:
        """Look through all answers a piece at a time, so that keys are never kept waiting."""
        found: list[int] = []
        ids, answers = list(self._arrivals.ids), self._arrivals.answers
        for place, id_ in enumerate(ids):
            response = answers.get(id_)
            if response is None:
                continue
            if term in self._text_of(response).casefold():
                found.append(place)
            if place % _CHUNK == _CHUNK - 1:
                await asyncio.sleep(0)
        if term == self.term:
            self.found = found
            self._narrowed()


class _Rows(Sequence[tuple[int, ResponseId]]):
    """Numbered ids at some places of a long list, without copying it."""

    def __init__(self, ids: list[ResponseId], places: Sequence[int]) -> None:
        self._ids = ids
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> tuple[int, ResponseId]:  # type: ignore[override]
        place = self._places[index]
        return place + 1, self._ids[place]
