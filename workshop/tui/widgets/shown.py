"""Findings that the room sees, fetched when they are shown and when answers have come."""

from __future__ import annotations

from textual import work
from textual.widgets import Static

from workshop.domain.ids import ExerciseId
from workshop.domain.state import State
from workshop.errors import WorkshopError
from workshop.service.client import SessionClient


class ShownFindings(Static):
    """Draws one exercise's findings; asks again only when its answers have changed."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._seen: tuple[object, ...] = ()

    def put(self, client: SessionClient | None, exercise: ExerciseId | None, state: State) -> None:
        if exercise is None or client is None:
            if self._seen:
                self._seen = ()
                self.update("")
            return
        # Persistent maps: the same object means the same answers, whatever their number.
        answers = id(state.responses.get(exercise))
        kept = id(state.kinds.get(exercise))
        seen = (exercise, answers, kept, id(state.tallies), state.moderated, self.size.width)
        if seen != self._seen:
            self._seen = seen
            self._fetch(client, exercise)

    @work(exclusive=True, group="shown")
    async def _fetch(self, client: SessionClient, exercise: ExerciseId) -> None:
        from workshop.tui.widgets.findings import findings_text

        try:
            findings = await client.findings(exercise, for_the_room=True)
        except WorkshopError as error:
            self.update(error.title)
            return
        self.update(findings_text(findings, self.size.width or 80))
