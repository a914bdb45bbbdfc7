"""Measures in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.analysis.networks.graphs import a_room, random_graphs
from workshop.analysis.networks.graph import Graph, Member, graph
from workshop.analysis.networks.overview import overview
from workshop.analysis.networks.readings import readings, response_caution


@settings(max_examples=80, deadline=None)
@given(random_graphs())
def test_every_measure_has_a_sentence_and_a_question(made: Graph) -> None:
    for reading in readings(made, overview(made)):
        assert reading.sentence.endswith(".")
        assert reading.question.endswith("?")
        assert reading.value
        assert "None" not in reading.sentence


def test_a_room_is_read_out_in_full() -> None:
    made = a_room(60)
    said = {reading.measure: reading for reading in readings(made, overview(made))}
    assert len(said) == 12
    assert said["People and ties"].sentence.startswith("60 people, ")
    assert "of ties lead out of one's own organisation" in said["E-I index, organisations"].sentence
    assert all(reading.caution for reading in said.values())


def test_people_without_ties_are_named() -> None:
    made = graph([Member("1", "Ada"), Member("2")], [])
    said = {reading.measure: reading.sentence for reading in readings(made, overview(made))}
    assert said["Without any tie"] == "Ada and #2 have no tie here yet."
    assert said["Separate parts"].startswith("The map falls into 2 separate parts")


def test_the_share_of_ties_is_that_of_the_ties_beside_it() -> None:
    """Two of the three pairs have a tie; of six that could be named, both ways, three are."""
    made = graph(
        [Member("1"), Member("2"), Member("3")], [("1", "2"), ("2", "1"), ("2", "3")], directed=True
    )
    found = overview(made)
    said = {reading.measure: reading for reading in readings(made, found)}
    assert (found.ties, round(found.tied, 2)) == (2, 0.67)
    assert said["Density"].value == "0.50"
    assert "50 % are; of all pairs of people, 67 % have one" in said["Density"].sentence


@pytest.mark.parametrize(
    ("answered", "says"),
    [(40, ""), (36, "a few ties"), (20, "ties of the others"), (5, "no more than a beginning")],
)
def test_the_caution_grows_with_the_silence(answered: int, says: str) -> None:
    caution = response_caution(answered, 40)
    assert says in caution
    assert bool(caution) == bool(says)
