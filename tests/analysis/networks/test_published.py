"""Measures of well-known networks against values that others published.

Every value was read where its source says, and what could not be read is not here. The networks are
those that ship with networkx; the studies they come from stand with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import networkx as nx
import pytest

from tests.analysis.networks.graphs import of_networkx
from workshop.analysis.networks import measures, parts
from workshop.analysis.networks.graph import Graph, Member, with_person

# -- the networks ----------------------------------------------------------------------------


def karate() -> Graph:
    """Zachary 1977, Journal of Anthropological Research 33, 452-473; member 1 is '0' here."""
    return of_networkx(nx.karate_club_graph())


def florentine() -> Graph:
    """Marriages of Padgett and Ansell 1993, as Breiger and Pattison 1986 give them, with Pucci.

    networkx leaves out the one family that married into none of the others.
    """
    return with_person(of_networkx(nx.florentine_families_graph()), Member("Pucci", "Pucci"))


def married() -> Graph:
    """The fifteen families that married into another one."""
    return of_networkx(nx.florentine_families_graph())


def women_and_events() -> Graph:
    """Davis, Gardner and Gardner 1941, Deep South; women and events as two organisations."""
    return of_networkx(nx.davis_southern_women_graph(), "bipartite")


def women() -> Graph:
    """The same women, tied where they were at one event at least (Breiger 1974)."""
    both = nx.davis_southern_women_graph()
    return of_networkx(nx.bipartite.projected_graph(both, both.graph["top"]))


def miserables() -> Graph:
    """Who appears together in a chapter: Knuth 1993, The Stanford GraphBase."""
    return of_networkx(nx.les_miserables_graph())


# -- where values were read ------------------------------------------------------------------

KONECT = "KONECT, konect.cc/networks/ucidata-zachary"
IFISC = (
    "github.com/IFISC/Complex_Networks_Master, results/karate_with_attributes.gml (commit 70c6cade)"
)
IGRAPH = "igraph, tests/unit/igraph_community_optimal_modularity.c"
IGRAPH_R = "igraph for R, tests/testthat/test-optimal.community.R (rdrr.io/cran/igraph)"
NETWORKX = "networkx 3.6, algorithms/centrality/tests/test_betweenness_centrality.py"
NETWORKX_TWO = "networkx 3.6, algorithms/bipartite/tests/test_centrality.py"
PAJEK = "github.com/Daria-Maltseva/pajek, Padgett.paj, relation 2 (marital)"
LINBERG = "github.com/stevelinberg/quarto-blog, academics/697E/697E-hw5 (igraph's constraint)"
SULLIVAN = "sulliv.com/posts/florentine-families-network-analysis (igraph's components)"
UCI = "networkdata.ics.uci.edu/netdata/html/davis.html"
DATA620 = "github.com/sokkarbishoy/DATA620, network analysis of the Davis data set"
BOUQUIN = "notebook.community/dbouquin/DATA_620/620_HW6 (degree centrality of the projection)"
WAYNE = "sis.wayne.edu/news/social-network-analysis-understanding-a-novel-36417 (NodeXL)"


@dataclass(frozen=True)
class Published:
    """A value of a network, or one of some of its people; `within` is how far it was rounded."""

    network: Callable[[], Graph]
    measure: Callable[[Graph], object]
    value: object
    source: str
    within: float = 0.0

    def __str__(self) -> str:
        return f"{self.network.__name__} {self.measure.__name__}"


# -- measures as the sources give them -------------------------------------------------------


def people(made: Graph) -> int:
    return len(made.people)


def ties(made: Graph) -> int:
    return len(made.pairs)


def sizes(made: Graph) -> list[int]:
    """How many are in each part, the largest first."""
    return sorted((len(part) for part in measures.components(made)), reverse=True)


def alone(made: Graph) -> list[str]:
    return measures.isolates(made)


def density(made: Graph) -> float | None:
    return measures.density(made)


def most_ties(made: Graph) -> tuple[str, int]:
    return max(measures.degrees(made).items(), key=lambda item: item[1])


def degrees(made: Graph) -> Mapping[str, int]:
    return measures.degrees(made)


def degree_shares(made: Graph) -> Mapping[str, float]:
    """Ties as a share of all others."""
    return {who: n / (people(made) - 1) for who, n in measures.degrees(made).items()}


def constraint(made: Graph) -> Mapping[str, float | None]:
    return measures.constraint(made)


def between(made: Graph) -> Mapping[str, float]:
    """Betweenness as a share of the pairs of others."""
    pairs = (people(made) - 1) * (people(made) - 2) / 2
    return {who: value / pairs for who, value in measures.betweenness(made).items()}


def most_between(made: Graph) -> list[str]:
    """The two between most others."""
    found = measures.betweenness(made)
    return sorted(found, key=lambda who: -found[who])[:2]


def longest(made: Graph) -> int:
    """Steps between the two who are furthest apart."""
    return max(max(measures.distances(made, who.id).values()) for who in made.people)


def of_each_side(made: Graph) -> list[int]:
    """How many women and how many events."""
    side = list(measures.organisations(made).values())
    return sorted((side.count(name) for name in set(side)), reverse=True)


def women_attending(made: Graph) -> Mapping[str, float]:
    """An event's ties as a share of all women."""
    return {who: n / 18 for who, n in measures.degrees(made).items()}


