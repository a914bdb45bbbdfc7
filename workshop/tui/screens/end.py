"""Two ways to an end: close now with a short close, or end the session."""

from __future__ import annotations

from textual.content import Content

from workshop.domain import commands as cmd
from workshop.domain.fitting import closing
from workshop.domain.words import format_duration, format_time, nearest_minute
from workshop.tui.control import on_clock
from workshop.tui.screens.dialogs import Choice, ChoiceDialog


class EndScreen(ChoiceDialog[None]):
    """Asked for by `e`, and by `n` on the last segment (`last`: only the end is left)."""

    def __init__(self, *, last: bool = False) -> None:
        super().__init__()
        self.last = last
        self.heading = "That was the last segment" if last else "Come to an end"

    def question(self) -> Content:
        state, show = self.app.state, self.app.show
        if state is None or show is None:
            return Content("")
        end = format_time(show.must_end_at, state.plan.zone)
        left = (show.must_end_at - show.now).total_seconds()
        if left < 0:
            return Content(f"It should have ended at {end}, {format_duration(-left)} ago.")
        return Content(f"The end that must hold is {end}, in {format_duration(left)}.")

    def choices(self) -> tuple[Choice, ...]:
        end = Choice("end", "e", "End the session: the record is ready to export")
        if self.last:
            return (end,)
        return (Choice("close", "c", self._close_text()), end)

    def _close_text(self) -> str:
        state, show = self.app.state, self.app.show
        if state is None or show is None:
            return "Close now"
        after = nearest_minute(closing(state.plan, state.clock, show.now).end_after)
        return f"Close now: jump to the close, ends {format_time(after, state.plan.zone)}"

    async def choose(self, choice: str) -> None:
        await on_clock(self.app, cmd.EndSession() if choice == "end" else cmd.CloseNow())
