from __future__ import annotations

from typing import Any

import pytest

from tests.kinds import samples
from workshop.domain.findings import Table
from workshop.kinds.base import Material

TEXTS = {"own-team": "My own team", "other-team": "Another team", "nobody": "Nobody; alone"}
CHOICES = [{"id": name, "text": text} for name, text in TEXTS.items()]
ONE = samples.exercise("choice", {"choices": CHOICES})
MANY = samples.exercise("choice", {"choices": CHOICES, "multiple": True, "most": 2})


def picked(line: str, made: Any = ONE) -> list[str]:
    answers: list[str] = samples.kind_of(made).parse_line(made, line)["choice"]
    return answers


@pytest.mark.parametrize(
    ("line", "option"),
    [
        ("1", "own-team"),
        ("b", "other-team"),
        (" C ", "nobody"),
        ("nob", "nobody"),
        ("own-team", "own-team"),
        ("another  TEAM", "other-team"),
        ("Nobody; alone", "nobody"),
    ],
)
def test_option_is_named_by_number_letter_id_text_or_beginning(line: str, option: str) -> None:
    assert picked(line) == [option]


@pytest.mark.parametrize("line", ["1 3", "a c", "a,c", "my; nob", "My own team; 3"])
def test_several_are_parted_by_space_comma_or_semicolon(line: str) -> None:
    assert picked(line, MANY) == ["own-team", "nobody"]


def test_unclear_beginning_names_what_it_may_mean() -> None:
    made = samples.exercise(
        "choice", {"choices": [{"id": "one", "text": "same"}, {"id": "two", "text": "sample"}]}
    )
    with pytest.raises(ValueError, match="‘sam’ may mean ‘same’ or ‘sample’"):
        picked("sam", made)


@pytest.mark.parametrize("line", ["4", "0", "z", "", "nothing"])
def test_what_is_no_option_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        picked(line)


def test_more_than_may_be_picked_is_refused() -> None:
    with pytest.raises(ValueError, match="takes 2 at most; this picks 3"):
        samples.typed(MANY, "1 2 3")


def test_leader_follower_and_nobody_are_said_with_shares() -> None:
    found = samples.findings(ONE, samples.typed(ONE, *"aaaaab"))
    assert found.sentences == (
        "‘My own team’ leads clearly: 5 of 6 (83 %).",
        "‘Another team’ follows with 1 (17 %).",
        "Nobody chose ‘Nobody; alone’.",
    )
    bars = samples.block(found, "bars").bars
    assert [(bar.label, bar.value) for bar in bars] == [
        ("My own team", 5),
        ("Another team", 1),
        ("Nobody; alone", 0),
    ]
    assert (found.people, found.cautions) == (6, ())


def test_two_camps_of_like_size_divide_the_room() -> None:
    found = samples.findings(ONE, samples.typed(ONE, *"aaabbbc"))
    assert found.sentences[0].startswith("‘My own team’ and ‘Another team’ are level in front")
    assert "The room divides between ‘My own team’ and ‘Another team’." in found.sentences


def test_few_answers_carry_a_caution() -> None:
    assert samples.findings(ONE, samples.typed(ONE, "a")).cautions == (
        "1 person is too few to say more.",
    )


def test_hands_take_the_place_of_what_the_same_table_typed() -> None:
    other = samples.response(9, {"choice": ["nobody"]}, table="5")
    responses = [*samples.typed(ONE, "a", "a", table="Table 4"), other]
    hands = samples.tally({"own-team": 1, "other-team": 6}, table="4", present=8)
    found = samples.findings(ONE, responses, hands)
    values = [bar.value for bar in samples.block(found, "bars").bars]
    assert values == [1, 6, 1]
    assert found.people == 8
    assert found.made_of == (
        "1 typed answer, 1 table by hands of 7 people;"
        " 2 typed answers of table 4 left out, so that nobody counts twice"
    )


def test_words_for_numbers_are_estimated_and_said() -> None:
    hands = samples.tally({"own-team": "most", "nobody": "few"}, table="2", present=10)
    found = samples.findings(ONE, [], hands)
    assert found.sentences[0] == "‘My own team’ leads clearly: about 8 of 10 (80 %)."
    assert [bar.note for bar in samples.block(found, "bars").bars] == ["approx.", "", "approx."]
    assert any("half as 50 %" in caution for caution in found.cautions)
    assert "about 10 people" in found.made_of


def test_several_choices_are_shares_of_people() -> None:
    found = samples.findings(MANY, samples.typed(MANY, "a b", "a", "a c", "b", "a b"))
    assert found.sentences[0] == "‘My own team’ leads clearly: 4 of 5 (80 %)."
    assert any("more than 100 %" in caution for caution in found.cautions)


