"""Measures against igraph's on random graphs and against published values."""

from __future__ import annotations

from math import isnan

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings

from tests.analysis.networks.graphs import a_room, of_networkx, random_graphs, to_igraph
from workshop.analysis.networks import measures
from workshop.analysis.networks.graph import Graph, Member, graph

exact = pytest.approx
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


def test_karate_club_has_its_published_values() -> None:
    # Zachary 1977, An information flow model for conflict and fission in small groups, Journal of
    # Anthropological Research 33: 34 members, 78 ties. KONECT (konect.cc/networks/ucidata-zachary)
    # gives a fill of 0.139037, a maximum degree of 17 and one component of all 34.
    made = of_networkx(nx.karate_club_graph())
    assert (len(made.people), len(made.pairs)) == (34, 78)
    assert measures.density(made) == exact(0.139037, abs=5e-7)
    assert max(measures.degrees(made).values()) == 17
    assert [len(part) for part in measures.components(made)] == [34]


def test_florentine_families_have_their_published_values() -> None:
    # Marriages of Padgett and Ansell 1993 as Breiger and Pattison 1986 give them. The betweenness
    # of all fifteen is published with networkx 3.6 (algorithms/centrality/tests/
    # test_betweenness_centrality.py, test_florentine_families_graph) as a share of the pairs of
    # others, to three places.
    made = of_networkx(nx.florentine_families_graph())
    assert (len(made.people), len(made.pairs)) == (15, 20)
    published = {
        "Medici": 0.522, "Guadagni": 0.255, "Strozzi": 0.103, "Albizzi": 0.212, "Salviati": 0.143,
        "Ridolfi": 0.114, "Bischeri": 0.104, "Barbadori": 0.093, "Tornabuoni": 0.092,
        "Castellani": 0.055, "Peruzzi": 0.022, "Acciaiuoli": 0, "Ginori": 0, "Lamberteschi": 0,
        "Pazzi": 0,
    }  # fmt: skip
    assert _shares(made) == exact(published, abs=1e-3)


def test_southern_women_have_their_published_values() -> None:
    # Davis, Gardner and Gardner 1941, Deep South: 18 women, 14 events, 89 attendances. Betweenness
    # is published with networkx 3.6 (algorithms/bipartite/tests/test_centrality.py,
    # test_davis_betweenness_centrality), to two places, as a share of the most that an event or a
    # woman can have (Borgatti and Halgin, doi 10.4135/9781446294413.n28, after its documentation);
    # and so are degrees, as shares of the other side.
    made = of_networkx(nx.davis_southern_women_graph(), "bipartite")
    assert (len(made.people), len(made.pairs)) == (32, 89)
    assert measures.ei_index(made, measures.organisations(made)) == 1.0
    between, degrees = measures.betweenness(made), measures.degrees(made)
    most_of_an_event, most_of_a_woman = _most_between(14, 18), _most_between(18, 14)
    for event, share, degree in (("E8", 0.24, 0.78), ("E9", 0.23, 0.67), ("E7", 0.13, 0.56)):
        assert between[event] / most_of_an_event == exact(share, abs=1e-2)
        assert degrees[event] / 18 == exact(degree, abs=1e-2)
    for woman, share in (
        ("Nora Fayette", 0.11), ("Evelyn Jefferson", 0.10), ("Theresa Anderson", 0.09),
        ("Sylvia Avondale", 0.07), ("Laura Mandeville", 0.05), ("Dorothy Murchison", 0.00),
    ):  # fmt: skip
        assert between[woman] / most_of_a_woman == exact(share, abs=1e-2)


def test_les_miserables_has_its_published_values() -> None:
    # Knuth 1993, The Stanford GraphBase: 77 characters, 254 ties, Valjean with 36 of them. The
    # betweenness is published with networkx 3.6 (algorithms/centrality/tests/
    # test_betweenness_centrality.py, test_les_miserables_graph), to three places.
    made = of_networkx(nx.les_miserables_graph())
    assert (len(made.people), len(made.pairs)) == (77, 254)
    assert max(measures.degrees(made).items(), key=lambda item: item[1]) == ("Valjean", 36)
    shares = _shares(made)
    for character, share in (
        ("Valjean", 0.570), ("Myriel", 0.177), ("Gavroche", 0.165), ("Marius", 0.132),
        ("Fantine", 0.130), ("Thenardier", 0.075), ("Javert", 0.054), ("Napoleon", 0.000),
    ):  # fmt: skip
        assert shares[character] == exact(share, abs=1e-3)


def _shares(made: Graph) -> dict[str, float]:
    """Betweenness as a share of the pairs of others."""
    pairs = (len(made.people) - 1) * (len(made.people) - 2) / 2
    return {who: value / pairs for who, value in measures.betweenness(made).items()}


def _most_between(own: int, other: int) -> float:
    """The most betweenness that one of `own` nodes can have where ties go to `other` ones only."""
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


def test_nobody_and_somebody_alone_have_measures_too() -> None:
    for made in (graph([], []), graph([Member("1")], [("1", "1")], directed=True)):
        assert measures.density(made) is None
        assert measures.reciprocity(made) is None
        assert measures.ei_index(made, measures.roles(made)) is None
        assert set(measures.constraint(made).values()) <= {None}
