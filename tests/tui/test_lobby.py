"""The lobby: for the room to see, and for the chair to start from."""

from __future__ import annotations

import pytest

from tests.tui.desk import SIZES, make_app
from tests.tui.hour import WARM_UP
from workshop.domain.commands import SubmitResponse
from workshop.tui.screens.capture import CaptureScreen
from workshop.tui.widgets.big_time import BigTime


@pytest.mark.parametrize("size", SIZES)
async def test_the_room_sees_what_is_to_come(size: tuple[int, int]) -> None:
    async with make_app(stage="lobby", size=size) as desk:
        desk.clock.move(-245)
        await desk.pass_time(0)
        seen = desk.screen_text()
        assert "Joining the dots: an hour on networks" in seen
        assert "Part one. How we connect" in seen
        assert "Cy Cruz" in seen
        assert "What brought you here this morning?" in seen
        assert "We start at 15:00, in" in seen
        assert desk.app.screen.query_one(BigTime).text == "4:05"
        assert "Doors stay open" not in seen


async def test_answers_to_the_warm_up_are_typed_and_counted() -> None:
    async with make_app(stage="lobby") as desk:
        await desk.press("a")
        await desk.until(lambda: isinstance(desk.app.screen, CaptureScreen))
        await desk.pilot.press(*"curiosity", "enter")
        await desk.until(lambda: desk.state.responses_to(WARM_UP))
        await desk.press("escape")
        await desk.until(lambda: "open · 1 answer" in desk.screen_text())


async def test_the_lobby_questions_are_closed_and_opened_again() -> None:
    async with make_app(stage="lobby") as desk:
        await desk.press("d")
        assert not desk.state.exercises[WARM_UP].open
        await desk.press("d")
        assert desk.state.exercises[WARM_UP].open


async def test_the_own_view_is_one_key_away_before_the_start() -> None:
    async with make_app(stage="lobby") as desk:
        await desk.press("z")
        await desk.until(lambda: desk.app.place == "run")
        await desk.until(lambda: "space starts" in desk.screen_text())


async def test_an_answer_from_a_phone_shows_in_the_lobby() -> None:
    async with make_app(stage="lobby") as desk:
        await desk.send(SubmitResponse(WARM_UP, "k1", {"text": "[bold]hello"}))
        await desk.until(lambda: "open · 1 answer" in desk.screen_text())
