"""What somebody types to see what would move."""

from __future__ import annotations

import pytest

from workshop.analysis.networks.graph import Graph, Member, graph
from workshop.analysis.networks.what_if import (
    changed,
    kept_places,
    person_called,
    read_change,
    told,
)

PEOPLE = [Member("1", "Ada", "A"), Member("2", "Mary-Ann", "A"), Member("3", "Adam", "B")]


def room() -> Graph:
    return graph([*PEOPLE, Member("mk7")], [("1", "3")])


@pytest.mark.parametrize(
    ("text", "ties", "said"),
    [
        ("1+2", {("1", "3"), ("1", "2")}, "Ada + Mary-Ann"),
        ("mary-ann + mk7", {("1", "3"), ("2", "mk7")}, "Mary-Ann + #mk7"),
        ("Ada-Adam", set(), "Ada − Adam"),
        ("-1", set(), "without Ada"),
        ("+Zoe, A, nurse", {("1", "3")}, "with Zoe"),
    ],
)
def test_lines_are_changes(text: str, ties: set[tuple[str, str]], said: str) -> None:
    change = read_change(room(), text)
    assert told(room(), change) == said
    assert set(changed(room(), [change]).ties) == ties


@pytest.mark.parametrize(
    "text", ["", "1", "1+1", "1+3", "1-2", "+", "-", "-nobody", "1+nobody", "ad+1", "12"]
)
def test_what_cannot_be_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        read_change(room(), text)


def test_a_whole_name_goes_before_the_beginning_of_another() -> None:
    assert person_called(room(), "ada") == "1"
    assert person_called(room(), "#MK7") == "mk7"


def test_changes_that_lost_their_people_do_nothing() -> None:
    given = room()
    changes = [read_change(given, "1+2"), read_change(given, "-1")]
    assert changed(given, reversed(changes)).ties == ()


def test_everybody_stays_and_who_is_new_joins_their_own() -> None:
    at = {"1": (0.2, 0.2), "2": (0.4, 0.2), "3": (0.9, 0.9), "mk7": (0.5, 0.5)}
    after = changed(room(), [read_change(room(), "+Zoe, A")])
    found = kept_places(after, at)
    assert {person: found[person] for person in at} == at
    x, y = found["new Zoe"]
    assert abs(x - 0.3) < 0.1 and abs(y - 0.2) < 0.1
