from __future__ import annotations

import pytest

from tests.kinds.samples import response
from workshop.analysis.people import latest_each, named_table, people_behind, table_key, who


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
