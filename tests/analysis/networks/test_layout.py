"""Where people stand, and that they stay there."""

from __future__ import annotations

from math import dist
from statistics import median

import pytest

from tests.analysis.networks.graphs import a_room
from workshop.analysis.networks.graph import Graph, Member, graph, with_person, with_tie
from workshop.analysis.networks.layout import Positions, positions


def _moved(before: Positions, after: Positions) -> list[float]:
    return [dist(before[person], after[person]) for person in before if person in after]


@pytest.mark.parametrize("people", [1, 2, 5, 60])
def test_everybody_has_a_place_of_their_own_on_the_map(people: int) -> None:
    found = positions(a_room(people))
    assert len(set(found.values())) == len(found) == people
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in found.values())
    assert positions(a_room(people)) == found


def test_nobody_is_nowhere() -> None:
    assert positions(graph([], [])) == {}


def test_an_organisation_stands_together() -> None:
    made = a_room(60)
    at = positions(made)
    organisation = {person.id: person.organisation for person in made.people}
    inside, outside = [], []
    for one in at:
        for other in at:
            if one < other:
                same = organisation[one] == organisation[other]
                (inside if same else outside).append(dist(at[one], at[other]))
    assert median(inside) < median(outside) / 2


@pytest.mark.parametrize("people", [12, 60])
def test_nobody_jumps_when_an_answer_arrives(people: int) -> None:
    made = a_room(people)
    before = positions(made)
    grown = with_person(with_tie(made, "1", "6"), Member("new", organisation="A new one"))
    grown = with_tie(grown, "new", "3")
    moved = _moved(before, positions(grown, before))
    # A cell of a map of 100 by 30 is 0.01 wide and 0.033 high.
    assert max(moved) < 0.12
    assert median(moved) < 0.03


def test_who_is_new_comes_in_beside_those_they_know() -> None:
    made = a_room(60)
    before = positions(made)
    friend: str = made.people[8].id
    newcomer = Member("new", "Zoe", made.member[friend].organisation)
    grown: Graph = with_tie(with_person(made, newcomer), "new", friend)
    after = positions(grown, before)
    assert dist(after["new"], after[friend]) < 0.15
