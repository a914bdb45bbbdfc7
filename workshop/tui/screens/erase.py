"""Erasing a participant for good."""

from __future__ import annotations

from workshop.domain.records import Participant
from workshop.errors import WorkshopError
from workshop.tui.screens.dialogs import Choice, ChoiceDialog
from workshop.tui.widgets.session import client_of


class EraseScreen(ChoiceDialog[None]):
    """Asks before everything of a participant leaves the file; `u` cannot bring it back."""

    heading = "Erase a participant"

    def __init__(self, person: Participant) -> None:
        super().__init__()
        self._person = person

    def question(self) -> str:
        who = f"#{self._person.badge} {self._person.name}".strip()
        return (
            f"Everything of {who} leaves the session's file: name, answers, votes, questions. "
            "This cannot be undone."
        )

    def choices(self) -> tuple[Choice, ...]:
        return (
            Choice("keep", "k", "Keep them"),
            Choice("erase", "e", f"Erase #{self._person.badge} for good"),
        )

    async def choose(self, choice: str) -> None:
        room = client_of(self.app).room
        if choice != "erase" or room is None:
            return
        try:
            erased = await self.app.busy(
                "Rewriting the session's file …", room.erase(self._person.id)
            )
        except WorkshopError as error:
            self.app.show_error(error)
            return
        exports = "\n".join(erased.exports)
        self.app.notify(
            f"Exports made before still tell of them; delete them:\n{exports}"
            if exports
            else "Nothing in the file tells of them any more.",
            title=f"#{erased.badge} is erased",
            markup=False,
            timeout=20 if exports else 5,
        )
