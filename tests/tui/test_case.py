"""The case study, station by station."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input

from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import HOUR
from tests.tui.taking import CASE, SHEET, TAKING
from workshop.domain.commands import Jump, StepCase, SubmitResponse
from workshop.domain.ids import SegmentId
from workshop.domain.records import CaseStep, NoteTag
from workshop.tui.widgets.big_time import BigTime
from workshop.tui.widgets.form_screen import FormScreen

ON_CASE = Jump(SegmentId("case"))


def sheet(key: str, table: str, **boxes: str) -> SubmitResponse:
    return SubmitResponse(SHEET, key, {"boxes": boxes}, table=table)


def station(desk: Desk) -> tuple[CaseStep, int] | None:
    return (desk.state.case.step, desk.state.case.index) if desk.state.case else None


@pytest.mark.parametrize("size", SIZES)
async def test_right_leads_through_every_station_and_left_back(size: tuple[int, int]) -> None:
    async with make_app(ON_CASE, plan=TAKING, size=size) as desk:
        await desk.press("c")
        assert "Two wards" in desk.screen_text()
        said = {
            (CaseStep.CARDS, 0): "More falls each year.",
            (CaseStep.CARDS, 1): "Ten beds.",
            (CaseStep.QUESTIONS, 0): "Who could act?",
            (CaseStep.CANVAS, 0): "Who decides?",
            (CaseStep.READ_OUT, 0): "read-out",
            (CaseStep.AGREED, 0): "What was agreed",
        }
        for at, text in said.items():
            await desk.press("right")
            await desk.until(lambda at=at: station(desk) == at)
            await desk.until(lambda text=text: text in desk.screen_text())
        assert desk.state.exercises[SHEET].open
        await desk.press("right")
        assert station(desk) == (CaseStep.AGREED, 0)
        await desk.press("left")
        await desk.until(lambda: station(desk) == (CaseStep.READ_OUT, 0))


@pytest.mark.parametrize("size", SIZES)
async def test_a_stand_in_is_labelled_and_says_how_it_is_replaced(size: tuple[int, int]) -> None:
    async with make_app(ON_CASE, plan=TAKING, size=size) as desk:
        await desk.press("c")
        assert "STAND-IN" in desk.screen_text()
        assert "edit the plan's file to replace it" in desk.screen_text()
        await desk.press("right")
        await desk.until(lambda: station(desk) == (CaseStep.CARDS, 0))
        assert "STAND-IN" in desk.screen_text()


async def test_a_case_of_ones_own_carries_no_label() -> None:
    own = replace(TAKING.case_studies[0], stand_in="")
    async with make_app(ON_CASE, plan=replace(TAKING, case_studies=(own,))) as desk:
        await desk.press("c")
        assert "Two wards" in desk.screen_text()
        assert "STAND-IN" not in desk.screen_text()
        assert "stand-in" not in desk.screen_text()


async def test_a_question_has_its_own_countdown() -> None:
    question = StepCase(CASE, CaseStep.QUESTIONS)
    async with make_app(ON_CASE, question, plan=TAKING) as desk:
        await desk.press("c")
        await desk.pass_time(50)
        time = desk.app.screen.query_one(BigTime)
        assert time.text == "1:10"
        assert not time.has_class("-over")
        await desk.pass_time(80)
        assert time.text == "-0:10"
        assert time.has_class("-over")
        await desk.press("right")
        await desk.until(lambda: not time.display)


@pytest.mark.parametrize("size", SIZES)
async def test_a_tables_sheet_is_typed_in_and_goes_on_where_it_stood(size: tuple[int, int]) -> None:
    canvas = StepCase(CASE, CaseStep.CANVAS)
    async with make_app(ON_CASE, canvas, plan=TAKING, size=size) as desk:
        await desk.press("c", "s", "4", "enter")
        assert isinstance(desk.app.screen, FormScreen)
        assert desk.app.screen.query_one("#form-table", Input).value == "4"
        await desk.press(*"a safe ward", "tab", *"the nurses", "ctrl+s")
        await desk.until(lambda: desk.state.responses_to(SHEET))
        answer = desk.state.responses_to(SHEET)[0]
        assert answer.table == "4"
        assert answer.answers == {"boxes": {"where": "a safe ward", "who": "the nurses"}}
        await desk.until(lambda: "table 4: 2 of 2" in desk.screen_text())
        await desk.press("s", "4", "enter")
        assert "a safe ward" in desk.screen_text()


@pytest.mark.parametrize("size", SIZES)
async def test_the_groups_stand_side_by_side_and_new_sheets_join_them(
    size: tuple[int, int],
) -> None:
    begun = (ON_CASE, sheet("k1", "1", where="a safe ward"), StepCase(CASE, CaseStep.READ_OUT))
    async with make_app(*begun, plan=TAKING, size=size) as desk:
        await desk.press("c")
        await desk.until(lambda: "a safe ward" in desk.screen_text())
        await desk.send(sheet("k2", "2", where="a calm ward"))
        await desk.until(lambda: "a calm ward" in desk.screen_text())
        assert "a safe ward" in desk.screen_text()


async def test_what_is_agreed_is_written_down_and_shown() -> None:
    agreed = StepCase(CASE, CaseStep.AGREED)
    async with make_app(ON_CASE, agreed, plan=TAKING) as desk:
        await desk.press("c", "t", *"we meet in June", "enter")
        await desk.until(lambda: desk.state.notes)
        note = desk.state.notes_in_order()[0]
        assert (note.tag, note.case_study) == (NoteTag.AGREED, CASE)
        await desk.until(lambda: "✓ we meet in June" in desk.screen_text())


async def test_a_plan_without_a_case_says_so() -> None:
    async with make_app(plan=HOUR) as desk:
        await desk.press("c")
        assert "no case study" in desk.screen_text()
        await desk.press("right", "s", "a", "escape")
