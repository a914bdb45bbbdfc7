"""Counts, pace and questions on the chair's own view: seen, and never in the way."""

from __future__ import annotations

import asyncio

import pytest

from tests.stage import CHAIR, HOST, command
from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.front_door import FrontDoor
from tests.tui.hour import UNUSED
from tests.tui.taking import TAKING, idea
from tests.tui.test_people import ANN, DIG, fill, phone
from workshop.domain.commands import (
    BlankScreen,
    Join,
    LockJoining,
    RemoveParticipant,
    SettleQuestion,
    SignalPace,
    SubmitResponse,
)
from workshop.domain.ids import ParticipantId, QuestionId
from workshop.domain.records import Pace, Source
from workshop.tui.widgets.pane import Pane


def answer(n: int) -> SubmitResponse:
    return SubmitResponse(
        UNUSED, f"a{n}", {"text": f"number {n}"}, source=Source.PHONE,
        participant=ParticipantId(f"p{n}"),
    )  # fmt: skip


def where(desk: Desk) -> list[object]:
    """Where what the chair reads stands."""
    ids = ("clock", "headline", "title", "time", "phase", "due", "notes_box")
    return [desk.app.screen.query_one(f"#{id_}").region.offset for id_ in ids]


@pytest.mark.parametrize("size", SIZES)
async def test_answered_of_joined_is_counted_without_moving_anything(size: tuple[int, int]) -> None:
    async with make_app(DIG, size=size) as desk:
        before = where(desk)
        await fill(desk, 12)
        await desk.until(lambda: "answers open:  1 of 12" in desk.screen_text())
        assert "12 joined" in desk.text("#people")
        for n in range(2, 12):
            await desk.send(answer(n), phone(f"p{n}"))
        await desk.until(lambda: "answers open: 11 of 12" in desk.screen_text())
        assert where(desk) == before


async def test_who_was_sent_out_is_in_neither_number() -> None:
    async with make_app(DIG) as desk:
        await fill(desk, 3)
        await desk.send(RemoveParticipant(ANN))
        await desk.until(lambda: "0 of 2" in desk.screen_text())


async def test_typed_answers_are_told_from_those_of_phones() -> None:
    async with make_app(DIG) as desk:
        await fill(desk, 2)
        await desk.send(idea("k7", "typed"))
        await desk.until(lambda: "answers open: 2 from 1 of 2" in desk.screen_text())


async def test_pace_is_quiet_and_passes() -> None:
    async with make_app(DIG) as desk:
        await fill(desk, 3)
        await desk.send(SignalPace(Pace.LOST), phone("p2"))
        await desk.send(SignalPace(Pace.TOO_FAST), phone("p3"))
        await desk.until(lambda: "1 lost · 1 too fast" in desk.text("#people"))
        await desk.pass_time(301)
        await desk.until(lambda: "lost" not in desk.text("#people"))


async def test_questions_are_counted_until_they_are_settled() -> None:
    async with make_app(DIG) as desk:
        await fill(desk)
        await desk.until(lambda: "1 question (p)" in desk.text("#people"))
        await desk.send(SettleQuestion(QuestionId("q1")))
        await desk.until(lambda: "question" not in desk.text("#people"))


async def test_ten_thousand_answers_are_counted_beside_the_keys() -> None:
    async with make_app(DIG, plan=TAKING) as desk:
        await fill(desk, 12)
        many = [idea(f"k{n}x", f"number {n}") for n in range(10_000)]
        await asyncio.gather(*(desk.service.submit(command(body), CHAIR) for body in many))
        await desk.until(lambda: "10001 from  1 of 12" in desk.screen_text())


@pytest.mark.parametrize("size", SIZES)
async def test_the_room_sees_where_to_join(size: tuple[int, int]) -> None:
    async with make_app(mirrored=True, room=FrontDoor(), size=size) as desk:
        await desk.until(lambda: "192.168.178.123:8642" in desk.screen_text())
        await desk.send(Join(ParticipantId("p1"), "hash"), HOST)
        await desk.until(lambda: "1 joined" in desk.screen_text())
        await desk.send(LockJoining(True))
        await desk.until(lambda: "192.168" not in desk.screen_text())
        await desk.send(LockJoining(False))
        await desk.until(lambda: "192.168" in desk.screen_text())
        await desk.send(BlankScreen(True))
        await desk.until(lambda: "192.168" not in desk.screen_text())


@pytest.mark.parametrize("size", SIZES)
async def test_the_lobby_says_where_to_join(size: tuple[int, int]) -> None:
    async with make_app(stage="lobby", room=FrontDoor(), size=size) as desk:
        await desk.until(lambda: "192.168.178.123:8642  code K L M N" in desk.screen_text())


async def test_without_phones_nothing_is_said_of_them() -> None:
    async with make_app(DIG) as desk:
        assert not desk.app.screen.query_one("#people", Pane).display
        assert "joined" not in desk.screen_text()
