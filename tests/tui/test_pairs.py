"""Asks and offers by keyboard: pairs confirmed, broken, made, told; open asks parked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from tests.stage import HOST, command
from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import HOUR, UNUSED
from tests.tui.taking import DIG
from workshop.domain.commands import (
    Join,
    Jump,
    KindCommand,
    OpenExercise,
    SetModeration,
    SubmitResponse,
)
from workshop.domain.ids import ActorId, ParticipantId
from workshop.domain.records import Actor, NoteTag, Role
from workshop.kinds.exchange.judging import job_of, judge
from workshop.kinds.exchange.pairs import Pairs, Standing
from workshop.tui.screens.pairs import PairsScreen

ANALYST = Actor(ActorId("analyst"), Role.ANALYST)
BO = Actor(ActorId("bo"), Role.CO_FACILITATOR, "Bo", "BO")
PLAN = replace(
    HOUR,
    exercises=tuple(
        replace(e, kind="exchange", title="Ask and offer", options={}) if e.id == UNUSED else e
        for e in HOUR.exercises
    ),
)


def said(badge: str, ask: str = "", offer: str = "") -> SubmitResponse:
    answers = {k: v for k, v in (("ask", ask), ("offer", offer)) if v}
    return SubmitResponse(UNUSED, f"k{badge}", answers, badge=badge)


ANSWERS = (
    said("1", "run charts for a ward", "a room in the city"),
    said("2", "somebody who translates leaflets", "I make run charts"),
    said("3", "money for a garden", "driving a van"),
)


def pairs(desk: Desk) -> list[tuple[str, str, Standing]]:
    found = Pairs(PLAN.exercise(UNUSED), desk.state.kinds.get(UNUSED)).every.values()
    return [(pair.ask, pair.offer, pair.standing) for pair in found]


async def judged(desk: Desk) -> None:
    """What the host's worker does."""
    exercise = PLAN.exercise(UNUSED)
    job = job_of(exercise, desk.state.kinds.get(UNUSED), desk.state.responses_to(UNUSED))
    if job is not None:
        await desk.service.submit(command(KindCommand(UNUSED, judge(job))), ANALYST)
    await desk.until(lambda: desk.app.state is desk.service.state)


async def elsewhere(desk: Desk, **payload: Any) -> None:
    await desk.send(KindCommand(UNUSED, payload), BO)


@asynccontextmanager
async def on_pairs(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    async with make_app(Jump(DIG), OpenExercise(UNUSED), *ANSWERS, plan=PLAN, size=size) as desk:
        await judged(desk)
        await desk.press("i", "p")
        await desk.until(lambda: isinstance(desk.app.screen, PairsScreen))
        await desk.until(lambda: "run charts" in desk.screen_text())
        yield desk


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
async def test_pairs_open_asks_and_offers_are_seen(size: tuple[int, int]) -> None:
    async with on_pairs(size) as desk:
        text = desk.screen_text()
        assert "0 pairs told, 1 proposed, 2 asks without an offer" in text
        assert "proposed" in text and "open ask" in text
        assert "Looks for: #1 run charts for a ward" in desk.text("#deciding-detail")
        assert "‘charts’" in desk.text("#deciding-detail")


async def test_a_pair_is_confirmed_and_undo_names_it() -> None:
    async with on_pairs() as desk:
        await desk.press("c")
        await desk.until(lambda: pairs(desk) == [("k1", "k2", Standing.CONFIRMED)])
        await desk.until(lambda: "settled by" in desk.text("#deciding-detail"))
        assert "Tell #1 and #2 aloud" in desk.text("#deciding-detail")
        await desk.press("u")
        assert "undo confirming a pair" in desk.text("ArmedLine")
        await desk.press("u")
        await desk.until(lambda: pairs(desk) == [("k1", "k2", Standing.PROPOSED)])


async def test_a_broken_pair_leaves_an_open_ask_and_does_not_come_back() -> None:
    async with on_pairs() as desk:
        await desk.press("x")
        await desk.until(lambda: pairs(desk) == [("k1", "k2", Standing.BROKEN)])
        await judged(desk)
        assert pairs(desk) == [("k1", "k2", Standing.BROKEN)]
        await desk.until(lambda: "3 asks without an offer" in desk.screen_text())


async def test_an_ask_is_matched_by_hand_with_an_offer() -> None:
    async with on_pairs() as desk:
        await desk.press("down", "enter")
        await desk.until(lambda: "Who can give that?" in desk.screen_text())
        assert "#3 driving a van" in desk.screen_text()
        await desk.pilot.press("enter")
        await desk.until(lambda: ("k2", "k1", Standing.CONFIRMED) in pairs(desk))
        assert ("k1", "k2", Standing.PROPOSED) in pairs(desk)


async def test_all_are_told_with_one_key() -> None:
    async with on_pairs() as desk:
        await desk.press("t")
        await desk.until(lambda: "1 pair told" in desk.screen_text())
        await desk.until(lambda: "new pairs at once" in desk.screen_text())


async def test_open_asks_go_to_the_parking_lot_with_one_key() -> None:
    async with on_pairs() as desk:
        await desk.press("p")
        await desk.until(lambda: len(desk.state.notes) == 2)
        notes = desk.state.notes_in_order()
        assert {note.tag for note in notes} == {NoteTag.PARKED}
        assert [n.text for n in notes] == ["somebody who translates leaflets", "money for a garden"]
        await desk.until(lambda: "parked" in desk.screen_text())


async def test_a_pair_that_somebody_else_broke_is_not_confirmed() -> None:
    async with on_pairs() as desk:
        screen = desk.app.screen
        assert isinstance(screen, PairsScreen)
        row = screen._list.row
        assert row is not None and row.pair is not None
        await elsewhere(desk, do="break", pair=row.pair.id)
        assert not await screen.send(do="confirm", pair=row.pair.id, saw="proposed")
        await desk.until(lambda: "broken now (BO)" in desk.screen_text())


async def test_closing_offers_to_park_what_found_no_offer() -> None:
    async with make_app(Jump(DIG), OpenExercise(UNUSED), *ANSWERS, plan=PLAN) as desk:
        await judged(desk)
        await desk.press("d")
        await desk.until(lambda: "2 asks found no offer" in desk.screen_text())
        assert desk.state.notes_in_order() == []
        await desk.press("enter")
        await desk.until(lambda: len(desk.state.notes) == 2)


async def test_who_has_a_phone_reads_it_there() -> None:
    async with on_pairs() as desk:
        for number in (1, 2):
            join = Join(ParticipantId(f"p{number}"), f"hash {number}")
            await desk.service.submit(command(join), HOST)
        await desk.until(lambda: desk.app.state is desk.service.state)
        await desk.press("c")
        await desk.until(lambda: "Both people read it" in desk.text("#deciding-detail"))


async def test_who_waits_to_be_looked_over_is_told_later() -> None:
    async with make_app(Jump(DIG), OpenExercise(UNUSED), SetModeration(True), plan=PLAN) as desk:
        for number, body in enumerate(ANSWERS[:2], 1):
            join = Join(ParticipantId(f"p{number}"), f"hash {number}")
            await desk.service.submit(command(join), HOST)
            phone = Actor(ActorId(f"p{number}"), Role.PARTICIPANT)
            said_by_phone = SubmitResponse(UNUSED, f"phone {number}", body.answers)
            await desk.service.submit(command(said_by_phone), phone)
        await judged(desk)
        await desk.press("i", "p")
        await desk.until(lambda: "run charts" in desk.screen_text())
        await desk.press("c")
        await desk.until(lambda: "once both answers have been looked over" in desk.screen_text())
