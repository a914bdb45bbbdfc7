"""Statements voted on twice: what carries over, what is compared, and who moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.kinds import samples
from tests.kinds.test_consensus import IDS, MADE, SEEDS, answer, planted
from workshop.domain.findings import Findings, Table
from workshop.domain.ids import ResponseId
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.consensus import KIND
from workshop.kinds.consensus.statements import id_of, statements

OWN = "We need a cook"
COOK = id_of(OWN, {})


def votes(number: int, person: str, given: dict[str, str], own: str = "", **more: Any) -> Response:
    return answer(number, given, own, participant=person, **more)


def again(number: int, person: str, given: dict[str, str], own: str = "") -> Response:
    return votes(1000 + number, person, given, own, round=2)


def compared(before: list[Response], now: list[Response], **more: Any) -> Findings:
    return KIND.analyse(Material(MADE, now, (), 2, Material(MADE, before, (), **more), **more))


def table(found: Findings, title: str) -> Table:
    every = (*found.blocks, *found.more)
    return next(b for b in every if b.title == title and isinstance(b, Table))


def row(found: Findings, text: str) -> tuple[str, ...]:
    return next(r for r in table(found, "Before and after").rows if r[0] == text)


def one_statement(*marks: str) -> list[tuple[str, str]]:
    """(person, mark) of everyone."""
    of = {"+": "agree", "-": "disagree", "o": "pass"}
    return [(f"p{n}", of[mark]) for n, mark in enumerate("".join(marks), 1)]


def rounds(statement: str, before: str, now: str) -> Findings:
    return compared(
        [votes(n, p, {statement: m}) for n, (p, m) in enumerate(one_statement(before), 1)],
        [again(n, p, {statement: m}) for n, (p, m) in enumerate(one_statement(now), 1)],
    )


def test_what_people_added_is_voted_on_in_the_second_round_and_once() -> None:
    first = [votes(1, "p1", {}, OWN), votes(2, "p2", {}, "we need a COOK!")]
    second = [again(1, "p3", {COOK: "agree"}), again(2, "p1", {}, "We need a coach")]
    made = statements(MADE, second, first)
    assert [s.text for s in made] == [*SEEDS, OWN, "We need a coach"]
    assert [s.round for s in made[-2:]] == [1, 2]
    found = compared(first, second)
    every = table(found, "Every statement")
    assert {r[0]: r[1] for r in every.rows if r[1] != "prepared"} == {
        OWN: "added before", "We need a coach": "added",
    }  # fmt: skip
    assert "14 statements (12 prepared, 2 added, 1 of them before)" in found.made_of


def test_votes_of_the_first_round_are_not_votes_of_the_second() -> None:
    first = [votes(n, f"p{n}", dict.fromkeys(IDS, "agree")) for n in range(1, 11)]
    found = compared(first, [again(1, "p1", {"s1": "disagree"})])
    assert found.people == 1
    (voted,) = [r for r in table(found, "Every statement").rows if r[2:5] != ("0", "0", "0")]
    assert voted[:5] == (SEEDS[0], "prepared", "0", "1", "0")
    none = compared(first, [])
    assert none.sentences == ("12 statements stand, and nobody has voted in this round yet.",)
    assert none.people == 0


def test_routing_in_the_second_round_counts_that_rounds_votes() -> None:
    first = [votes(n, f"p{n}", {"s1": "agree"}) for n in range(1, 31)]
    second = [again(1, "p1", {"s2": "disagree"})]
    gathered = KIND.gather(MADE, None, second, None, first)
    assert gathered.counts["s1"].seen == 0 and gathered.counts["s2"].disagree == 1
    assert gathered.people == 1


def test_agreement_and_disagreement_stand_beside_each_other_for_every_statement() -> None:
    found = rounds("s1", "+++--oo---", "+++++++o--")
    assert row(found, SEEDS[0]) == (
        SEEDS[0], "30 %", "70 %", "50 %", "20 %", "−0.27", "5 up, 0 down, 5 the same",
    )  # fmt: skip
    # 2 * 3 / (8 + 1) was its controversy, 2 * 2 / (9 + 1) is; what nobody voted on has no share.
    assert row(found, SEEDS[1])[1:] == ("–",) * 6


def test_what_is_more_shared_now_is_said_with_who_moved() -> None:
    found = rounds("s1", "+++--o+---", "++++++++--")
    assert (
        "More shared than in the first round: ‘Statement number 1 of the plan’, 80 % agree and"
        " 40 % did before." in found.sentences
    )
    assert (
        "4 of the 10 people known in both rounds moved on at least one statement, most often on"
        " ‘Statement number 1 of the plan’: of the 10 who answered it twice 4 moved towards"
        " agreeing and none towards disagreeing." in found.sentences
    )
    assert [r[0] for r in table(found, "What has changed since the first round").rows] == [SEEDS[0]]


def test_what_divides_more_now_is_said() -> None:
    found = rounds("s1", "+++++++++o", "+++++-----")
    assert (
        "Divides more than in the first round: ‘Statement number 1 of the plan’, 5 : 5 now and"
        " 9 : 0 before (agree : disagree)." in found.sentences
    )
    assert not any(s.startswith("More shared") for s in found.sentences)


def test_a_room_that_turned_is_not_called_more_shared() -> None:
    found = rounds("s1", "++++++++--", "--------++")
    assert (
        "The room has turned on ‘Statement number 1 of the plan’: 80 % agreed in the first round,"
        " and 80 % disagree now." in found.sentences
    )
    assert not any(s.startswith("More shared") for s in found.sentences)


def test_a_room_that_has_not_moved_is_said_to_stand_still() -> None:
    found = rounds("s1", "++++++----", "++++++----")
    assert (
        "Nothing is clearly more shared or more divided than in the first round." in found.sentences
    )
    assert (
        "All 10 people known in both rounds answered as before what they answered again."
        in found.sentences
    )
    assert all(b.title != "What has changed since the first round" for b in found.blocks)


@pytest.mark.parametrize(("known", "shown"), [(4, False), (5, True)])
def test_who_moved_is_told_of_those_who_voted_in_both_and_only_of_five(
    known: int, shown: bool
) -> None:
    first = [votes(n, f"p{n}", {"s1": "agree"}) for n in range(1, 11)]
    second = [again(n, f"p{n if n <= known else n + 50}", {"s1": "pass"}) for n in range(1, 11)]
    found = compared(first, second)
    told = [s for s in found.sentences if "known in both rounds" in s]
    assert bool(told) is shown
    assert (row(found, SEEDS[0])[-1] == f"0 up, {known} down, 0 the same") is shown
    cautioned = [c for c in found.cautions if "known in both rounds" in c]
    assert bool(cautioned) is not shown


def test_a_statement_that_few_of_them_answered_twice_does_not_tell_who_moved() -> None:
    first = [votes(n, f"p{n}", {"s1": "agree", "s2": "agree"}) for n in range(1, 9)]
    second = [
        again(n, f"p{n}", {"s1": "agree", **({"s2": "disagree"} if n < 5 else {})})
        for n in range(1, 9)
    ]
    found = compared(first, second)
    assert row(found, SEEDS[0])[-1] == "0 up, 0 down, 8 the same"
    assert row(found, SEEDS[1])[-1] == "–"
    told = next(s for s in found.sentences if "known in both" in s)
    assert told == "4 of the 8 people known in both rounds moved on at least one statement."


def test_nobody_known_in_both_is_cautioned_and_shares_are_still_compared() -> None:
    first = [votes(n, f"p{n}", {"s1": "disagree"}) for n in range(1, 9)]
    second = [again(n, f"q{n}", {"s1": "agree"}) for n in range(1, 9)]
    found = compared(first, second)
    assert "Before and after may be different people: nobody is known in both rounds." in (
        found.cautions
    )
    assert row(found, SEEDS[0])[1:5] == ("0 %", "100 %", "100 %", "0 %")
    assert row(found, SEEDS[0])[-1] == "–"


def test_a_card_in_one_round_and_a_phone_in_the_other_are_one_person() -> None:
    people = samples.people([""] * 6)
    first = [answer(n, {"s1": "agree"}, badge=str(n)) for n in range(1, 7)]
    second = [again(n, f"p{n}", {"s1": "disagree"}) for n in range(1, 7)]
    found = compared(first, second, people=people)
    assert row(found, SEEDS[0])[-1] == "0 up, 6 down, 0 the same"
    # And in one round both are one, the later of which counts.
    both = [*second, replace(first[0], id=ResponseId("card"), seq=2000, round=2)]
    assert compared(first, both, people=people).people == 6


def test_groups_are_of_the_round_that_is_shown() -> None:
    first = planted(36, 3)
    second = [
        replace(
            r,
            id=ResponseId(f"again-{r.id}"),
            seq=r.seq + 5000,
            round=2,
            answers={id_: ["agree"] for id_ in r.answers},
        )
        for r in first
    ]
    found = compared(first, second)
    assert found.sentences[0].startswith("Too few to say whether there are groups of opinion")
    assert (
        compared(second, [replace(r, seq=r.seq + 9000, round=2) for r in first])
        .sentences[0]
        .startswith("There are 3 groups")
    )


def test_hands_of_both_rounds_are_compared_and_tell_nobody_apart() -> None:
    then = samples.tally({"s1:agree": 5, "s1:disagree": 20}, present=25, seq=1)
    now = samples.tally({"s1:agree": 20, "s1:disagree": 5}, present=25, seq=2)
    found = KIND.analyse(Material(MADE, (), (now,), 2, Material(MADE, (), (then,))))
    assert row(found, SEEDS[0])[1:5] == ("20 %", "80 %", "80 %", "20 %")
    assert row(found, SEEDS[0])[-1] == "–"
    assert any(s.startswith("The room has turned on") for s in found.sentences)


def test_a_third_round_has_the_statements_of_both_before_and_is_compared_with_the_second() -> None:
    first = Material(MADE, [votes(1, "p1", {}, OWN)], ())
    second = Material(
        MADE, [again(n, f"p{n}", {COOK: "agree", "s1": "agree"}) for n in range(1, 7)], (), 2, first
    )
    third = [
        replace(r, seq=r.seq + 5000, round=3, answers={COOK: ["disagree"]})
        for r in second.responses
    ]
    found = KIND.analyse(Material(MADE, third, (), 3, second))
    assert row(found, OWN)[1:5] == ("100 %", "0 %", "0 %", "100 %")
    assert any("turned on ‘We need a cook’" in s and "the round before" in s
               for s in found.sentences)  # fmt: skip
