"""Who is connected with whom: lines, badges, rounds, a stable map."""

from __future__ import annotations

import random
from math import dist

import pytest

from tests.kinds import samples
from workshop.domain.findings import Findings, Network, Table
from workshop.domain.ids import ParticipantId
from workshop.domain.records import Participant, Response
from workshop.kinds.base import Material

MADE = samples.exercise("connections", {"most": 60}, id="who")
KIND = samples.kind_of(MADE)


def people(*about: tuple[int, str, str]) -> tuple[Participant, ...]:
    return tuple(
        Participant(ParticipantId(f"p{badge}"), badge, samples.NOON, name, "nurse", organisation)
        for badge, name, organisation in about
    )


def found_in(
    responses: list[Response], earlier: list[Response] | None = None, **more: object
) -> Findings:
    before = None if earlier is None else Material(MADE, earlier, (), **more)  # type: ignore[arg-type]
    return KIND.analyse(
        Material(MADE, responses, (), 1 if earlier is None else 2, before, **more)  # type: ignore[arg-type]
    )


def the_map(found: Findings) -> Network:
    block = found.blocks[0]
    assert isinstance(block, Network)
    return block


def ties(found: Findings) -> set[frozenset[str]]:
    block = the_map(found)
    return {frozenset((block.nodes[t.one].id, block.nodes[t.other].id)) for t in block.ties}


def a_rooms_lines(number: int = 60) -> list[str]:
    chance = random.Random(3)
    names = [f"#{n}" for n in range(1, number + 1)]
    return [
        f"{n}: {' '.join(chance.sample(names, 3))} | Name {n}, Organisation {n % 4}, role {n % 3}"
        for n in range(1, number + 1)
    ]


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("12: 17 23 5", {"who": ["12"], "people": ["17", "23", "5"]}),
        ("12:17,23;5", {"who": ["12"], "people": ["17", "23", "5"]}),
        ("#MK7: #05 5", {"who": ["mk7"], "people": ["5"]}),
        ("17 23", {"people": ["17", "23"]}),
        ("12: 0", {"who": ["12"], "people": ["0"]}),
        ("Ada, City Hospital, nurse",
         {"name": "Ada", "organisation": "City Hospital", "role": "nurse"}),
        (", City Hospital", {"organisation": "City Hospital"}),
        ("12: 5 | Ada", {"who": ["12"], "people": ["5"], "name": "Ada"}),
    ],
)  # fmt: skip
def test_a_line_says_who_knows_whom_or_who_somebody_is(line: str, answers: object) -> None:
    kept = KIND.clean(MADE, KIND.parse_line(MADE, line))
    assert kept == answers
    assert KIND.clean(MADE, KIND.parse_line(MADE, KIND.line_of(MADE, kept))) == kept


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("12:", "0 for nobody"),
        ("0: 5", "nobody's badge"),
        ("12: 0 5", "0 means nobody"),
        ("a, b, c, d", "two commas"),
        ("12: Ada | x", "before the bar"),
    ],
)
def test_what_is_not_understood_is_said(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        KIND.clean(MADE, KIND.parse_line(MADE, line))


def test_a_phone_is_asked_for_badges_only_and_a_terminal_for_all() -> None:
    assert [field.id for field in KIND.form(MADE, None, "p1").fields] == ["people"]
    assert len(KIND.form(MADE).fields) == 5
    with pytest.raises(ValueError, match="is no badge"):
        KIND.clean(MADE, {"people": "Ada Bo"})


def test_badge_phone_and_line_say_whose_answer_it_is() -> None:
    answers = [
        samples.response(1, {"people": ["2"]}, badge="#07"),
        samples.response(2, {"people": ["7"]}, participant="p3"),
        samples.response(3, {"who": ["4"], "people": ["7"]}),
        samples.response(4, {"people": ["9"]}),
    ]
    found = found_in(answers, people=people((3, "Cy", "B")))
    assert ties(found) == {frozenset(pair) for pair in (("7", "2"), ("3", "7"), ("4", "7"))}
    assert any("1 answer without a badge" in caution for caution in found.cautions)
    assert {node.name for node in the_map(found).nodes} == {"#7", "#2", "Cy", "#4"}


def test_names_and_organisations_are_typed_once_and_spelt_one_way() -> None:
    answers = samples.typed(MADE, "1: 2 | Ada, City Hospital, nurse", "2: 1 | Bo, city  hospital")
    block = the_map(found_in(answers))
    assert block.groups == ("City Hospital",)
    assert [(node.name, node.role) for node in block.nodes] == [("Ada", "nurse"), ("Bo", "")]
    assert block.ties[0].both


def test_what_was_typed_stands_over_what_a_phone_said() -> None:
    joined = people((1, "Ada", "A"), (2, "Bo", "A"))
    answers = samples.typed(MADE, "1: 2", "1: 2 | , B")
    assert the_map(found_in(answers, people=joined)).groups == ("B", "A")


def test_three_sentences_one_question_and_the_tables_behind() -> None:
    found = found_in(samples.typed(MADE, *a_rooms_lines()))
    assert len(found.sentences) == 3
    assert found.sentences[0].startswith("60 people, ")
    assert "lead from one organisation to another" in found.sentences[1]
    assert found.question.endswith("?")
    assert found.blocks == (the_map(found),)
    titles = [block.title for block in found.more if isinstance(block, Table)]
    assert titles == [
        "Every measure of this network", "Ties inside and between organisations",
        "Everyone, who stands between others first", "Who should meet",
    ]  # fmt: skip


def test_ties_before_and_now_are_compared_and_those_of_before_stay() -> None:
    joined = people((1, "Ada", "A"), (2, "Bo", "A"), (3, "Cy", "B"), (4, "Di", "B"))
    before = samples.typed(MADE, "1: 2", "3: 4")
    after = samples.typed(MADE, "1: 3", "2: 1")
    found = found_in(after, before, people=joined)
    assert found.sentences == (
        "Ties before: 2. Ties now: 3, 1 of them new.",
        "New across organisations: 1.",
        "Separate parts: 2 before, 1 now.",
    )
    assert [tie.new for tie in the_map(found).ties] == [False, False, True]


def test_who_did_not_answer_is_said() -> None:
    joined = people(*((n, f"P{n}", "A") for n in range(1, 11)))
    found = found_in(samples.typed(MADE, "1: 2"), people=joined)
    assert any(caution.startswith("1 of 10 people answered") for caution in found.cautions)


def test_nobody_is_a_person_without_a_tie() -> None:
    found = found_in(samples.typed(MADE, "1: 0", "2: 3"))
    assert [node.id for node in the_map(found).nodes] == ["1", "2", "3"]
    assert found.question.startswith("Who is here without a tie yet")


def test_the_map_is_drawn_from_the_answers_alone() -> None:
    answers = samples.typed(MADE, *a_rooms_lines(20))
    assert the_map(found_in(answers)) == the_map(found_in(answers))


@pytest.mark.parametrize("number", [9, 24, 25, 40, 48, 49])
def test_nobody_jumps_when_an_answer_arrives(number: int) -> None:
    lines = a_rooms_lines()
    answers = samples.typed(MADE, *lines)
    # Who they are is known from the start, as it is where people join by phone.
    about = samples.typed(
        MADE, *(f"{n}: 0 | {line.split('|')[1]}" for n, line in enumerate(lines, 1))
    )
    before = {n.id: (n.x, n.y) for n in the_map(found_in(about + answers[:number])).nodes}
    after = {n.id: (n.x, n.y) for n in the_map(found_in(about + answers[: number + 1])).nodes}
    assert max(dist(before[person], after[person]) for person in before) < 0.12
