from __future__ import annotations

import pytest

from tests.kinds.samples import people, response
from workshop.analysis.people import (
    answered_again,
    latest_each,
    named_table,
    people_behind,
    table_key,
    who,
)


@pytest.mark.parametrize("label", ["4", "04", "t4", "T 4", "Table 4", "table4", "Tafel: 4", "#4"])
def test_a_table_has_one_key_however_it_was_typed(label: str) -> None:
    assert table_key(label) == "4"
    assert named_table("t4") == "table 4"


@pytest.mark.parametrize("label", ["tulips", "Tables", "Mesada", "0"])
def test_names_that_only_look_like_a_table_word_stay_whole(label: str) -> None:
    assert table_key(label) in (label.casefold(), label)


def test_whole_room_has_an_empty_key() -> None:
    assert table_key("") == table_key("  ") == ""


def test_people_are_known_by_badge_or_by_their_own_device() -> None:
    responses = [
        response(1, {}, badge="7"),
        response(2, {}, badge="#7", participant="p1"),
        response(3, {}, participant="p2"),
    ]
    assert people_behind(responses) == 2
    assert [r.seq for r in latest_each(responses)] == [2, 3]
    assert people_behind([*responses, response(4, {})]) is None


def test_an_answer_is_attributed_to_its_table_or_badge() -> None:
    assert who(response(1, {}, table="4", badge="7")) == "table 4"
    assert who(response(1, {}, badge="7")) == "#7"
    assert who(response(1, {})) == ""


def test_a_phone_and_a_card_with_its_badge_are_one_person_whose_last_answer_stands() -> None:
    everyone = people(["", "", ""])
    responses = [
        response(1, {}, participant="p1"),
        response(2, {}, badge="#01"),
        response(3, {}, badge="2"),
        response(4, {}, participant="p2"),
        response(5, {}, participant="p3"),
        response(6, {}, badge="17"),
    ]
    assert [r.seq for r in latest_each(responses, everyone)] == [2, 4, 5, 6]
    assert people_behind(responses, everyone) == 4
    # Without knowing whose badge is whose they are six.
    assert people_behind(responses) == 6


def test_the_later_answer_is_that_which_came_later_in_whatever_order_they_are_given() -> None:
    later, earlier = response(9, {}, badge="1"), response(3, {}, participant="p1")
    assert latest_each([later, earlier], people([""])) == [later]


def test_who_answered_more_than_once_is_said() -> None:
    everyone = people(["", ""])
    twice = [response(1, {}, participant="p1"), response(2, {}, badge="1")]
    assert answered_again(twice, everyone) == (
        "1 person answered twice; their last answer counts.",
    )
    assert answered_again(twice) == ()
    both = [*twice, response(3, {}, badge="2"), response(4, {}, participant="p2")]
    assert answered_again(both, everyone) == ("2 people answered twice; their last answer counts.",)
    thrice = [*both, response(5, {}, badge="2")]
    assert answered_again(thrice, everyone) == (
        "2 people answered more than once; their last answer counts.",
    )
    # Answers of nobody known are nobody's second one.
    assert answered_again([response(1, {}), response(2, {})]) == ()
