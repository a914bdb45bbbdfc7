"""Who is tied to whom: people and the ties between them, as said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """Someone on the map; `name`, `organisation` and `role` are empty where nobody said them."""

    id: str
    name: str = ""
    organisation: str = ""
    role: str = ""

    @property
    def label(self) -> str:
        return self.name or f"#{self.id}"


@dataclass(frozen=True)
class Graph:
    """People in a fixed order and `ties` from one to another, each id among the people's.

    In an undirected graph every tie stands once. Nobody is tied to themselves, and no tie stands
    twice. Build one with `graph`.
    """

    people: tuple[Member, ...]
    ties: tuple[Pair, ...]
    directed: bool = False

    @cached_property
    def member(self) -> Mapping[str, Member]:
        return {person.id: person for person in self.people}

    @cached_property
    def following(self) -> Mapping[str, tuple[str, ...]]:
        """Whom each person's ties lead to; in an undirected graph, all neighbours."""
        found: dict[str, list[str]] = {person.id: [] for person in self.people}
        for one, other in self.ties:
            found[one].append(other)
            if not self.directed:
                found[other].append(one)
        return {person: tuple(others) for person, others in found.items()}

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every two people with a tie between them, once, whoever said it."""
        seen: dict[frozenset[str], Pair] = {}
        for tie in self.ties:
            seen.setdefault(frozenset(tie), tie)
        return tuple(seen.values())

    @cached_property
    def neighbours(self) -> Mapping[str, frozenset[str]]:
        """Everyone a person has a tie with, in either direction."""
        found: dict[str, set[str]] = {person.id: set() for person in self.people}
        for one, other in self.pairs:
            found[one].add(other)
            found[other].add(one)
        return {person: frozenset(others) for person, others in found.items()}

    def tied(self, one: str, other: str) -> bool:
        return other in self.neighbours.get(one, frozenset())


def graph(people: Iterable[Member], ties: Iterable[Pair], *, directed: bool = False) -> Graph:
    """A graph of these people and whoever else is named in a tie.

    A tie that is said twice counts once, one of somebody to themselves is left out.
    """
    members = {person.id: person for person in people}
    kept: dict[object, Pair] = {}
    for one, other in ties:
        for person in (one, other):
            members.setdefault(person, Member(person))
        if one != other:
            kept.setdefault((one, other) if directed else frozenset((one, other)), (one, other))
    return Graph(tuple(members.values()), tuple(kept.values()), directed)


def without_person(given: Graph, person: str) -> Graph:
    """The graph as if somebody were not there."""
    return replace(
        given,
        people=tuple(member for member in given.people if member.id != person),
        ties=tuple(tie for tie in given.ties if person not in tie),
    )


def with_person(given: Graph, person: Member) -> Graph:
    """The graph with somebody more; whoever is there already stays as they are."""
    if person.id in given.member:
        return given
    return replace(given, people=(*given.people, person))


def with_tie(given: Graph, one: str, other: str) -> Graph:
    """The graph with a tie more, said by both where ties have a direction."""
    both = ((one, other), (other, one))
    return graph(given.people, (*given.ties, *both), directed=given.directed)


def without_tie(given: Graph, one: str, other: str) -> Graph:
    """The graph without any tie between the two."""
    both = {one, other}
    return replace(given, ties=tuple(tie for tie in given.ties if set(tie) != both))
