from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.kinds import samples
from tests.stage import CHAIR
from workshop.domain.findings import Findings, Table
from workshop.domain.ids import ActorId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Response, Role
from workshop.errors import Conflict, Forbidden
from workshop.kinds.base import Material
from workshop.kinds.curve.matching import Matches
from workshop.kinds.registry import KindRules

OPTIONS: dict[str, Any] = {
    "stages": [
        {"id": "start", "text": "Start"},
        {"id": "agreeing", "text": "Agreeing"},
        {"id": "doing", "text": "Doing"},
        {"id": "after", "text": "After"},
    ],
    "scale": {"from": 0, "to": 100, "low": "none", "high": "all"},
    "why": True,
    "strategies": [
        {"id": "goal", "text": "Look at the shared goal again"},
        {"id": "time", "text": "Settle time before the work begins"},
    ],
}
CURVE = samples.exercise("curve", OPTIONS)
PHONE = Actor(ActorId("phone"), Role.PARTICIPANT)
BO = Actor(ActorId("bo"), Role.CO_FACILITATOR, "Bo", "BO")
ROOM = (
    "90 80 40 50 | doing: no time for it | a fixed hour a week",
    "80 85 30 40 | : no time beside the day job",
    "70 40 40 30 | 2: the goal was never clear",
    "60 60 20 60",
    "50 50 60 70",
    "95 90 50 -",
)


def answers(line: str, exercise: Exercise = CURVE) -> Any:
    kind = samples.kind_of(exercise)
    return kind.clean(exercise, kind.parse_line(exercise, line))


def room(*lines: str) -> list[Response]:
    return samples.badged(samples.typed(CURVE, *(lines or ROOM)))


def found_with(state: Any, responses: list[Response] | None = None) -> Findings:
    kind = samples.kind_of(CURVE)
    return kind.analyse(Material(CURVE, responses or room(), (), state=state))


def sent(state: Any, actor: Actor = CHAIR, **payload: Any) -> Any:
    rules = KindRules()
    for event in rules.decide(CURVE, state, payload, actor):
        state = rules.apply(CURVE, state, 1, event)
    return state


