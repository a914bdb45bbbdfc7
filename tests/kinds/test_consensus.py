"""Statements that people agree with or not: forms, lines, routing, and what the votes say."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from sklearn.metrics import adjusted_rand_score

from tests.kinds import samples
from workshop.analysis.agreement.marks import Count
from workshop.domain.findings import Findings, Table
from workshop.domain.forms import ChoiceField, Form
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.kinds.base import Material, Shared
from workshop.kinds.consensus import KIND
from workshop.kinds.consensus.ballots import ballots
from workshop.kinds.consensus.statements import STATEMENT, id_of, statements

SEEDS = [f"Statement number {number} of the plan" for number in range(1, 13)]
IDS = [f"s{number}" for number in range(1, 13)]
MADE = samples.exercise(
    "consensus",
    {"statements": [{"id": i, "text": t} for i, t in zip(IDS, SEEDS, strict=True)]},
)
FEW = samples.exercise("consensus", {"statements": [{"id": "one", "text": "We meet too often"}]})


def answer(number: int, votes: dict[str, str], own: str = "", **more: Any) -> Response:
    given: dict[str, Any] = {id_: [vote] for id_, vote in votes.items()}
    if own:
        given[STATEMENT] = own
    return samples.response(number, KIND.clean(MADE, given), **more)


def found(exercise: Exercise, responses: Iterable[Response], *tallies: Any) -> Findings:
    return KIND.analyse(Material(exercise, tuple(responses), tallies))


def phone(exercise: Exercise, everyone: list[Response], person: str) -> Form:
    """What somebody's phone asks next."""
    gathered = KIND.gather(exercise, None, everyone, None)
    own = [r for r in everyone if r.participant == person]
    return KIND.form(exercise, Shared(gathered, own, every=False), person)


def planted(people: int, groups: int, seed: int = 5, sure: float = 0.9) -> list[Response]:
    """Everyone votes on all twelve in two handfuls, mostly as their group does."""
    draw = random.Random(seed)
    responses: list[Response] = []
    for person in range(people):
        for half in (IDS[:6], IDS[6:]):
            votes = {}
            for id_ in half:
                stands = "agree" if IDS.index(id_) % groups == person % groups else "disagree"
                other = "disagree" if stands == "agree" else "agree"
                votes[id_] = stands if draw.random() < sure else draw.choice([other, "pass"])
            responses.append(answer(len(responses) + 1, votes, participant=f"p{person}"))
    return responses


# -- forms -----------------------------------------------------------------------------------


def test_a_phone_asks_a_handful_and_after_it_what_is_left() -> None:
    seen: list[str] = []
    sent: list[Response] = []
    for _ in range(3):
        fields = phone(MADE, sent, "p1").fields
        assert all(isinstance(f, ChoiceField) and f.required for f in fields)
        seen += [f.id for f in fields]
        votes = dict.fromkeys((f.id for f in fields), "agree")
        sent.append(answer(len(sent) + 1, votes, participant="p1"))
    assert sorted(seen) == sorted(IDS)
    assert len(phone(MADE, sent, "p2").fields) == 5
    assert phone(MADE, sent, "p1").fields == ()


def test_what_others_add_is_asked_and_nobody_is_asked_their_own() -> None:
    sent = [answer(1, {}, "We need a cook more than a coach", participant="p2")]
    (made,) = [s for s in statements(FEW, sent) if s.response]
    theirs, own = phone(FEW, sent, "p1"), phone(FEW, sent, "p2")
    assert {field.id for field in theirs.fields} == {"one", made.id}
    assert {field.id for field in own.fields} == {"one"}


def test_own_statements_have_a_limit_that_is_kept() -> None:
    sent = [answer(n, {}, f"Statement {n} of my own", participant="p1") for n in (1, 2)]
    (field,) = phone(MADE, sent[:1], "p1").beside
    assert field.id == STATEMENT
    assert phone(MADE, sent, "p1").beside == ()
    # Who sends more past the form is not heard more.
    third = answer(3, {}, "Statement 3 of my own", participant="p1")
    assert len(statements(MADE, [*sent, third])) == len(IDS) + 2


def test_forms_stay_short_and_statements_of_one_wording_are_one() -> None:
    sent = [
        answer(1, {}, "Meet less, do more!", participant="p1"),
        answer(2, {}, "meet less do more", participant="p2"),
        answer(3, {}, SEEDS[0].upper(), participant="p3"),
    ]
    assert [s.text for s in statements(MADE, sent)] == [*SEEDS, "Meet less, do more!"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("1+ 2- 3o", {"s1": ["agree"], "s2": ["disagree"], "s3": ["pass"]}),
        ("1 agree, 2 disagree; 12 pass", {"s1": ["agree"], "s2": ["disagree"], "s12": ["pass"]}),
        ("People need time", {STATEMENT: "People need time"}),
        ("1+ | People need time", {"s1": ["agree"], STATEMENT: "People need time"}),
        ("| 1+", {STATEMENT: "1+"}),
        ("12 nurses and 3 doctors", {STATEMENT: "12 nurses and 3 doctors"}),
    ],
)
def test_votes_and_statements_are_typed_in_one_line(line: str, kept: dict[str, Any]) -> None:
    assert KIND.clean(MADE, KIND.parse_line(MADE, line)) == kept
    again = KIND.parse_line(MADE, KIND.line_of(MADE, kept))
    assert KIND.clean(MADE, again) == kept


