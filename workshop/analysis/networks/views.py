"""Networks as blocks of findings, and views of one: around a person, by organisation, filtered."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import fmean

from workshop.analysis.networks.graph import Graph, Member, Pair, graph
from workshop.analysis.networks.layout import Positions
from workshop.domain.findings import Network, NetworkNode, NetworkTie


class Ties(StrEnum):
    """Which ties a map shows."""

    ALL = "all ties"
    ACROSS = "ties across organisations"
    INSIDE = "ties inside organisations"
    NEW = "new ties"


@dataclass(frozen=True, slots=True)
class Between:
    """Two organisations by index and the number of ties between them; the same twice: inside."""

    one: int
    other: int
    ties: int
    new: int = 0


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation on the map: its people and the middle of them."""

    group: int
    name: str
    people: int
    x: float
    y: float


def network_block(
    title: str,
    given: Graph,
    at: Positions,
    brokers: Collection[str],
    new: Iterable[Pair] = (),
) -> Network:
    """A graph as it is drawn; `new` holds pairs without a tie in the round before."""
    sizes = Counter(person.organisation for person in given.people if person.organisation)
    groups = tuple(sizes)
    number = {name: index for index, name in enumerate(groups)}
    nodes = tuple(
        NetworkNode(
            person.id,
            person.label,
            number.get(person.organisation, -1),
            *at[person.id],
            role=person.role,
            broker=person.id in brokers,
        )
        for person in given.people
    )
    place = {person.id: index for index, person in enumerate(given.people)}
    said, fresh = set(given.ties), {frozenset(pair) for pair in new}
    ties = tuple(
        NetworkTie(
            place[one],
            place[other],
            both=(other, one) in said and given.directed,
            new=frozenset((one, other)) in fresh,
        )
        for one, other in given.pairs
    )
    return Network(title, groups, nodes, ties, given.directed)


def graph_of(block: Network) -> Graph:
    """The graph that a block was made of, to measure it anew."""
    people = [
        Member(n.id, n.name, block.groups[n.group] if n.group >= 0 else "", n.role)
        for n in block.nodes
    ]
    ties: list[Pair] = []
    for tie in block.ties:
        one, other = people[tie.one].id, people[tie.other].id
        ties += [(one, other), (other, one)] if tie.both else [(one, other)]
    return graph(people, ties, directed=block.directed)


def only(
    block: Network, ties: Ties = Ties.ALL, groups: Collection[int] = (), find: str = ""
) -> Network:
    """The block with some of its ties and people; no groups and no text mean all of them.

    `find` is looked for in names and roles.
    """
    wanted = find.casefold()
    keep = [
        (not groups or node.group in groups)
        and (not wanted or wanted in f"{node.name} {node.role}".casefold())
        for node in block.nodes
    ]
    kept = [tie for tie in block.ties if _shown(block, tie, ties)]
    return _cut(block, keep, kept)


def around(block: Network, person: str) -> Network:
    """Somebody with those they are tied to, and the ties among these."""
    place = next((i for i, node in enumerate(block.nodes) if node.id == person), None)
    if place is None:
        return block
    near = {place}
    for tie in block.ties:
        if place in (tie.one, tie.other):
            near |= {tie.one, tie.other}
    return _cut(block, [index in near for index in range(len(block.nodes))], block.ties)


def organisations(block: Network) -> list[Organisation]:
    """The organisations of a map, in its order; people without one are left out."""
    members: dict[int, list[NetworkNode]] = defaultdict(list)
    for node in block.nodes:
        if node.group >= 0:
            members[node.group].append(node)
    return [
        Organisation(
            group, block.groups[group], len(nodes),
            fmean(n.x for n in nodes), fmean(n.y for n in nodes),
        )
        for group, nodes in sorted(members.items())
    ]  # fmt: skip


def between(block: Network) -> list[Between]:
    """Ties inside and between organisations, most first."""
    number: Counter[tuple[int, int]] = Counter()
    new: Counter[tuple[int, int]] = Counter()
    for tie in block.ties:
        one, other = sorted((block.nodes[tie.one].group, block.nodes[tie.other].group))
        if one >= 0:
            number[one, other] += 1
            new[one, other] += tie.new
    return [Between(one, other, n, new[one, other]) for (one, other), n in number.most_common()]


def crosses(block: Network, tie: NetworkTie) -> bool:
    """Whether a tie joins two known organisations."""
    one, other = block.nodes[tie.one].group, block.nodes[tie.other].group
    return one != other and min(one, other) >= 0


def _shown(block: Network, tie: NetworkTie, ties: Ties) -> bool:
    match ties:
        case Ties.ALL:
            return True
        case Ties.ACROSS:
            return crosses(block, tie)
        case Ties.INSIDE:
            group = block.nodes[tie.one].group
            return group >= 0 and group == block.nodes[tie.other].group
        case Ties.NEW:
            return tie.new


def _cut(block: Network, keep: list[bool], ties: Iterable[NetworkTie]) -> Network:
    place: dict[int, int] = {}
    for index, kept in enumerate(keep):
        if kept:
            place[index] = len(place)
    return replace(
        block,
        nodes=tuple(node for node, kept in zip(block.nodes, keep, strict=True) if kept),
        ties=tuple(
            replace(tie, one=place[tie.one], other=place[tie.other])
            for tie in ties
            if keep[tie.one] and keep[tie.other]
        ),
    )
