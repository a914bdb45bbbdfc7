from __future__ import annotations

import pytest

from tests.kinds import samples
from workshop.domain.findings import Table
from workshop.kinds.base import Material

TEXTS = {"time": "Time", "partner": "A partner", "backing": "Backing", "data": "Data"}
MADE = samples.exercise(
    "points",
    {
        "points": 10,
        "most_each": 6,
        "options": [{"id": name, "text": text} for name, text in TEXTS.items()],
    },
)


@pytest.mark.parametrize("line", ["5 0 3 2", "a5 c3 d2", "time=5, backing=3, data=2", "A5 C3 D2"])
def test_points_are_typed_in_order_or_by_name(line: str) -> None:
    assert samples.typed(MADE, line)[0].answers == {"points": {"time": 5, "backing": 3, "data": 2}}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("5 5 5", "10 points to spend; this spends 15, 5 too many"),
        ("7 3", "At most 6 points on one option; ‘Time’ has 7"),
        ("a-1 b3", "no points below 0"),
        ("1 1 1 1 1", "There are 4 options; this has 5 numbers"),
        ("z3", "no option ‘z’"),
        ("a5 a2", "the same option again"),
        ("a5 hello", "is not clear"),
        ("0 0", "‘Your points’ is still empty"),
    ],
)
def test_points_that_do_not_fit_are_refused(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        samples.typed(MADE, line)


def test_order_distance_and_division_are_said() -> None:
    lines = ["a6 b4", "a6 b4", "a6 c4", "b6 c4", "b6 c4", "b6 c4"]
    found = samples.findings(MADE, samples.typed(MADE, *lines))
    assert found.sentences == (
        "‘A partner’ comes first, with 26 points of 60 (43 %).",
        "‘Time’ follows with 18 (30 %).",
        "The first two hold 73 % of all points.",
        "‘Data’ got nothing.",
        "‘Time’ divides the room: 3 people gave it 5 or more and 3 nothing at all.",
    )
    assert [bar.value for bar in samples.block(found, "bars").bars] == [26, 18, 16, 0]


def test_hands_weigh_as_much_a_person_as_typed_points() -> None:
    hands = samples.tally({"time": 3, "data": 1}, table="2", present=2)
    found = samples.findings(MADE, samples.typed(MADE, "c6 d4"), hands)
    bars = {bar.label: bar.value for bar in samples.block(found, "bars").bars}
    assert bars == {"Time": 15, "Data": 9, "Backing": 6, "A partner": 0}
    assert found.people == 3
    assert any("weighed" in caution for caution in found.cautions)


def test_broken_options_are_named() -> None:
    broken = {"points": 0, "most_each": 20, "options": [{"id": "a", "text": "A"}]}
    paths = [problem.path for problem in samples.kind_of(MADE).check(broken)]
    assert paths == [("points",), ("options",), ("most_each",)]


def test_what_each_person_gave_stands_in_the_full_tables() -> None:
    lines = ["a6 b4", "a6 b4", "a6 c4", "b6 c4", "b6 c4", "b6 c4"]
    (table,) = samples.findings(MADE, samples.typed(MADE, *lines)).more
    assert isinstance(table, Table)
    assert table.columns[1:4] == ("Gave nothing", "1 to 4", "5 or more")
    assert table.rows[1] == ("Time", "3", "0", "3", "3", "0 to 6", "3.0", "1.00")


def test_what_has_gained_is_said_with_who_gave_it_more() -> None:
    before = samples.badged(samples.typed(MADE, *["a6 b4"] * 5))
    after = samples.badged(samples.typed(MADE, *["a2 b4 c4"] * 4, "a6 b4"))
    found = samples.findings(MADE, after, earlier=Material(MADE, before, []))
    assert (
        "‘Backing’ has gained most since the first round, from 0 % to 32 % of all points:"
        " 4 of the 5 people known in both rounds gave it more and none less."
    ) in found.sentences
    changed = found.more[1]
    assert isinstance(changed, Table)
    assert changed.rows[1:] == (
        ("Backing", "0 %", "32 %", "+32", "4 up, 0 down, 1 the same"),
        ("Time", "60 %", "28 %", "−32", "0 up, 4 down, 1 the same"),
        ("Data", "0 %", "0 %", "±0", "0 up, 0 down, 5 the same"),
    )
    assert samples.block(found, "bars").bars[0].note == "before: 40 %"


def test_rounds_of_hands_alone_are_compared_without_pairs() -> None:
    first = samples.tally({"time": 3, "data": 1}, table="2", present=4)
    second = samples.tally({"time": 1, "data": 3}, table="2", present=4)
    found = samples.findings(MADE, [], second, earlier=Material(MADE, [], [first]))
    assert found.sentences[1] == (
        "‘Data’ has gained most since the first round, from 25 % to 75 % of all points."
    )
    assert any("may be different people" in caution for caution in found.cautions)
    assert [block.title for block in found.more] == ["Before and after"]


def test_roles_are_compared_by_points_a_person() -> None:
    lines = [*["a6 b4"] * 5, *["b6 c4"] * 5]
    people = samples.people([""] * 10, ["nurse"] * 5 + ["manager"] * 5)
    responses = samples.badged(samples.typed(MADE, *lines))
    table = samples.kind_of(MADE).analyse(Material(MADE, responses, (), people=people)).more[1]
    assert isinstance(table, Table)
    assert table.title == "Where the points went, by role"
    assert "They differ most on ‘Time’: 6.0 in ‘nurse’ and 0.0 in ‘manager’." in table.note


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["a5 b5"], "‘Time’ and ‘A partner’ are level in front, with 5 points each (50 %)."),
        (["a5", "a5"], "All 10 points went to ‘Time’."),
        (["a4 b2 c2 d2"], "‘Time’ comes first, with 4 points of 10 (40 %)."),
        (["a2 b2 c2 d2"] * 5, "All options are level, with 10 points each."),
    ],
)
def test_few_and_equal_points_are_said_in_plain_words(lines: list[str], said: str) -> None:
    assert samples.findings(MADE, samples.typed(MADE, *lines)).sentences[0] == said
