"""Preflight: four questions with answers already there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stage import START
from tests.tui.desk import SIZES, make_app
from workshop.domain.clock import Stage


@pytest.mark.parametrize("size", SIZES)
async def test_enter_takes_the_sensible_answers(size: tuple[int, int]) -> None:
    async with make_app(stage="preflight", size=size) as desk:
        seen = desk.screen_text()
        for question in ("Does the room see", "When does it start", "must it end", "Who is here"):
            assert question in seen
        assert "Cy Cruz, Presenter" in seen
        await desk.press("enter")
        await desk.until(lambda: desk.state.clock.stage is Stage.LOBBY)
        assert desk.state.clock.planned_start == START
        assert desk.state.clock.must_end_at == START + timedelta(hours=1)
        assert desk.state.preflight.present == ("ada", "bo", "cy")
        assert not desk.state.preflight.mirrored


async def test_a_mirrored_screen_is_one_key_away() -> None:
    async with make_app(stage="preflight") as desk:
        await desk.press("down", "space", "enter")
        await desk.until(lambda: desk.state.clock.stage is Stage.LOBBY)
        assert desk.state.preflight.mirrored


async def test_a_start_in_a_while_moves_the_end() -> None:
    async with make_app(stage="preflight") as desk:
        await desk.press("tab", "tab")
        await desk.pilot.press(*["backspace"] * 5, *"15:30")
        await desk.pilot.pause()
        await desk.press("enter")
        await desk.until(lambda: desk.state.clock.stage is Stage.LOBBY)
        assert desk.state.clock.planned_start == START + timedelta(minutes=30)
        assert desk.state.clock.must_end_at == START + timedelta(minutes=90)


async def test_an_own_end_holds_and_what_it_costs_is_said() -> None:
    async with make_app(stage="preflight") as desk:
        await desk.press("tab", "tab", "tab")
        await desk.pilot.press(*["backspace"] * 5, *"15:50")
        await desk.until(lambda: "50 min for a plan of 60 min" in desk.screen_text())
        await desk.press("enter")
        await desk.until(lambda: desk.state.clock.stage is Stage.LOBBY)
        assert desk.state.clock.must_end_at == START + timedelta(minutes=50)


async def test_a_time_that_is_none_is_asked_again() -> None:
    async with make_app(stage="preflight") as desk:
        await desk.press("tab", "tab", "tab")
        await desk.pilot.press(*["backspace"] * 5, *"soon", "enter")
        await desk.until(lambda: "A time of day, please" in desk.screen_text())
        assert desk.state.clock.stage is Stage.PREFLIGHT


async def test_who_is_missing_is_ticked_off() -> None:
    async with make_app(stage="preflight") as desk:
        await desk.press("tab", "tab", "tab", "tab", "tab", "space", "enter")
        await desk.until(lambda: desk.state.clock.stage is Stage.LOBBY)
        assert desk.state.preflight.present == ("ada", "cy")


async def test_a_plan_of_another_day_starts_now() -> None:
    async with make_app(stage="preflight", later=timedelta(days=200)) as desk:
        await desk.press("enter")
        await desk.until(lambda: desk.state.clock.stage is Stage.LOBBY)
        assert desk.state.clock.planned_start == desk.clock.now()
        assert desk.state.clock.must_end_at == desk.clock.now() + timedelta(hours=1)


async def test_the_questions_are_asked_again_from_the_lobby() -> None:
    async with make_app(stage="lobby") as desk:
        await desk.press("P")
        await desk.until(lambda: desk.app.place == "preflight")
        await desk.press("down", "space", "enter")
        await desk.until(lambda: desk.app.place == "lobby")
        assert desk.state.preflight.mirrored


async def test_what_is_chosen_shows_without_colour() -> None:
    async with make_app(stage="preflight") as desk:
        seen = desk.screen_text()
        assert "●▌ No, this screen is mine alone" in seen
        assert "○▌ Yes, it is mirrored" in seen
        assert "X▌ Bo Berg" in seen
