"""Answers from phones: votes, whose they are, and looking them over before the room sees them."""

from __future__ import annotations

import pytest

from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import UNUSED
from tests.tui.taking import TAKING, idea
from tests.tui.test_people import ANN, DIG, fill, phone
from tests.tui.test_responses import answer as found
from tests.tui.test_responses import listed
from tests.tui.test_turnout import answer
from workshop.domain.commands import SetModeration, ShowResults, VoteResponse
from workshop.domain.ids import ResponseId


async def send(desk: Desk, *numbers: int) -> None:
    for n in numbers:
        await desk.send(answer(n), phone(f"p{n}"))


@pytest.mark.parametrize("size", SIZES)
async def test_answers_of_phones_say_whose_they_are_and_count_votes(size: tuple[int, int]) -> None:
    async with make_app(DIG, plan=TAKING, size=size) as desk:
        await fill(desk, 3)
        await send(desk, 2)
        await desk.press("r", "end")
        for voter in (ANN, "p3"):
            await desk.send(VoteResponse(ResponseId("p2.a2")), phone(voter))
        await desk.until(lambda: "▲2 number 2" in desk.screen_text())
        assert "#2" in desk.screen_text()
        assert "2 votes" in desk.text("#responses-facts")


async def test_one_key_looks_over_first_and_back() -> None:
    async with make_app(DIG, plan=TAKING) as desk:
        await desk.press("M")
        await desk.until(lambda: desk.state.moderated)
        await desk.press("r", "M")
        await desk.until(lambda: not desk.state.moderated)


@pytest.mark.parametrize("size", SIZES)
async def test_what_waits_is_passed_one_after_the_other(size: tuple[int, int]) -> None:
    async with make_app(DIG, SetModeration(True), plan=TAKING, size=size) as desk:
        await fill(desk, 4)
        await send(desk, 2, 3)
        await desk.send(idea("typed", "a facilitator's own"))
        await desk.press("r", "home")
        await desk.until(lambda: "3 wait" in desk.text("#responses-what"))
        assert "y pass" in desk.text("KeyLine")
        await desk.press("y")
        await desk.until(lambda: found(desk, "p1.k1").passed)
        await desk.until(lambda: listed(desk).selected == "p2.a2")
        await desk.press("y")
        await desk.until(lambda: listed(desk).selected == "p3.a3")
        await desk.press("y")
        await desk.until(lambda: "0 wait" in desk.text("#responses-what"))
        assert not found(desk, "typed").passed
        await desk.press("y")
        await desk.until(lambda: not found(desk, "p3.a3").passed)


async def test_without_looking_over_there_is_nothing_to_pass() -> None:
    async with make_app(DIG, plan=TAKING) as desk:
        await fill(desk)
        await desk.press("r", "home", "y")
        assert not found(desk, "p1.k1").passed
        assert "y pass" not in desk.text("KeyLine")


async def test_the_room_view_shows_only_what_was_passed() -> None:
    async with make_app(DIG, SetModeration(True), plan=TAKING, mirrored=True) as desk:
        await fill(desk, 2)
        await desk.send(idea("typed", "a facilitator's own"))
        await desk.send(ShowResults(UNUSED))
        await desk.until(lambda: "facilitator's own" in desk.screen_text())
        assert "run charts" not in desk.screen_text()
        await desk.send(SetModeration(False))
        await desk.until(lambda: "run charts" in desk.screen_text())
