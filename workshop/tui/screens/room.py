"""The room view: the whole terminal as the room's screen, and nothing private on it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from workshop.domain.clock import Stage
from workshop.domain.on_now import shown_exercise
from workshop.domain.run_of_show import RunOfShow
from workshop.domain.state import State
from workshop.domain.words import format_duration
from workshop.service.client import Health
from workshop.tui import present
from workshop.tui.screens.base import SessionScreen
from workshop.tui.widgets.big_time import BigTime
from workshop.tui.widgets.join_line import JoinLine
from workshop.tui.widgets.key_bar import KeyBar
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.shown import ShownFindings


class RoomScreen(SessionScreen):
    """Title, prompt and the countdown in the biggest digits that fit; findings once shown."""

    CSS_PATH = "../styles/room.tcss"

    def compose(self) -> ComposeResult:
        yield Pane(id="banner")
        with Vertical(id="on"):
            yield Pane(id="title")
            yield Pane(id="prompt")
            with VerticalScroll(id="findings", can_focus=False):
                yield ShownFindings()
            yield BigTime(id="time")
            yield Pane(id="phase")
            yield JoinLine()
        yield Pane(id="armed")
        yield KeyBar()

    def banner(self, health: Health) -> Content:
        """No reasons here: they stand on the chair's own view."""
        troubled = health.saving_failed or super().banner(health).plain
        return (
            Content.styled(" ! see your own view ", "bold reverse $error")
            if troubled
            else (Content(""))
        )

    def keys(self, _state: State) -> tuple[tuple[str, str, str], ...]:
        """The room does not need the keys; help and the way back are enough."""
        return (("help", "?", "keys"), ("room", "z", "own view"))

    def repaint(self, state: State, show: RunOfShow) -> None:
        self.set_class(state.blank, "-blank")
        on = show.current or (show.rows[0] if show.rows else None)
        if state.blank or on is None:
            return
        exercise = present.exercise_on(state) if state.clock.stage is Stage.RUNNING else None
        record = None if exercise is None else state.exercises.get(exercise.id)
        shown = shown_exercise(state)
        self.set_class(shown is not None, "-findings")
        self.query_one("#title", Pane).put(on.segment.title)
        self.query_one("#prompt", Pane).put("" if exercise is None or shown else exercise.prompt)
        self.query_one(ShownFindings).put(self.app.client, shown, state)
        time = self.query_one("#time", BigTime)
        time.text = present.time_left(show)
        mark = present.mark(show)
        time.set_classes(f"-{mark.colour}")
        answers = "" if record is None else "answers open" if record.open else "answers closed"
        self.query_one("#phase", Pane).put(_phase(show, mark, answers))


def _phase(show: RunOfShow, mark: present.PhaseMark, answers: str) -> Content:
    if show.paused_s is not None:
        flash = "bold reverse" if int(show.now.timestamp()) % 2 else "bold"
        return Content.styled(f" ‖ PAUSED {format_duration(show.paused_s)} ", f"{flash} $warning")
    words = {"normal": "", "not started": "we start soon"}
    said = words.get(mark.word, mark.word.split(":")[-1].strip())
    phase = Content.styled(f"{mark.shape} {said}", f"bold ${mark.colour}") if said else Content("")
    parts = [part for part in (phase, Content.styled(answers, "$quiet")) if part.plain]
    return Content("  ·  ").join(parts) if parts else Content(" ")