def test_a_line_is_numbers_then_why_then_what_helps() -> None:
    assert answers("60, 70 40 30") == {"start": 60, "agreeing": 70, "doing": 40, "after": 30}
    full = answers("60 70 40 - | 3: too slow | meet in person")
    assert full["at"] == ["at-doing"] and full["why"] == "too slow"
    assert full["helps"] == "meet in person" and "after" not in full
    assert "why" not in answers("60 70 40 30 |  | meet")
    assert answers("60 70 40 30 | it was: slow")["why"] == "it was: slow"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("60 70", "4 numbers are wanted"),
        ("60 x 40 30", "no number"),
        ("60 101 40 30", "goes from 0 to 100"),
        ("60 - - -", "two stages"),
        ("60 70 40 30 | a | b | c", "too many bars"),
    ],
)
def test_what_is_no_curve_is_refused_with_a_sentence(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        answers(line)


def test_without_why_there_is_nothing_but_the_curve() -> None:
    bare = samples.exercise("curve", {"stages": OPTIONS["stages"]})
    form = samples.kind_of(bare).form(bare)
    assert [field.id for field in form.fields] == ["start", "agreeing", "doing", "after"]
    with pytest.raises(ValueError, match="too many bars"):
        answers("60 70 40 30 | slow", bare)


def test_reserved_ids_and_bad_scales_are_problems() -> None:
    kind = samples.kind_of(CURVE)
    stages = [{"id": "why", "text": "A"}, {"id": "2", "text": "B"}]
    problems = kind.check({"stages": stages, "scale": {"from": 5, "to": 5}})
    assert [p.path for p in problems] == [("stages", 0, "id"), ("stages", 1, "id"), ("scale",)]


def test_the_stage_where_most_fall_comes_first_with_why() -> None:
    found = samples.findings(CURVE, room())
    assert found.sentences[0] == (
        "Commitment falls most at ‘Doing’: 4 of 6 people have their own steepest fall there."
    )
    numbers = found.more[0]
    assert isinstance(numbers, Table)
    assert numbers.note == "1 person drew a curve that never falls."
    assert numbers.rows[2] == ("Doing", "40", "30 to 50", "6", "4", "-27.5")
    assert "Why there: ‘no time beside the day job’ and ‘no time for it’." in found.sentences
    curve = samples.block(found, "curve")
    assert [stage.falls for stage in curve.stages] == [0, 1, 4, 0]
    assert curve.steepest == (2,)
    assert (curve.stages[2].median, curve.stages[2].number, curve.stages[3].number) == (40, 6, 5)


def test_reasons_stand_where_they_were_put_or_where_their_own_curve_falls() -> None:
    rows = {row[1]: row for row in samples.block(samples.findings(CURVE, room()), "table").rows}
    assert rows["no time for it"] == ("Doing", "no time for it", "a fixed hour a week")
    assert rows["no time beside the day job"][0] == "Doing (own fall)"
    assert rows["the goal was never clear"] == (
        "Agreeing",
        "the goal was never clear",
        "nothing yet",
    )


def test_medians_that_say_otherwise_are_named() -> None:
    lines = ("100 60 55 55", "90 50 45 45", "50 20 15 15", "50 60 0 0", "50 60 0 0")
    found = samples.findings(CURVE, room(*lines))
    assert found.sentences[0].startswith("Commitment falls most at ‘Agreeing’: 3 of 5 people")
    assert any("medians alone would say ‘Doing’" in caution for caution in found.cautions)


def test_sliders_that_nobody_moved_are_pointed_out_and_nobody_counts_twice() -> None:
    still = room("50 50 50 50", "80 70 60 50")
    found = samples.findings(CURVE, [*still, replace(still[1], seq=9)])
    assert any("1 curve stands at 50 all along" in caution for caution in found.cautions)
    assert any("1 person answered twice" in caution for caution in found.cautions)
    assert found.people == 2


def test_a_second_round_shows_what_has_moved() -> None:
    earlier = Material(CURVE, room("90 80 40 50"), ())
    found = samples.findings(CURVE, room("90 80 70 50"), earlier=earlier)
    assert "the middle moved most at ‘Doing’: 30 higher" in " ".join(found.sentences)
    assert samples.block(found, "curve").stages[2].before == 40


def test_hands_stand_beside_the_curves() -> None:
    hands = samples.tally({"at-doing": 9, "at-after": 3}, present=12)
    alone = samples.findings(CURVE, [], hands)
    assert alone.sentences == ("By hands it falls most at ‘Doing’: 9 of 12 people.",)
    both = samples.findings(CURVE, room(), hands)
    assert both.people == 6
    assert any("Hands stand beside" in caution for caution in both.cautions)


def test_a_person_matches_a_reason_with_what_helps() -> None:
    state = sent(None, answer="r2", do="match", source="list", strategy="time", saw="")
    state = sent(state, BO, answer="r3", do="match", source="room", strategy="r1")
    found = found_with(state)
    rows = {row[1]: row[2] for row in samples.block(found, "table").rows}
    assert rows["no time beside the day job"].startswith("Settle time before the work begins (")
    assert rows["the goal was never clear"] == "a fixed hour a week (matched by BO)"
    reasons = samples.block(found, "table")
    assert reasons.note == "3 of 3 reasons have something that helps beside it."
    _numbers, strategies = found.more
    assert isinstance(strategies, Table)
    assert strategies.rows[0][:3] == ("a fixed hour a week", "the room", "2")
    state = sent(state, do="unmatch", answer="r2")
    assert samples.block(found_with(state), "table").note.startswith("2 of 3 reasons have")


def test_what_is_passed_on_names_nobody_who_matched() -> None:
    state = sent(None, BO, do="match", answer="r3", source="room", strategy="r1")
    state = sent(state, BO, do="match", answer="r2", source="list", strategy="goal")
    given = {"r1": "x", "r3": "z"}
    passed = samples.kind_of(CURVE).passed_on(CURVE, state, given)
    assert dict(passed["matches"]) == {"z": {"source": "room", "strategy": "x", "who": ""}}


def test_a_strategy_that_no_longer_counts_answers_nothing() -> None:
    state = sent(None, do="match", answer="r3", source="room", strategy="r1")
    left = [r for r in room() if r.id != "r1"]
    assert samples.block(found_with(state, left), "table").note.startswith("0 of 2 reasons have")


def test_matching_is_for_facilitators_and_the_second_is_told_of_the_first() -> None:
    match = {"do": "match", "answer": "r2", "source": "list", "strategy": "goal"}
    with pytest.raises(Forbidden):
        sent(None, PHONE, **match)
    state = sent(None, BO, **match)
    with pytest.raises(Conflict, match="by BO"):
        sent(state, CHAIR, **{**match, "strategy": "time", "saw": ""})
    for wrong in ({"strategy": "gone"}, {"source": "x"}, {"answer": ""}):
        with pytest.raises(ValueError, match=r"\.$"):
            sent(None, CHAIR, **{**match, **wrong})
    assert sent(state, CHAIR, **match) == state


def test_what_shares_words_with_a_reason_is_offered_first() -> None:
    matches = Matches(CURVE, None, room())
    reasons = {reason.text: reason for reason in matches.reasons}
    assert matches.nearest_first(reasons["the goal was never clear"])[0].id == "goal"
    assert matches.nearest_first(reasons["no time beside the day job"])[0].id == "time"
