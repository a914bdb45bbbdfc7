"""The map of who is tied to whom, over the whole screen: around one, by organisation, what if."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen

from workshop.analysis.networks.introductions import Introduction
from workshop.analysis.networks.views import graph_of
from workshop.analysis.networks.what_if import HINT, person_called
from workshop.domain.findings import Findings, Network
from workshop.domain.ids import ExerciseId
from workshop.tui.actions import binding_of
from workshop.tui.app import WorkshopApp
from workshop.tui.exchanging import wished_for
from workshop.tui.finding import find_for
from workshop.tui.introducing import introduce, to_tell, told_already
from workshop.tui.screens.network_shown import MEET, Looking, Pairs, facts, network_of, shown
from workshop.tui.widgets.armed_line import ArmedLine
from workshop.tui.widgets.ask_line import AskLine
from workshop.tui.widgets.findings import FindingsView
from workshop.tui.widgets.findings_feed import AT_MOST_EVERY_S, FindingsFeed
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.network_map import NetworkMap
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.session import state_of


class NetworkScreen(Screen[None]):
    """Follows the answers; what is changed in a what-if is never kept."""

    CSS_PATH = "../styles/network.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "around one", tooltip="Around one person, by badge or name"),
        Binding("left", "step(-1)", "before", show=False),
        Binding("right", "step(1)", "next person"),
        Binding("o", "organisations", "organisations"),
        Binding(
            "f", "filter", "filter ties", tooltip="All ties, those across, inside, or new ones"
        ),
        Binding(
            "1",
            "only(0)",
            "one organisation",
            show=False,
            key_display="1-9",
            tooltip="One organisation alone, and everybody again",
        ),
        *(Binding(str(n), f"only({n - 1})", show=False) for n in range(2, 10)),
        Binding("m", "beside('who should meet')", "who should meet"),
        Binding("i", "introduce", "tell them", tooltip="Tell them on their phones (press twice)"),
        binding_of("undo"),
        Binding(
            "w",
            "what_if",
            "what if",
            tooltip="Add or take away a person or a tie, to see what moves",
        ),
        Binding("backspace", "take_back", "take it back"),
        Binding("v", "beside('all tables')", "full tables"),
        Binding("down,j", "scroll(1)", "scroll", show=False),
        Binding("up,k", "scroll(-1)", "scroll", show=False),
        Binding("pagedown", "scroll(10)", "scroll", show=False),
        Binding("pageup", "scroll(-10)", "scroll", show=False),
        Binding("escape", "back", "back"),
    ]
    app = getters.app(WorkshopApp)

    _map = getters.query_one(NetworkMap)

    def __init__(self, exercise: ExerciseId, round_: int, findings: Findings) -> None:
        super().__init__()
        self._exercise, self._round, self._findings = exercise, round_, findings
        self._feed = FindingsFeed(self, self._found_anew)
        self._looking = Looking()
        self._meetings: tuple[Introduction, ...] = ()

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="network-what")
        with Horizontal(id="network-body"):
            yield NetworkMap()
            with VerticalScroll(id="network-beside", can_focus=False):
                yield FindingsView()
        yield ArmedLine()
        yield KeyLine()

    def on_mount(self) -> None:
        self.set_interval(AT_MOST_EVERY_S, self._follow)
        self._show()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        if action == "introduce":
            meeting = self._looking.beside == MEET and not self._looking.changes
            return meeting and bool(self._to_tell())
        return bool(self._looking.changes) if action == "take_back" else True

    # -- following the answers ----------------------------------------------------------------

    def _follow(self) -> None:
        self._feed.look(self._exercise, self._round)

    def _found_anew(self, findings: Findings) -> None:
        if network_of(findings) is not None:
            self._findings = findings
        self._show()

    # -- drawing --------------------------------------------------------------------------------

    @property
    def _block(self) -> Network:
        block = network_of(self._findings)
        if block is None:
            raise RuntimeError("the map is opened only where there is one")
        return block

    def _look(self, looking: Looking) -> None:
        self._looking = looking
        self._map.ego, self._map.by_organisation = looking.ego, looking.by_organisation
        self._show()

    def _show(self) -> None:
        find_for(self, self._draw, "drawing")

    async def _draw(self) -> None:
        state, findings, block = state_of(self.app), self._findings, self._block
        pairs = Pairs(wished_for(state), told_already(state, self._exercise))
        # A large room takes a third of a second to measure: not in the loop that reads keys.
        drawn = await asyncio.to_thread(shown, findings, block, self._looking, pairs)
        self._meetings = drawn.meetings
        self._map.block = drawn.block
        self.query_one("#network-beside").display = drawn.beside is not None
        if drawn.beside is not None:
            self.query_one(FindingsView).findings = drawn.beside
        title = state_of(self.app).plan.exercise(self._exercise).title
        said = facts(findings, block, self._looking, self._round)
        self.query_one("#network-what", Pane).put(
            Content.assemble((title, "bold"), (f"  {said}", "$quiet"))
        )
        self.refresh_bindings()

    # -- what is looked at ----------------------------------------------------------------------

    def action_find(self) -> None:
        self.app.push_screen(
            AskLine("Around whom?", "A badge, or the beginning of a name. Empty: everybody."),
            self._found,
        )

    def _found(self, text: str | None) -> None:
        if text is None:
            return
        try:
            person = person_called(graph_of(self._block), text) if text else ""
        except ValueError as error:
            self.app.say(str(error))
            return
        self._look(self._looking.around(person))

    def action_step(self, by: int) -> None:
        self._look(self._looking.around_next(self._block, by))

    def action_organisations(self) -> None:
        self._look(replace(self._looking, by_organisation=not self._looking.by_organisation))

    def action_filter(self) -> None:
        self._look(self._looking.next_ties(self._block))

    def action_only(self, group: int) -> None:
        if group < len(self._block.groups):
            self._look(self._looking.only(group))

    def action_beside(self, what: str) -> None:
        self._look(self._looking.with_beside(what))

    def action_scroll(self, lines: int) -> None:
        self.query_one("#network-beside").scroll_relative(y=lines, animate=False)

    # -- what if, and what comes of it ----------------------------------------------------------

    def action_what_if(self) -> None:
        self.app.push_screen(AskLine("What if?", HINT), self._change)

    def _change(self, text: str | None) -> None:
        if not text:
            return
        try:
            self._look(self._looking.changed_by(self._block, text))
        except ValueError as error:
            self.app.say(str(error))

    def action_take_back(self) -> None:
        self._look(replace(self._looking, changes=self._looking.changes[:-1]))

    def _to_tell(self) -> list[Introduction]:
        return to_tell(state_of(self.app), self._exercise, self._meetings)

    async def action_introduce(self) -> None:
        if await introduce(self.app, self._exercise, self._to_tell()):
            self._show()

    def action_back(self) -> None:
        """Out of what is looked at first, then out of the screen."""
        if self.app.armed is not None:
            self.app.armed = None
        elif not self._looking.is_plain:
            self._look(self._looking.plain())
        else:
            self.dismiss()
