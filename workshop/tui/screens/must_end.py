"""Another end that must hold: the room was given more time, or less."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from workshop.domain import commands as cmd
from workshop.domain.words import format_time
from workshop.tui.control import on_clock
from workshop.tui.screens.dialogs import Dialog
from workshop.tui.times import next_time
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.session import state_of


class MustEndScreen(Dialog):
    """Asks for a time of day; Enter takes it."""

    def compose(self) -> ComposeResult:
        state, show = state_of(self.app), self.app.show
        end = "" if show is None else format_time(show.must_end_at, state.plan.zone)
        with Vertical(classes="dialog"):
            yield Pane("By when must it end?", classes="heading")
            yield Input(end, max_length=5)
            yield Pane(id="wrong")
            yield Pane("Enter takes it · Esc leaves it as it is", classes="hint")

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        state = state_of(self.app)
        began = state.clock.started_at or state.clock.planned_start or self.app.now
        end = next_time(event.value, began, state.plan.zone)
        if end is None:
            wrong = Content.styled("A time of day, please, as in 16:00.", "$error")
            self.query_one("#wrong", Pane).put(wrong)
        elif await on_clock(self.app, cmd.SetMustEnd(end)) is not None:
            self.dismiss()
