"""What the answers say, while they come in."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll

from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import UNUSED
from tests.tui.taking import DIG, SURE, TAKING, idea
from workshop.domain.commands import Jump, SubmitResponse
from workshop.tui.screens.insights import InsightsScreen
from workshop.tui.widgets.findings import FindingsView


def made_of(desk: Desk) -> str:
    findings = desk.app.screen.query_one(FindingsView).findings
    return "" if findings is None else findings.made_of


@pytest.mark.parametrize("size", SIZES)
async def test_the_findings_of_the_exercise_on_now_are_seen(size: tuple[int, int]) -> None:
    asked = (Jump(DIG), idea("k1", "run charts"), idea("k2", "co-design"))
    async with make_app(*asked, plan=TAKING, size=size) as desk:
        await desk.press("i")
        await desk.until(lambda: "run charts" in desk.screen_text())
        assert "Never used" in desk.text("#insights-what")


@pytest.mark.parametrize("size", SIZES)
async def test_findings_that_are_at_hand_are_drawn_whole(size: tuple[int, int]) -> None:
    asked = [SubmitResponse(SURE, f"k{n}", {"see": n, "other": 3}) for n in (1, 4, 5)]
    async with make_app(*asked, plan=TAKING, size=size) as desk:
        assert desk.app.client is not None
        await desk.app.client.findings(SURE, 1)
        await desk.app.push_screen(InsightsScreen(SURE))
        await desk.until(lambda: "Something else" in desk.screen_text())


async def test_new_answers_are_worked_in_without_moving_the_page() -> None:
    many = [idea(f"k{n}", f"thought number {n}") for n in range(40)]
    async with make_app(Jump(DIG), *many, plan=TAKING) as desk:
        await desk.press("i")
        await desk.until(lambda: "40 typed" in made_of(desk))
        await desk.until(lambda: desk.app.screen.query_one("#insights-body").max_scroll_y > 12)
        await desk.press("pagedown")
        body = desk.app.screen.query_one("#insights-body", VerticalScroll)
        before = body.scroll_offset.y
        assert before
        await desk.send(idea("new", "one more"))
        await desk.until(lambda: "41 typed" in made_of(desk))
        assert body.scroll_offset.y == before


async def test_left_right_and_the_list_choose_the_exercise() -> None:
    async with make_app(Jump(DIG), plan=TAKING) as desk:
        await desk.press("i")
        assert "Never used" in desk.text("#insights-what")
        await desk.press("left")
        assert "How sure are you?" in desk.text("#insights-what")
        await desk.press("right")
        assert "Never used" in desk.text("#insights-what")
        await desk.press("ctrl+n", "1")
        await desk.until(lambda: "Warm-up" in desk.text("#insights-what"))


async def test_tab_goes_from_before_to_after() -> None:
    asked = [SubmitResponse(SURE, "a", {"see": 2}, round=1),
             SubmitResponse(SURE, "b", {"see": 4}, round=2),
             SubmitResponse(SURE, "c", {"see": 5}, round=2)]  # fmt: skip
    async with make_app(*asked, plan=TAKING) as desk:
        await desk.app.push_screen(InsightsScreen(SURE))
        await desk.until(lambda: "1 typed" in made_of(desk))
        assert "round 1 of 2" in desk.text("#insights-what")
        await desk.press("tab")
        await desk.until(lambda: "2 typed" in made_of(desk))
        assert "round 2 of 2" in desk.text("#insights-what")


async def test_no_answers_are_said_too() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.app.push_screen(InsightsScreen(UNUSED))
        await desk.until(lambda: "No ideas have come in yet" in desk.screen_text())
