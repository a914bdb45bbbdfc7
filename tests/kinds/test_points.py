from __future__ import annotations

import pytest

from tests.kinds import samples

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
        "‘A partner’ comes first: 26 points of 60 (43 %).",
        "‘Time’ follows with 18 (30 %).",
        "The first two hold 73 % of all points.",
        "‘Data’ got nothing.",
        "‘Time’ divides: 3 people gave it 5 or more, 3 nothing.",
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
