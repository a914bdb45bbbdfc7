"""Parts of a network: communities, core and periphery, brokers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from workshop.analysis.networks.graph import Graph
from workshop.analysis.networks.measures import betweenness, degrees

MOST_BROKERS = 5
_Weights = list[dict[int, float]]


def modularity(given: Graph, parts: Iterable[Iterable[str]]) -> float | None:
    """How much denser ties are inside the parts than chance would have them; None without ties.

    Newman and Girvan 2004, doi 10.1103/PhysRevE.69.026113.
    """
    number = len(given.pairs)
    if not number:
        return None
    part_of = {person: index for index, part in enumerate(parts) for person in part}
    inside: dict[int, int] = defaultdict(int)
    ends: dict[int, int] = defaultdict(int)
    for one, other in given.pairs:
        ends[part_of[one]] += 1
        ends[part_of[other]] += 1
        inside[part_of[one]] += part_of[one] == part_of[other]
    return sum(inside[p] / number - (ends[p] / (2 * number)) ** 2 for p in ends)


def communities(given: Graph) -> list[frozenset[str]]:
    """People with more ties among themselves than to others, the largest part first."""
    place = {person.id: index for index, person in enumerate(given.people)}
    weights: _Weights = [
        {place[other]: 1.0 for other in sorted(given.neighbours[person.id])}
        for person in given.people
    ]
    found = (frozenset(given.people[index].id for index in part) for part in louvain(weights))
    return sorted(found, key=len, reverse=True)


def louvain(weights: Sequence[Mapping[int, float]]) -> list[list[int]]:
    """Parts of a weighted graph, each a list of nodes: `weights` has a row of neighbours a node.

    The Louvain method (Blondel and others 2008, doi 10.1088/1742-5468/2008/10/P10008), nodes
    taken in order, so that the same ties give the same parts.
    """
    rows: _Weights = [dict(row) for row in weights]
    parts: list[list[int]] = [[index] for index in range(len(rows))]
    while True:
        label = _moved(rows)
        if len(set(label)) == len(rows):
            return parts
        parts, rows = _folded(parts, rows, label)


def _moved(weights: _Weights) -> list[int]:
    """A part for each node, after moves from part to part for as long as modularity rises."""
    label = list(range(len(weights)))
    strength = [sum(row.values()) for row in weights]
    total = list(strength)
    whole = sum(strength) or 1.0
    moved = True
    while moved:
        moved = False
        for node, row in enumerate(weights):
            own = label[node]
            total[own] -= strength[node]
            to: dict[int, float] = defaultdict(float)
            for other, weight in row.items():
                if other != node:
                    to[label[other]] += weight
            best, most = own, to[own] - strength[node] * total[own] / whole
            for part, weight in to.items():
                gain = weight - strength[node] * total[part] / whole
                if gain > most + 1e-12:
                    best, most = part, gain
            total[best] += strength[node]
            label[node] = best
            moved = moved or best != own
    return label


def _folded(
    parts: Sequence[Sequence[int]], weights: _Weights, label: Sequence[int]
) -> tuple[list[list[int]], _Weights]:
    """Each part as one node."""
    number = {old: new for new, old in enumerate(dict.fromkeys(label))}
    joined: list[list[int]] = [[] for _ in number]
    folded: _Weights = [defaultdict(float) for _ in number]
    for node, row in enumerate(weights):
        part = number[label[node]]
        joined[part].extend(parts[node])
        for other, weight in row.items():
            folded[part][number[label[other]]] += weight
    return joined, folded


@dataclass(frozen=True, slots=True)
class CorePeriphery:
    """A core that is tied within, and a periphery that is not.

    `fit` is the correlation with the ideal pattern, -1 to 1; None where there is no pattern.
    """

    core: frozenset[str]
    periphery: frozenset[str]
    fit: float | None


def core_periphery(given: Graph) -> CorePeriphery:
    """The split with the fewest ties missing in the core and found in the periphery.

    Ties between the two do not count (Borgatti and Everett 1999, doi
    10.1016/S0378-8733(99)00019-2). The best core always is the people with the most ties: Lip
    2011, arXiv 1102.5511.
    """
    degree = degrees(given)
    order = sorted(degree, key=lambda person: -degree[person])
    errors = best = len(given.pairs)
    size = 0
    for number, person in enumerate(order):
        errors += number - degree[person]
        if errors < best:
            best, size = errors, number + 1
    core, periphery = frozenset(order[:size]), frozenset(order[size:])
    return CorePeriphery(core, periphery, _fit(given, core, len(periphery)))


def _fit(given: Graph, core: frozenset[str], outside: int) -> float | None:
    """The correlation of ties with the ideal, over pairs on the same side."""
    ends = [(one in core) + (other in core) for one, other in given.pairs]
    inside, among_others = ends.count(2), ends.count(0)
    core_pairs = len(core) * (len(core) - 1) / 2
    other_pairs = outside * (outside - 1) / 2
    pairs, ties = core_pairs + other_pairs, inside + among_others
    spread = core_pairs * other_pairs * ties * (pairs - ties)
    if spread <= 0:
        return None
    return float((pairs * inside - core_pairs * ties) / spread**0.5)


def brokers(
    given: Graph, between: Mapping[str, float] | None = None, most: int = MOST_BROKERS
) -> list[str]:
    """Those on whom others depend to reach each other, the strongest first.

    Their betweenness lies more than a standard deviation above the mean, and where organisations
    are known they have a tie to another one.
    """
    between = betweenness(given) if between is None else between
    if not any(between.values()):
        return []
    bar = fmean(between.values()) + pstdev(between.values())
    strong = [person for person in between if between[person] > bar and _reaches(given, person)]
    return sorted(strong, key=lambda person: -between[person])[:most]


def _reaches(given: Graph, person: str) -> bool:
    """Whether somebody has a tie out of their organisation, or none is known."""
    own = given.member[person].organisation
    others = {given.member[other].organisation for other in given.neighbours[person]} - {""}
    return not own or not others or others != {own}
