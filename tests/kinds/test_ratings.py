from __future__ import annotations

import pytest

from tests.kinds import samples
from workshop.domain.findings import Table
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
        "‘We have ties’ is rated highest, 4.2 of 5 on average (6 ratings).",
        "‘We have time’ is rated lowest, 3 of 5 on average (6 ratings).",
        (
            "The room divides on ‘We have time’: 3 people rate it in the lower half of the scale"
            " and 3 in the upper."
        ),
        "The room agrees most on ‘We have ties’.",
    )
    time, ties = samples.block(found, "scales").rows
    assert (time.counts, time.median) == ((3, 0, 0, 0, 3), 3)
    assert (ties.counts, ties.median, ties.mean) == ((0, 0, 0, 5, 1), 4, 4.17)
    assert found.question == "What do high and low see differently in ‘We have time’?"


def test_single_statement_is_said_with_its_middle_half() -> None:
    made = samples.exercise("ratings", {"statements": STATEMENTS[:1], "scale": SCALE})
    found = samples.findings(made, samples.typed(made, *"12345"))
    assert found.sentences[0] == (
        "‘We have time’ is rated 3 of 5 on average by 5 people, with a median of 3;"
        " the middle half of them say 2 to 4."
    )


def test_change_is_measured_on_people_known_in_both_rounds() -> None:
    before = samples.badged(samples.typed(PAIR, "1 3", "2 3", "2 3", "1 3", "2 3", "5 5"))
    after = samples.badged(samples.typed(PAIR, "3 3", "3 2", "4 3", "3 3", "4 3"))
    found = samples.findings(PAIR, after, earlier=Material(PAIR, before, []))
    assert found.sentences[:2] == (
        (
            "‘We have time’ has risen most since the first round, by 1.8 steps on average:"
            " all 5 people known in both rounds rated it higher."
        ),
        (
            "‘We have ties’ has fallen since the first round, by 0.2 steps on average:"
            " 1 of the 5 people known in both rounds rated it lower and none higher."
        ),
    )
    assert samples.block(found, "table").rows[0] == (
        "We have time",
        "2 (n 6)",
        "3 (n 5)",
        "+1.2",
        "5 up, 0 down, 0 the same",
    )
    assert samples.block(found, "scales").rows[0].note == "before: median 2"
    assert found.made_of == "5 typed answers, beside 6 before; 5 people known in both rounds"


def test_rounds_of_people_nobody_knows_carry_a_caution() -> None:
    before = Material(PAIR, samples.typed(PAIR, *["1 1"] * 5), [])
    found = samples.findings(PAIR, samples.typed(PAIR, *["3 1"] * 5), earlier=before)
    assert found.sentences[0].endswith("by 2 steps on average (5 ratings before, 5 after).")
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
        "‘We have ties’ got the most hands for a 4 or a 5: 9 of 12 people (75 %).",
    )
    assert found.people == 12
    assert "1 table by hands" in found.made_of


def test_hands_stand_beside_the_ratings_and_not_among_them() -> None:
    hands = samples.tally({"time": 3}, table="4", present=12)
    found = samples.findings(PAIR, samples.typed(PAIR, "4 -"), hands)
    assert (found.answers, found.people) == (1, 1)
    assert any(block.title == "Hands for a 4 or a 5" for block in found.blocks)
    assert any("may be in both" in caution for caution in found.cautions)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["4"], "The one rating of ‘We have time’ is 4 of 5."),
        (["4", "4", "4"], "All 3 people rate ‘We have time’ 4 of 5."),
        (["4", "2"], "‘We have time’ is rated 3 of 5 on average by 2 people, with a median of 3."),
    ],
)
def test_few_and_equal_ratings_are_said_in_plain_words(lines: list[str], said: str) -> None:
    made = samples.exercise("ratings", {"statements": STATEMENTS[:1], "scale": SCALE})
    assert samples.findings(made, samples.typed(made, *lines)).sentences == (said,)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"time": 0, "ties": 0}, "Nobody raised a hand for a 4 or a 5."),
        (
            {"time": 6, "ties": 6},
            "All statements got the same number of hands for a 4 or a 5: 6 of 12 people (50 %).",
        ),
    ],
)
def test_hands_that_are_level_name_no_winner(counts: dict[str, int], said: str) -> None:
    hands = samples.tally(counts, table="4", present=12)
    assert samples.findings(PAIR, [], hands).sentences == (said,)


def test_median_middle_half_and_division_stand_in_the_full_tables() -> None:
    found = samples.findings(PAIR, samples.typed(PAIR, "1 4", "1 4", "1 4", "5 4", "5 5", "5 4"))
    (table,) = found.more
    assert isinstance(table, Table)
    assert table.rows == (
        ("We have time", "6", "3", "1 to 5", "3.00", "1.00"),
        ("We have ties", "6", "4", "4", "4.17", "0.08"),
    )


def test_organisations_are_compared_and_small_ones_stand_together() -> None:
    lines = [*["5 4"] * 5, *["2 4"] * 6, "1 1", "3 3"]
    people = samples.people(["North"] * 5 + ["South"] * 6 + ["Tiny", ""])
    material = Material(PAIR, samples.badged(samples.typed(PAIR, *lines)), (), people=people)
    _numbers, table = samples.kind_of(PAIR).analyse(material).more
    assert isinstance(table, Table)
    assert table.columns == ("Statement", "South (6)", "All others (7)")
    assert table.rows[0] == ("We have time", "2.0 (median 2)", "4.1 (median 5)")
    assert "‘All others’ are the smaller groups together; 1 of them gave no organisation." in (
        table.note
    )


def test_the_threshold_is_the_exercises_own() -> None:
    made = samples.exercise("ratings", {**PAIR.options, "smallest_group": 3})
    people = samples.people(["North"] * 3 + ["South"] * 3)
    responses = samples.badged(samples.typed(made, *["5 4"] * 3, *["2 4"] * 3))
    found = samples.kind_of(made).analyse(Material(made, responses, (), people=people))
    table = found.more[1]
    assert isinstance(table, Table)
    assert table.columns == ("Statement", "North (3)", "South (3)")
    assert table.note.startswith(
        "Average ratings from 1 to 5. They differ most on ‘We have time’:"
        " 5.0 in ‘North’ and 2.0 in ‘South’. Typed answers of 6 people"
    )
    problems = samples.kind_of(made).check({**PAIR.options, "smallest_group": 2})
    assert [problem.path for problem in problems] == [("smallest_group",)]
