"""The join code: what a room points its phones at, and whether they get in."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen

from workshop.domain.records import Role
from workshop.domain.turnout import joined
from workshop.domain.wifi import wifi_code
from workshop.errors import WorkshopError
from workshop.service.room import Reach, Wifi
from workshop.tui.app import WorkshopApp
from workshop.tui.joining import advice, joining_of, short_address, way_said
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.letters import BigWords
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.pick import PickScreen, Row
from workshop.tui.widgets.qr_code import QrCode
from workshop.tui.widgets.session import me, state_of

LOOK_S = 2.0
_TEXT_COLUMNS, _TEXT_SHARE = 38, 3
"""Beside the code at least so many columns, or a third of the terminal."""


class JoinScreen(Screen[None]):
    """The Wi-Fi's code first where one is known, then the session's; Tab goes between them."""

    CSS_PATH = "../styles/join.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "step", "Wi-Fi / join"),
        Binding("i", "choose", "another interface"),
        Binding("escape", "dismiss", "back"),
        Binding("g,q", "dismiss", "back", show=False),
    ]
    app = getters.app(WorkshopApp)

    def __init__(self) -> None:
        super().__init__()
        self._wifi_first = True

    def compose(self) -> ComposeResult:
        with Horizontal(id="join"):
            yield QrCode()
            with Vertical(id="join-text"):
                yield Pane(id="join-heading")
                yield BigWords(id="join-address")
                yield Pane(id="join-plain")
                yield Pane(id="join-count")
                with VerticalScroll(id="join-doctor", can_focus=False):
                    yield Pane(id="join-advice")
                    yield Pane(id="join-ways")
        yield KeyLine()

    def on_mount(self) -> None:
        joining = joining_of(self.app)
        joining.since = joining.since or self.app.clock.now()
        self.watch(self.app, "state", self._show)
        self.set_interval(LOOK_S, self._look)
        self._look()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def _look(self) -> None:
        self.run_worker(self._ask(), group="look", exclusive=True)

    async def _ask(self) -> None:
        await joining_of(self.app).look(self.app)
        self._show()

    # -- what is seen ------------------------------------------------------------------------

    @property
    def _wifi(self) -> Wifi | None:
        """The Wi-Fi whose code is shown now."""
        reach = joining_of(self.app).reach
        return reach.wifi if reach is not None and self._wifi_first else None

    def _show(self, _state: object = None) -> None:
        joining = joining_of(self.app)
        reach = joining.reach
        self._put("join-advice", Content.styled(joining.problem, "bold $error"))
        if reach is None:
            return
        self.query_one(QrCode).spare = max(_TEXT_COLUMNS, self.size.width // _TEXT_SHARE)
        address = self.query_one("#join-address", BigWords)
        address.most = max(3, self.size.height // 3)
        if self._wifi is not None:
            self._show_wifi(self._wifi)
        else:
            self._show_address(reach)
        self._put("join-count", self._count())
        if not joining.problem:
            self._put("join-advice", self._advice(reach))
        self.refresh_bindings()

    def _show_wifi(self, wifi: Wifi) -> None:
        self.query_one(QrCode).text = wifi_code(wifi.ssid, wifi.password)
        self.query_one("#join-address", BigWords).text = wifi.ssid
        secret = Content.assemble("Password  ", (wifi.password, "bold")) if wifi.password else ""
        self._put("join-heading", Content.styled("1. Join this Wi-Fi", "bold $accent"))
        self._put("join-plain", secret or "It asks for no password.")
        self._put("join-ways", "")

    def _show_address(self, reach: Reach) -> None:
        self.query_one(QrCode).text = reach.url
        self.query_one("#join-address", BigWords).text = short_address(reach.url)
        number = "2. " if reach.wifi is not None else ""
        if state_of(self.app).locked:
            heading = Content.styled("Joining is closed (p opens it)", "bold $warning")
        else:
            heading = Content.styled(f"{number}Point your phone here", "bold $accent")
        self._put("join-heading", heading)
        self._put(
            "join-plain",
            Content.assemble(
                reach.url, "\nThe page says  ", (" ".join(reach.code), "bold $accent")
            ),
        )
        # A room that looks on sees what concerns it, not this laptop's networks.
        ways = () if self.app.public else reach.ways
        self._put("join-ways", Content("\n").join(way_said(way, reach) for way in ways))

    def _advice(self, reach: Reach) -> Content:
        joining = joining_of(self.app)
        shown = self.app.now - (joining.since or self.app.now)
        waited = min(shown, timedelta(seconds=reach.up_s))
        said = advice(reach, waited.total_seconds())
        if not said and self._too_small:
            said = "This terminal is too small for the code: make it larger, or type the address."
        return Content.styled(said, "$warning")

    @property
    def _too_small(self) -> bool:
        code = self.query_one(QrCode)
        return bool(code.text) and code.code is None

    def _count(self) -> Content:
        here = joined(state_of(self.app))
        return Content.styled(f"{here} joined" if here else "", "bold $success")

    def _put(self, id_: str, content: Content | str) -> None:
        self.query_one(f"#{id_}", Pane).put(content)

    # -- keys --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        reach = joining_of(self.app).reach
        if action == "step":
            return reach is not None and reach.wifi is not None
        if action == "choose":
            mine = self.app.client is not None and me(self.app).role is Role.CHAIR
            return mine and reach is not None and len(reach.ways) > 1
        return True

    def action_step(self) -> None:
        self._wifi_first = not self._wifi_first
        self._show()

    def action_choose(self) -> None:
        """Another way's address into the code, from now on and everywhere."""
        reach = joining_of(self.app).reach
        if reach is None:
            return
        rows: list[Row] = [(way.address, way_said(way, reach)) for way in reach.ways]
        at = next((way.address for way in reach.ways if way.url == reach.url), None)
        self.app.push_screen(PickScreen("By which way do phones come?", rows, at=at), self._chosen)

    async def _chosen(self, address: str | None) -> None:
        if address is None:
            return
        try:
            await joining_of(self.app).choose(self.app, address)
        except WorkshopError as error:
            self.app.show_error(error)
        self._wifi_first = False
        self._show()
