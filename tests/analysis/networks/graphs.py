"""Graphs for tests: random ones, and the published ones that ship with networkx."""

from __future__ import annotations

import random

import igraph
import networkx as nx
from hypothesis import strategies as st

from workshop.analysis.networks.graph import Graph, Member, graph
from workshop.analysis.networks.layout import positions
from workshop.analysis.networks.parts import brokers
from workshop.analysis.networks.views import network_block
from workshop.domain.findings import Network

NAMES = (
    *("Amina", "Ben", "Carla", "Dev", "Eilidh", "Femi", "Grace", "Hamid", "Ines", "Jonas"),
    *("Kemi", "Lena", "Max", "Nora", "Omar", "Pat", "Quinn", "Ravi", "Sue", "Tom"),
)
ORGANISATIONS = ("City Hospital", "Valley Community", "North Primary Care", "County Social Care")
ROLES = ("nurse", "doctor", "manager")


@st.composite
def random_graphs(draw: st.DrawFn, most: int = 14) -> Graph:
    """Graphs of any density, directed or not, with isolates and with none."""
    number = draw(st.integers(1, most))
    ids = st.sampled_from([str(i) for i in range(number)])
    ties = draw(st.lists(st.tuples(ids, ids), max_size=number * 4))
    groups = st.sampled_from(("", "a", "b", "c"))
    people = [Member(str(i), "", draw(groups), draw(groups)) for i in range(number)]
    return graph(people, ties, directed=draw(st.booleans()))


def of_networkx(
    given: nx.Graph,
    organisation: str = "",
) -> Graph:
    """An undirected graph of networkx; `organisation` names the attribute of nodes to take."""
    people = [
        Member(str(node), str(node), str(data.get(organisation, "")))
        for node, data in given.nodes(data=True)
    ]
    return graph(people, ((str(one), str(other)) for one, other in given.edges()))


def to_igraph(given: Graph) -> igraph.Graph:
    place = {person.id: index for index, person in enumerate(given.people)}
    edges = [(place[one], place[other]) for one, other in given.ties]
    return igraph.Graph(len(place), edges, directed=given.directed)


def a_room(people: int, seed: int = 7) -> Graph:
    """A room of four organisations, most ties inside them and a few people who reach out."""
    chance = random.Random(seed)
    members = []
    for index in range(people):
        again = index // len(NAMES)
        name = NAMES[index % len(NAMES)] + (f" {again + 1}" if again else "")
        organisation = ORGANISATIONS[index % len(ORGANISATIONS)]
        members.append(Member(str(index + 1), name, organisation, chance.choice(ROLES)))
    groups = [members[start::4] for start in range(4)]
    ties = []
    for group in groups:
        for person in group:
            for other in chance.sample(group, min(2, len(group))):
                ties.append((person.id, other.id))
        for bridge in group[: max(1, len(group) // 14)]:
            for other in chance.sample(members, min(people, max(3, people // 40))):
                ties.append((bridge.id, other.id))
    for _ in range(people // 6):
        one, other = chance.choices(members, k=2)
        ties.append((one.id, other.id))
    return graph(members, ties, directed=True)


def a_map(people: int = 60, new: int = 6) -> Network:
    """The map of a room, with some ties as new."""
    made = a_room(people)
    return network_block(
        "Who knows whom", made, positions(made), brokers(made), new=made.pairs[:new]
    )
