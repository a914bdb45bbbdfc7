from __future__ import annotations

from dataclasses import replace

from tests.kinds.samples import response, tally
from workshop.analysis.counting import Pool, pool
from workshop.domain.records import Response, Tally

OPTIONS = ["yes", "no"]


def votes(answer: Response) -> dict[str, float]:
    return {str(answer.answers["choice"]): 1.0}


def yes(number: int, table: str = "", badge: str = "") -> Response:
    return response(number, {"choice": "yes"}, table=table, badge=badge)


def counted(responses: list[Response], *tallies: Tally) -> Pool:
    return pool(OPTIONS, responses, tallies, votes, single=True)


def test_nothing_is_nothing() -> None:
    found = counted([])
    assert (found.votes, found.voters, found.made_of) == (
        {"yes": 0, "no": 0},
        0,
        "0 typed answers",
    )


def test_typed_answers_and_tables_add_up() -> None:
    found = counted([yes(1), yes(2, table="1")], tally({"yes": 2, "no": 3}, table="2"))
    assert found.votes == {"yes": 4, "no": 3}
    assert found.voters == 7
    assert found.made_of == "2 typed answers, 1 table by hands of 5 people"


def test_latest_answer_of_a_person_and_latest_tally_of_a_table_count() -> None:
    changed = replace(yes(2, badge="#7"), answers={"choice": "no"})
    first = tally({"yes": 9}, table="Table 2", seq=10)
    found = counted([yes(1, badge="7"), changed], first, tally({"yes": 1}, table="t2", seq=11))
    assert found.votes == {"yes": 1, "no": 1}
    assert found.cautions == ("1 person answered twice; their last answer counts.",)


def test_hands_of_the_whole_room_stand_alone() -> None:
    found = counted([yes(1)], tally({"yes": 3}, table="2", seq=1), tally({"no": 20}, seq=2))
    assert found.votes == {"yes": 0, "no": 20}
    assert found.made_of == (
        "hands of the whole room, 20 people; 1 typed answer and 1 other tally left out,"
        " so that nobody counts twice"
    )


def test_word_without_people_present_cannot_be_counted_and_leaves_typed_answers_in() -> None:
    found = counted([yes(1, table="2")], tally({"no": "most"}, table="2"))
    assert found.votes == {"yes": 1, "no": 0}
    assert found.cautions == (
        "Table 2 says ‘most’ without how many were present, so it is not counted.",
    )


def test_words_are_whole_people_of_those_present() -> None:
    found = counted([], tally({"yes": "half", "no": "few"}, table="2", present=9))
    assert found.votes == {"yes": 4, "no": 2}
    assert found.approximate == {"yes", "no"}


def test_more_hands_than_people_are_doubted() -> None:
    found = counted([], tally({"yes": 5, "no": 5}, table="2", present=8))
    assert found.cautions == ("Table 2 has 10 hands and 8 people present; look again.",)


def test_options_that_are_no_longer_there_are_not_counted() -> None:
    found = counted([response(1, {"choice": "gone"})], tally({"gone": 3, "yes": 1}, table="1"))
    assert found.votes == {"yes": 1, "no": 0}
