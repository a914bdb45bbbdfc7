"""Communities, core and periphery, brokers."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings

from tests.analysis.networks.graphs import a_room, of_networkx, random_graphs, to_igraph
from workshop.analysis.networks import parts
from workshop.analysis.networks.graph import Graph, Member, graph


@settings(max_examples=150, deadline=None)
@given(random_graphs())
def test_communities_part_the_people_and_modularity_equals_igraph(made: Graph) -> None:
    found = parts.communities(made)
    assert sorted(p for part in found for p in part) == sorted(p.id for p in made.people)
    value = parts.modularity(made, found)
    if value is None:
        assert not made.pairs
        return
    oracle = to_igraph(made)
    oracle.to_undirected()
    label = {person: index for index, part in enumerate(found) for person in part}
    of = [label[person.id] for person in made.people]
    assert value == pytest.approx(oracle.modularity(of), abs=1e-9)
    assert value >= -1e-9  # everyone together gives 0


# Published best or reported: Blondel and others 2008 report .42 for the karate club; Newman and
# Girvan 2004 report .54 for Les Miserables.
@pytest.mark.parametrize(
    ("make", "least"), [(nx.karate_club_graph, 0.415), (nx.les_miserables_graph, 0.54)]
)
def test_communities_are_as_good_as_published(make: object, least: float) -> None:
    made = of_networkx(make())  # type: ignore[operator]
    found = parts.communities(made)
    assert parts.modularity(made, found) >= least  # type: ignore[operator]
    assert found == parts.communities(made)


@settings(max_examples=80, deadline=None)
@given(random_graphs(most=7))
def test_no_other_core_has_fewer_errors(made: Graph) -> None:
    found = parts.core_periphery(made)
    people = [person.id for person in made.people]
    every = (set(core) for size in range(len(people) + 1) for core in combinations(people, size))
    assert _errors(made, found.core) == min(_errors(made, core) for core in every)
    assert found.core | found.periphery == set(people)
    assert not found.core & found.periphery


def _errors(made: Graph, core: object) -> int:
    inside = sum(a in core and b in core for a, b in made.pairs)  # type: ignore[operator]
    outside = sum(a not in core and b not in core for a, b in made.pairs)  # type: ignore[operator]
    size = len(core)  # type: ignore[arg-type]
    return size * (size - 1) // 2 - inside + outside


@settings(max_examples=80, deadline=None)
@given(random_graphs())
def test_fit_is_the_correlation_with_the_ideal(made: Graph) -> None:
    found = parts.core_periphery(made)
    same = [
        (float(made.tied(a.id, b.id)), float(a.id in found.core))
        for a, b in combinations(made.people, 2)
        if (a.id in found.core) == (b.id in found.core)
    ]
    ties, ideal = np.array(same).T if same else (np.zeros(1), np.zeros(1))
    if found.fit is None:
        assert ties.std() == 0 or ideal.std() == 0
    else:
        assert found.fit == pytest.approx(np.corrcoef(ties, ideal)[0, 1], abs=1e-9)


def test_a_star_has_its_middle_as_broker_and_core() -> None:
    star = graph([], [("hub", str(i)) for i in range(6)])
    assert parts.brokers(star) == ["hub"]
    assert parts.core_periphery(star).core == {"hub"}


def test_brokers_reach_beyond_their_organisation() -> None:
    people = [Member("a1", "", "A"), Member("b1", "", "B")]
    people += [Member(f"{g}{i}", "", g.upper()) for g in "ab" for i in range(2, 7)]
    ties = [("a1", "b1"), *((f"{g}1", f"{g}{i}") for g in "ab" for i in range(2, 7))]
    assert set(parts.brokers(graph(people, ties))) == {"a1", "b1"}
    alone = [m for m in people if m.organisation == "A"]
    inside = graph(alone, [tie for tie in ties if "b" not in "".join(tie)])
    assert parts.brokers(inside) == []
    assert parts.brokers(graph(alone, [])) == []
    assert 1 <= len(parts.brokers(a_room(60))) <= parts.MOST_BROKERS
