"""The crash drill of a rehearsal: everything is killed, and the next start shows what came back."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from textual.content import Content

from workshop.domain.state import State
from workshop.domain.words import format_duration
from workshop.service.beside import is_alive, read_process
from workshop.service.drill import Counts, Drill, counts_of, keep_drill
from workshop.tui.screens.dialogs import Choice, ChoiceDialog


class DrillScreen(ChoiceDialog[None]):
    """Asked for by `K`, in a rehearsal only."""

    heading = "Crash drill"

    def question(self) -> str:
        return (
            "Host and terminal are killed, as by a crash: nothing is closed, nothing is saved on "
            "the way out. Then the rehearsal starts again by itself and shows what came back."
        )

    def choices(self) -> tuple[Choice, ...]:
        return (Choice("kill", "k", "Kill the program now"),)

    async def choose(self, choice: str) -> None:  # noqa: ARG002 - there is only one
        app = self.app
        session = Path(app.health.session_path)
        process = read_process(session)
        state, show = app.state, app.show
        if state is None or process is None or not process.pid or not is_alive(process.pid):
            app.say("The host is not on this computer: there is nothing to kill.")
            return
        current = None if show is None else show.current
        keep_drill(
            session,
            Drill(
                at=app.clock.now(),
                before=counts_of(state),
                segment=None if current is None else current.segment.title,
                remaining_s=0.0 if show is None else show.remaining_s,
            ),
        )
        os.kill(process.pid, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


class CameBackScreen(ChoiceDialog[None]):
    """Shown once, by whoever opens the session first after a drill."""

    heading = "What came back"

    def __init__(self, drill: Drill) -> None:
        super().__init__()
        self.drill = drill
        self.lines: tuple[str, ...] = ()

    def on_mount(self) -> None:
        # As it was on coming back; the room goes on behind this.
        state = self.app.state
        if state is not None:
            away_s = (self.app.clock.now() - self.drill.at).total_seconds()
            show = self.app.show
            left_s = None if show is None or show.current is None else show.remaining_s
            self.lines = tuple(came_back(self.drill, state, away_s, left_s))

    def question(self) -> Content:
        return Content("\n").join(Content(line) for line in self.lines)

    def choices(self) -> tuple[Choice, ...]:
        return (Choice("go", "g", "Go on with the rehearsal"),)

    async def choose(self, choice: str) -> None:
        """Nothing more: it closes."""


def came_back(drill: Drill, state: State, away_s: float, left_s: float | None) -> list[str]:
    """What there was and what there is, a line each; `left_s` the segment on now has left."""
    now = counts_of(state)
    lines = [f"Killed by the drill; back after {format_duration(away_s)} of the hour's time.", ""]
    lines.append(f"{'':<10}{'before':>8}{'now':>8}")
    for name in Counts.__slots__:
        before, after = getattr(drill.before, name), getattr(now, name)
        mark = "  LOST" if after < before else ""
        lines.append(f"{name:<10}{before:>8}{after:>8}{mark}")
    lines.append("")
    if drill.told is not None and drill.found is not None:
        verdict = "nothing is lost" if drill.found >= drill.told else "SOME ARE LOST"
        lines.append(
            f"Phones had been told of {drill.told} answers that they are safe; "
            f"{drill.found} of them stand in the file: {verdict}."
        )
    if drill.segment is not None:
        left = format_duration(drill.remaining_s)
        now_left = "" if left_s is None else f", and has {format_duration(left_s)} now"
        lines.append(f"The clock went on: ‘{drill.segment}’ had {left} left{now_left}.")
    return lines
