"""A one-time key for one device: shown, said, scanned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen

from workshop.domain.records import Role
from workshop.errors import WorkshopError
from workshop.service.room import OneTimeKey
from workshop.tui.app import WorkshopApp
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.letters import BigWords
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.qr_code import QrCode
from workshop.tui.widgets.session import client_of

_TEXT_COLUMNS = 34


class KeyScreen(Screen[None]):
    """Asks the host for a key and shows it until it is left."""

    ROLES: ClassVar[Mapping[Role, str]] = {
        Role.CO_FACILITATOR: "a co-facilitator: their laptop, phone or tablet",
        Role.CHAIR: "the chair's phone: clock, notes, next, message",
        Role.PRESENTER: "a presenter: the time in big digits, and your messages",
        Role.SCREEN: "the room's screen: a browser on the projector",
    }
    CSS_PATH = "../styles/join.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "another", "a new one"),
        Binding("escape", "dismiss", "back"),
        Binding("q", "dismiss", "back", show=False),
    ]
    app = getters.app(WorkshopApp)

    def __init__(self, role: Role) -> None:
        super().__init__()
        self._role = role

    def compose(self) -> ComposeResult:
        with Horizontal(id="join"):
            yield QrCode()
            with Vertical(id="join-text"):
                for_whom = Content.styled(f"For {self.ROLES[self._role]}", "bold $accent")
                yield Pane(for_whom, id="join-heading")
                yield BigWords(id="join-address")
                yield Pane(id="join-plain")
                yield Pane(id="join-advice")
        yield KeyLine()

    def on_mount(self) -> None:
        self.action_another()

    def action_another(self) -> None:
        self.run_worker(self._ask(), group="look", exclusive=True)

    async def _ask(self) -> None:
        room = client_of(self.app).room
        if room is None:
            return
        try:
            self._show(await room.new_key(self._role))
        except WorkshopError as error:
            self.app.show_error(error)

    def _show(self, key: OneTimeKey) -> None:
        code = self.query_one(QrCode)
        code.spare = max(_TEXT_COLUMNS, self.size.width // 3)
        code.text = key.url
        self.query_one("#join-address", BigWords).text = key.key
        lines = [Content(f"Good for {key.minutes} minutes, for one device.")]
        # A key in the middle of an address would break at the line's end and be typed wrong.
        address = key.url.partition("?")[0]
        lines.append(Content.assemble("\nScan the code, or type the key at\n", (address, "bold")))
        if key.command:
            lines.append(Content.assemble("\nOn another laptop\n", (key.command, "bold")))
        self.query_one("#join-plain", Pane).put(Content("\n").join(lines))
