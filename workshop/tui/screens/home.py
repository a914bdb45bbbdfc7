"""The home screen: plans to run, sessions to go on with or to take away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from workshop.domain.clock import Stage
from workshop.errors import WorkshopError
from workshop.service.client import SessionClient
from workshop.tui.actions import binding_of
from workshop.tui.app import WorkshopApp
from workshop.tui.opener import PlanLine, SessionLine
from workshop.tui.widgets.key_bar import KeyBar
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.run_list import fit_text

_KEYS = (
    ("open", "Enter", "open"),
    ("switch", "Tab", "plans / sessions"),
    ("edit", "e", "edit"),
    ("export", "x", "export"),
    ("refresh", "F9", "reread"),
    ("help", "?", "help"),
    ("leave", "q", "quit"),
)
_BAR = 8
_WELCOME = "Pick a plan and press Enter. Nothing starts before you say so."


class HomeScreen(Screen[None]):
    """Two lists, one key: Enter runs a plan or goes on with a session."""

    app = getters.app(WorkshopApp)
    CSS_PATH = "../styles/home.tcss"
    AUTO_FOCUS = "#plans"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "edit plan"),
        Binding("x", "export", "export"),
        Binding("f9", "refresh", "read again", key_display="F9"),
        binding_of("leave", "q", show=True),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Pane("workshop", id="name")
            yield Pane(_WELCOME, id="welcome")
            yield Pane("Plans", classes="heading")
            yield OptionList(id="plans")
            yield Pane("Sessions", classes="heading")
            yield OptionList(id="sessions")
            yield Pane(id="status")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).keys = _KEYS
        self.plans: dict[str, PlanLine] = {}
        self.sessions: dict[str, SessionLine] = {}
        self.action_refresh()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    @work(exclusive=True, group="home")
    async def action_refresh(self) -> None:
        opener = self.app.opener
        if opener is None:
            self.query_one("#status", Pane).put("There is nowhere to look for plans.")
            return
        try:
            plans = await self.app.busy("Reading the plans …", opener.list_plans())
            sessions = await self.app.busy("Reading the sessions …", opener.list_sessions())
        except WorkshopError as error:
            self.app.show_error(error)
            return
        self.plans = {line.id: line for line in plans}
        self.sessions = {str(line.path): line for line in sessions}
        self._fill()

    def _fill(self) -> None:
        for list_id, rows in (
            ("#plans", [(id_, self._plan(line)) for id_, line in self.plans.items()]),
            ("#sessions", [(id_, self._session(line)) for id_, line in self.sessions.items()]),
        ):
            options = self.query_one(list_id, OptionList)
            marked = options.highlighted
            options.clear_options()
            options.add_options(Option(text, id=id_) for id_, text in rows)
            if rows:
                options.highlighted = min(marked or 0, len(rows) - 1)
            else:
                empty = "None yet." if list_id == "#sessions" else "None found."
                options.add_option(Option(empty, disabled=True))

    def _room(self) -> int:
        return self.size.width - 9

    def _plan(self, line: PlanLine) -> Content:
        parts = f"{line.parts} {'part' if line.parts == 1 else 'parts'}"
        facts = f"{line.minutes:g} min  {parts:>8}  {line.origin:<8}"
        title = fit_text(line.title, self._room() - len(facts) - 2)
        if line.problem:
            return Content.assemble(f"{title}  ", (f"! {line.problem}", "$warning"))
        return Content.assemble((title, "bold"), f"  {facts}")

    def _session(self, line: SessionLine) -> Content:
        date = line.date.astimezone().strftime("%d %b %Y %H:%M") if line.date else "no date"
        full = round(line.progress * _BAR)
        bar = "█" * full + "░" * (_BAR - full)
        facts = f"{date}  {bar} {_stage(line):<9} {_size(line.size_bytes):>7}"
        title = fit_text(line.title or line.path.stem, self._room() - len(facts) - 2)
        if line.problem:
            return Content.assemble(f"{title}  ", (f"! {line.problem}", "$warning"))
        return Content.assemble((title, "bold"), f"  {facts}")

    # -- acting -----------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        opener = self.app.opener
        if event.option_id is None or opener is None:
            return
        if event.option_list.id == "sessions":
            self._open("Opening the session …", opener.resume(Path(event.option_id)))
            return
        line = self.plans[event.option_id]
        if line.problem:
            self.app.notify(line.problem, title=line.title, severity="warning", markup=False)
        else:
            self._open("Making a session …", opener.open_plan(line.id))

    @work(exclusive=True, group="home")
    async def _open(self, what: str, opening: Awaitable[SessionClient]) -> None:
        try:
            client = await self.app.busy(what, opening)
        except WorkshopError as error:
            self.app.show_error(error)
            return
        self.app.attach(client, started=True)

    def action_export(self) -> None:
        from workshop.tui.screens.export import ExportScreen

        sessions = self.query_one("#sessions", OptionList)
        if not self.sessions or sessions.highlighted is None:
            self.app.say("There is no session to export yet.")
            return
        path = sessions.get_option_at_index(sessions.highlighted).id
        if path is not None:
            self.app.push_screen(ExportScreen(Path(path), self.sessions[path].title))

    def action_edit(self) -> None:
        plans = self.query_one("#plans", OptionList)
        if not self.plans or plans.highlighted is None:
            self.app.say("There is no plan to edit.")
            return
        plan_id = plans.get_option_at_index(plans.highlighted).id
        if plan_id is not None:
            self._edit(self.plans[plan_id])

    @work(exclusive=True, group="home")
    async def _edit(self, line: PlanLine) -> None:
        # The editor's YAML reader is not needed before the first plan is edited.
        from workshop.tui.screens.plan_edit import PlanEditScreen

        if self.app.opener is None:
            return
        try:
            opening = self.app.opener.edit_plan(line.id)
            file = await self.app.busy("Opening the plan …", opening)
        except WorkshopError as error:
            self.app.show_error(error)
            return

        def read_again(_: None) -> None:
            self.action_refresh()

        self.app.push_screen(PlanEditScreen(file), read_again)

    def action_open(self) -> None:
        if isinstance(self.focused, OptionList):
            self.focused.action_select()

    def action_switch(self) -> None:
        self.focus_next()

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        own: dict[str, Callable[[], object]] = {
            "open": self.action_open,
            "switch": self.action_switch,
            "edit": self.action_edit,
            "export": self.action_export,
            "refresh": self.action_refresh,
        }
        if message.action in own:
            own[message.action]()
        else:
            self.app.perform(message.action)


def _stage(line: SessionLine) -> str:
    if line.live:
        return "open now"
    if line.rehearsal:
        return "rehearsal"
    return {
        Stage.PREFLIGHT: "prepared",
        Stage.LOBBY: "lobby",
        Stage.RUNNING: "running",
        Stage.ENDED: "ended",
    }[line.stage]


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"
