"""Measures against igraph's, on random graphs and on published networks."""

from __future__ import annotations

from math import isnan

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings

from tests.analysis.networks.graphs import a_room, of_networkx, random_graphs, to_igraph
from workshop.analysis.networks import measures
from workshop.analysis.networks.graph import Graph, Member, graph

many = settings(max_examples=150, deadline=None)


def near(value: object) -> object:
    return pytest.approx(value, abs=1e-9, rel=1e-9)


def undirected(made: Graph) -> igraph.Graph:
    found = to_igraph(made)
    found.to_undirected()
    return found


@many
@given(random_graphs())
def test_density_and_reciprocity_equal_igraph(made: Graph) -> None:
    oracle = to_igraph(made)
    if len(made.people) > 1:
        assert measures.density(made) == near(oracle.density())
    else:
        assert measures.density(made) is None
    if made.directed and made.ties:
        assert measures.reciprocity(made) == near(oracle.reciprocity())
    else:
        assert measures.reciprocity(made) is None


@many
@given(random_graphs())
def test_parts_and_degrees_equal_igraph(made: Graph) -> None:
    oracle = to_igraph(made)
    parts = {frozenset(str(i) for i in part) for part in oracle.connected_components("weak")}
    assert set(measures.components(made)) == parts
    degree = undirected(made).degree()
    assert list(measures.degrees(made).values()) == degree
    assert measures.isolates(made) == [str(i) for i, ties in enumerate(degree) if not ties]


@many
@given(random_graphs())
def test_betweenness_equals_igraph(made: Graph) -> None:
    assert list(measures.betweenness(made).values()) == near(to_igraph(made).betweenness())


@many
@given(random_graphs())
def test_constraint_equals_igraph_and_is_undefined_for_isolates(made: Graph) -> None:
    for ours, theirs in zip(
        measures.constraint(made).values(), to_igraph(made).constraint(), strict=True
    ):
        if isnan(theirs):
            assert ours is None
        else:
            assert ours == near(theirs)


@many
@given(random_graphs())
def test_effective_size_equals_networkx(made: Graph) -> None:
    whole = nx.Graph(made.pairs)
    for person, ours in measures.effective_size(made).items():
        if ours is None:
            assert person not in whole
        else:
            assert ours == near(nx.effective_size(whole, [person])[person])


@many
@given(random_graphs())
def test_ei_index_is_the_share_outside_less_the_share_inside(made: Graph) -> None:
    group = measures.organisations(made)
    known = [(group[a], group[b]) for a, b in made.pairs if group[a] and group[b]]
    if known:
        outside = sum(a != b for a, b in known) / len(known)
        assert measures.ei_index(made, group) == near(2 * outside - 1)
    else:
        assert measures.ei_index(made, group) is None


def test_ei_index_by_chance_is_that_of_all_pairs() -> None:
    people = [Member(str(i), organisation="ab"[i % 2]) for i in range(6)]
    everyone = graph(people, [(a.id, b.id) for a in people for b in people])
    group = measures.organisations(everyone)
    assert measures.ei_by_chance(everyone, group) == near(measures.ei_index(everyone, group))
    assert measures.ei_by_chance(graph([], []), {}) is None


@pytest.mark.parametrize("people", [60, 400])
def test_a_room_measures_as_igraph_does(people: int) -> None:
    made = a_room(people)
    oracle = to_igraph(made)
    assert list(measures.betweenness(made).values()) == near(oracle.betweenness())
    assert list(measures.constraint(made).values()) == near(oracle.constraint())


PUBLISHED = {
    "karate": nx.karate_club_graph,
    "davis": nx.davis_southern_women_graph,
    "florentine": nx.florentine_families_graph,
    "miserables": nx.les_miserables_graph,
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_networks_measure_as_igraph_does(name: str) -> None:
    made = of_networkx(PUBLISHED[name]())
    oracle = to_igraph(made)
    assert measures.density(made) == near(oracle.density())
    assert list(measures.betweenness(made).values()) == near(oracle.betweenness())
    assert list(measures.constraint(made).values()) == near(oracle.constraint())
    assert len(measures.components(made)) == len(oracle.connected_components())


def test_nobody_and_somebody_alone_have_measures_too() -> None:
    for made in (graph([], []), graph([Member("1")], [("1", "1")], directed=True)):
        assert measures.density(made) is None
        assert measures.reciprocity(made) is None
        assert measures.ei_index(made, measures.roles(made)) is None
        assert set(measures.constraint(made).values()) <= {None}