def between_two_sides(made: Graph) -> Mapping[str, float]:
    """Betweenness as a share of the most that an event or a woman can have.

    Borgatti and Halgin 2011, doi 10.4135/9781446294413.n28, as networkx documents it.
    """
    events = {who for who in measures.degrees(made) if who[0] == "E" and who[1:].isdecimal()}
    return {
        who: value / (_most_between(14, 18) if who in events else _most_between(18, 14))
        for who, value in measures.betweenness(made).items()
    }


def _most_between(own: int, other: int) -> float:
    """The most betweenness that one of `own` nodes can have where ties go to `other` ones only."""
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


BEST = (
    1, 1, 1, 1, 2, 2, 2, 1, 3, 3, 2, 1, 1, 1, 3, 3, 2, 1, 3, 1, 3, 1, 3, 4, 4, 4, 3, 4, 4, 3, 3, 4,
    3, 3,
)  # fmt: skip
"""The club's best circles by modularity, member by member: read in igraph for R's test."""


def best_modularity(made: Graph) -> float | None:
    circles = [[str(n) for n, at in enumerate(BEST) if at == circle] for circle in (1, 2, 3, 4)]
    return parts.modularity(made, circles)


# -- the table -------------------------------------------------------------------------------

TABLE = (
    Published(karate, people, 34, KONECT),
    Published(karate, ties, 78, KONECT),
    Published(karate, density, 0.139037, KONECT, 5e-7),
    Published(karate, sizes, [34], KONECT),
    Published(karate, longest, 5, KONECT),
    Published(karate, most_ties, ("33", 17), IFISC),
    Published(karate, degrees, {"33": 17, "0": 16, "32": 12, "2": 10, "1": 9, "11": 1}, IFISC),
    Published(
        karate,
        between,
        {
            "0": 0.43763528138528146, "33": 0.30407497594997596, "32": 0.145247113997114,
            "2": 0.14365680615680618, "31": 0.13827561327561325, "8": 0.05592682780182781,
            "1": 0.053936688311688304, "11": 0.0, "16": 0.0,
        },
        IFISC,
        1e-9,
    ),
    Published(karate, best_modularity, 0.4197896120973046, f"{IGRAPH}; {IGRAPH_R}", 1e-12),
    Published(florentine, people, 16, SULLIVAN),
    Published(florentine, ties, 20, SULLIVAN),
    Published(florentine, sizes, [15, 1], SULLIVAN),
    Published(florentine, alone, ["Pucci"], SULLIVAN),
    Published(
        florentine,
        degrees,
        {
            "Acciaiuoli": 1, "Albizzi": 3, "Barbadori": 2, "Bischeri": 3, "Castellani": 3,
            "Ginori": 1, "Guadagni": 4, "Lamberteschi": 1, "Medici": 6, "Pazzi": 1, "Peruzzi": 3,
            "Pucci": 0, "Ridolfi": 3, "Salviati": 2, "Strozzi": 4, "Tornabuoni": 3,
        },
        PAJEK,
    ),
    Published(
        married,
        between,
        {
            "Medici": 0.522, "Guadagni": 0.255, "Albizzi": 0.212, "Salviati": 0.143,
            "Ridolfi": 0.114, "Bischeri": 0.104, "Strozzi": 0.103, "Barbadori": 0.093,
            "Tornabuoni": 0.092, "Castellani": 0.055, "Peruzzi": 0.022, "Acciaiuoli": 0,
            "Ginori": 0, "Lamberteschi": 0, "Pazzi": 0,
        },
        NETWORKX,
        1e-3,
    ),
    Published(
        florentine,
        constraint,
        {
            "Medici": 0.21, "Guadagni": 0.25, "Lamberteschi": 1, "Ginori": 1, "Pazzi": 1,
            "Acciaiuoli": 1, "Pucci": None,
        },
        LINBERG,
        5e-3,
    ),
    Published(women_and_events, of_each_side, [18, 14], UCI),
    Published(women_and_events, ties, 89, DATA620),
    Published(women_and_events, women_attending, {"E8": 0.78, "E9": 0.67, "E7": 0.56},
              NETWORKX_TWO, 1e-2),
    Published(
        women_and_events,
        between_two_sides,
        {
            "E8": 0.24, "E9": 0.23, "E7": 0.13, "Nora Fayette": 0.11, "Evelyn Jefferson": 0.10,
            "Theresa Anderson": 0.09, "Sylvia Avondale": 0.07, "Laura Mandeville": 0.05,
            "Dorothy Murchison": 0.00,
        },
        NETWORKX_TWO,
        1e-2,
    ),
    Published(
        women,
        degree_shares,
        {
            "Evelyn Jefferson": 1.0, "Helen Lloyd": 1.0, "Nora Fayette": 1.0, "Ruth DeSand": 1.0,
            "Sylvia Avondale": 1.0, "Theresa Anderson": 1.0, "Verne Sanderson": 1.0,
            "Dorothy Murchison": 0.941, "Katherina Rogers": 0.941, "Myra Liddel": 0.941,
            "Pearl Oglethorpe": 0.941, "Brenda Rogers": 0.882, "Eleanor Nye": 0.882,
            "Frances Anderson": 0.882, "Laura Mandeville": 0.882, "Flora Price": 0.706,
            "Olivia Carleton": 0.706, "Charlotte McDowd": 0.647,
        },
        BOUQUIN,
        5e-4,
    ),
    Published(miserables, people, 77, WAYNE),
    Published(miserables, ties, 254, WAYNE),
    Published(miserables, sizes, [77], WAYNE),
    Published(miserables, longest, 5, WAYNE),
    Published(miserables, density, 0.08, f"{WAYNE}, whose 8 % are taken as the rounded share",
              1e-2),
    Published(miserables, most_ties, ("Valjean", 36), WAYNE),
    Published(miserables, most_between, ["Valjean", "Myriel"], NETWORKX),
    Published(
        miserables,
        between,
        {
            "Valjean": 0.570, "Myriel": 0.177, "Gavroche": 0.165, "Marius": 0.132,
            "Fantine": 0.130, "Thenardier": 0.075, "Javert": 0.054, "Napoleon": 0.000,
        },
        NETWORKX,
        1e-3,
    ),
)  # fmt: skip


@pytest.mark.parametrize("given", TABLE, ids=str)
def test_a_network_has_its_published_value(given: Published) -> None:
    found, value = given.measure(given.network()), given.value
    if isinstance(value, Mapping):
        assert isinstance(found, Mapping)
        found = {who: found[who] for who in value}
        undefined = {who: None for who, number in value.items() if number is None}
        assert {who: found.pop(who) for who in undefined} == undefined
        value = {who: number for who, number in value.items() if number is not None}
    assert found == (pytest.approx(value, abs=given.within) if given.within else value)


def test_circles_that_are_found_are_nearly_the_best_there_are() -> None:
    # Louvain's is no exact method: it stays a little under the published optimum, and never over.
    made = karate()
    found = parts.modularity(made, parts.communities(made))
    best = best_modularity(made)
    assert found is not None and best is not None
    assert best - 0.01 < found <= best + 1e-12


def test_women_and_events_are_tied_across_only() -> None:
    made = women_and_events()
    assert measures.ei_index(made, measures.organisations(made)) == 1.0
