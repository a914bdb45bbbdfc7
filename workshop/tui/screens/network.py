"""The map of who is tied to whom, over the whole screen: around one, by organisation, what if."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen

from workshop.analysis.networks.graph import Graph
from workshop.analysis.networks.introductions import Introduction, introductions, reason
from workshop.analysis.networks.overview import moves, overview
from workshop.analysis.networks.views import Ties, graph_of, network_block, only
from workshop.analysis.networks.what_if import (
    HINT,
    Change,
    changed,
    kept_places,
    person_called,
    read_change,
    told,
)
from workshop.domain.commands import KindCommand
from workshop.domain.findings import Findings, Network, Table
from workshop.domain.ids import ExerciseId
from workshop.errors import WorkshopError
from workshop.kinds.connections.introducing import released
from workshop.tui.app import WorkshopApp
from workshop.tui.exchanging import to_tell_aloud, wished_for
from workshop.tui.widgets.armed_line import ArmedLine
from workshop.tui.widgets.ask_line import AskLine
from workshop.tui.widgets.findings import FindingsView
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.network_map import NetworkMap
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.session import client_of, state_of

AT_MOST_EVERY_S = 1.0
MEET, TABLES = "who should meet", "all tables"


def network_of(findings: Findings | None) -> Network | None:
    """The first map among findings."""
    blocks = findings.blocks if findings else ()
    return next((block for block in blocks if isinstance(block, Network)), None)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the map is drawn from after the changes, and what stands beside it."""

    block: Network
    beside: Findings | None = None
    meetings: tuple[Introduction, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of people by their badges: of whom one looks for what the other can give, and those
    who are told of each other already."""

    wished: frozenset[frozenset[str]] = frozenset()
    told: frozenset[frozenset[str]] = frozenset()


class NetworkScreen(Screen[None]):
    """Follows the answers; what is changed in a what-if is never kept."""

    CSS_PATH = "../styles/network.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "around one"),
        Binding("left", "step(-1)", "before", show=False),
        Binding("right", "step(1)", "next person"),
        Binding("o", "organisations", "organisations"),
        Binding("f", "filter", "filter ties"),
        *(Binding(str(n), f"only({n - 1})", f"organisation {n}", show=False) for n in range(1, 10)),
        Binding("m", "beside('who should meet')", "who should meet"),
        Binding("i", "introduce", "tell them"),
        Binding("u", "app.perform('undo')", "undo", show=False),
        Binding("w", "what_if", "what if"),
        Binding("backspace", "take_back", "take it back"),
        Binding("v", "beside('all tables')", "full tables"),
        Binding("down,j", "scroll(1)", "scroll", show=False),
        Binding("up,k", "scroll(-1)", "scroll", show=False),
        Binding("pagedown", "scroll(10)", "scroll", show=False),
        Binding("pageup", "scroll(-10)", "scroll", show=False),
        Binding("escape", "back", "back"),
    ]
    app = getters.app(WorkshopApp)

    def __init__(self, exercise: ExerciseId, round_: int, findings: Findings) -> None:
        super().__init__()
        self._exercise, self._round, self._findings = exercise, round_, findings
        self._seen: tuple[object, ...] = ()
        self._ties = Ties.ALL
        self._group: int | None = None
        self._changes: tuple[Change, ...] = ()
        self._beside = ""
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
            meeting = self._beside == MEET and not self._changes
            return meeting and self._is_of_people() and bool(self._to_tell())
        return bool(self._changes) if action == "take_back" else True

    # -- following the answers ----------------------------------------------------------------

    def _follow(self) -> None:
        state = state_of(self.app)
        seen = (state.responses.get(self._exercise), state.participants,
                state.kinds.get(self._exercise))  # fmt: skip
        if len(self._seen) == 3 and all(a is b for a, b in zip(seen, self._seen, strict=True)):
            return
        self._seen = seen
        self.run_worker(self._find(), group="findings", exclusive=True)

    async def _find(self) -> None:
        try:
            found = await client_of(self.app).findings(self._exercise, self._round)
        except WorkshopError as error:
            self.app.show_error(error)
            self._seen = ()
            return
        if network_of(found) is not None and found != self._findings:
            self._findings = found
        self._show()

    # -- drawing --------------------------------------------------------------------------------

    @property
    def _block(self) -> Network:
        block = network_of(self._findings)
        if block is None:
            raise RuntimeError("the map is opened only where there is one")
        return block

    def _show(self) -> None:
        self.run_worker(self._draw(), group="drawing", exclusive=True)

    async def _draw(self) -> None:
        # A large room takes a third of a second to measure: not in the loop that reads keys.
        shown = await asyncio.to_thread(
            _shown, self._block, self._changes, self._beside, self._findings, self._pairs()
        )
        self._meetings = shown.meetings
        groups = () if self._group is None else (self._group,)
        view, panel = self.query_one(NetworkMap), self.query_one("#network-beside")
        view.block = only(shown.block, self._ties, groups)
        panel.display = shown.beside is not None
        if shown.beside is not None:
            self.query_one(FindingsView).findings = shown.beside
        self._show_what(graph_of(self._block))
        self.refresh_bindings()

    def _show_what(self, given: Graph) -> None:
        title = state_of(self.app).plan.exercise(self._exercise).title
        view = self.query_one(NetworkMap)
        facts = [f"round {self._round}"] if self._round > 1 else []
        if view.by_organisation:
            facts.append("by organisation")
        elif view.ego in given.member:
            facts.append(f"around {given.member[view.ego].label}")
        if self._ties is not Ties.ALL:
            facts.append(self._ties.value)
        if self._group is not None:
            facts.append(f"{self._block.groups[self._group]} only")
        if self._changes:
            facts.append("WHAT IF " + ", ".join(told(given, change) for change in self._changes))
        said = f"  {' · '.join(facts)}" if facts else f"  {' '.join(self._findings.sentences[:2])}"
        self.query_one("#network-what", Pane).put(
            Content.assemble((title, "bold"), (said, "$quiet"))
        )

    # -- keys -----------------------------------------------------------------------------------

    def action_find(self) -> None:
        self.app.push_screen(
            AskLine("Around whom?", "A badge, or the beginning of a name. Empty: everybody."),
            self._found,
        )

    def _found(self, text: str | None) -> None:
        if text is None:
            return
        try:
            self._go_to(person_called(graph_of(self._block), text) if text else "")
        except ValueError as error:
            self.app.say(str(error))

    def _go_to(self, person: str) -> None:
        view = self.query_one(NetworkMap)
        view.ego, view.by_organisation = person, False
        self._show()

    def action_step(self, by: int) -> None:
        """Around the next person: brokers first, then by the number of ties."""
        given, view = graph_of(self._block), self.query_one(NetworkMap)
        brokers = {node.id for node in self._block.nodes if node.broker}
        order = sorted(given.member, key=lambda p: (p not in brokers, -len(given.neighbours[p])))
        if order:
            at = order.index(view.ego) if view.ego in order else -1 if by > 0 else 0
            self._go_to(order[(at + by) % len(order)])

    def action_organisations(self) -> None:
        view = self.query_one(NetworkMap)
        view.by_organisation = not view.by_organisation
        self._show()

    def action_filter(self) -> None:
        every = [ties for ties in Ties if ties is not Ties.NEW or self._has_new()]
        at = every.index(self._ties) if self._ties in every else 0
        self._ties = every[(at + 1) % len(every)]
        self._show()

    def _has_new(self) -> bool:
        return any(tie.new for tie in self._block.ties)

    def action_only(self, group: int) -> None:
        """One organisation alone, and everybody again."""
        if group < len(self._block.groups):
            self._group = None if self._group == group else group
            self._show()

    def action_beside(self, what: str) -> None:
        self._beside = "" if self._beside == what else what
        self._show()

    def _pairs(self) -> _Pairs:
        state = state_of(self.app)
        told_ = frozenset(released(state.kinds.get(self._exercise)))
        return _Pairs(wished_for(state), told_)

    def _is_of_people(self) -> bool:
        """Whether those on the map are people of this room, and not kinds of people elsewhere."""
        return state_of(self.app).plan.exercise(self._exercise).kind == "connections"

    def _to_tell(self) -> list[Introduction]:
        known = released(state_of(self.app).kinds.get(self._exercise))
        return [i for i in self._meetings if frozenset((i.one, i.other)) not in known]

    async def action_introduce(self) -> None:
        """Tell both people of every pair in the list, on their phones; asked for twice."""
        fresh = self._to_tell()
        pairs = "1 pair" if len(fresh) == 1 else f"{len(fresh)} pairs"
        if not fresh or not self.app.arm("introduce", f"i again tells {pairs} on their phones"):
            return
        ids = {str(p.badge): str(p.id) for p in state_of(self.app).participants.values()}
        payload = {
            "do": "introduce",
            "pairs": [
                {
                    "one": i.one, "other": i.other, "joined": i.joined > 0, "first": i.first,
                    "spans": i.spans, "by": i.by, "wished": i.wished,
                    "people": [ids[p] for p in (i.one, i.other, i.by) if p in ids],
                }
                for i in fresh
            ],
        }  # fmt: skip
        if await self.app.act(KindCommand(self._exercise, payload)) is not None:
            aloud = to_tell_aloud(state_of(self.app), (p for i in fresh for p in (i.one, i.other)))
            self.app.say(f"{pairs} told whom to meet, and why. {aloud}".strip())
            self._show()

    def action_what_if(self) -> None:
        self.app.push_screen(AskLine("What if?", HINT), self._change)

    def _change(self, text: str | None) -> None:
        if not text:
            return
        try:
            given = changed(graph_of(self._block), self._changes)
            self._changes = (*self._changes, read_change(given, text))
        except ValueError as error:
            self.app.say(str(error))
            return
        self._beside = ""
        self._show()

    def action_take_back(self) -> None:
        self._changes = self._changes[:-1]
        self._show()

    def action_scroll(self, lines: int) -> None:
        self.query_one("#network-beside").scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        """Out of what is looked at first, then out of the screen."""
        view = self.query_one(NetworkMap)
        if self.app.armed is not None:
            self.app.armed = None
        elif self._changes or self._beside or view.ego or view.by_organisation:
            self._changes, self._beside = (), ""
            view.ego, view.by_organisation = "", False
            self._show()
        else:
            self.dismiss()


def _shown(
    block: Network,
    changes: tuple[Change, ...],
    beside: str,
    findings: Findings,
    pairs: _Pairs,
) -> _Shown:
    """The map after the changes, and the panel beside it; takes its time in a large room."""
    given = graph_of(block)
    after = changed(given, changes)
    if changes:
        found = overview(after)
        at = kept_places(after, {node.id: (node.x, node.y) for node in block.nodes})
        known = {frozenset(pair) for pair in given.pairs}
        new = [pair for pair in after.pairs if frozenset(pair) not in known]
        block = network_block(block.title, after, at, found.brokers, new)
        if not beside:
            rows = tuple(
                (m.measure, m.before, m.after, "◂" if m.moved else "")
                for m in moves(overview(given), found)
            )
            table = Table("What would move", ("Measure", "Now", "Then", ""), rows, numeric=(1, 2))
            return _Shown(block, Findings("", blocks=(table,)))
    if beside == MEET:
        meetings = tuple(introductions(after, pairs.wished))
        return _Shown(block, Findings("", blocks=(_meetings(after, meetings, pairs),)), meetings)
    if beside == TABLES:
        return _Shown(block, Findings("", blocks=findings.more))
    return _Shown(block)


def _meetings(given: Graph, found: tuple[Introduction, ...], pairs: _Pairs) -> Table:
    rows = tuple(
        (
            given.member[i.one].label,
            given.member[i.other].label,
            reason(given, i),
            "told" if frozenset((i.one, i.other)) in pairs.told else "",
        )
        for i in found
    )
    return Table(
        "Who should meet" if rows else "Nobody: no tie would join parts or organisations",
        ("Who", "Whom", "Why", ""),
        rows,
    )
