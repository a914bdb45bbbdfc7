"""Statements of a room in a session: undo, erasing, moderation, hands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.kinds import samples
from tests.stage import CHAIR, IDEAS, PLAN, START, begin, command, service_on
from workshop.domain import commands as co
from workshop.domain.ids import ActorId, ParticipantId, SessionId, TallyId
from workshop.domain.moderation import for_the_room
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Response, Role, Source
from workshop.errors import Refused
from workshop.export.building.from_state import build_report
from workshop.export.writing import write
from workshop.host.erasing import Eraser
from workshop.kinds import registry
from workshop.kinds.asking import next_form, whole_form
from workshop.kinds.consensus import KIND
from workshop.kinds.consensus.statements import STATEMENT, id_of
from workshop.service.header import new_header
from workshop.service.session_service import SessionService
from workshop.store import create

WORDS = "The heron should lead our next meeting"
MADE = replace(
    samples.bundled()["where-we-agree"], id=IDEAS, options={
        "statements": [{"id": "one", "text": "We meet too often"},
                       {"id": "two", "text": "We need a cook"}],
    },
)  # fmt: skip
HERON = id_of(WORDS, {})


def phone(number: int) -> Actor:
    return Actor(ActorId(f"p{number}"), Role.PARTICIPANT)


class Room:
    """A session with two phones in which the exercise is open."""

    def __init__(self, service: SessionService) -> None:
        self.service = service
        self._number = 0

    async def do(self, body: co.CommandBody, actor: Actor = CHAIR) -> None:
        await self.service.submit(command(body), actor)

    async def say(self, actor: Actor, **answers: str) -> Response:
        """An answer of a phone; `own` is a statement, anything else a vote."""
        self._number += 1
        given = {
            STATEMENT if name == "own" else name: text if name == "own" else [text]
            for name, text in answers.items()
        }
        sent = co.SubmitResponse(IDEAS, f"key-{self._number}", given, source=Source.PHONE)
        await self.do(sent, actor)
        return self.service.state.responses_to(IDEAS)[-1]

    @property
    def exercise(self) -> Exercise:
        return self.service.state.plan.exercise(IDEAS)

    def asked(self, number: int) -> set[str]:
        form = next_form(KIND, self.exercise, self.service.state, ParticipantId(f"p{number}"))
        return {field.id for field in form.fields}

    def hands(self) -> list[str]:
        return [o.id for o in whole_form(KIND, self.exercise, self.service.state).hands]


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    header = new_header(replace(PLAN, exercises=(MADE,)), session=SessionId("s1"), created=START)
    service = service_on(create(tmp_path / "s.json", header))
    await service.start()
    await begin(service)
    made = Room(service)
    await made.do(co.OpenExercise(IDEAS))
    for number in (1, 2):
        await made.do(co.Join(ParticipantId(f"p{number}"), f"hash {number}"),
                      Actor(ActorId("host"), Role.HOST))  # fmt: skip
    yield made


async def test_a_statement_reaches_others_at_once_and_goes_with_its_answer(room: Room) -> None:
    sent = await room.say(phone(1), own=WORDS)
    assert room.asked(2) == {"one", "two", HERON}
    await room.say(phone(2), **{HERON: "disagree"})
    assert HERON not in room.asked(2)
    await room.do(co.WithdrawResponse(sent.id), phone(1))
    assert not any(HERON in option for option in room.hands())
    found = await room.service.findings(IDEAS)
    assert found.people == 0


async def test_a_facilitator_hides_a_statement_and_undo_brings_it_back_with_its_votes(
    room: Room,
) -> None:
    sent = await room.say(phone(1), own=WORDS)
    await room.say(phone(2), **{HERON: "disagree"})
    await room.do(co.HideResponse(sent.id, "personal"))
    assert not any(HERON in option for option in room.hands())
    assert WORDS not in str(await room.service.findings(IDEAS))
    await room.do(co.Undo())
    found = await room.service.findings(IDEAS)
    assert WORDS in str(found.more) and found.people == 2


async def test_with_moderation_on_nobody_sees_a_statement_before_it_is_passed(room: Room) -> None:
    await room.do(co.SetModeration(True))
    sent = await room.say(phone(1), own=WORDS)
    await room.say(phone(1), one="agree")
    assert room.asked(2) == {"one", "two"}
    shown = await room.service.findings(IDEAS, state=for_the_room(room.service.state, IDEAS))
    assert WORDS not in str(shown)
    # Votes are no words: nothing of them waits.
    assert shown.people == 1
    await room.do(co.PassResponse(sent.id))
    assert HERON in room.asked(2)
    await room.do(co.PassResponse(sent.id, passed=False))
    assert HERON not in room.asked(2)


async def test_who_is_erased_leaves_no_word_and_others_keep_their_votes(
    room: Room, tmp_path: Path
) -> None:
    await room.say(phone(1), own=WORDS)
    await room.say(phone(2), **{HERON: "agree", "one": "disagree"})
    await Eraser(room.service).erase(ParticipantId("p1"))
    assert room.asked(2) == {"two"}
    found = await room.service.findings(IDEAS)
    assert found.people == 1 and "heron" not in str(found).casefold()
    report = build_report(room.service.state, registry.load(), name="s", now=START)
    for path in (tmp_path / "s.json", *write(report, ["md", "json"], tmp_path / "out")):
        text = path.read_text("utf-8")
        assert "heron" not in text.casefold(), path.name
        assert '"p1"' not in text and "p1." not in text, path.name


async def test_a_corrected_statement_is_a_new_one_whose_votes_begin_again(room: Room) -> None:
    sent = await room.say(phone(1), own=WORDS)
    await room.say(phone(2), **{HERON: "agree"})
    changed = {STATEMENT: "Nobody should lead our next meeting"}
    await room.do(co.AmendResponse(sent.id, "new-key", changed), phone(1))
    fresh = id_of(changed[STATEMENT], {})
    assert fresh in room.asked(2)
    found = await room.service.findings(IDEAS)
    assert WORDS not in str(found) and changed[STATEMENT] in str(found.more)


async def test_hands_are_counted_for_what_the_room_added_and_for_nothing_else(room: Room) -> None:
    await room.do(co.SubmitResponse(IDEAS, "typed", {STATEMENT: WORDS}))
    option = f"{HERON}:agree"
    assert option in room.hands()
    await room.do(co.RecordTally(TallyId("t1"), IDEAS, {option: 18}, present=20))
    found = await room.service.findings(IDEAS)
    assert found.people == 20
    assert any("heron" in sentence and "18 of 20" in sentence for sentence in found.sentences)
    with pytest.raises(Refused, match="no option"):
        await room.do(co.RecordTally(TallyId("t2"), IDEAS, {"r_0000000000:agree": 1}))


async def test_a_report_has_every_statement_and_not_who_voted_how(
    room: Room, tmp_path: Path
) -> None:
    await room.say(phone(1), own=WORDS)
    await room.say(phone(2), **{HERON: "disagree"})
    report = build_report(room.service.state, registry.load(), name="s", now=START)
    (path,) = write(report, ["md"], tmp_path)
    text = path.read_text("utf-8")
    assert WORDS in text and HERON not in text
    assert f"{WORDS}: Disagree" not in text
    assert report.exercises[0].rounds[0].answers[1].text == f"{WORDS}: Disagree"


# -- a second round --------------------------------------------------------------------------


async def test_a_second_round_asks_everyone_afresh_and_what_was_added_before(room: Room) -> None:
    await room.say(phone(1), own=WORDS)
    await room.say(phone(1), one="agree", two="agree")
    await room.say(phone(2), **{HERON: "disagree"})
    await room.do(co.OpenExercise(IDEAS, round=2))
    # Who added it is asked, too: in this round nobody has voted yet.
    assert room.asked(1) == room.asked(2) == {"one", "two", HERON}
    assert f"{HERON}:agree" in room.hands()
    await room.say(phone(1), **{HERON: "disagree"})
    assert room.asked(1) == {"one", "two"} and HERON in room.asked(2)
    found = await room.service.findings(IDEAS)
    assert found.people == 1
    assert found.made_of == (
        "1 person with 1 vote in round 2 on 3 statements (2 prepared, 1 added before);"
        " beside 2 people before; 1 person known in both rounds"
    )


async def test_a_second_round_is_without_what_was_hidden_withdrawn_or_erased(room: Room) -> None:
    sent = await room.say(phone(1), own=WORDS)
    await room.do(co.OpenExercise(IDEAS, round=2))
    await room.say(phone(2), **{HERON: "disagree"})
    await room.do(co.HideResponse(sent.id, "personal"))
    assert room.asked(1) == {"one", "two"}
    assert WORDS not in str(await room.service.findings(IDEAS))
    await room.do(co.Undo())
    assert room.asked(1) == {"one", "two", HERON}
    await Eraser(room.service).erase(ParticipantId("p1"))
    assert room.asked(2) == {"one", "two"}
    assert "heron" not in str(await room.service.findings(IDEAS)).casefold()


async def test_a_statement_that_waited_in_the_first_round_waits_in_the_second(room: Room) -> None:
    await room.do(co.SetModeration(True))
    sent = await room.say(phone(1), own=WORDS)
    await room.do(co.OpenExercise(IDEAS, round=2))
    await room.say(phone(2), one="agree")
    assert room.asked(1) == {"one", "two"}
    shown = await room.service.findings(IDEAS, state=for_the_room(room.service.state, IDEAS))
    assert WORDS not in str(shown)
    await room.do(co.PassResponse(sent.id))
    assert room.asked(1) == {"one", "two", HERON}


async def test_everyone_may_add_as_much_again_in_a_second_round(room: Room) -> None:
    for number in range(2):
        await room.say(phone(1), own=f"Thought number {number} of mine")
    form = next_form(KIND, room.exercise, room.service.state, ParticipantId("p1"))
    assert form.beside == ()
    await room.do(co.OpenExercise(IDEAS, round=2))
    form = next_form(KIND, room.exercise, room.service.state, ParticipantId("p1"))
    assert [field.id for field in form.beside] == [STATEMENT]
    await room.say(phone(1), own="thought NUMBER 1 of mine")
    await room.say(phone(1), own="A third one")
    # The same words again are the same statement.
    assert len(room.asked(2)) == 5