@pytest.mark.parametrize("line", ["13+", "0-", "1+ 1-", "", "|"])
def test_what_is_no_vote_is_refused_with_a_sentence(line: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        KIND.clean(MADE, KIND.parse_line(MADE, line))


def test_votes_on_what_the_room_added_are_kept_and_on_anything_else_refused() -> None:
    made = id_of("A new thought", {})
    assert KIND.clean(MADE, {made: ["agree"]}) == {made: ["agree"]}
    for wrong in ({"s99": ["agree"]}, {"r_zz": ["agree"]}, {made: ["maybe"]}):
        with pytest.raises(ValueError, match=r"no (field|option)"):
            KIND.clean(MADE, wrong)
    with pytest.raises(ValueError, match="more than 300"):
        KIND.clean(MADE, {id_of(str(n), {}): ["agree"] for n in range(301)})


# -- what the votes say ----------------------------------------------------------------------


def test_three_planted_groups_are_found_named_and_told_apart() -> None:
    said = found(MADE, planted(36, 3))
    assert said.sentences[0].startswith("There are 3 groups of opinion: A with ")
    table = next(b for b in said.blocks if b.title == "What each group stands for")
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows if row[0]] == ["A, 12 people", "B, 12 people",
                                                       "C, 12 people"]  # fmt: skip
    assert said.people == 36 and said.question.endswith("?")
    assert "36 people with 432 votes on 12 statements" in said.made_of


def test_noise_is_too_few_to_say() -> None:
    draw = random.Random(4)
    sent = [
        answer(n, {i: draw.choice(("agree", "disagree", "pass")) for i in IDS}, participant=f"p{n}")
        for n in range(1, 41)
    ]
    said = found(MADE, sent)
    assert said.sentences[0].startswith("Too few to say whether there are groups of opinion")
    assert all(block.title != "What each group stands for" for block in said.blocks)


def test_a_small_room_is_told_how_many_it_would_take() -> None:
    said = found(MADE, planted(5, 2))
    assert said.sentences[0] == (
        "Too few to say whether there are groups of opinion: "
        "5 people have voted on at least 7 statements, and 8 are needed."
    )


def test_missing_votes_do_not_hide_the_groups() -> None:
    draw = random.Random(2)
    sent = []
    for response in planted(45, 3, sure=0.95):
        kept = {i: v for i, v in response.answers.items() if draw.random() < 0.8}
        sent.append(replace(response, answers=kept))
    said = found(MADE, sent)
    assert said.sentences[0].startswith("There are 3 groups of opinion")
    votes = ballots(Material(MADE, sent, ()))
    assert votes.typed == 45 and len(votes.cast) < 45 * 12


def test_what_unites_counts_in_every_group_and_what_divides_is_named() -> None:
    sent = [
        replace(r, answers={**r.answers, "s12": ["agree"]}) if "s12" in r.answers else r
        for r in planted(36, 3)
    ]
    said = found(MADE, sent)
    united = next(b for b in said.blocks if b.title == "What unites all groups")
    assert isinstance(united, Table)
    assert [row[0] for row in united.rows] == [SEEDS[11]]
    assert any(s.startswith("All groups agree: ‘Statement number 12") for s in said.sentences)
    divided = next(b for b in said.blocks if b.title == "What divides")
    assert isinstance(divided, Table)
    assert SEEDS[11] not in [row[0] for row in divided.rows]


def test_a_room_of_one_mind_is_said_to_agree() -> None:
    sent = [answer(n, dict.fromkeys(IDS[:3], "agree"), participant=f"p{n}") for n in range(1, 13)]
    said = found(MADE, sent)
    assert "All agree: ‘Statement number 1 of the plan’, 12 of 12 (100 %)." in said.sentences


def test_the_latest_vote_of_a_person_counts_and_only_that() -> None:
    sent = [
        answer(1, {"s1": "agree"}, participant="p1"),
        answer(2, {"s1": "disagree"}, participant="p1"),
        answer(3, {"s1": "agree"}, badge="7"),
        answer(4, {"s1": "agree"}, badge="#7"),
    ]
    votes = ballots(Material(MADE, sent, ()))
    assert votes.typed == 2
    assert (votes.counts[0].agree, votes.counts[0].disagree) == (1, 1)


def test_who_adds_a_statement_agrees_with_it_until_they_say_otherwise() -> None:
    own = "We need a cook"
    made = id_of(own, {})
    first = answer(1, {}, own, participant="p1")
    votes = ballots(Material(MADE, [first], ()))
    assert votes.counts[-1].agree == 1
    against = answer(2, {made: "disagree"}, participant="p1")
    assert ballots(Material(MADE, [first, against], ())).counts[-1].disagree == 1
    # Typed by a facilitator without saying whose it is, it is nobody's vote.
    assert ballots(Material(MADE, [answer(1, {}, own)], ())).typed == 0


