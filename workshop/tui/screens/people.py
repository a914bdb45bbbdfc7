"""Who is here: participants, facilitators' devices, and questions to the organisers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from workshop.domain import commands as cmd
from workshop.domain.records import Device, Participant, Question
from workshop.domain.state import State
from workshop.domain.turnout import joined
from workshop.domain.words import format_time
from workshop.tui.app import WorkshopApp
from workshop.tui.joining import joining_of
from workshop.tui.screens.erase import EraseScreen
from workshop.tui.screens.one_time_key import KeyScreen
from workshop.tui.widgets.asked import asked
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.people_lists import DeviceList, ParticipantList, QuestionList
from workshop.tui.widgets.pick import PickScreen, Row
from workshop.tui.widgets.row_list import RowList
from workshop.tui.widgets.session import may, state_of

LOOK_S = 2.0
_PAGES = ("participants", "devices", "questions")
_ON_PAGE = {
    "remove": "participants", "erase": "participants",
    "grant": "devices", "revoke": "devices",
    "settle": "questions",
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
_EMPTY = {
    "participants": "Nobody has joined yet: g shows the join code.",
    "devices": "No other device yet: n makes a one-time key for one.",
    "questions": "No questions yet. Phones send them; only facilitators see them.",
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
        self._seen: tuple[object, ...] = ()
        self._revoking: str | None = None

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="people-what")
        with ContentSwitcher(initial=_PAGES[0]):
            yield ParticipantList(partial(state_of, self.app), id="participants")
            yield DeviceList(partial(state_of, self.app), self._is_connected, id="devices")
            yield QuestionList(partial(state_of, self.app), id="questions")
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
        return self.query_one(ContentSwitcher).current or _PAGES[0]

    @property
    def _list(self) -> RowList[Any]:
        return self.query_one(f"#{self._page}", RowList)

    def _state_changed(self, state: State | None) -> None:
        if state is None:
            return
        # Who is here is put in order only where someone came; the rest is drawn anew.
        for list_, people in zip(self.query(RowList), _people(state), strict=True):
            if not self._seen or people is not self._seen[_PAGES.index(list_.id or "")]:
                list_.follow(state)  # type: ignore[attr-defined]
            else:
                list_.refresh()
        self._seen = _people(state)
        self._show(state)

    def _show(self, state: State) -> None:
        waiting = sum(1 for question in state.questions.values() if not question.settled)
        titles = {
            "participants": f"Participants {joined(state)}",
            "devices": f"Devices {sum(1 for d in state.devices.values() if not d.revoked)}",
            "questions": f"Questions {waiting}",
        }
        parts = [
            Content.styled(f" {title} ", "reverse bold" if page == self._page else "$quiet")
            for page, title in titles.items()
        ]
        if state.locked:
            parts.append(Content.styled("joining is locked", "bold $warning"))
        self.query_one("#people-what", Pane).put(Content("  ").join(parts))
        self._show_detail()
        self.refresh_bindings()

    def on_row_list_moved(self) -> None:
        self._revoking = None
        self._show_detail()

    def _show_detail(self) -> None:
        row = self._selected
        if row is None:
            detail = Content.styled(_EMPTY[self._page], "$quiet")
        elif isinstance(row, Participant):
            detail = self._participant(row)
        elif isinstance(row, Question):
            detail = Content(row.text)
        else:
            detail = self._device(row)
        self.query_one("#people-detail", Pane).put(detail)

    @property
    def _selected(self) -> Participant | Device | Question | None:
        key, state = self._list.selected, state_of(self.app)
        found: dict[str, Mapping[Any, Any]] = {
            "participants": state.participants, "devices": state.devices,
            "questions": state.questions,
        }  # fmt: skip
        return None if key is None else found[self._page].get(key)

    def _participant(self, person: Participant) -> Content:
        state = state_of(self.app)
        about = [text for text in (person.name, person.role, person.organisation) if text]
        sent = state.sent.get(person.id, ())
        facts = [
            f"joined {format_time(person.at, state.plan.zone)}",
            f"{len(sent)} answer{'' if len(sent) == 1 else 's'}",
        ]
        lines = [
            Content.assemble((f"#{person.badge} ", "bold"), ", ".join(about) or "no name given"),
            Content.styled(" · ".join(facts), "$quiet"),
        ]
        last = state.response(sent[-1]) if sent else None
        if last is not None:
            said = asked(state, last.exercise).line(last.answers)
            lines.append(Content.assemble(("last: ", "$quiet"), said))
        return Content("\n").join(lines)

    def _device(self, device: Device) -> Content:
        facts = [f"let in {format_time(device.at, state_of(self.app).plan.zone)}"]
        facts.append("connected now" if self._is_connected(device) else "not connected")
        facts += ["may move the clock"] if device.clock else []
        facts += ["revoked"] if device.revoked else []
        name = " ".join(text for text in (device.name, device.device) if text)
        return Content.assemble((f"{device.role} ", "bold"), name, f"\n{' · '.join(facts)}")

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
        at = (_PAGES.index(self._page) + by) % len(_PAGES)
        self.query_one(ContentSwitcher).current = _PAGES[at]
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
        if self._revoking != device.id:
            self._revoking = device.id
            self.app.say(f"v again shuts {device.name or device.role} out; a new key lets in.")
            return
        self._revoking = None
        await self.app.act(cmd.RevokeFacilitator(device.id))

    async def action_settle(self) -> None:
        question = self._selected
        if isinstance(question, Question):
            await self.app.act(cmd.SettleQuestion(question.id, not question.settled))

    async def on_row_list_chosen(self) -> None:
        if self._page == "questions":
            await self.action_settle()

    def action_new_key(self) -> None:
        rows: list[Row] = [(role, Content(what)) for role, what in KeyScreen.ROLES.items()]
        self.app.push_screen(PickScreen("A one-time key for", rows), self._for_role)

    def _for_role(self, role: str | None) -> None:
        if role is not None:
            self.app.push_screen(KeyScreen(next(r for r in KeyScreen.ROLES if r == role)))


def _people(state: State) -> tuple[object, ...]:
    """What the lists are made of, in their order; the same objects as long as nobody came."""
    return (state.participants, state.devices, state.questions)
