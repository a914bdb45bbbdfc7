"""Networks as blocks, and the views of one."""

from __future__ import annotations

from tests.analysis.networks.graphs import a_map, a_room
from workshop.analysis.networks.graph import Member, graph
from workshop.analysis.networks.layout import positions
from workshop.analysis.networks.overview import overview
from workshop.analysis.networks.views import (
    Ties,
    around,
    between,
    crosses,
    graph_of,
    network_block,
    only,
    organisations,
)
from workshop.domain.findings import Network


def names(block: Network) -> set[str]:
    return {node.name for node in block.nodes}


def small() -> Network:
    people = [Member("1", "Ada", "A", "nurse"), Member("2", "Bo", "A"), Member("3", "Cy", "B")]
    made = graph([*people, Member("4", "Di")], [("1", "2"), ("2", "1"), ("2", "3")], directed=True)
    return network_block("Map", made, positions(made), {"2"}, new=[("3", "2")])


def test_a_block_measures_as_the_graph_it_was_made_of() -> None:
    made = a_room(60)
    assert overview(graph_of(a_map(60))) == overview(made)


def test_a_block_marks_brokers_groups_new_and_mutual_ties() -> None:
    block = small()
    assert block.groups == ("A", "B")
    assert [node.group for node in block.nodes] == [0, 0, 1, -1]
    assert [node.name for node in block.nodes if node.broker] == ["Bo"]
    assert [(tie.both, tie.new, crosses(block, tie)) for tie in block.ties] == [
        (True, False, False), (False, True, True),
    ]  # fmt: skip


def test_around_somebody_stand_those_they_are_tied_to() -> None:
    assert names(around(small(), "3")) == {"Cy", "Bo"}
    assert names(around(small(), "4")) == {"Di"}
    assert around(small(), "nobody") == small()


def test_filters_keep_what_they_are_named_after() -> None:
    block = small()
    assert len(only(block, Ties.ACROSS).ties) == 1
    assert len(only(block, Ties.INSIDE).ties) == 1
    assert [tie.new for tie in only(block, Ties.NEW).ties] == [True]
    assert names(only(block, groups={0})) == {"Ada", "Bo"}
    assert names(only(block, find="NURSE")) == {"Ada"}
    assert only(block) == block


def test_organisations_are_counted_with_the_ties_between_them() -> None:
    block = small()
    assert [(o.name, o.people) for o in organisations(block)] == [("A", 2), ("B", 1)]
    assert {(b.one, b.other, b.ties, b.new) for b in between(block)} == {(0, 0, 1, 0), (0, 1, 1, 1)}
