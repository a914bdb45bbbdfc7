"""The answers that this terminal typed, to go back to."""

from __future__ import annotations

from workshop.domain.ids import ActorId, ResponseId
from workshop.domain.records import Source
from workshop.tui.widgets.arrivals import Arrivals

_AMONG = 200
"""So many of the newest answers are looked through for one's own."""


class OwnAnswers:
    """Their ids, oldest first, in `ids`; `correcting` is the one in the box, None for a new one."""

    def __init__(self) -> None:
        self.ids: list[ResponseId] = []
        self.correcting: ResponseId | None = None

    def find(self, arrivals: Arrivals, typist: ActorId) -> None:
        """Take those among the newest answers that this terminal typed."""
        newest = [arrivals.answers[id_] for id_ in arrivals.ids[-_AMONG:]]
        self.ids = [r.id for r in newest if r.by == typist and r.source is Source.KEYBOARD]

    def forget(self, id_: ResponseId) -> None:
        self.ids = [known for known in self.ids if known != id_]

    def before(self) -> ResponseId | None:
        """The answer before the one in the box, the last where a new one is typed."""
        place = self._place()
        place = len(self.ids) if place is None else place
        return self.ids[place - 1] if place > 0 else None

    def after(self) -> ResponseId | None:
        """The answer after the one in the box; None where a new one comes next."""
        place = self._place()
        return None if place is None or place + 1 >= len(self.ids) else self.ids[place + 1]

    def _place(self) -> int | None:
        return self.ids.index(self.correcting) if self.correcting in self.ids else None
