"""Where people stand on the map: near those they are tied to, and each organisation together.

Needs numpy, so it runs in the analyst. Positions are a function of the answers in their order of
arrival alone: everybody who draws the same answers draws the same map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt
from typing import Any

from workshop.analysis.networks.graph import Graph

Point = tuple[float, float]
Positions = Mapping[str, Point]

WIDE = 1.78
"""Width of the map for a height of 1, about that of a screen."""
FIRST_STEPS, LATER_STEPS = 120, 30
MOST_GROUPS = 8
_MARGIN = 0.03
IDEAL, PULL, HOLD = 0.7, 0.35, 1.2
"""How far people stand from each other, how much a tie pulls, how firmly an organisation holds."""


def positions(given: Graph, start: Positions | None = None) -> dict[str, Point]:
    """A place for everyone, x and y from 0 to 1.

    Who has a place in `start` moves little; who is new comes in beside those they are tied to.
    Organisations take their places in the order in which they appear among the people.
    """
    import numpy as np

    if not given.people:
        return {}
    start = start or {}
    place = {person.id: index for index, person in enumerate(given.people)}
    anchors, pull = _anchors(given)
    single = np.float32  # twice as fast, and finer than any screen
    at = np.array([_beginning(given, i, start, anchors) for i in range(len(place))], single)
    at[:, 0] *= WIDE
    home = np.array(anchors, single) * np.array((WIDE, 1.0), single)
    hold = np.array(pull, single)[:, None]
    group = _group_numbers(given)
    ties = np.array([(place[one], place[other]) for one, other in given.pairs], int).reshape(-1, 2)
    crossing = np.array([group[one] != group[other] for one, other in ties], bool)
    known = np.array([person.id in start for person in given.people], bool)[:, None]
    fresh = not known.any()
    # Many ties across would draw everybody into the middle, so they share what pull they have.
    pull_across = PULL * 0.08 * min(1.0, 60 / max(int(crossing.sum()), 1))
    at = _settled(
        at, home, hold, ties, np.where(crossing, pull_across, PULL).astype(single)[:, None],
        steps=FIRST_STEPS if fresh else LATER_STEPS,
        # Who stands somewhere already is held there, so that nobody jumps.
        reach=np.where(known & (not fresh), 0.006, 0.08).astype(single),
    )  # fmt: skip
    at[:, 0] /= WIDE
    return {person: (float(at[i, 0]), float(at[i, 1])) for person, i in place.items()}


def _settled(
    at: Any, home: Any, hold: Any, ties: Any, strength: Any, *, steps: int, reach: Any
) -> Any:
    """Positions after ties have pulled, people have pushed apart, and organisations have held."""
    import numpy as np

    ideal = IDEAL * sqrt(WIDE / len(at))
    # Only those nearby push, or distant groups would be driven to the edges.
    near = (3 * ideal) ** 2
    low = np.array((_MARGIN * WIDE, _MARGIN), at.dtype)
    high = np.array((WIDE * (1 - _MARGIN), 1 - _MARGIN), at.dtype)
    for step in range(steps):
        across = at[:, 0, None] - at[None, :, 0]
        down = at[:, 1, None] - at[None, :, 1]
        squared = across * across + down * down
        push = ideal**2 / np.maximum(squared, 1e-6)
        push[squared > near] = 0.0
        force = np.stack(((across * push).sum(1), (down * push).sum(1)), 1)
        if len(ties):
            pulled = at[ties[:, 1]] - at[ties[:, 0]]
            length = np.sqrt((pulled**2).sum(1, keepdims=True))
            pulled *= np.minimum(length / ideal, 3.0) * strength
            np.add.at(force, ties[:, 0], pulled)
            np.add.at(force, ties[:, 1], -pulled)
        force += (home - at) * hold
        size = np.sqrt((force**2).sum(1, keepdims=True)) + 1e-9
        cool = reach * (1.0 - step / steps)
        at = np.clip(at + force / size * np.minimum(size * 0.2, cool), low, high)
    return at


def _group_numbers(given: Graph) -> list[int]:
    """A number for each person's organisation, in order of appearance; unknown ones are alone."""
    seen: dict[str, int] = {}
    return [
        seen.setdefault(person.organisation or f"?{person.id}", len(seen))
        for person in given.people
    ]


def _anchors(given: Graph) -> tuple[list[Point], list[float]]:
    """Where each person's organisation has its middle, and how strongly it holds them."""
    groups = list(dict.fromkeys(p.organisation for p in given.people if p.organisation))
    shown = groups[:MOST_GROUPS] if len(groups) > 1 else []
    middles = {name: _middle(index) for index, name in enumerate(shown)}
    anchors = [middles.get(person.organisation, (0.5, 0.5)) for person in given.people]
    pull = [HOLD if person.organisation in middles else 0.15 for person in given.people]
    return anchors, pull


def _middle(index: int) -> Point:
    """The middle of the organisation that came at `index`, wherever the others are.

    Around an ellipse by halves, quarters, eighths: however many there are, they lie apart, and one
    more moves none of the others.
    """
    turn, half = 0.0, 0.5
    while index:
        turn += half * (index & 1)
        index >>= 1
        half /= 2
    angle = 2 * pi * turn + pi * 0.9
    return 0.5 + 0.36 * cos(angle), 0.5 + 0.34 * sin(angle)


def _beginning(given: Graph, index: int, start: Positions, anchors: Sequence[Point]) -> Point:
    """Where somebody is before the forces: where they were, else beside whom they know."""
    person = given.people[index]
    if person.id in start:
        return start[person.id]
    known = [start[other] for other in sorted(given.neighbours[person.id]) if other in start]
    own = [
        start[other]
        for other in sorted(given.neighbours[person.id])
        if other in start and given.member[other].organisation == person.organisation
    ]
    x, y = anchors[index]
    if near := own or (known if anchors[index] == (0.5, 0.5) else []):
        x, y = sum(p[0] for p in near) / len(near), sum(p[1] for p in near) / len(near)
    # A sunflower's spiral: no two begin at the same place, and nothing is left to chance.
    away, angle = 0.02 + 0.1 * sqrt(index / len(given.people)), 2.399963 * index
    return x + away * cos(angle) / WIDE, y + away * sin(angle)
