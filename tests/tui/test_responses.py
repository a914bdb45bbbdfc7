"""The answers one by one, ten of them or ten thousand."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import Input

from tests.stage import CHAIR, command
from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import UNUSED
from tests.tui.taking import DIG, TAKING, idea
from workshop.domain.commands import HideResponse, Jump
from workshop.domain.ids import ObjectiveId, ResponseId
from workshop.domain.records import NoteTag, Response
from workshop.tui.screens.responses import ResponsesScreen
from workshop.tui.widgets.answer_list import AnswerList

THREE = (Jump(DIG), idea("k1", "run charts"), idea("k2", "co-design", "4"), idea("k3", "coaching"))


def answer(desk: Desk, key: str) -> Response:
    found = desk.state.response(ResponseId(key))
    assert found is not None
    return found


def listed(desk: Desk) -> AnswerList:
    return desk.app.screen.query_one(AnswerList)


@pytest.mark.parametrize("size", SIZES)
async def test_answers_stand_in_order_with_where_they_came_from(size: tuple[int, int]) -> None:
    async with make_app(*THREE, plan=TAKING, size=size) as desk:
        await desk.press("r")
        lines = [line for line in desk.screen_text().splitlines() if line.strip()[:1] in "123"]
        assert [line.split()[0] for line in lines if line.split()][:3] == ["1", "2", "3"]
        assert any("table 4" in line and "co-design" in line for line in lines)
        await desk.press("home", "down")
        assert "co-design" in desk.text("#responses-text")
        assert "What lies unused" in desk.text("#responses-facts")


async def test_star_park_and_withdraw() -> None:
    async with make_app(*THREE, plan=TAKING) as desk:
        await desk.press("r", "home", "s")
        await desk.until(lambda: answer(desk, "k1").starred)
        await desk.until(lambda: "★" in desk.screen_text())
        await desk.press("s")
        await desk.until(lambda: not answer(desk, "k1").starred)
        await desk.press("p")
        await desk.until(lambda: answer(desk, "k1").parked)
        assert [n.tag for n in desk.state.notes_in_order()] == [NoteTag.PARKED]
        await desk.press("w")
        assert not answer(desk, "k1").withdrawn
        await desk.press("w")
        await desk.until(lambda: answer(desk, "k1").withdrawn)
        await desk.until(lambda: "withdrawn: run charts" in desk.screen_text())


async def test_withdrawing_asks_again_for_another_answer() -> None:
    async with make_app(*THREE, plan=TAKING) as desk:
        await desk.press("r", "home", "w", "down", "w")
        assert not answer(desk, "k1").withdrawn
        assert not answer(desk, "k2").withdrawn


async def test_hiding_takes_a_reason_and_can_be_taken_back() -> None:
    async with make_app(*THREE, plan=TAKING) as desk:
        await desk.press("r", "home", "h", *"names someone", "enter")
        await desk.until(lambda: answer(desk, "k1").hidden == "names someone")
        await desk.until(lambda: "hidden (names someone)" in desk.screen_text())
        await desk.press("h")
        await desk.until(lambda: not answer(desk, "k1").hidden)


async def test_an_answer_is_linked_as_evidence_and_unlinked() -> None:
    see = ObjectiveId("see")
    async with make_app(*THREE, plan=TAKING) as desk:
        await desk.press("r", "home", "v", "1")
        await desk.until(lambda: see in desk.state.objectives)
        assert desk.state.objectives[see].evidence == ("k1",)
        await desk.until(lambda: "evidence for see" in desk.screen_text())
        await desk.press("v", "1")
        await desk.until(lambda: desk.state.objectives[see].evidence == ())


@pytest.mark.parametrize("size", SIZES)
async def test_enter_corrects_and_comes_back(size: tuple[int, int]) -> None:
    async with make_app(*THREE, plan=TAKING, size=size) as desk:
        await desk.press("r", "home", "down", "enter")
        assert desk.app.screen.query_one("#capture-input", Input).value == "t4 co-design"
        await desk.press("ctrl+u", *"t5 co-designing", "enter")
        await desk.until(lambda: answer(desk, "k2").amended == 1)
        assert (answer(desk, "k2").answers["text"], answer(desk, "k2").table) == (
            "co-designing",
            "5",
        )
        assert isinstance(desk.app.screen, ResponsesScreen)
        await desk.until(lambda: "co-designing" in desk.screen_text())


async def test_finding_text_keeps_the_numbers_and_escape_shows_all_again() -> None:
    async with make_app(*THREE, plan=TAKING) as desk:
        await desk.press("r", "slash", *"co", "enter")
        await desk.until(lambda: "2 of 3 answers" in desk.text("#responses-what"))
        assert "run charts" not in desk.screen_text()
        await desk.press("home", "down")
        assert listed(desk).selected == "k3"
        await desk.press("escape")
        await desk.until(lambda: "run charts" in desk.screen_text())


async def test_new_answers_never_move_what_is_being_read() -> None:
    many = [idea(f"k{n}", f"number {n}") for n in range(60)]
    async with make_app(Jump(DIG), *many, plan=TAKING) as desk:
        await desk.press("r", "home", "pagedown")
        before, top = listed(desk).selected, listed(desk).scroll_offset.y
        await desk.send(idea("new", "the newest"))
        await desk.until(lambda: "61 answers" in desk.text("#responses-what"))
        assert (listed(desk).selected, listed(desk).scroll_offset.y) == (before, top)


async def test_what_is_hidden_elsewhere_shows_at_once() -> None:
    async with make_app(*THREE, plan=TAKING) as desk:
        await desk.press("r")
        await desk.send(HideResponse(ResponseId("k3"), "twice"))
        await desk.until(lambda: "hidden (twice)" in desk.screen_text())


async def test_of_ten_thousand_answers_only_those_seen_are_read() -> None:
    many = [idea(f"k{n}", f"number {n}") for n in range(10_000)]
    async with make_app(Jump(DIG), plan=TAKING) as desk:
        await asyncio.gather(*(desk.service.submit(command(body), CHAIR) for body in many))
        await desk.press("r")
        await desk.until(lambda: "10000 answers" in desk.text("#responses-what"))
        screen = desk.app.screen
        assert isinstance(screen, ResponsesScreen)
        screen._lines.clear()
        await desk.press("home", "down", "pagedown", "end", "up")
        assert listed(desk).selected == "k9998"
        assert len(screen._lines) < 200


async def test_a_plan_without_answers_says_how_to_begin() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.app.push_screen(ResponsesScreen(UNUSED))
        await desk.pilot.pause()
        assert "No answers yet: a adds one" in desk.screen_text()
        await desk.press("a", *"the first", "enter", "escape")
        await desk.until(lambda: "the first" in desk.text("#responses-text"))


async def test_marked_answers_are_merged_into_the_first_and_taken_apart_again() -> None:
    async with make_app(*THREE, plan=TAKING) as desk:
        await desk.press("r", "home", "down", "space", "home", "space")
        assert listed(desk).marked == ["k2", "k1"]
        await desk.until(lambda: "2●" in desk.screen_text() and "1○" in desk.screen_text())
        await desk.press("m")
        await desk.until(lambda: answer(desk, "k1").merged_into == "k2")
        assert listed(desk).marked == []
        await desk.until(lambda: listed(desk).selected == "k2")
        await desk.until(lambda: "×2 co-design" in desk.screen_text())
        assert "merged: run charts" in desk.screen_text()
        await desk.until(lambda: "stands for ‘run charts’" in desk.text("#responses-facts"))
        await desk.press("home")
        assert "merged into ‘co-design’" in desk.text("#responses-facts")
        await desk.press("m")
        await desk.until(lambda: answer(desk, "k1").merged_into is None)


async def test_one_marked_takes_the_selected_one_in_and_undo_names_it() -> None:
    async with make_app(*THREE, plan=TAKING) as desk:
        await desk.press("r", "home", "space", "end", "m")
        await desk.until(lambda: answer(desk, "k3").merged_into == "k1")
        await desk.press("escape", "u")
        await desk.until(lambda: "merging 2 answers" in desk.screen_text())
        await desk.press("u")
        await desk.until(lambda: answer(desk, "k3").merged_into is None)


async def test_merging_without_marks_says_how_and_escape_drops_marks_first() -> None:
    async with make_app(*THREE, plan=TAKING) as desk:
        await desk.press("r", "home", "m")
        await desk.until(lambda: "Mark answers that say" in desk.screen_text())
        await desk.press("space", "escape")
        assert listed(desk).marked == []
        assert isinstance(desk.app.screen, ResponsesScreen)
        await desk.press("escape")
        await desk.until(lambda: not isinstance(desk.app.screen, ResponsesScreen))
