"""The networks of a session, each with its measures: one a round of each exercise on ties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from workshop.domain.findings import Network, NetworkNode
from workshop.export.report import Report


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in a network; None for what is not defined there.

    `community` counts from 1, the largest first.
    """

    degree: int
    betweenness: float
    constraint: float | None
    effective_size: float | None
    community: int
    core: bool


@dataclass(frozen=True, slots=True)
class RoundNetwork:
    """A network as one round of an exercise found it; `number` tells several of a round apart."""

    exercise: str
    title: str
    round: int
    place: str
    number: int
    block: Network

    @property
    def places(self) -> Mapping[str, Place]:
        """Everyone's place, by the node's id."""
        return _places(self.block)

    @property
    def arcs(self) -> Iterator[tuple[str, str, bool, bool, float]]:
        """Ties as they were named: from, to, both named it, new, weight (1: it is there).

        One that both named stands twice where it matters who named whom, once in each direction.
        """
        nodes = self.block.nodes
        for tie in self.block.ties:
            one, other = nodes[tie.one].id, nodes[tie.other].id
            yield one, other, tie.both, tie.new, 1.0
            if tie.both and self.block.directed:
                yield other, one, tie.both, tie.new, 1.0


def networks(report: Report) -> tuple[RoundNetwork, ...]:
    """Every network in the findings, in the order of the hour."""
    found = []
    for exercise in report.exercises:
        for round_ in exercise.rounds:
            blocks = [b for b in round_.findings.blocks if isinstance(b, Network) and b.nodes]
            for number, block in enumerate(blocks, 1):
                found.append(
                    RoundNetwork(
                        exercise.id, exercise.title, round_.round, round_.place, number, block
                    )
                )
    return tuple(found)


def named(node: NetworkNode) -> str:
    """The name behind a node, empty where a badge stands in its place."""
    return "" if node.name == f"#{node.id}" else node.name


@lru_cache(maxsize=16)
def _places(block: Network) -> Mapping[str, Place]:
    """Measured once, since several formats ask."""
    from workshop.analysis.networks.overview import overview
    from workshop.analysis.networks.views import graph_of

    found = overview(graph_of(block))
    circle = {person: n for n, part in enumerate(found.communities, 1) for person in part}
    return {
        node.id: Place(
            degree=found.degree[node.id],
            betweenness=found.betweenness[node.id],
            constraint=found.constraint[node.id],
            effective_size=found.effective_size[node.id],
            community=circle[node.id],
            core=node.id in found.core.core,
        )
        for node in block.nodes
    }
