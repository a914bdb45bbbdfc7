"""The minute before the room: who sees this screen, when it starts, when it must end, who is here.

Everything has a sensible answer already; Enter goes on from anywhere.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, RadioSet

from workshop.domain import commands as cmd
from workshop.domain.clock import Stage
from workshop.domain.ids import PersonId
from workshop.domain.state import State
from workshop.domain.words import format_minutes, format_time
from workshop.tui.app import WorkshopApp
from workshop.tui.times import next_time, parse_time
from workshop.tui.widgets.key_bar import KeyBar
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.session import state_of
from workshop.tui.widgets.ticks import Pick, Tick

SOON = timedelta(hours=4)
PAST = timedelta(minutes=20)
"""A planned start is taken for today's when it lies no further away than these."""

_KEYS = (
    ("go", "Enter", "open the lobby"),
    ("switch", "Tab", "next question"),
    ("toggle", "space", "choose"),
    ("help", "?", "help"),
    ("leave", "ctrl+q", "quit"),
)


class PreflightScreen(Screen[None]):
    """Four questions on one screen."""

    app = getters.app(WorkshopApp)
    CSS_PATH = "../styles/preflight.tcss"
    AUTO_FOCUS = "#mirrored"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "open the lobby", priority=True),
    ]

    def compose(self) -> ComposeResult:
        state = self._state
        zone = state.plan.zone
        clock = state.clock
        planned = clock.planned_start or self.app.now
        near = -PAST <= planned - self.app.now <= SOON
        with VerticalScroll(id="page", can_focus=False):
            yield Pane(state.plan.title, id="title")
            yield Pane("1  Does the room see this very screen?", classes="heading")
            with RadioSet(id="mirrored"):
                yield Pick("No, this screen is mine alone", value=not self._mirrored)
                yield Pick(
                    "Yes, it is mirrored: nothing private is shown on it", value=self._mirrored
                )
            yield Pane("2  When does it start?", classes="heading")
            with Horizontal(classes="row"):
                with RadioSet(id="start"):
                    yield Pick("now", value=not near, id="start_now")
                    yield Pick(
                        f"as planned, {format_time(planned, zone)}", value=near, id="start_planned"
                    )
                    yield Pick("at", id="start_at")
                yield Input(format_time(planned, zone), max_length=5, id="start_time", compact=True)
            yield Pane("3  By when must it end, whatever happens?", classes="heading")
            with Horizontal(classes="row"):
                yield Input(max_length=5, id="end_time", compact=True)
                yield Pane(id="length")
            if state.plan.people:
                yield Pane("4  Who is here?", classes="heading")
                with Vertical(id="people"):
                    for index, person in enumerate(state.plan.people):
                        role = f", {person.role}" if person.role else ""
                        here = not state.preflight.present or person.id in state.preflight.present
                        yield Tick(
                            Content(f"{person.name}{role}"), here, id=f"person_{index}",
                            compact=True,
                        )  # fmt: skip
            yield Pane(id="wrong")
        yield KeyBar()

    @property
    def _state(self) -> State:
        return state_of(self.app)

    @property
    def _mirrored(self) -> bool:
        return self._state.preflight.mirrored

    def on_mount(self) -> None:
        self.query_one(KeyBar).keys = _KEYS
        self._own_end = False
        self._put_end()

    def _start(self) -> datetime | None:
        """The start as it is chosen; None when the time typed is none."""
        state = self._state
        pressed = self.query_one("#start", RadioSet).pressed_button
        if pressed is not None and pressed.id == "start_planned" and state.clock.planned_start:
            return state.clock.planned_start
        if pressed is not None and pressed.id == "start_at":
            typed = self.query_one("#start_time", Input).value
            return parse_time(typed, self.app.now, state.plan.zone)
        return self.app.clock.now()

    def _put_end(self) -> None:
        """Unless an end was typed, it follows the start."""
        start = self._start()
        if start is not None and not self._own_end:
            end = start + timedelta(seconds=self._state.plan.total_s)
            with self.prevent(Input.Changed):
                self.query_one("#end_time", Input).value = format_time(end, self._state.plan.zone)
        self._put_length()

    def _put_length(self) -> None:
        start, end = self._start(), self._end()
        if start is None or end is None:
            self.query_one("#length", Pane).put("")
            return
        has, needs = (end - start).total_seconds(), self._state.plan.total_s
        said = f"{format_minutes(has)} for a plan of {format_minutes(needs)}"
        short = needs - has >= 60
        self.query_one("#length", Pane).put(
            Content.styled(f"{said}: fit to time (f) will be offered", "$warning")
            if short
            else Content.styled(said, "$quiet")
        )

    def _end(self) -> datetime | None:
        start = self._start()
        typed = self.query_one("#end_time", Input).value
        if start is None:
            return None
        end = next_time(typed, start, self._state.plan.zone)
        if end is None:
            return None
        # An end that follows a start of 'now' keeps its seconds: the hour is a whole hour.
        exact = start + timedelta(seconds=self._state.plan.total_s)
        same = format_time(exact, self._state.plan.zone) == typed.strip()
        return exact if same and not self._own_end else end

    def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        if event.radio_set.id == "start":
            self._put_end()
            if event.pressed.id == "start_at":
                self.query_one("#start_time", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "end_time":
            self._own_end = True
            self._put_length()
        else:
            if event.input.has_focus:
                self.query_one("#start_at", Pick).value = True
            self._put_end()

    async def action_go(self) -> None:
        start, end = self._start(), self._end()
        if start is None or end is None:
            which = "start_time" if start is None else "end_time"
            self.query_one("#wrong", Pane).put("A time of day, please, as in 15:00.")
            self.query_one(f"#{which}", Input).focus()
            return
        if self._state.clock.stage not in (Stage.PREFLIGHT, Stage.LOBBY):
            return
        mirrored = self.query_one("#mirrored", RadioSet).pressed_index == 1
        prepared = cmd.Prepare(start, end, mirrored, self._present())
        if await self.app.act(prepared) is not None:
            self.app.follow()

    def _present(self) -> tuple[PersonId, ...]:
        return tuple(
            person.id
            for index, person in enumerate(self._state.plan.people)
            if self.query_one(f"#person_{index}", Tick).value
        )

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        if message.action == "go":
            self.run_worker(self.action_go())
        elif message.action == "switch":
            self.focus_next()
        elif message.action != "toggle":
            self.app.perform(message.action)
