"""Somebody who answers by phone and on a card with the same badge is one person in every kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.kinds import samples
from workshop.domain.findings import Bars, Findings, Network
from workshop.domain.forms import ScaleField
from workshop.domain.ids import ResponseId
from workshop.domain.records import Response
from workshop.kinds.base import Material

TWICE = "1 person answered twice; their last answer counts."
CHOICE = samples.exercise(
    "choice", {"choices": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]}
)
RATINGS = samples.exercise("ratings", {"statements": [{"id": "see", "text": "I see it"}]})
POINTS = samples.exercise(
    "points",
    {"options": [{"id": "a", "text": "This"}, {"id": "b", "text": "That"}], "total": 10},
)


def found_in(made: Any, responses: list[Response], people: int = 3) -> Findings:
    everyone = samples.people([""] * people)
    return samples.kind_of(made).analyse(Material(made, responses, (), people=everyone))


def thrice(first: Mapping[str, Any], last: Mapping[str, Any]) -> list[Response]:
    """Number 1 by phone and then on a card, number 2 by phone, and a card that has no phone."""
    return [
        samples.response(1, first, participant="p1"),
        samples.response(2, first, participant="p2"),
        samples.response(3, last, badge="#1"),
        samples.response(4, first, badge="17"),
    ]


def test_a_vote_on_a_card_takes_the_place_of_the_phones_and_is_said() -> None:
    found = found_in(CHOICE, thrice({"choice": ["yes"]}, {"choice": ["no"]}))
    assert found.people == 3
    (bars,) = [block for block in found.blocks if isinstance(block, Bars)]
    assert [(bar.label, bar.value) for bar in bars.bars] == [("Yes", 2), ("No", 1)]
    assert TWICE in found.cautions


def test_a_phones_vote_takes_the_place_of_the_card_that_was_typed_before_it() -> None:
    sent = thrice({"choice": ["yes"]}, {"choice": ["no"]})
    first = replace(sent[2], seq=0)
    found = found_in(CHOICE, [first, *sent[:2], sent[3]])
    (bars,) = [block for block in found.blocks if isinstance(block, Bars)]
    assert [(bar.label, bar.value) for bar in bars.bars] == [("Yes", 3), ("No", 0)]


def test_one_rating_a_person_counts() -> None:
    found = found_in(RATINGS, thrice({"see": 2}, {"see": 5}))
    assert (found.people, found.answers) == (3, 3)
    (scale,) = samples.block(found, "scales").rows
    assert sum(scale.counts) == 3 and scale.counts[-1] == 1
    assert TWICE in found.cautions


def test_one_persons_points_are_spent_once() -> None:
    found = found_in(POINTS, thrice({"points": {"a": 10}}, {"points": {"b": 10}}))
    assert found.people == 3
    (bars,) = [block for block in found.blocks if isinstance(block, Bars)]
    assert {bar.label: bar.value for bar in bars.bars} == {"This": 20, "That": 10}
    assert TWICE in found.cautions


def test_one_curve_a_person_counts() -> None:
    made = next(e for e in samples.bundled().values() if e.kind == "curve")
    form = samples.kind_of(made).form(made)
    stages = [field.id for field in form.fields if isinstance(field, ScaleField)]
    high, low = (dict.fromkeys(stages, value) for value in (9, 2))
    found = found_in(made, thrice(high, low))
    assert (found.people, found.answers) == (3, 3)
    assert TWICE in found.cautions


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("ideas", {"text": "More cooks"}),
        ("pledge", {"what": "Ask a cook", "with": "Ada"}),
        ("exchange", {"ask": "A cook", "offer": "A kitchen"}),
    ],
)
def test_where_people_answer_several_times_answers_stay_and_people_are_counted_once(
    kind: str, answer: dict[str, str]
) -> None:
    made = next(e for e in samples.bundled().values() if e.kind == kind)
    found = found_in(made, thrice(answer, answer))
    assert (found.people, found.answers) == (3, 4)
    assert TWICE not in found.cautions


def test_both_rounds_count_a_person_once() -> None:
    before = thrice({"choice": ["yes"]}, {"choice": ["no"]})
    after = [replace(r, id=ResponseId(f"again-{r.id}"), seq=r.seq + 10, round=2) for r in before]
    everyone = samples.people([""] * 3)
    first = Material(CHOICE, before, (), people=everyone)
    found = samples.kind_of(CHOICE).analyse(Material(CHOICE, after, (), 2, first, people=everyone))
    assert "All 3 people known in both rounds chose as before." in found.sentences
    table = next(block for block in found.more if block.title == "Before and after")
    assert [row[1:3] for row in table.rows] == [("67 %", "67 %"), ("33 %", "33 %")]  # type: ignore[union-attr]


def test_a_canvas_of_one_person_is_one_group_under_the_badge() -> None:
    made = next(e for e in samples.bundled().values() if e.kind == "canvas")
    boxes = [box.id for box in samples.kind_of(made).form(made).fields[0].boxes][:2]  # type: ignore[union-attr]
    found = found_in(
        made,
        [
            samples.response(1, {"boxes": {boxes[0]: "By phone"}}, participant="p1"),
            samples.response(2, {"boxes": {boxes[1]: "On a card"}}, badge="1"),
        ],
    )
    (column,) = samples.block(found, "boxes").groups
    assert column.group == "#1"
    assert {"By phone", "On a card"} <= set(column.texts)


def test_the_map_shows_badges_and_names_and_never_how_a_phone_is_known_inside() -> None:
    made = next(e for e in samples.bundled().values() if e.kind == "connections")
    everyone = samples.people(["A", "B", ""])
    everyone[0] = replace(everyone[0], name="Ada")
    answers = [
        samples.response(1, {"people": ["2", "17"]}, participant="p1"),
        samples.response(2, {"people": ["3"]}, participant="p2"),
        samples.response(3, {"who": ["17"], "people": ["3"]}),
        # Somebody who was removed: their phone is nobody's any more.
        samples.response(4, {"people": ["1"]}, participant="p9"),
    ]
    found = samples.kind_of(made).analyse(Material(made, answers, (), people=everyone))
    (network,) = [block for block in found.blocks if isinstance(block, Network)]
    assert sorted(node.name for node in network.nodes) == ["#17", "#2", "#3", "Ada"]
    assert "p9" not in repr(found) and "'p1'" not in repr(found)
    assert "1 answer without a badge left out: nobody knows whose." in found.cautions