def test_round_before_stands_behind_each_bar() -> None:
    before = Material(ONE, samples.typed(ONE, "a", "b"), [])
    found = samples.findings(ONE, samples.typed(ONE, "a", "a"), earlier=before)
    assert [bar.note for bar in samples.block(found, "bars").bars] == [
        "before: 50 %",
        "before: 50 %",
        "before: 0 %",
    ]


def test_broken_options_are_each_named() -> None:
    broken = {
        "choices": [{"id": "A b", "text": ""}, {"id": "x", "txt": "y"}, "z"],
        "most": 2,
        "multple": True,
    }
    problems = {problem.path: problem for problem in samples.kind_of(ONE).check(broken)}
    assert problems[("multple",)].mend == "did you mean `multiple`?"
    assert problems[("choices", 1, "txt")].mend == "did you mean `text`?"
    assert {
        ("choices", 0, "id"),
        ("choices", 0, "text"),
        ("choices", 1, "text"),
        ("choices", 2),
        ("most",),
    } <= set(problems)


def test_what_has_gained_and_who_chose_otherwise_is_said() -> None:
    before = samples.badged(samples.typed(ONE, *"aaaaab"))
    after = samples.badged(samples.typed(ONE, *"aabbbb"))
    found = samples.findings(ONE, after, earlier=Material(ONE, before, []))
    assert found.sentences[:3] == (
        "‘Another team’ leads clearly: 4 of 6 (67 %).",
        "‘Another team’ has gained most since the first round, from 17 % to 67 %.",
        (
            "3 of the 6 people known in both rounds chose otherwise than before,"
            " all of them from ‘My own team’ to ‘Another team’."
        ),
    )
    _numbers, changed = found.more
    assert isinstance(changed, Table)
    assert changed.rows[:2] == (
        ("My own team", "83 %", "33 %", "−50", "0", "3"),
        ("Another team", "17 %", "67 %", "+50", "3", "0"),
    )


def test_rounds_of_people_nobody_knows_are_said_to_be_unpaired() -> None:
    before = Material(ONE, samples.typed(ONE, *"aaaaab"), [])
    found = samples.findings(ONE, samples.typed(ONE, *"aabbbb"), earlier=before)
    assert any("nobody is known in both rounds" in caution for caution in found.cautions)
    changed = found.more[1]
    assert isinstance(changed, Table)
    assert changed.columns == ("Option", "Before", "After", "Change")


def test_votes_in_numbers_tell_typed_ones_from_hands_and_how_far_apart_they_are() -> None:
    hands = samples.tally({"own-team": 2, "other-team": 6}, table="4", present=8)
    table = samples.findings(ONE, samples.typed(ONE, *"aaaa"), hands).more[0]
    assert isinstance(table, Table)
    assert table.rows[:2] == (
        ("My own team", "6", "50 %", "4", "2"),
        ("Another team", "6", "50 %", "0", "6"),
    )
    assert "Spread 0.75" in table.note and "Polarisation 1.00" in table.note


def test_organisations_are_compared_without_telling_of_a_few() -> None:
    people = samples.people(["North"] * 12 + ["South"] * 12)
    for lines, shown in (("a" * 10 + "bb" + "a" * 5 + "b" * 7, False), ("a" * 12 + "b" * 12, True)):
        responses = samples.badged(samples.typed(ONE, *lines))
        found = samples.kind_of(ONE).analyse(Material(ONE, responses, (), people=people))
        tables = {block.title: block for block in found.more}
        assert ("Who chose what, by organisation" in tables) is shown
    table = tables["Who chose what, by organisation"]
    assert isinstance(table, Table)
    assert table.rows[0] == ("My own team", "12 (100 %)", "0 (0 %)")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a", ("The only person so far chose ‘My own team’.",)),
        ("ab", ("‘My own team’ and ‘Another team’ are level in front, with 1 each of 2 (50 %).",)),
        ("abc", ("All options are level, with 1 each.",)),
        ("bbb", ("All 3 chose ‘Another team’.",)),
        (
            "aabc",
            (
                "‘My own team’ leads: 2 of 4 (50 %).",
                "‘Another team’ and ‘Nobody; alone’ follow with 1 each (25 %).",
            ),
        ),
    ],
)
def test_few_and_equal_votes_are_said_in_plain_words(line: str, said: tuple[str, ...]) -> None:
    assert samples.findings(ONE, samples.typed(ONE, *line)).sentences == said


def test_hands_for_nothing_are_nobodys_choice() -> None:
    hands = samples.tally({"own-team": 0, "other-team": 0}, table="4", present=8)
    found = samples.findings(MANY, [], hands)
    assert found.sentences[0] == "Nobody chose any of the options."
