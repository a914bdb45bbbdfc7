"""Whom people turn to: lines, small cells, merging, what is offered."""

from __future__ import annotations

import random
from dataclasses import asdict
from itertools import pairwise
from math import dist
from typing import Any

import pytest

from tests.kinds import samples
from tests.stage import CHAIR
from workshop.analysis.alike import alike_pairs
from workshop.domain.findings import Findings, Network
from workshop.domain.forms import TextField
from workshop.domain.ids import ActorId, ParticipantId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Participant, Response, Role
from workshop.errors import Forbidden
from workshop.kinds.base import Material, Shared
from workshop.kinds.nominations.mentions import LEFT_OUT, key_of, mentions_of
from workshop.kinds.registry import analyse

MADE = samples.bundled()["whom-we-turn-to"]
KIND = samples.kind_of(MADE)


def said(badge: int, *lines: str) -> list[Response]:
    """What one person said, a line a kind of people."""
    return [
        samples.response(
            badge * 100 + number, KIND.clean(MADE, KIND.parse_line(MADE, line)), badge=str(badge)
        )
        for number, line in enumerate(lines)
    ]


def found_in(responses: list[Response], **more: Any) -> Findings:
    return KIND.analyse(Material(MADE, responses, (), **more))


def everything(found: object) -> str:
    return repr(asdict(found)) if isinstance(found, Findings) else repr(found)


