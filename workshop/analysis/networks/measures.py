"""What can be measured on a network of people.

Definitions are those of the literature, and equal igraph's. None stands for what is not defined:
the density of one person, the constraint of somebody without ties.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping

from workshop.analysis.networks.graph import Graph


def density(given: Graph) -> float | None:
    """Ties there are, as a share of those there could be: 2m / n(n-1), directed m / n(n-1)."""
    n = len(given.people)
    if n < 2:
        return None
    return len(given.ties) * (1 if given.directed else 2) / (n * (n - 1))


def reciprocity(given: Graph) -> float | None:
    """The share of directed ties that are returned; not defined without directions."""
    if not given.directed or not given.ties:
        return None
    said = set(given.ties)
    return sum((other, one) in said for one, other in given.ties) / len(said)


def components(given: Graph) -> list[frozenset[str]]:
    """Sets of people who reach one another over any number of ties, the largest first."""
    found: list[frozenset[str]] = []
    seen: set[str] = set()
    for person in given.people:
        if person.id not in seen:
            reached = set(distances(given, person.id))
            seen |= reached
            found.append(frozenset(reached))
    return sorted(found, key=len, reverse=True)


def distances(given: Graph, start: str) -> dict[str, int]:
    """Steps from one person to everyone they reach, in either direction."""
    steps = {start: 0}
    waiting = deque([start])
    while waiting:
        person = waiting.popleft()
        for other in given.neighbours[person]:
            if other not in steps:
                steps[other] = steps[person] + 1
                waiting.append(other)
    return steps


def isolates(given: Graph) -> list[str]:
    """People without any tie, in the graph's order."""
    return [person.id for person in given.people if not given.neighbours[person.id]]


def degrees(given: Graph) -> dict[str, int]:
    """With how many others each person has a tie."""
    return {person.id: len(given.neighbours[person.id]) for person in given.people}


def betweenness(given: Graph) -> dict[str, float]:
    """On how many shortest paths between others each person lies, paths of equal length shared.

    Not normalised. Brandes 2001, A faster algorithm for betweenness centrality,
    doi 10.1080/0022250X.2001.9990249.
    """
    place = {person.id: index for index, person in enumerate(given.people)}
    following = [[place[o] for o in given.following[person.id]] for person in given.people]
    through = [0.0] * len(following)
    for start in range(len(following)):
        _add_paths_from(start, following, through)
    half = 1.0 if given.directed else 0.5
    return {person.id: through[place[person.id]] * half for person in given.people}


def _add_paths_from(start: int, following: list[list[int]], through: list[float]) -> None:
    """Add what the shortest paths from one start bring to everyone they lead through."""
    steps = [-1] * len(following)
    paths = [0.0] * len(following)
    before: list[list[int]] = [[] for _ in following]
    steps[start], paths[start] = 0, 1.0
    order = [start]
    for person in order:  # grows while it is read: nearest first
        step, number = steps[person] + 1, paths[person]
        for other in following[person]:
            if steps[other] < 0:
                steps[other] = step
                order.append(other)
            if steps[other] == step:
                paths[other] += number
                before[other].append(person)
    depends = [0.0] * len(following)
    for person in reversed(order[1:]):
        share = (1.0 + depends[person]) / paths[person]
        for earlier in before[person]:
            depends[earlier] += paths[earlier] * share
        through[person] += depends[person]


def _shares(given: Graph) -> dict[str, dict[str, float]]:
    """What share of a person's ties goes to each neighbour; one said by both weighs double."""
    weights: dict[str, Counter[str]] = {person.id: Counter() for person in given.people}
    for one, other in given.ties:
        weights[one][other] += 1
        weights[other][one] += 1
    return {
        person: {other: weight / sum(others.values()) for other, weight in others.items()}
        for person, others in weights.items()
    }


def constraint(given: Graph) -> dict[str, float | None]:
    """Burt's constraint: how far a person's contacts are tied to each other, None without ties.

    Low means that a person stands between people who are not tied. Burt 1992, Structural Holes.
    """
    share = _shares(given)
    found: dict[str, float | None] = {}
    for person, contacts in share.items():
        total = 0.0
        for other in contacts:
            over = sum(
                weight * share[third].get(other, 0.0)
                for third, weight in contacts.items()
                if third != other
            )
            total += (contacts[other] + over) ** 2
        found[person] = total if contacts else None
    return found


def effective_size(given: Graph) -> dict[str, float | None]:
    """How many of a person's contacts are not redundant: n - 2t/n, t ties among the n contacts.

    Directions are left aside. Borgatti 1997, Structural Holes: Unpacking Burt's redundancy
    measures, Connections 20(1).
    """
    found: dict[str, float | None] = {}
    for person in given.people:
        contacts = given.neighbours[person.id]
        # Every tie among contacts is met from both of its ends.
        ends = sum(len(given.neighbours[other] & contacts) for other in contacts)
        found[person.id] = len(contacts) - ends / len(contacts) if contacts else None
    return found


def ei_index(given: Graph, group: Mapping[str, str]) -> float | None:
    """(E - I) / (E + I): -1 where all ties stay in a group, +1 where all leave it.

    `group` by person; ties of those whose group is not known are left out. Krackhardt and Stern
    1988, doi 10.2307/2786835.
    """
    counted = [(group.get(one, ""), group.get(other, "")) for one, other in given.pairs]
    known = [one == other for one, other in counted if one and other]
    return (len(known) - 2 * sum(known)) / len(known) if known else None


def ei_by_chance(given: Graph, group: Mapping[str, str]) -> float | None:
    """The E-I index if everyone with a known group were tied to everyone else: mere group sizes."""
    sizes = Counter(group[person.id] for person in given.people if group.get(person.id))
    people = sizes.total()
    pairs = people * (people - 1) / 2
    inside = sum(size * (size - 1) / 2 for size in sizes.values())
    return (pairs - 2 * inside) / pairs if pairs else None


def organisations(given: Graph) -> dict[str, str]:
    return {person.id: person.organisation for person in given.people}


def roles(given: Graph) -> dict[str, str]:
    return {person.id: person.role for person in given.people}
