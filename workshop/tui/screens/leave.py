"""Leaving the terminal: the session may go on without it, or end with it."""

from __future__ import annotations

from workshop.domain import commands as cmd
from workshop.domain.clock import Stage
from workshop.domain.records import Role
from workshop.tui.screens.dialogs import Choice, ChoiceDialog
from workshop.tui.widgets.session import client_of, me

_PAGES_LIVE = "for 30 minutes"
"""The host ends by itself when so long nobody has looked."""


class LeaveScreen(ChoiceDialog[None]):
    """Asked for by `q`. Nothing is lost either way."""

    heading = "Quit"

    def question(self) -> str:
        if not self._chair:
            return "The session goes on; 'workshop join' comes back to it."
        if self._over:
            return "The session has ended; its record is kept."
        if self.app.health.saving_failed:
            return "Saving fails now: what was typed waits on this laptop for the next 'resume'."
        return "Everything is saved. A session that is left running goes on with its clock."

    @property
    def _over(self) -> bool:
        return self.app.state is not None and self.app.state.clock.stage is Stage.ENDED

    @property
    def _chair(self) -> bool:
        return self.app.client is None or me(self.app).role is Role.CHAIR

    @property
    def _has_pages(self) -> bool:
        """Whether there are participants who would miss their pages."""
        state, client = self.app.state, self.app.client
        return bool(state and state.participants and client and client.room)

    def choices(self) -> tuple[Choice, ...]:
        if not self._chair:
            return (Choice("leave", "q", "Quit"),)
        if self._over:
            keep = Choice("leave", "k", f"Quit; participants' pages stay open {_PAGES_LIVE}")
            quit_ = Choice("quit", "q", "Quit, and close the pages" if self._has_pages else "Quit")
            return (keep, quit_) if self._has_pages else (quit_,)
        running = Choice("leave", "l", "Leave it running: 'workshop resume' comes back to it")
        keep = Choice("keep", "k", f"End the session; the pages stay open {_PAGES_LIVE}")
        end = Choice("end", "e", "End the session and quit")
        return (running, keep, end) if self._has_pages else (running, end)

    async def choose(self, choice: str) -> None:
        app = self.app
        if choice in ("end", "keep") and await app.act(cmd.EndSession()) is None:
            return
        await app.drafts.flush()
        await client_of(app).close(end_host=choice in ("end", "quit"))
        app.exit(0)
