"""The laptop slept, or its clock jumped: was that part of the hour?"""

from __future__ import annotations

from workshop.domain import commands as cmd
from workshop.domain.words import format_duration
from workshop.tui.control import on_clock
from workshop.tui.screens.dialogs import Choice, ChoiceDialog


class GapScreen(ChoiceDialog[None]):
    """Asked by the host's watch over the clock; until it is answered the time counts."""

    heading = "The clock was interrupted"

    def question(self) -> str:
        gap = None if self.app.state is None else self.app.state.clock.gap
        if gap is None:
            return ""
        length = format_duration(abs(gap.seconds))
        if gap.cause == "sleep":
            return f"The laptop slept {length}: count it or leave it out?"
        way = "forward" if gap.seconds > 0 else "back"
        return f"The laptop's clock jumped {way} by {length}: count it or leave it out?"

    def choices(self) -> tuple[Choice, ...]:
        return (
            Choice("count", "c", "Count it: the room went on meanwhile"),
            Choice("leave", "l", "Leave it out, as a pause"),
        )

    async def choose(self, choice: str) -> None:
        await on_clock(self.app, cmd.ResolveClockGap(counted=choice == "count"))