def test_hands_stand_where_they_were_counted_and_nobody_counts_twice() -> None:
    sent = [answer(n, {"s1": "agree", "s2": "agree"}, participant=f"p{n}") for n in range(1, 11)]
    room = samples.tally({"s1:agree": 12, "s1:disagree": 20}, present=40)
    votes = ballots(Material(MADE, sent, (room,)))
    assert votes.counts[0] == Count(12, 20, 8)
    assert (votes.counts[1].agree, votes.counts[1].disagree) == (10, 0)
    assert votes.people == 40
    said = found(MADE, sent, room)
    assert "hands of the whole room, 40 people" in said.made_of
    assert any("groups are of votes" in caution for caution in said.cautions)


def test_statements_are_counted_one_after_the_other_and_each_count_stands() -> None:
    first = samples.tally({"s1:agree": 12, "s1:disagree": 9}, present=30, seq=1)
    second = samples.tally({"s2:agree": 25}, seq=2)
    again = samples.tally({"s1:agree": 14}, seq=3)
    votes = ballots(Material(MADE, (), (first, second, again)))
    assert votes.counts[0] == Count(14, 9, 7)
    assert votes.counts[1] == Count(25, 0, 5)
    assert votes.people == 30


def test_a_table_that_raised_hands_is_not_counted_again_as_it_typed() -> None:
    sent = [
        answer(1, {"s1": "agree"}, badge="1", table="4"),
        answer(2, {"s1": "agree"}, badge="2", table="5"),
    ]
    hands = samples.tally({"s1:agree": 3, "s1:disagree": 2}, table="4", present=6)
    votes = ballots(Material(MADE, sent, (hands,)))
    assert (votes.counts[0].agree, votes.counts[0].disagree) == (4, 2)
    assert votes.people == 7


def test_by_one_keyboard_a_statement_is_typed_and_hands_are_counted_for_it() -> None:
    typed = answer(1, {}, "We need a cook")
    gathered = KIND.gather(MADE, None, [typed], None)
    hands = [option.id for option in KIND.form(MADE, Shared(gathered), None).hands]
    made = id_of("We need a cook", {})
    assert f"{made}:agree" in hands and f"{made}:disagree" in hands
    said = found(MADE, [typed], samples.tally({f"{made}:agree": 18, f"{made}:disagree": 3}))
    assert "Most agree: ‘We need a cook’, 18 of 21 (86 %)." in said.sentences


HOSTILE = (
    "[bold]x[/] <script>alert(1)</script>", "1+ 2-", "r_0123456789+", "own_statement",
    "\u202eevil", "' OR 1=1 --", "=cmd()", "| | |", "💥" * 60, "A" * 140,
)  # fmt: skip


def test_hostile_statements_are_statements_and_nothing_else() -> None:
    sent = [answer(n, {}, text, participant=f"p{n}") for n, text in enumerate(HOSTILE, 1)]
    made = statements(MADE, sent)
    assert len(made) == len(IDS) + len(HOSTILE)
    assert all("\u202e" not in statement.text for statement in made)
    for response in sent:
        line = KIND.line_of(MADE, response.answers)
        assert KIND.clean(MADE, KIND.parse_line(MADE, line)) == response.answers
    said = found(MADE, sent)
    assert said.sentences and not said.raw
    assert all(len(field.label) <= 140 for field in phone(MADE, sent, "p99").fields)


def test_votes_on_a_statement_that_is_gone_count_nowhere() -> None:
    gone = id_of("It was hidden", {})
    votes = ballots(Material(MADE, [answer(1, {gone: "agree"}, participant="p1")], ()))
    assert votes.people == 0
    said = found(MADE, [answer(1, {gone: "agree"}, participant="p1")])
    assert said.sentences == ("12 statements stand, and nobody has voted yet.",)


def test_groups_are_people_and_not_phones_order() -> None:
    said = ballots(Material(MADE, planted(36, 3), ()))
    from workshop.analysis.agreement.groups import opinion_groups

    members = opinion_groups(said.cast, said.typed, len(said.statements)).members
    of = {person: group for group, inside in enumerate(members) for person in inside}
    assert adjusted_rand_score([p % 3 for p in sorted(of)], [of[p] for p in sorted(of)]) > 0.8


def test_a_second_look_counts_anew_only_when_enough_has_come() -> None:
    sent = [answer(n, {"s1": "agree"}, participant=f"p{n}") for n in range(1, 201)]
    before = KIND.gather(MADE, None, sent, None)
    more = answer(201, {"s1": "agree"}, "One more thought", participant="p201")
    after = KIND.gather(MADE, None, [*sent, more], before)
    assert after.counts is before.counts
    assert after.statements[-1].text == "One more thought"
    assert KIND.gather(MADE, None, sent * 2, before).counts["s1"].agree == 400
