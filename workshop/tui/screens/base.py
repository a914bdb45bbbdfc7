"""What every screen of a running session shares: its keys, its repaint, its status lines."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import getters
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from workshop.domain.clock import Stage
from workshop.domain.on_now import talked_about
from workshop.domain.run_of_show import RunOfShow
from workshop.domain.state import State
from workshop.service.client import Health, Link
from workshop.tui import control, present
from workshop.tui.actions import Action, footer_actions, key_names, letter_bindings
from workshop.tui.app import WorkshopApp
from workshop.tui.widgets.key_bar import KeyBar
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.run_list import RunList
from workshop.tui.widgets.session import may


class SessionScreen(Screen[None]):
    """A screen at the bottom of the stack. `repaint` derives all that it shows from a state."""

    app = getters.app(WorkshopApp)
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *letter_bindings(),
        Binding("enter", "confirm", "do what a second press would do", show=False),
        Binding("escape", "disarm", "leave what waits for it", show=False),
    ]
    CSS_PATH: ClassVar[Any] = None

    def on_mount(self) -> None:
        for watched in ("state", "show", "health", "armed"):
            self.watch(self.app, watched, self._refresh, init=False)

    def on_screen_resume(self) -> None:
        self._refresh()

    def on_resize(self) -> None:
        self.call_after_refresh(self._refresh)

    def _refresh(self) -> None:
        state, show = self.app.state, self.app.show
        if state is None or show is None or not self.is_current:
            return
        self.query_one(KeyBar).keys = self.keys(state)
        armed = self.app.armed
        self.query_one("#armed", Pane).put(f" {armed.line}   (Esc leaves it)" if armed else "")
        banner = self.banner(self.app.health)
        self.query_one("#banner", Pane).put(banner if banner.plain else rehearsed(state))
        self.repaint(state, show)

    def repaint(self, state: State, show: RunOfShow) -> None:
        """Show the state; called a few times a second, so it must be cheap."""
        raise NotImplementedError

    def keys(self, _state: State) -> tuple[tuple[str, str, str], ...]:
        """What the footer offers now."""
        offered = footer_actions(self.app.place, partial(may, self.app))
        narrow = self.has_class("-narrow")
        labelled = ((a, label_now(a, _state)) for a in offered)
        return tuple(
            (a.id, key_names(a)[0], label if a.short is None or not narrow else a.short)
            for a, label in labelled
            if label
        )

    def banner(self, health: Health) -> Content:
        """What must be said as long as it lasts."""
        if health.saving_failed:
            hint = f" {health.saving_hint}" if health.saving_hint else ""
            return Content.styled(
                f" NOT SAVING: {health.saving_failed}.{hint} What you type is kept; saving is "
                "tried again. ",
                "bold reverse $error",
            )
        if self._is_shut_out:
            return Content.styled(
                " The chair has shut this device out. What you have not sent is kept here. ",
                "bold reverse $error",
            )
        if health.link is Link.OTHER_VERSION:
            return Content.styled(
                f" {health.apart} Quit, and start again with the same version on both. ",
                "bold reverse $error",
            )
        if health.link is not Link.CONNECTED:
            return Content.styled(
                " Reconnecting to the host. The clock goes on; nothing saved is lost. ",
                "bold reverse $warning",
            )
        return Content("")

    @property
    def _is_shut_out(self) -> bool:
        return self.app.health.link is Link.SHUT_OUT

    def action_confirm(self) -> None:
        if self.app.armed is not None:
            self.app.perform(self.app.armed.action)

    def action_disarm(self) -> None:
        self.app.armed = None

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        self.app.perform(message.action)

    def on_run_list_chosen(self, message: RunList.Chosen) -> None:
        from workshop.tui.screens.jump import JumpScreen

        self.app.push_screen(JumpScreen(message.segment))


def rehearsed(state: State) -> Content:
    """What a rehearsal says of itself, on every screen."""
    played = state.session.rehearsal
    if played is None:
        return Content("")
    speed = "" if played.speed == 1 else f", {played.speed:g} times as fast"
    return Content.styled(f" REHEARSAL{speed}: nobody in this room is real. ", "bold $accent")


def label_now(action: Action, state: State) -> str:
    """An action's label in this state, empty when it would do nothing."""
    clock = state.clock
    if action.id == "start_pause":
        if clock.stage is not Stage.RUNNING:
            return "start"
        return "pause" if clock.paused_at is None else "go on"
    if action.id == "exercise":
        on = present.exercise_on(state)
        if on is None:
            before = talked_about(state)
            return "" if before is None else "hide" if state.exercises[before].shown else "show"
        if clock.stage is Stage.LOBBY:
            return "close" if present.is_open(state, on.id) else "open"
        return control.next_step(state, on.id).value
    return action.label
