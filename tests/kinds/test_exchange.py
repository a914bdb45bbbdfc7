"""Asks and offers: typed lines, pairs as facts, who may settle them, findings, who is told what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from msgspec import structs

from tests.domain.desk import CHAIR, HELPER, PHONE, VOTE, Desk, opened
from tests.kinds import samples
from tests.kinds.samples import NOON
from workshop.domain.commands import KindCommand, Undo
from workshop.domain.events import ResponseSubmitted
from workshop.domain.findings import Findings, Table
from workshop.domain.ids import ActorId, ParticipantId, ResponseId
from workshop.domain.records import Actor, Participant, Role
from workshop.domain.telling import Told, Whom
from workshop.errors import Conflict, Forbidden, Refused
from workshop.kinds.base import Material
from workshop.kinds.exchange.judging import job_of, judge
from workshop.kinds.exchange.pairs import Pairs, Standing
from workshop.kinds.registry import KindRules
from workshop.service.codec import encode_event
from workshop.service.erasing import traces_of, without

ANALYST = Actor(ActorId("analyst"), Role.ANALYST)
MADE = samples.exercise("exchange", id=VOTE)
KIND = samples.kind_of(MADE)
LINES = (
    "ask: run charts for a ward / offer: a room in the city",
    "ask: somebody who translates leaflets / offer: I make run charts",
    "ask: money for a garden",
)
ADA = Participant(ParticipantId("p-ada"), 1, NOON, name="Ada <b>", organisation="North")
BO = Participant(ParticipantId("p-bo"), 2, NOON)


class Room:
    """A desk whose exercise `VOTE` is an exchange, with answers that the analyst has matched."""

    def __init__(self, **options: Any) -> None:
        desk = opened(KindRules())
        self.made = replace(MADE, options=options)
        exercises = tuple(
            replace(e, kind="exchange", options=options) if e.id == VOTE else e
            for e in desk.state.plan.exercises
        )
        desk.state = replace(desk.state, plan=replace(desk.state.plan, exercises=exercises))
        self.desk: Desk = desk
        self.responses = samples.badged(samples.typed(self.made, *LINES))
        self.judge()

    def judge(self) -> int:
        """Judge until there is nothing more; how many events that made."""
        events = 0
        while (job := job_of(self.made, self.state, self.responses)) is not None:
            events += len(self.send(ANALYST, **judge(job)))
        return events

    @property
    def state(self) -> Any:
        return self.desk.state.kinds.get(VOTE)

    @property
    def pairs(self) -> Pairs:
        return Pairs(self.made, self.state)

    def send(self, actor: Actor = CHAIR, /, **payload: Any) -> tuple[Any, ...]:
        return self.desk.do(KindCommand(VOTE, payload), actor)

    def standing(self) -> list[tuple[str, str, Standing]]:
        return [(p.ask, p.offer, p.standing) for p in self.pairs.standing]

    @property
    def material(self) -> Material:
        return Material(self.made, self.responses, (), state=self.state, people=(ADA, BO))

    def told(self) -> dict[str, list[Told]]:
        return {str(who): list(what) for who, what in KIND.told(self.material).items()}

    def findings(self) -> Findings:
        return KIND.analyse(self.material)


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("ask: a mentor", {"ask": "a mentor"}),
        ("offer:a van", {"offer": "a van"}),
        ("Ask: a mentor / Offer: a van", {"ask": "a mentor", "offer": "a van"}),
        ("o: a van / a: a mentor", {"ask": "a mentor", "offer": "a van"}),
        ("ask: yes/no questions, 24/7 / offer: x", {"ask": "yes/no questions, 24/7", "offer": "x"}),
    ],
)
def test_lines_are_read(line: str, answers: dict[str, str]) -> None:
    assert KIND.clean(MADE, KIND.parse_line(MADE, line)) == answers


@pytest.mark.parametrize("line", ["a mentor", "", "ask: x / ask: y", "ask:", "ask: / offer:"])
def test_lines_that_say_neither_or_twice_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        KIND.clean(MADE, KIND.parse_line(MADE, line))


def test_limits_are_said() -> None:
    with pytest.raises(ValueError, match="1 too many"):
        KIND.clean(MADE, {"ask": "x" * 141})
    assert KIND.form(MADE).per_person == 3
    assert [f.limit for f in KIND.form(replace(MADE, options={"limit": 80})).fields] == [80, 80]


def test_tags_are_checked() -> None:
    wrong = {"tags": [{"tag": "", "words": []}, 3, {"tag": "x", "words": ["y"], "z": 1}]}
    said = [problem.path for problem in KIND.check(wrong)]
    assert said == [("tags", 0, "tag"), ("tags", 0, "words"), ("tags", 1), ("tags", 2, "z")]


def test_the_analyst_proposes_and_says_how_and_then_rests() -> None:
    table = Room()
    assert table.standing() == [("r1", "r2", Standing.PROPOSED)]
    kept = table.pairs.cell("p1")
    assert kept["words"] and kept["by"] == "analyst"
    assert table.state["asked"]["matched"]["technique"]
    assert table.judge() == 0
    assert not table.told()


def test_new_answers_change_proposals_but_nothing_that_was_told() -> None:
    table = Room()
    better = samples.typed(MADE, "offer: run charts for a ward")[0]
    table.responses.append(replace(better, id="r9", seq=9, badge="9"))
    table.judge()
    assert table.standing() == [("r1", "r9", Standing.PROPOSED)]
    table.send(do="confirm", pair=table.pairs.standing[0].id)
    table.responses.append(replace(better, id="r8", seq=10, badge="8"))
    table.responses.pop(1)
    table.judge()
    assert table.standing() == [("r1", "r9", Standing.CONFIRMED)]


def test_only_facilitators_settle_and_only_the_analyst_matches() -> None:
    table = Room()
    for payload in ({"do": "confirm", "pair": "p1"}, {"do": "tell"}, {"do": "matched"}):
        with pytest.raises(Forbidden):
            table.send(PHONE, **payload)
    with pytest.raises(Refused, match="no command"):
        table.send(do="matched", pairs=[])
    table.send(HELPER, do="confirm", pair="p1")
    assert table.standing() == [("r1", "r2", Standing.CONFIRMED)]


def test_a_broken_pair_is_never_proposed_again_and_undo_brings_it_back() -> None:
    table = Room()
    table.send(do="break", pair="p1", saw="proposed")
    table.judge()
    assert table.standing() == []
    with pytest.raises(Conflict, match="broken now"):
        table.send(HELPER, do="confirm", pair="p1", saw="proposed")
    table.desk.do(Undo(), CHAIR)
    assert table.standing() == [("r1", "r2", Standing.PROPOSED)]


def test_a_pair_by_hand_takes_the_place_of_proposals_and_of_nothing_that_was_told() -> None:
    table = Room()
    table.send(do="make", ask="r3", offer="r2")
    assert table.standing() == [("r3", "r2", Standing.CONFIRMED)]
    table.judge()
    assert table.standing() == [("r3", "r2", Standing.CONFIRMED)]
    with pytest.raises(Refused, match="break it first"):
        table.send(do="make", ask="r1", offer="r2")
    with pytest.raises(Refused, match="themselves"):
        table.send(do="make", ask="r1", offer="r1")


def test_both_people_are_told_by_badge_and_by_the_name_that_they_gave() -> None:
    table = Room()
    table.send(do="tell", on=True)
    told = table.told()
    assert set(told) == {"p-ada", "p-bo"}
    (to_ada,), (to_bo,) = told["p-ada"], told["p-bo"]
    assert to_ada.lines[0].values == {"who": Whom("2")}
    assert to_ada.lines[0].text.startswith("{who} offers what you look for.")
    assert to_ada.lines[2].values == {"text": "I make run charts"}
    assert to_bo.lines[0].values == {"who": Whom("1", "Ada <b>")}
    assert "North" not in repr(told)


def test_a_pair_is_told_only_while_both_answers_may_be_seen() -> None:
    table = Room()
    table.send(do="confirm", pair="p1")
    assert table.told()
    table.responses = [r for r in table.responses if r.id != "r2"]
    assert table.told() == {}


def test_an_offer_is_free_again_when_the_ask_that_it_met_is_taken_back() -> None:
    room = Room()
    room.send(do="confirm", pair="p1")
    room.responses = [r for r in room.responses if r.id != "r1"]
    again = samples.typed(MADE, "ask: run charts, please")[0]
    room.responses.append(replace(again, id=ResponseId("r7"), seq=7, badge="7"))
    room.judge()
    assert ("r7", "r2", Standing.PROPOSED) in room.standing()
    with pytest.raises(Refused, match="break it first"):
        room.send(do="make", ask="r3", offer="r2")
    room.send(do="make", ask="r3", offer="r2", gone=["p1"])
    assert ("r3", "r2", Standing.CONFIRMED) in room.standing()
    assert room.judge() >= 0 and ("r7", "r2", Standing.PROPOSED) not in room.standing()


def test_a_second_round_leaves_the_pairs_of_the_first() -> None:
    room = Room()
    room.responses = [replace(r, id=ResponseId(f"later-{r.id}"), round=2) for r in room.responses]
    room.judge()
    assert room.standing() == [
        ("r1", "r2", Standing.PROPOSED),
        ("later-r1", "later-r2", Standing.PROPOSED),
    ]


def test_what_was_told_in_the_first_round_is_told_in_the_second() -> None:
    room = Room()
    room.send(do="tell", on=True)
    later = Material(MADE, (), (), 2, room.material, room.state, room.material.people)
    assert set(KIND.told(later)) == {ADA.id, BO.id}


def test_nobody_knows_whose_it_is_and_that_is_said() -> None:
    table = Room()
    table.send(do="confirm", pair="p1")
    table.responses[1] = replace(table.responses[1], badge="")
    told = table.told()
    assert set(told) == {"p-ada"}
    assert told["p-ada"][0].lines[0].values == {}


def test_pairs_may_be_told_at_once() -> None:
    assert set(Room(tell_at_once=True).told()) == {"p-ada", "p-bo"}


def test_findings_say_who_meets_and_what_is_open() -> None:
    table = Room()
    found = table.findings()
    assert found.sentences == (
        "3 asks and 2 offers.",
        "1 ask (33 %) meets an offer.",
        "2 asks are still open.",
    )
    pairs, left = found.blocks
    assert isinstance(pairs, Table) and isinstance(left, Table)
    row = pairs.rows[0]
    assert row[:2] == ("run charts for a ward (#1)", "I make run charts (#2)")
    assert row[3] == "proposed"
    assert [row[0] for row in left.rows] == [
        "somebody who translates leaflets (#2)",
        "money for a garden (#3)",
    ]
    assert found.cautions
    table.send(do="tell", on=True)
    (told, _left) = table.findings().blocks
    assert isinstance(told, Table) and told.rows[0][3] == "told"


def test_findings_say_what_is_on_the_parking_lot() -> None:
    room = Room()
    room.responses[2] = replace(room.responses[2], parked=True)
    assert room.findings().sentences[2] == "2 asks are still open, 1 of them on the parking lot."
    room.responses[1] = replace(room.responses[1], parked=True)
    assert room.findings().sentences[2] == "2 asks are still open, on the parking lot."


def test_findings_match_by_themselves_where_nobody_has_yet() -> None:
    made = Room()
    bare = replace(made.material, state=None)
    assert KIND.analyse(bare).sentences == made.findings().sentences


def test_pairs_are_passed_on_without_who_settled_them() -> None:
    table = Room()
    table.send(do="confirm", pair="p1")
    kept = KIND.passed_on(MADE, table.state, {"r1": "a1", "r2": "a2", "r3": "a3"})
    (pair,) = Pairs(MADE, kept).standing
    assert (pair.ask, pair.offer, pair.who, pair.by) == ("a1", "a2", "", "")
    assert "CH" not in repr(kept)


def test_a_pair_goes_with_either_of_the_two_when_they_are_erased() -> None:
    room = Room()
    asked = replace(room.responses[0], id="p-ada.k")
    submitted = ResponseSubmitted(asked.id, VOTE, 1, "k", asked.answers, participant=ADA.id)
    room.responses[0] = asked
    room.judge()
    events = [
        *room.send(do="confirm", pair=room.pairs.standing[0].id),
        *room.desk.do(Undo(), CHAIR),
    ]
    first = structs.replace(events[0], body=submitted)
    change = without(traces_of(ADA.id, room.desk.state, [first, *events]))
    lines = b"".join(encode_event(change(event)) for event in events)
    assert b"p-ada" not in lines and change(events[0]).type == "erased"
