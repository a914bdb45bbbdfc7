"""What the screen of the network shows, from findings alone: no terminal is needed to try it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workshop.analysis.networks.views import Ties
from workshop.domain.findings import Findings, Network, NetworkNode, NetworkTie, Table
from workshop.tui.screens.network_shown import (
    MEET,
    TABLES,
    Looking,
    Pairs,
    facts,
    network_of,
    shown,
)

PEOPLE = (("1", "Ada", 0), ("2", "Bo", 0), ("3", "Cy", 1), ("4", "Di", 1), ("5", "Eve", 1))
BLOCK = Network(
    "Who knows whom",
    ("City Hospital", "Valley"),
    tuple(NetworkNode(id_, name, group, 0.5, 0.5) for id_, name, group in PEOPLE),
    (NetworkTie(0, 1), NetworkTie(1, 2), NetworkTie(1, 3)),
)
FINDINGS = Findings(
    "Who?", sentences=("Five people.",), blocks=(BLOCK,), more=(Table("All", ("A",), ()),)
)


def names(block: Network) -> set[str]:
    return {node.name for node in block.nodes}


def test_nothing_is_beside_a_plain_map() -> None:
    found = shown(FINDINGS, BLOCK, Looking(), Pairs())
    assert (found.block, found.beside, found.meetings) == (BLOCK, None, ())
    assert facts(FINDINGS, BLOCK, Looking(), 1) == "Five people."


def test_findings_without_a_map_have_none() -> None:
    assert network_of(None) is None
    assert network_of(replace(FINDINGS, blocks=())) is None
    assert network_of(FINDINGS) is BLOCK


def test_the_next_person_is_a_broker_first_and_the_round_closes() -> None:
    brokered = replace(BLOCK, nodes=(*BLOCK.nodes[:-1], replace(BLOCK.nodes[-1], broker=True)))
    looking, seen = Looking(), []
    for _ in range(len(PEOPLE) + 1):
        looking = looking.around_next(brokered, 1)
        seen.append(looking.ego)
    assert seen == ["5", "2", "1", "3", "4", "5"]
    assert looking.around_next(brokered, -1).ego == "4"
    assert Looking().around_next(replace(BLOCK, nodes=(), ties=()), 1) == Looking()


def test_new_ties_are_a_filter_only_where_there_are_any() -> None:
    def filters(block: Network) -> list[Ties]:
        looking, found = Looking(), []
        for _ in range(4):
            looking = looking.next_ties(block)
            found.append(looking.ties)
        return found

    assert filters(BLOCK) == [Ties.ACROSS, Ties.INSIDE, Ties.ALL, Ties.ACROSS]
    grown = replace(BLOCK, ties=(*BLOCK.ties, NetworkTie(3, 4, new=True)))
    assert filters(grown) == [Ties.ACROSS, Ties.INSIDE, Ties.NEW, Ties.ALL]


def test_one_organisation_alone_and_everybody_again() -> None:
    alone = Looking().only(1)
    assert names(shown(FINDINGS, BLOCK, alone, Pairs()).block) == {"Cy", "Di", "Eve"}
    assert facts(FINDINGS, BLOCK, alone, 2) == "round 2 · Valley only"
    assert alone.only(1) == Looking()


def test_a_change_moves_the_map_and_says_what_would_move() -> None:
    changed = Looking(beside=TABLES).changed_by(BLOCK, "1+5")
    found = shown(FINDINGS, BLOCK, changed, Pairs())
    assert len(found.block.ties) == len(BLOCK.ties) + 1
    assert found.beside is not None
    assert found.beside.blocks[0].title == "What would move"  # type: ignore[union-attr]
    assert facts(FINDINGS, BLOCK, changed, 1).startswith("WHAT IF ")
    assert changed.changed_by(BLOCK, "-5").changes[:1] == changed.changes


def test_a_change_is_read_on_top_of_those_before() -> None:
    with pytest.raises(ValueError, match="have a tie already"):
        Looking().changed_by(BLOCK, "1+5").changed_by(BLOCK, "1+5")


def test_who_should_meet_names_those_who_are_told() -> None:
    meeting = Looking().with_beside(MEET)
    found = shown(FINDINGS, BLOCK, meeting, Pairs())
    assert found.meetings
    first = found.meetings[0]
    told = Pairs(told=frozenset({frozenset((first.one, first.other))}))
    again = shown(FINDINGS, BLOCK, meeting, told).beside
    assert again is not None
    (table,) = again.blocks
    assert isinstance(table, Table)
    assert ["(told)" in row[0] for row in table.rows] == [True] + [False] * (len(table.rows) - 1)


def test_the_way_back_leaves_the_filters() -> None:
    filtered = Looking(ties=Ties.INSIDE, group=1)
    assert filtered.is_plain
    far = filtered.around("2").with_beside(TABLES)
    assert not far.is_plain
    assert far.plain() == filtered
