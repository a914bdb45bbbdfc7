"""Who should meet, and what if they did."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings

from tests.analysis.networks.graphs import a_room, random_graphs
from workshop.analysis.networks.graph import (
    Graph,
    Member,
    graph,
    with_person,
    with_tie,
    without_person,
    without_tie,
)
from workshop.analysis.networks.introductions import EACH, MOST, introductions, reason
from workshop.analysis.networks.measures import components
from workshop.analysis.networks.overview import moves, overview


@settings(max_examples=100, deadline=None)
@given(random_graphs())
def test_introductions_are_new_fair_and_do_what_they_say(made: Graph) -> None:
    found = introductions(made)
    pairs = [frozenset((i.one, i.other)) for i in found]
    assert len(found) <= MOST
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)
    assert max(Counter(p for pair in pairs for p in pair).values(), default=0) <= EACH
    now = made
    for introduction in found:
        assert not made.tied(introduction.one, introduction.other)
        assert introduction.joined == _reaching(
            with_tie(now, introduction.one, introduction.other)
        ) - _reaching(now)
        assert reason(made, introduction)
        now = with_tie(now, introduction.one, introduction.other)


def _reaching(made: Graph) -> int:
    return sum(len(part) * (len(part) - 1) // 2 for part in components(made))


def test_joining_the_most_people_comes_first_then_the_first_tie_of_two_organisations() -> None:
    people = [Member("1", "Ada", "A"), Member("2", "Bo", "A"), Member("3", "Cy", "B")]
    people += [Member("4", "Di", "B"), Member("5", "Ed", "C")]
    made = graph(people, [("1", "2"), ("3", "4")])
    first, second, *_ = introductions(made)
    assert (first.joined, first.first) == (4, True)
    assert {second.one, second.other} & {"5"}
    assert second.joined == 4
    assert "first tie between A and B" in reason(made, first)


def test_somebody_who_knows_both_introduces_them() -> None:
    people = [Member("1", "Ada", "A"), Member("2", "Bo", "B"), Member("3", "Cy", "A")]
    people.append(Member("4", "Di", "B"))
    made = graph(people, [("1", "3"), ("3", "2"), ("2", "4")])
    found = introductions(made)[0]
    assert {found.one, found.other} == {"1", "2"}
    assert reason(made, found) == "A with B; Cy knows both"


def test_a_large_room_gets_a_list() -> None:
    assert len(introductions(a_room(400))) == MOST


def test_what_if_moves_the_measures_and_nothing_else_changes() -> None:
    made = graph([Member(str(i)) for i in range(4)], [("0", "1"), ("2", "3")], directed=True)
    now = overview(made)
    joined = {m.measure: m for m in moves(now, overview(with_tie(made, "1", "2"))) if m.moved}
    assert (joined["Separate parts"].before, joined["Separate parts"].after) == ("2", "1")
    assert joined["Ties"].after == "3"
    assert overview(without_tie(with_tie(made, "1", "2"), "2", "1")) == now
    gone = overview(without_person(made, "0"))
    assert (gone.people, gone.ties, gone.isolates) == (3, 1, ("1",))
    more = with_person(made, Member("9", "New"))
    assert overview(more).isolates == ("9",)
    assert with_person(more, Member("9", "Other")) == more
