"""The home screen: from a list to a session with one key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.widgets import OptionList

from tests.stage import SetClock
from tests.tui.desk import SIZES, screen_text
from tests.tui.shelf import OLD, Shelf
from workshop.domain.ids import PlanId
from workshop.service.client import SessionClient
from workshop.tui.app import WorkshopApp
from workshop.tui.screens.busy import BusyScreen


class Home:
    """The home screen under test, with what it reaches for."""

    def __init__(self, app: WorkshopApp, shelf: Shelf, pilot) -> None:  # type: ignore[no-untyped-def]
        self.app, self.shelf, self.pilot = app, shelf, pilot

    async def until(self, holds) -> None:  # type: ignore[no-untyped-def]
        async with asyncio.timeout(20):
            while not holds():
                await self.pilot.pause(0.01)

    def says(self, text: str) -> bool:
        return text in screen_text(self.app)


@asynccontextmanager
async def home(size: tuple[int, int] = (80, 24), shelf: Shelf | None = None) -> AsyncIterator[Home]:
    clock = SetClock()
    shelf = shelf or Shelf(clock)
    app = WorkshopApp(clock=clock, opener=shelf)
    async with app.run_test(size=size, notifications=True) as pilot:
        at = Home(app, shelf, pilot)
        await at.until(lambda: app.current_mode == "home" and at.says("Joining the dots"))
        yield at
    if app.client is not None:
        await app.client.close()
    await shelf.close()


@pytest.mark.parametrize("size", SIZES)
async def test_plans_and_sessions_stand_with_what_one_wants_to_know(
    size: tuple[int, int],
) -> None:
    async with home(size) as at:
        await at.until(lambda: at.says("An hour of last"))
        assert at.says("60 min")
        assert at.says("yours")
        assert at.says("15 Apr 2026")
        assert at.says("████░░░░ running")
        assert at.says("120 kB")
        assert at.says("Pick a plan and press Enter")


async def test_enter_on_a_plan_leads_to_its_preflight() -> None:
    async with home() as at:
        await at.pilot.press("enter")
        await at.until(lambda: at.says("Does the room see this very screen?"))


async def test_enter_on_a_session_goes_on_with_it() -> None:
    async with home() as at:
        await at.pilot.press("tab", "enter")
        await at.until(lambda: at.app.current_mode == "run")
        await at.until(lambda: at.says("must end 16:00"))


async def test_a_session_in_use_elsewhere_is_said_and_home_stays() -> None:
    async with home() as at:
        await at.pilot.press("tab", "down", "enter")
        await at.until(lambda: at.says("This session is open elsewhere"))
        assert at.app.current_mode == "home"


async def test_a_plan_with_a_problem_says_it() -> None:
    async with home() as at:
        assert at.says("! line 4: no minutes")
        await at.pilot.press("down", "enter")
        await at.pilot.pause()
        assert at.app.current_mode == "home"
        assert at.shelf.services == []


async def test_export_asks_what_to_write_of_the_session_that_is_marked() -> None:
    async with home() as at:
        await at.until(lambda: at.says("An hour of last"))
        await at.pilot.press("tab", "x")
        await at.until(lambda: at.says("Export: An hour of last week"))
        await at.pilot.press("enter")
        await at.until(lambda: at.shelf.wishes)
        assert at.shelf.wishes[0][:2] == (OLD, "old")


async def test_a_first_run_shows_where_to_begin() -> None:
    class Empty(Shelf):
        async def list_sessions(self):  # type: ignore[no-untyped-def]
            return ()

    async with home(shelf=Empty(SetClock())) as at:
        await at.until(lambda: at.says("None yet."))
        assert at.app.screen.query_one("#plans", OptionList).has_focus


async def test_what_takes_long_is_said() -> None:
    go_on = asyncio.Event()

    class Slow(Shelf):
        async def open_plan(self, plan_id: PlanId) -> SessionClient:
            await go_on.wait()
            return await super().open_plan(plan_id)

    async with home(shelf=Slow(SetClock())) as at:
        await at.pilot.press("enter")
        await at.until(lambda: isinstance(at.app.screen, BusyScreen))
        await at.until(lambda: at.says("Making a session"))
        go_on.set()
        await at.until(lambda: at.says("Does the room see this very screen?"))


async def test_q_leaves_the_home_screen_at_once() -> None:
    async with home() as at:
        await at.pilot.press("q")
        await at.until(lambda: at.app.return_code == 0 and not at.app.is_running)
