from __future__ import annotations

import pytest

from tests.kinds import samples
from workshop.kinds.base import Material

STATEMENTS = [{"id": "time", "text": "We have time"}, {"id": "ties", "text": "We have ties"}]
SCALE = {"from": 1, "to": 5, "low": "no", "high": "yes"}
PAIR = samples.exercise("ratings", {"statements": STATEMENTS, "scale": SCALE})


@pytest.mark.parametrize("line", ["4 -", "4,-", " 4  - ", "4-"])
def test_line_has_a_mark_for_each_statement(line: str) -> None:
    assert samples.typed(PAIR, line)[0].answers == {"time": 4}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("4", "2 numbers are wanted"),
        ("4 5 3", "this has 3"),
        ("4 x", "is no number"),
        ("6 1", "goes from 1 to 5; not 6"),
        ("- -", "Nothing has been answered"),
    ],
)
def test_line_that_does_not_fit_is_refused(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        samples.typed(PAIR, line)


def test_highest_lowest_agreement_and_division_are_said() -> None:
    found = samples.findings(PAIR, samples.typed(PAIR, "1 4", "1 4", "1 4", "5 4", "5 5", "5 4"))
    assert found.sentences == (
        "Highest: ‘We have ties’, on average 4.2 of 5 (6 ratings).",
        "Lowest: ‘We have time’, on average 3 of 5 (6 ratings).",
        "The room divides on ‘We have time’: 3 in the lower half of the scale, 3 in the upper.",
        "It agrees most on ‘We have ties’.",
    )
    time, ties = samples.block(found, "scales").rows
    assert (time.counts, time.median) == ((3, 0, 0, 0, 3), 3)
    assert (ties.counts, ties.median, ties.mean) == ((0, 0, 0, 5, 1), 4, 4.17)
    assert found.question == "What do high and low see differently in ‘We have time’?"


def test_single_statement_is_said_with_its_middle_half() -> None:
    made = samples.exercise("ratings", {"statements": STATEMENTS[:1], "scale": SCALE})
    found = samples.findings(made, samples.typed(made, *"12345"))
    assert found.sentences[0] == (
        "‘We have time’: median 3, on average 3 of 5 (5 ratings);"
        " the middle half lies between 2 and 4."
    )


def test_change_is_measured_on_people_known_in_both_rounds() -> None:
    before = samples.badged(samples.typed(PAIR, "1 3", "2 3", "2 3", "1 3", "2 3", "5 5"))
    after = samples.badged(samples.typed(PAIR, "3 3", "3 2", "4 3", "3 3", "4 3"))
    found = samples.findings(PAIR, after, earlier=Material(PAIR, before, []))
    assert found.sentences[:2] == (
        "Moved most: ‘We have time’, on average +1.8 (5 of 5 people higher, 0 lower).",
        "Went down: ‘We have ties’, on average −0.2 (0 of 5 people higher, 1 lower).",
    )
    assert samples.block(found, "table").rows[0] == (
        "We have time",
        "2 (n 6)",
        "3 (n 5)",
        "+1.2",
        "5 up, 0 down, 0 same",
    )
    assert samples.block(found, "scales").rows[0].note == "before: median 2"
    assert found.made_of == "5 typed answers, beside 6 before; 5 people known in both rounds"


def test_rounds_of_people_nobody_knows_carry_a_caution() -> None:
    before = Material(PAIR, samples.typed(PAIR, *["1 1"] * 5), [])
    found = samples.findings(PAIR, samples.typed(PAIR, *["3 1"] * 5), earlier=before)
    assert found.sentences[0].endswith("on average +2.0 (5 ratings before, 5 after).")
    assert any("may be different people" in caution for caution in found.cautions)


def test_nothing_moved_is_said_so() -> None:
    before = Material(PAIR, samples.typed(PAIR, *["3 3"] * 5), [])
    found = samples.findings(PAIR, samples.typed(PAIR, *["3 3"] * 5), earlier=before)
    assert found.sentences[0] == "Hardly anything has moved since the first round."


def test_only_the_latest_answer_of_a_person_counts() -> None:
    first, second = samples.typed(PAIR, "1 1", "5 5", badge="7")
    found = samples.findings(PAIR, [first, second])
    assert found.people == 1
    assert samples.block(found, "scales").rows[0].counts == (0, 0, 0, 0, 1)


def test_objectives_of_the_plan_become_statements() -> None:
    fields = samples.kind_of(PAIR).form(samples.bundled()["confidence"]).fields
    assert [(field.id, field.label) for field in fields] == [
        ("see", "See the ties"),
        ("use", "Use the ties"),
    ]


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"statements": "objectifs"}, ("statements",)),
        ({"statements": []}, ("statements",)),
        ({"statements": STATEMENTS, "scale": {"from": 5, "to": 1}}, ("scale",)),
        ({"statements": STATEMENTS, "scale": {"form": 1}}, ("scale", "form")),
        ({"statements": [*STATEMENTS, STATEMENTS[0]]}, ("statements", 2, "id")),
    ],
)
def test_broken_options_are_named(options: dict[str, object], path: tuple[str, ...]) -> None:
    assert path in [problem.path for problem in samples.kind_of(PAIR).check(options)]


def test_hands_alone_say_who_would_rate_high() -> None:
    hands = samples.tally({"time": 3, "ties": 9}, table="4", present=12)
    found = samples.findings(PAIR, [], hands)
    assert found.sentences == (
        "By hands, most for a 4 or a 5: ‘We have ties’, 9 of 12 people (75 %).",
    )
    assert found.people == 12
    assert "1 table by hands" in found.made_of


def test_hands_stand_beside_the_ratings_and_not_among_them() -> None:
    hands = samples.tally({"time": 3}, table="4", present=12)
    found = samples.findings(PAIR, samples.typed(PAIR, "4 -"), hands)
    assert (found.answers, found.people) == (1, 1)
    assert any(block.title == "Hands for a 4 or a 5" for block in found.blocks)
    assert any("may be in both" in caution for caution in found.cautions)
