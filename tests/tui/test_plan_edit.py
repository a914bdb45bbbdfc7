"""Editing a plan at the terminal: keys, totals, problems, saving, what a crash leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.stage import SetClock
from tests.tui.desk import SIZES, screen_text
from tests.tui.shelf import Shelf
from workshop.domain.ids import PlanId
from workshop.kinds.registry import load
from workshop.plans import Library
from workshop.plans.editing import PlanFile
from workshop.settings import Folder
from workshop.tui.app import WorkshopApp
from workshop.tui.opener import PlanLine
from workshop.tui.plan_editor import PlanEditApp
from workshop.tui.screens.plan_edit import PlanEditScreen

PLAN = """\
schema: 1
id: mine
title: A day of ours
event:
  start: "09:00"
minutes: 30
parts:
  - id: opening
    title: Opening
    segments:
      # Who is here?
      - id: hello
        title: Hello
        minutes: 10
        min_minutes: 5
        notes: Coffee is outside.
  - id: work
    title: The work
    segments:
      - id: talk
        title: Talk
        minutes: 15
        priority: must
      - id: thanks
        title: Thanks
        minutes: 5
"""


class Editing:
    def __init__(self, app: WorkshopApp, pilot: Pilot[int], path: Path) -> None:
        self.app, self.pilot, self.path = app, pilot, path

    def says(self, text: str) -> bool:
        return text in screen_text(self.app)

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not holds():
                await self.pilot.pause(0.01)

    async def sees(self, text: str) -> None:
        await self.until(lambda: self.says(text))

    async def type(self, field: str, text: str) -> None:
        self.app.screen.query_one(f"#{field}", Input).value = text
        self.app.screen.query_one(f"#{field}", Input).focus()
        await self.pilot.press("enter")


def plan_file(root: Path, plan: str = PLAN) -> PlanFile:
    folder = Folder(root)
    folder.plans.mkdir(exist_ok=True)
    path = folder.plans / "mine.yaml"
    if not path.exists():
        path.write_text(plan)
    return PlanFile.open("mine", Library.open(folder, Folder(root / "none")), load())


@asynccontextmanager
async def editing(root: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Editing]:
    file = plan_file(root)
    app = PlanEditApp(file)
    async with app.run_test(size=size, notifications=True) as pilot:
        at = Editing(app, pilot, file.path)
        await at.sees("Hello")
        yield at


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
async def test_the_plan_stands_with_times_total_and_check(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with editing(tmp_path, size) as at:
        await at.sees("No problems: the plan can be run.")
        for text in ("A day of ours", "30:00 of 30:00, it fits", "ends 9:30", " 9:10", "≥5:00"):
            assert at.says(text), text
        await at.pilot.press("down")
        await at.until(lambda: at.says("Coffee is outside.") == (size[0] > 100))
        assert at.says("leave")


async def test_retiming_moves_the_total_and_says_the_problem_with_its_line(tmp_path: Path) -> None:
    async with editing(tmp_path) as at:
        await at.pilot.press("down", "plus", "plus", "less_than_sign")
        assert at.says("31:30 of 30:00, 1:30 over")
        await at.sees("line 6: the segments add up to 31:30")
        await at.pilot.press("u", "u", "u")
        await at.sees("30:00 of 30:00, it fits")
        await at.sees("No problems")
        assert at.path.read_text() == PLAN


async def test_moving_over_a_parts_border_and_saving_keeps_comments(tmp_path: Path) -> None:
    async with editing(tmp_path) as at:
        await at.pilot.press("down", "down", "down", "K", "p", "s")
        await at.sees("Saved in")
        assert not at.says("not saved yet")
    text = (tmp_path / "session_plans/mine.yaml").read_text()
    assert text.index("# Who is here?") < text.index("id: hello") < text.index("id: talk")
    assert text.index("id: talk") < text.index("id: work")
    assert "priority: should" in text
    assert (tmp_path / "session_plans/mine.yaml.bak").read_text() == PLAN


async def test_a_form_adds_and_changes(tmp_path: Path) -> None:
    async with editing(tmp_path) as at:
        await at.pilot.press("down", "a")
        await at.sees("A new segment")
        await at.type("title", "Round: names")
        await at.type("minutes", "soon")
        await at.type("priority", "m")
        await at.sees("write 8, 2.5 or 1:30")
        await at.type("minutes", "2,5")
        await at.type("least", "1")
        await at.type("priority", "m")
        await at.sees("32:30 of 30:00")
        assert at.says("Round: names")
        await at.pilot.press("enter")
        await at.sees("Change the segment")
        assert at.app.screen.query_one("#title", Input).value == "Round: names"
        await at.type("title", "Names")
        await at.pilot.press("ctrl+s")
        await at.pilot.press("f")
        await at.sees("32:30 of 32:30, it fits")
        await at.sees("No problems")


async def test_a_part_is_renamed_and_cannot_be_emptied(tmp_path: Path) -> None:
    async with editing(tmp_path) as at:
        await at.pilot.press("enter")
        await at.sees("The part's title")
        await at.type("title", "Begin: all")
        await at.sees("Begin: all")
        await at.pilot.press("down", "delete")
        await at.sees("A part keeps one segment.")


async def test_leaving_asks_and_what_was_kept_is_there_next_time(tmp_path: Path) -> None:
    async with editing(tmp_path) as at:
        await at.pilot.press("down", "plus", "ctrl+q")
        await at.sees("changes that are not saved")
        await at.pilot.press("k")
    assert at.path.read_text() == PLAN
    async with editing(tmp_path) as at:
        await at.sees("Changes of an earlier edit were not saved")
        await at.pilot.press("g")
        await at.sees("31:00 of 30:00, 1:00 over")
        await at.pilot.press("u")
        await at.sees("30:00 of 30:00, it fits")
        await at.until(lambda: not any(at.path.parent.glob(".*.draft")))
        await at.pilot.press("q")
    assert at.app.return_value == 0


async def test_a_draft_that_nobody_decides_about_stays(tmp_path: Path) -> None:
    plan_file(tmp_path).keep(PLAN.replace("Hello", "Hallo"))
    async with editing(tmp_path) as at:
        await at.sees("Changes of an earlier edit were not saved")
        await at.sees("No problems")
        await at.pilot.press("escape")
    assert at.app.return_value == 0
    assert any(at.path.parent.glob(".*.draft"))
    async with editing(tmp_path) as at:
        await at.pilot.press("f")
        await at.until(lambda: not any(at.path.parent.glob(".*.draft")))
        assert at.says("Hello")


async def test_dropped_changes_are_gone(tmp_path: Path) -> None:
    async with editing(tmp_path) as at:
        await at.pilot.press("down", "plus", "q")
        await at.sees("changes that are not saved")
        await at.pilot.press("d")
    assert at.path.read_text() == PLAN
    assert not any(at.path.parent.glob(".*.draft"))


async def test_another_programs_change_is_written_over_only_when_said_twice(tmp_path: Path) -> None:
    async with editing(tmp_path) as at:
        other = PLAN.replace("Coffee", "Tea")
        at.path.write_text(other)
        await at.pilot.press("down", "plus", "s")
        await at.sees("was changed by another program")
        assert at.path.read_text() == other
        await at.pilot.press("s")
        await at.sees("Saved in")
    assert "minutes: 11" in at.path.read_text()
    assert at.path.with_name("mine.yaml.bak").read_text() == other


async def test_the_keys_are_explained(tmp_path: Path) -> None:
    async with editing(tmp_path) as at:
        await at.pilot.press("question_mark")
        await at.sees("Half a minute more")
        await at.pilot.press("escape")
        await at.sees("The work")


async def test_the_home_screen_leads_to_it_and_back(tmp_path: Path) -> None:
    class WithFile(Shelf):
        async def list_plans(self) -> tuple[PlanLine, ...]:
            return (PlanLine(PlanId("mine"), "A day of ours", 30, 2, "yours"),)

        async def edit_plan(self, plan_id: PlanId) -> PlanFile:
            return plan_file(tmp_path)

    clock = SetClock()
    app = WorkshopApp(clock=clock, opener=WithFile(clock))
    async with app.run_test(size=(80, 24)) as pilot:
        at = Editing(app, pilot, tmp_path)
        await at.sees("A day of ours")
        await pilot.press("e")
        await at.until(lambda: isinstance(app.screen, PlanEditScreen))
        await at.sees("Hello")
        await pilot.press("escape")
        await at.sees("Pick a plan and press Enter")
