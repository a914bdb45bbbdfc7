"""Introductions that were released: who may, what is kept, and what each of the two is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.domain.desk import CHAIR, PHONE, VOTE, opened
from tests.kinds import samples
from tests.kinds.samples import NOON
from workshop.analysis.networks.graph import Member, graph
from workshop.analysis.networks.introductions import introductions, reason
from workshop.domain.commands import KindCommand, Undo
from workshop.domain.ids import ParticipantId
from workshop.domain.records import Participant
from workshop.domain.telling import Told, Whom
from workshop.errors import Forbidden, Refused
from workshop.kinds.base import Material
from workshop.kinds.connections.introducing import released
from workshop.kinds.registry import KindRules
from workshop.service.codec import encode_event
from workshop.service.erasing import traces_of, without

MADE = samples.exercise("connections", id=VOTE)
ADA = Participant(ParticipantId("p-ada"), 1, NOON, name="Ada", organisation="North")
BO = Participant(ParticipantId("p-bo"), 2, NOON, organisation="South")
CY = Participant(ParticipantId("p-cy"), 3, NOON)


def pair(one: str, other: str, **more: Any) -> dict[str, Any]:
    return {"one": one, "other": other, "people": ["p-ada", "p-bo"], **more}


class Table:
    def __init__(self) -> None:
        self.desk = opened(KindRules())
        exercises = tuple(
            replace(e, kind="connections", options={}) if e.id == VOTE else e
            for e in self.desk.state.plan.exercises
        )
        plan = replace(self.desk.state.plan, exercises=exercises)
        self.desk.state = replace(self.desk.state, plan=plan)

    @property
    def state(self) -> Any:
        return self.desk.state.kinds.get(VOTE)

    def introduce(self, *pairs: Any, actor: Any = CHAIR) -> int:
        events = self.desk.do(KindCommand(VOTE, {"do": "introduce", "pairs": list(pairs)}), actor)
        return len(events)

    def told(self) -> dict[str, list[Told]]:
        material = Material(MADE, (), (), state=self.state, people=(ADA, BO, CY))
        found = samples.kind_of(MADE).told(material)
        return {str(who): list(what) for who, what in found.items()}


def test_both_are_told_whom_to_meet_and_why_in_a_sentence() -> None:
    table = Table()
    assert table.introduce(pair("1", "2", first=True, spans=True, by="3")) == 1
    told = table.told()
    assert set(told) == {"p-ada", "p-bo"}
    (to_bo,) = told["p-bo"]
    assert to_bo.lines[0].values == {"who": Whom("1", "Ada")}
    assert to_bo.lines[1].values == {"one": "South", "other": "North"}
    assert to_bo.lines[2].values == {"who": Whom("3")}


def test_an_organisation_that_was_not_given_is_not_told() -> None:
    table = Table()
    table.introduce(pair("1", "3", first=True))
    assert "North" not in repr(table.told())


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ({"joined": True, "first": True}, "join two parts"),
        ({"wished": True, "spans": True}, "looks for what the other can give"),
        ({"spans": True}, "two organisations"),
    ],
)
def test_the_strongest_reason_is_told(why: dict[str, bool], said: str) -> None:
    table = Table()
    table.introduce(pair("1", "2", **why))
    (to_ada,) = table.told()["p-ada"]
    assert len(to_ada.lines) == 2 and said in to_ada.lines[1].text


def test_nobody_is_introduced_twice_and_undo_takes_all_of_it_back() -> None:
    table = Table()
    assert table.introduce(pair("1", "2"), pair("2", "1"), pair("2", "3")) == 2
    assert table.introduce(pair("1", "2"), pair("1", "3")) == 1
    assert len(released(table.state)) == 3
    table.desk.do(Undo(), CHAIR)
    table.desk.do(Undo(), CHAIR)
    assert released(table.state) == set() and table.told() == {}


@pytest.mark.parametrize(
    "pairs",
    [[], [3], [pair("1", "1")], [pair("1", "<b>")], [pair("1", "")], [pair("1", "2")] * 101],
)
def test_what_is_no_pair_of_badges_is_refused(pairs: list[Any]) -> None:
    with pytest.raises(Refused):
        Table().introduce(*pairs)


def test_participants_introduce_nobody() -> None:
    with pytest.raises(Forbidden):
        Table().introduce(pair("1", "2"), actor=PHONE)


def test_an_introduction_goes_with_either_of_the_two_when_they_are_erased() -> None:
    table = Table()
    pairs = [pair("1", "2"), {"one": "1", "other": "3", "people": ["p-ada", "p-cy"]}]
    command = KindCommand(VOTE, {"do": "introduce", "pairs": pairs})
    events = [*table.desk.do(command, CHAIR), *table.desk.do(Undo(), CHAIR)]
    change = without(traces_of(BO.id, table.desk.state, events))
    after = [change(event) for event in events]
    assert [event.type for event in after] == ["erased", "kind_event", "undone"]
    assert b'"2"' not in b"".join(map(encode_event, after[:2]))


# -- asks and offers as an argument ---------------------------------------------------------------


def room() -> Any:
    people = [Member(str(n), "", "North") for n in range(1, 7)]
    return graph(people, [("1", "2"), ("2", "3"), ("3", "4"), ("4", "5"), ("5", "6")])


def test_a_wish_brings_two_of_one_organisation_together() -> None:
    assert introductions(room()) == []
    (found,) = introductions(room(), [frozenset(("1", "5"))])
    assert {found.one, found.other} == {"1", "5"} and found.wished
    assert reason(room(), found) == "one looks for what the other can give"


def test_among_equals_a_wish_comes_first_and_a_tie_that_joins_parts_before_it() -> None:
    people = [Member(str(n), "", "North" if n < 4 else "South") for n in range(1, 8)]
    made = graph(people, [("1", "2"), ("2", "3"), ("4", "5"), ("5", "6"), ("3", "4")])
    wish = frozenset(("1", "6"))
    first, second, *_others = introductions(made, [wish])
    assert "7" in (first.one, first.other) and first.joined
    assert {second.one, second.other} == wish and second.spans


def test_the_tables_say_whether_a_tie_has_come_of_it() -> None:
    table = Table()
    table.introduce(pair("1", "2"), pair("1", "9"))
    answers = samples.typed(MADE, "1: 2 3 | Ada, North")
    found = samples.kind_of(MADE).analyse(Material(MADE, answers, (), state=table.state))
    (said,) = (t for t in found.more if t.title.startswith("Introduced"))
    assert said.rows == (("Ada", "#2", "yes"), ("Ada", "#9", "not yet"))
