"""A network in numbers, and how they move when somebody or a tie is added or taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workshop.analysis.networks.graph import Graph
from workshop.analysis.networks.measures import (
    betweenness,
    components,
    constraint,
    degrees,
    density,
    effective_size,
    ei_by_chance,
    ei_index,
    isolates,
    organisations,
    reciprocity,
    roles,
)
from workshop.analysis.networks.parts import (
    CorePeriphery,
    brokers,
    communities,
    core_periphery,
    modularity,
)


@dataclass(frozen=True, slots=True)
class Overview:
    """Every measure of one network; None where it is not defined.

    `ties` counts pairs of people with a tie; `largest` the people of the largest component.
    `ei_*_chance` is what group sizes alone would give.
    """

    people: int
    ties: int
    density: float | None
    reciprocity: float | None
    components: int
    largest: int
    isolates: tuple[str, ...]
    degree: Mapping[str, int]
    betweenness: Mapping[str, float]
    constraint: Mapping[str, float | None]
    effective_size: Mapping[str, float | None]
    ei_organisation: float | None
    ei_organisation_chance: float | None
    ei_role: float | None
    ei_role_chance: float | None
    communities: tuple[frozenset[str], ...]
    modularity: float | None
    core: CorePeriphery
    brokers: tuple[str, ...]

    @property
    def tied(self) -> float:
        """The share of all pairs of people that have a tie, whoever named it."""
        return 2 * self.ties / (self.people * (self.people - 1)) if self.people > 1 else 0.0


def overview(given: Graph) -> Overview:
    """Measure everything once."""
    parts, between = components(given), betweenness(given)
    groups = communities(given)
    return Overview(
        people=len(given.people),
        ties=len(given.pairs),
        density=density(given),
        reciprocity=reciprocity(given),
        components=len(parts),
        largest=len(parts[0]) if parts else 0,
        isolates=tuple(isolates(given)),
        degree=degrees(given),
        betweenness=between,
        constraint=constraint(given),
        effective_size=effective_size(given),
        ei_organisation=ei_index(given, organisations(given)),
        ei_organisation_chance=ei_by_chance(given, organisations(given)),
        ei_role=ei_index(given, roles(given)),
        ei_role_chance=ei_by_chance(given, roles(given)),
        communities=tuple(groups),
        modularity=modularity(given, groups),
        core=core_periphery(given),
        brokers=tuple(brokers(given, between)),
    )


@dataclass(frozen=True, slots=True)
class Move:
    """One measure before and after a change, as a person reads it."""

    measure: str
    before: str
    after: str

    @property
    def moved(self) -> bool:
        return self.before != self.after


def figures(found: Overview) -> dict[str, str]:
    """The measures of the whole network, as a person reads them; – where one is not defined."""
    return {
        "People": str(found.people),
        "Ties": str(found.ties),
        "Density": decimals(found.density),
        "Returned": decimals(found.reciprocity),
        "Separate parts": str(found.components),
        "In the largest part": str(found.largest),
        "Without any tie": str(len(found.isolates)),
        "E-I, organisations": decimals(found.ei_organisation, signed=True),
        "E-I, roles": decimals(found.ei_role, signed=True),
        "Communities": str(len(found.communities)),
        "Modularity": decimals(found.modularity),
        "In the core": str(len(found.core.core)),
    }


def decimals(value: float | None, *, signed: bool = False) -> str:
    """Two decimals; – for what is not defined."""
    if value is None:
        return "–"
    return f"{value:+.2f}" if signed else f"{value:.2f}"


def moves(before: Overview, after: Overview) -> list[Move]:
    """What a change does to each measure."""
    then = figures(after)
    return [Move(name, was, then[name]) for name, was in figures(before).items()]
