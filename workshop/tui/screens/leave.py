"""Leaving the terminal: the session may go on without it, or end with it."""

from __future__ import annotations

from workshop.domain import commands as cmd
from workshop.domain.clock import Stage
from workshop.domain.records import Role
from workshop.tui.screens.dialogs import Choice, ChoiceDialog
from workshop.tui.widgets.session import client_of


class LeaveScreen(ChoiceDialog[None]):
    """Asked for by `q`. Nothing is lost either way."""

    heading = "Quit"

    def question(self) -> str:
        if self._over:
            return "The session has ended; its record is kept."
        return "Everything is saved. A session that is left running goes on with its clock."

    @property
    def _over(self) -> bool:
        return self.app.state is not None and self.app.state.clock.stage is Stage.ENDED

    def choices(self) -> tuple[Choice, ...]:
        if self._over:
            return (Choice("quit", "q", "Quit"),)
        running = Choice("leave", "l", "Leave it running: 'workshop resume' comes back to it")
        chair = self.app.client is not None and self.app.client.me.role is Role.CHAIR
        return (running, Choice("end", "e", "End the session and quit")) if chair else (running,)

    async def choose(self, choice: str) -> None:
        app = self.app
        if choice == "end" and await app.act(cmd.EndSession()) is None:
            return
        await app.drafts.flush()
        await client_of(app).close(end_host=choice != "leave")
        app.exit(0)
