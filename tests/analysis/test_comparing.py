from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds import samples
from workshop.analysis.comparing import Value, counts_table, groupings, values_table
from workshop.analysis.suppressing import HIDDEN
from workshop.domain.records import Response

LEAST = 5


def answers(values: list[int]) -> list[Response]:
    return samples.badged([samples.response(n, {"n": v}) for n, v in enumerate(values, 1)])


def value(response: Response) -> float | None:
    found: float | None = response.answers.get("n")
    return found


@settings(max_examples=200)
@given(sizes=st.lists(st.integers(1, 12), max_size=12), unsaid=st.integers(0, 8))
def test_no_group_under_the_threshold_is_shown_nor_left_over(sizes: list[int], unsaid: int) -> None:
    names = [f"o{n}" for n, size in enumerate(sizes) for _ in range(size)] + [""] * unsaid
    found = groupings(answers([1] * len(names)), samples.people(names), LEAST)
    for grouping in found:
        assert len(grouping.groups) > 1
        assert all(len(group.responses) >= LEAST for group in grouping.groups)
        assert sum(len(group.responses) for group in grouping.groups) == len(names)


def test_spelling_of_capitals_and_spaces_does_not_part_a_group() -> None:
    names = ["City Hospital", "city  hospital ", "CITY HOSPITAL"] * 2 + ["North"] * 5
    (grouping,) = groupings(answers([1] * 11), samples.people(names), LEAST)
    assert [group.head for group in grouping.groups] == ["City Hospital (6)", "North (5)"]


def test_roles_are_compared_beside_organisations() -> None:
    people = samples.people(["A"] * 5 + ["B"] * 5, ["nurse", "doctor"] * 5)
    found = groupings(answers([1] * 10), people, LEAST)
    assert [grouping.by for grouping in found] == ["organisation", "role"]


def test_nobody_who_joined_and_one_group_alone_give_nothing_to_compare() -> None:
    assert groupings(answers([1] * 20), (), LEAST) == []
    assert groupings(answers([1] * 20), samples.people(["A"] * 20), LEAST) == []


def test_a_difference_that_may_be_chance_is_said_to_be() -> None:
    people = samples.people(["A"] * 5 + ["B"] * 5)
    for values, chance in (([1, 5, 3, 2, 4, 2, 5, 4, 3, 4], True), ([1] * 5 + [5] * 5, False)):
        (grouping,) = groupings(answers(values), people, LEAST)
        table = values_table(grouping, "Rated", "Statement", [("It", value)], "Average.")
        assert table is not None
        assert ("may be chance" in table.note) is chance


def test_a_thing_that_few_of_a_group_rated_is_not_shown_nor_what_would_tell_it() -> None:
    people = samples.people(["A"] * 6 + ["B"] * 6 + ["C"] * 6)
    responses = answers([3] * 18)
    responses = [r if n >= 4 else replace(r, answers={}) for n, r in enumerate(responses)]
    (grouping,) = groupings(responses, people, LEAST)
    first_four_skip = [("It", value), ("All of it", lambda _r: 1.0)]
    table = values_table(grouping, "Rated", "Statement", first_four_skip, "Average.")
    assert table is not None
    assert [row.count(HIDDEN) for row in table.rows] == [2, 0]


def test_counts_of_few_people_are_hidden_and_none_left_is_no_table() -> None:
    people = samples.people(["A"] * 12 + ["B"] * 12)
    (grouping,) = groupings(answers([1] * 10 + [0] * 2 + [1] * 6 + [0] * 6), people, LEAST)
    rows = [("Yes", value), ("No", lambda r: 1 - r.answers["n"]), ("Never", lambda _r: 0)]
    assert counts_table(grouping, "Chosen", rows, single=True) is None
    several = counts_table(grouping, "Chosen", rows[:1], single=False)
    assert several is not None and several.rows[0][1:] == ("10 (83 %)", "6 (50 %)")
    assert "They differ most on ‘Yes’: 83 % in ‘A’ and 50 % in ‘B’ chose it." in several.note


def test_large_counts_are_shown_beside_hidden_ones() -> None:
    people = samples.people(["A"] * 20 + ["B"] * 20 + ["C"] * 20)
    values = [*[1] * 9, *[2] * 9, *[3] * 2, *[1] * 14, *[3] * 6, *[1] * 7, *[2] * 6, *[3] * 7]
    (grouping,) = groupings(answers(values), people, LEAST)

    def picked(step: int) -> Value:
        return lambda response: float(value(response) == step)

    rows = [(f"Step {step}", picked(step)) for step in (1, 2, 3)]
    table = counts_table(grouping, "Chosen", rows, single=True)
    assert table is not None
    assert [row[1:] for row in table.rows] == [
        ("9 (45 %)", "14 (70 %)", "7 (35 %)"),
        (HIDDEN, HIDDEN, "6 (30 %)"),
        (HIDDEN, HIDDEN, "7 (35 %)"),
    ]
    assert "70 % in ‘B’ and 35 % in ‘C’ chose it." in table.note


def test_hands_are_said_to_tell_no_role() -> None:
    people = samples.people([""] * 10, ["nurse"] * 5 + ["doctor"] * 5)
    (grouping,) = groupings(answers([1] * 10), people, LEAST, hands=True)
    table = values_table(grouping, "Rated", "Statement", [("It", value)], "Average.")
    assert table is not None
    assert "Typed answers of 10 people (hands tell no role)" in table.note
