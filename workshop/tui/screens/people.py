"""Who is here: participants, facilitators' devices, and questions to the organisers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from workshop.domain import commands as cmd
from workshop.domain.records import Device, Participant, Question
from workshop.domain.state import State
from workshop.tui.app import WorkshopApp
from workshop.tui.joining import joining_of
from workshop.tui.screens.erase import EraseScreen
from workshop.tui.screens.one_time_key import KeyScreen
from workshop.tui.screens.people_shown import (
    DEVICES,
    PAGES,
    PARTICIPANTS,
    QUESTIONS,
    Person,
    detail,
    listed,
    titles,
)
from workshop.tui.twice import Twice
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.people_lists import DeviceList, ParticipantList, QuestionList
from workshop.tui.widgets.pick import PickScreen, Row
from workshop.tui.widgets.row_list import RowList
from workshop.tui.widgets.session import may, state_of

LOOK_S = 2.0
_ON_PAGE = {
    "remove": PARTICIPANTS, "erase": PARTICIPANTS,
    "grant": DEVICES, "revoke": DEVICES,
    "settle": QUESTIONS,
}  # fmt: skip
_SENDS: Mapping[str, type[Any]] = {
    "lock": cmd.LockJoining,
    "remove": cmd.RemoveParticipant,
    # Erasing is no command: whoever may send people out may erase them.
    "erase": cmd.RemoveParticipant,
    "new_key": cmd.GrantClock,
    "grant": cmd.GrantClock,
    "revoke": cmd.RevokeFacilitator,
    "settle": cmd.SettleQuestion,
}


class PeopleScreen(Screen[None]):
    """Three lists, one at a time; Tab goes on to the next."""

    CSS_PATH = "../styles/people.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "page(1)", "next list"),
        Binding("shift+tab", "page(-1)", "list before", show=False),
        Binding("l", "lock", "lock joining"),
        Binding("r", "remove", "remove/let in"),
        Binding("e", "erase", "erase"),
        Binding("n", "new_key", "new key"),
        Binding("c", "grant", "clock"),
        Binding("v", "revoke", "revoke"),
        Binding("s", "settle", "settle"),
        Binding("escape", "dismiss", "back"),
        Binding("p,q", "dismiss", "back", show=False),
    ]
    app = getters.app(WorkshopApp)

    def __init__(self) -> None:
        super().__init__()
        self._seen: Mapping[str, object] = {}
        self._revoking = Twice()

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="people-what")
        with ContentSwitcher(initial=PAGES[0]):
            yield ParticipantList(partial(state_of, self.app), id=PARTICIPANTS)
            yield DeviceList(partial(state_of, self.app), self._is_connected, id=DEVICES)
            yield QuestionList(partial(state_of, self.app), id=QUESTIONS)
        yield Pane(id="people-detail")
        yield KeyLine()

    def on_mount(self) -> None:
        self.watch(self.app, "state", self._state_changed)
        self.set_interval(LOOK_S, self._look)
        self._look()
        if not state_of(self.app).participants and state_of(self.app).devices:
            self.action_page(1)
        self._list.focus()

    def _look(self) -> None:
        self.run_worker(self._ask(), group="look", exclusive=True)

    async def _ask(self) -> None:
        before = joining_of(self.app).reach
        await joining_of(self.app).look(self.app)
        after = joining_of(self.app).reach
        if after is not None and (before is None or before.connected != after.connected):
            self.query_one(DeviceList).refresh()
            self._show_detail()

    def _is_connected(self, device: Device) -> bool:
        reach = joining_of(self.app).reach
        return reach is not None and device.id in reach.connected

    # -- what is seen ------------------------------------------------------------------------

    @property
    def _page(self) -> str:
        return self.query_one(ContentSwitcher).current or PAGES[0]

    @property
    def _list(self) -> RowList[Any]:
        return self.query_one(f"#{self._page}", RowList)

    def _state_changed(self, state: State | None) -> None:
        if state is None:
            return
        # Who is here is put in order only where someone came; the rest is drawn anew.
        now = listed(state)
        for page, people in now.items():
            list_ = self.query_one(f"#{page}", RowList)
            if people is self._seen.get(page):
                list_.refresh()
            else:
                list_.follow(state)  # type: ignore[attr-defined]
        self._seen = now
        self._show(state)

    def _show(self, state: State) -> None:
        self.query_one("#people-what", Pane).put(titles(state, self._page))
        self._show_detail()
        self.refresh_bindings()

    def _show_detail(self) -> None:
        row = self._selected
        connected = isinstance(row, Device) and self._is_connected(row)
        said = detail(state_of(self.app), self._page, row, connected=connected)
        self.query_one("#people-detail", Pane).put(said)

    @property
    def _selected(self) -> Person | None:
        key = self._list.selected
        return None if key is None else listed(state_of(self.app))[self._page].get(key)

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._revoking.forget()
        self._show_detail()

    # -- keys --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action in _ON_PAGE and (not self.is_mounted or _ON_PAGE[action] != self._page):
            return False
        if action in ("erase", "new_key") and (
            self.app.client is None or self.app.client.room is None
        ):
            return False
        return action not in _SENDS or may(self.app, _SENDS[action])

    def action_page(self, by: int) -> None:
        at = (PAGES.index(self._page) + by) % len(PAGES)
        self.query_one(ContentSwitcher).current = PAGES[at]
        self._list.focus()
        self._show(state_of(self.app))

    async def action_lock(self) -> None:
        locked = not state_of(self.app).locked
        if await self.app.act(cmd.LockJoining(locked)) is not None:
            self.app.say("Nobody joins any more. l opens it again." if locked else "Joining open.")

    async def action_remove(self) -> None:
        """Send a participant out, or let them in again; their answers stay."""
        person = self._selected
        if isinstance(person, Participant):
            gone = not person.removed
            if await self.app.act(cmd.RemoveParticipant(person.id, gone)) is not None:
                said = "is out; their answers stay. r lets them in." if gone else "is in again."
                self.app.say(f"#{person.badge} {said}")

    def action_erase(self) -> None:
        person = self._selected
        if isinstance(person, Participant):
            self.app.push_screen(EraseScreen(person))

    async def action_grant(self) -> None:
        device = self._selected
        if isinstance(device, Device) and not device.revoked:
            await self.app.act(cmd.GrantClock(device.id, not device.clock))

    async def action_revoke(self) -> None:
        """Shut a device out for good; asked twice."""
        device = self._selected
        if not isinstance(device, Device) or device.revoked:
            return
        if self._revoking.asked(device.id):
            await self.app.act(cmd.RevokeFacilitator(device.id))
        else:
            self.app.say(f"v again shuts {device.name or device.role} out; a new key lets in.")

    async def action_settle(self) -> None:
        question = self._selected
        if isinstance(question, Question):
            await self.app.act(cmd.SettleQuestion(question.id, not question.settled))

    async def on_row_list_chosen(self) -> None:
        if self._page == QUESTIONS:
            await self.action_settle()

    def action_new_key(self) -> None:
        rows: list[Row] = [(role, Content(what)) for role, what in KeyScreen.ROLES.items()]
        self.app.push_screen(PickScreen("A one-time key for", rows), self._for_role)

    def _for_role(self, role: str | None) -> None:
        if role is not None:
            self.app.push_screen(KeyScreen(next(r for r in KeyScreen.ROLES if r == role)))