def room() -> list[Response]:
    """Four nurses of A turn to the quality lead of B; one of them to a rare specialist."""
    answers = []
    for badge in range(1, 5):
        answers += said(badge, "1: quality lead @ B | nurse @ A", "3: mayor @ Town")
        answers += said(10 + badge, "2: nurse @ A | nurse @ A")
    answers += said(5, "1 2: perfusionist @ C | nurse @ A", "1: quality lead @ B", "2: nurse @ A")
    return answers


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("1 3: head nurse @ City Hospital",
         {"asks": ["advice", "reach"], "role": "head nurse", "organisation": "City Hospital"}),
        ("2: mayor", {"asks": ["change"], "role": "mayor"}),
        ("1,2: mayor | nurse @ A",
         {"asks": ["advice", "change"], "role": "mayor", "own_role": "nurse",
          "own_organisation": "A"}),
        ("1: mayor | @ A", {"asks": ["advice"], "role": "mayor", "own_organisation": "A"}),
    ],
)  # fmt: skip
def test_a_line_says_whom_for_what_and_who_says_so(line: str, answers: object) -> None:
    kept = KIND.clean(MADE, KIND.parse_line(MADE, line))
    assert kept == answers
    assert KIND.clean(MADE, KIND.parse_line(MADE, KIND.line_of(MADE, kept))) == kept


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("mayor @ Town", "Begin with the numbers"),
        ("4: mayor", "There is no number 4"),
        ("1: @ Town", "Their role"),
        ("1: a @ b @ c", "has no @"),
    ],
)
def test_what_is_not_understood_is_said(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        KIND.clean(MADE, KIND.parse_line(MADE, line))


def test_three_sentences_a_map_and_one_question() -> None:
    found = found_in(room())
    assert found.sentences == (
        "9 people named 4 kinds of people; 33 % of the ties stay in one organisation (E-I +0.33).",
        "I ask them for advice on improving: most of all quality lead, B, by 5 people.",
        "I want to reach them and cannot: most of all mayor, Town, by 4 people.",
    )
    block = found.blocks[0]
    assert isinstance(block, Network)
    assert {(node.name, block.groups[node.group]) for node in block.nodes} == {
        ("nurse", "A"), ("quality lead", "B"), ("mayor", "Town"),
    }  # fmt: skip
    assert found.question == "Who here could open a door to mayor, Town?"
    assert (found.people, found.answers) == (9, 15)


def test_nobody_on_the_map_jumps_when_an_answer_arrives() -> None:
    chance = random.Random(5)
    roles, places = ("nurse", "doctor", "therapist", "manager"), ("A", "B", "C")
    own = [f"{chance.choice(roles[:2])} @ {chance.choice(places)}" for _ in range(60)]
    answers = [
        answer
        for n in range(240)
        for answer in said(
            n % 60 + 1,
            f"1: {chance.choice(roles)} @ {chance.choice(places)} | {own[n % 60]}",
        )
    ]

    def standing(of: int) -> dict[tuple[str, int], tuple[float, float]]:
        blocks = found_in(answers[:of]).blocks
        network = next((block for block in blocks if isinstance(block, Network)), None)
        return {(n.role, n.group): (n.x, n.y) for n in network.nodes} if network else {}

    maps = [standing(number) for number in range(80, 241)]
    assert len(maps[0]) < len(maps[-1])
    for before, after in pairwise(maps):
        assert max((dist(before[place], after[place]) for place in before), default=0.0) < 0.12


def test_what_fewer_than_three_people_said_is_shown_nowhere() -> None:
    found = found_in(room())
    assert "perfusionist" not in everything(found)
    assert any(
        caution.startswith("1 kind of people was named by fewer than 3")
        for caution in found.cautions
    )
    few = found_in(room()[:3])
    assert not {"quality", "mayor", "nurse"} & set(everything(few).split("'"))
    assert few.blocks == ()


def test_a_share_that_too_few_stand_behind_is_not_told() -> None:
    answers = [r for badge in range(1, 5) for r in said(badge, "1: mayor @ Town | nurse @ A")]
    assert "E-I" in found_in(answers).sentences[0]
    found = found_in([*answers, *said(5, "1: cook @ A | nurse @ A")])
    assert found.sentences[0] == "5 people named 2 kinds of people."
    assert "Ties between organisations" in [block.title for block in found.more]


def test_one_person_who_says_it_three_times_is_one() -> None:
    found = found_in(said(1, *["1: mayor @ Town | nurse @ A"] * 3))
    assert "mayor" not in everything(found)
    # Cards without a badge, alike in who says so, may all be one person's.
    cards = [samples.response(n, r.answers) for n, r in enumerate(said(1, *["1: mayor @ T"] * 4))]
    assert "mayor" not in everything(found_in(cards))


def test_more_people_may_be_asked_for() -> None:
    made = samples.exercise("nominations", {**MADE.options, "least": 5})
    found = KIND.analyse(Material(made, room(), ()))
    assert "quality lead" in everything(found)
    assert "mayor" not in everything(found)


def test_who_people_are_comes_from_their_page_or_from_what_they_said_once() -> None:
    joined = [
        Participant(ParticipantId(f"p{n}"), n, samples.NOON, "", "nurse", "A") for n in range(1, 4)
    ]
    answers = [
        samples.response(n, {"asks": ["advice"], "role": "doctor"}, participant=f"p{n}")
        for n in range(1, 4)
    ]
    found = found_in(answers, people=joined)
    titles = [block.title for block in found.more]
    assert any(title.startswith("Ties between roles") for title in titles)
    own = {mention.own for mention in mentions_of(Material(MADE, room(), ())).all}
    assert own == {("nurse", "A")}


def test_who_did_not_answer_is_said() -> None:
    joined = [Participant(ParticipantId(f"p{n}"), n, samples.NOON) for n in range(1, 21)]
    found = found_in(room(), people=joined)
    assert any(caution.startswith("9 of 20 people answered") for caution in found.cautions)


def test_an_analysis_that_fails_shows_no_answers_as_they_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(KIND, "analyse", lambda _material: 1 / 0)
    found = analyse(KIND, Material(MADE, room(), ()))
    assert found.sentences == ("The analysis failed.",)
    assert "mayor" not in everything(found)


# -- exports -------------------------------------------------------------------------------------


def test_exports_get_answers_without_senders_and_without_small_cells() -> None:
    answers = room()
    veiled = KIND.veiled(MADE, None, answers, ())
    assert len(veiled) == len(answers)
    assert "perfusionist" not in everything(veiled)
    assert all(not r.badge and r.participant is None for r in veiled)
    assert not {r.id for r in veiled} & {r.id for r in answers}
    assert veiled[0].answers == {
        "asks": ["advice"], "role": "quality lead", "organisation": "B", "own_role": "nurse",
        "own_organisation": "A",
    }  # fmt: skip
    rare = veiled[12].answers
    assert rare == {"asks": ["advice", "change"], "role": LEFT_OUT}


def test_an_answer_that_was_hidden_is_veiled_too() -> None:
    from dataclasses import replace

    answers = [replace(r, hidden="a name") for r in said(1, "1: Ada Lovelace @ B")]
    assert "Ada" not in everything(KIND.veiled(MADE, None, answers, ()))


# -- what is offered -----------------------------------------------------------------------------


def offers(made: Exercise, state: object) -> dict[str, tuple[str, ...]]:
    fields = KIND.form(made, state, "p1").fields
    return {field.id: field.offers for field in fields if isinstance(field, TextField)}


def test_a_phone_offers_ones_own_entries_and_what_enough_people_said() -> None:
    gathered = KIND.gather(MADE, None, room(), None)
    mine = said(9, "1: warden @ Castle | cook @ Inn")
    given = offers(MADE, Shared(gathered, mine))
    assert given["role"][:2] == ("warden", "cook")
    assert given["organisation"] == ("Castle", "Inn", "A", "B", "Town")
    assert "mayor" in given["role"] and "head nurse" in given["role"]
    assert "perfusionist" not in everything(given)
    assert offers(MADE, None)["role"] == tuple(MADE.options["roles"])


def test_somebody_on_a_phone_and_on_a_card_is_not_two() -> None:
    answers = [
        *said(1, "1: mayor @ Town"), *said(2, "1: mayor @ Town"),
        samples.response(9, {"asks": ["advice"], "role": "mayor"}, participant="p1"),
    ]  # fmt: skip
    assert "mayor" not in everything(KIND.gather(MADE, None, answers, None))


def test_what_was_merged_is_offered_as_one() -> None:
    answers = [
        *said(1, "1: quality lead"), *said(2, "1: quality leed"), *said(3, "1: quality lead"),
    ]  # fmt: skip
    state = act(None, {"do": "merge", "one": ONE, "into": OTHER})
    assert KIND.gather(MADE, None, answers, None)["role"] == ()
    assert KIND.gather(MADE, state, answers, None)["role"] == ("quality lead",)


# -- merging -------------------------------------------------------------------------------------


def test_similar_entries_are_proposed_and_a_word_inside_another_is_not() -> None:
    texts = ["Quality lead", "lead quality", "quality leed", "nurse", "head nurse", "ward nurse 1",
             "ward nurse 2"]  # fmt: skip
    assert {(one, other) for one, other, _alike in alike_pairs(texts)} == {(0, 1), (0, 2), (1, 2)}


def act(state: object, *payloads: dict[str, str], actor: Actor = CHAIR) -> object:
    for payload in payloads:
        for event in KIND.decide(MADE, state, payload, actor):
            state = KIND.apply(MADE, state, 1, event)
    return state


ONE, OTHER = key_of("role", "quality leed"), key_of("role", "Quality  Lead")


def test_entries_merged_by_a_person_count_as_one_and_may_be_taken_apart() -> None:
    answers = [
        *said(1, "1: quality lead @ B"), *said(2, "1: quality leed @ B"),
        *said(3, "1: quality lead @ B"),
    ]  # fmt: skip
    assert found_in(answers).blocks == ()
    state = act(None, {"do": "merge", "one": ONE, "into": OTHER})
    found = found_in(answers, state=state)
    assert "most of all quality lead, B, by 3 people" in found.sentences[1]
    apart = act(state, {"do": "part", "one": ONE})
    assert found_in(answers, state=apart).blocks == ()


def test_a_merge_keeps_no_words_and_names_its_cell_for_undo() -> None:
    (event,) = KIND.decide(MADE, None, {"do": "merge", "one": ONE, "into": OTHER}, CHAIR)
    assert event["touches"] == [f"merged/{ONE}"]
    assert event["label"] == "merging two roles"
    assert "qual" not in repr(event)


def test_a_merge_that_was_made_or_would_go_in_a_circle_changes_nothing() -> None:
    state = act(None, {"do": "merge", "one": ONE, "into": OTHER})
    for one, into in ((ONE, OTHER), (OTHER, ONE)):
        assert KIND.decide(MADE, state, {"do": "merge", "one": one, "into": into}, CHAIR) == []


@pytest.mark.parametrize(
    "payload",
    [
        {"do": "merge", "one": ONE, "into": key_of("organisation", "B")},
        {"do": "merge", "one": ONE},
        {"do": "merge", "one": "role./../x", "into": OTHER},
        {"do": "refuse", "one": ONE, "other": "x"},
        {"do": "burn", "one": ONE},
    ],
)
def test_what_cannot_be_merged_is_refused(payload: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        KIND.decide(MADE, None, payload, CHAIR)


def test_only_facilitators_merge() -> None:
    participant = Actor(ActorId("p"), Role.PARTICIPANT)
    with pytest.raises(Forbidden):
        act(None, {"do": "merge", "one": ONE, "into": OTHER}, actor=participant)
