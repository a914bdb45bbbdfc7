"""What the screen of the network shows: what of the map is looked at, and the panel beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workshop.analysis.networks.graph import Graph
from workshop.analysis.networks.introductions import Introduction, introductions, reason
from workshop.analysis.networks.overview import moves, overview
from workshop.analysis.networks.views import Ties, graph_of, network_block, only
from workshop.analysis.networks.what_if import Change, changed, kept_places, read_change, told
from workshop.domain.findings import Findings, Network, Table

MEET, TABLES = "who should meet", "all tables"
"""What may stand beside the map."""


def network_of(findings: Findings | None) -> Network | None:
    """The first map among findings."""
    blocks = findings.blocks if findings else ()
    return next((block for block in blocks if isinstance(block, Network)), None)


@dataclass(frozen=True, slots=True)
class Looking:
    """What of a map is looked at; nothing of it is kept.

    `ego` is the person it is drawn around, `group` the index of the one organisation shown,
    `beside` what stands next to the map; each is empty or None for no such thing.
    """

    ego: str = ""
    by_organisation: bool = False
    ties: Ties = Ties.ALL
    group: int | None = None
    changes: tuple[Change, ...] = ()
    beside: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to come back from; filters stay where they are."""
        return not (self.changes or self.beside or self.ego or self.by_organisation)

    def plain(self) -> Looking:
        """Everybody, as they are, and nothing beside them."""
        return replace(self, ego="", by_organisation=False, changes=(), beside="")

    def around(self, person: str) -> Looking:
        return replace(self, ego=person, by_organisation=False)

    def around_next(self, block: Network, by: int) -> Looking:
        """Around the next person: brokers first, then by the number of ties."""
        given = graph_of(block)
        brokers = {node.id for node in block.nodes if node.broker}
        order = sorted(given.member, key=lambda p: (p not in brokers, -len(given.neighbours[p])))
        if not order:
            return self
        at = order.index(self.ego) if self.ego in order else -1 if by > 0 else 0
        return self.around(order[(at + by) % len(order)])

    def next_ties(self, block: Network) -> Looking:
        """The next way to filter; new ties only where there are any."""
        has_new = any(tie.new for tie in block.ties)
        every = [ties for ties in Ties if ties is not Ties.NEW or has_new]
        at = every.index(self.ties) if self.ties in every else 0
        return replace(self, ties=every[(at + 1) % len(every)])

    def only(self, group: int) -> Looking:
        """One organisation alone, and everybody again."""
        return replace(self, group=None if self.group == group else group)

    def with_beside(self, what: str) -> Looking:
        return replace(self, beside="" if self.beside == what else what)

    def changed_by(self, block: Network, text: str) -> Looking:
        """One change more, as it is typed; ValueError says what is not understood."""
        given = changed(graph_of(block), self.changes)
        return replace(self, changes=(*self.changes, read_change(given, text)), beside="")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of people by their badges: of whom one looks for what the other can give, and those
    who are told of each other already."""

    wished: frozenset[frozenset[str]] = frozenset()
    told: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Shown:
    """What the map is drawn from, and what stands beside it."""

    block: Network
    beside: Findings | None = None
    meetings: tuple[Introduction, ...] = ()


def shown(findings: Findings, block: Network, looking: Looking, pairs: Pairs) -> Shown:
    """The map as it is looked at, and the panel beside it; takes its time in a large room."""
    found = _changed(findings, block, looking, pairs)
    groups = () if looking.group is None else (looking.group,)
    return replace(found, block=only(found.block, looking.ties, groups))


def facts(findings: Findings, block: Network, looking: Looking, round_: int) -> str:
    """How the map differs from the plain one, or what is found where it does not."""
    given = graph_of(block)
    said = [f"round {round_}"] if round_ > 1 else []
    if looking.by_organisation:
        said.append("by organisation")
    elif looking.ego in given.member:
        said.append(f"around {given.member[looking.ego].label}")
    if looking.ties is not Ties.ALL:
        said.append(looking.ties.value)
    if looking.group is not None:
        said.append(f"{block.groups[looking.group]} only")
    if looking.changes:
        said.append("WHAT IF " + ", ".join(told(given, change) for change in looking.changes))
    return " · ".join(said) if said else " ".join(findings.sentences[:2])


def _changed(findings: Findings, block: Network, looking: Looking, pairs: Pairs) -> Shown:
    """The whole map after the changes, and the panel."""
    given = graph_of(block)
    after = changed(given, looking.changes)
    if looking.changes:
        found = overview(after)
        at = kept_places(after, {node.id: (node.x, node.y) for node in block.nodes})
        known = {frozenset(pair) for pair in given.pairs}
        new = [pair for pair in after.pairs if frozenset(pair) not in known]
        block = network_block(block.title, after, at, found.brokers, new)
        if not looking.beside:
            rows = tuple(
                (m.measure, m.before, m.after, "◂" if m.moved else "")
                for m in moves(overview(given), found)
            )
            table = Table("What would move", ("Measure", "Now", "Then", ""), rows, numeric=(1, 2))
            return Shown(block, Findings("", blocks=(table,)))
    if looking.beside == MEET:
        meetings = tuple(introductions(after, pairs.wished))
        return Shown(block, Findings("", blocks=(_meetings(after, meetings, pairs),)), meetings)
    if looking.beside == TABLES:
        return Shown(block, Findings("", blocks=findings.more))
    return Shown(block)


def _meetings(given: Graph, found: tuple[Introduction, ...], pairs: Pairs) -> Table:
    rows = tuple(
        (
            f"{given.member[i.one].label} – {given.member[i.other].label}"
            + (" (told)" if frozenset((i.one, i.other)) in pairs.told else ""),
            reason(given, i),
        )
        for i in found
    )
    return Table(
        "Who should meet" if rows else "Nobody: no tie would join parts or organisations",
        ("Who", "Why"),
        rows,
    )
