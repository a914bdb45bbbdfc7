"""Typing answers in: fast, in order, and nothing typed is ever lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input

from tests.stage import CHAIR
from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import UNUSED, WARM_UP
from tests.tui.taking import DIG, SURE, TAKING, idea
from workshop.domain.commands import AmendResponse, Jump
from workshop.domain.ids import ExerciseId, ResponseId
from workshop.domain.records import Response
from workshop.errors import SaveFailed
from workshop.tui.drafts import Drafts
from workshop.tui.screens.capture import CaptureScreen
from workshop.tui.widgets.answer_list import AnswerList
from workshop.tui.widgets.typed import Addressed, addressed


def answers(desk: Desk, exercise: ExerciseId = UNUSED) -> list[Response]:
    return desk.state.responses_to(exercise)


def texts(desk: Desk) -> list[str]:
    return [response.answers["text"] for response in answers(desk)]


async def type_line(desk: Desk, line: str) -> None:
    await desk.press(*line, "enter")


def box(desk: Desk) -> Input:
    return desk.app.screen.query_one("#capture-input", Input)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("run charts", Addressed("run charts")),
        ("t4 run charts", Addressed("run charts", "4")),
        ("T12: run charts", Addressed("run charts", "12")),
        ("table 4: run charts", Addressed("run charts", "4")),
        ("#17 run charts", Addressed("run charts", badge="17")),
        ("t4 #17 run charts", Addressed("run charts", "4", "17")),
        ("t4", Addressed("", "4")),
        ("t4x is a drug", Addressed("t4x is a drug")),
        ("teams of 4", Addressed("teams of 4")),
    ],
)
def test_a_line_may_begin_with_a_table_or_a_badge(line: str, read: Addressed) -> None:
    assert addressed(line) == read


@pytest.mark.parametrize("size", SIZES)
async def test_lines_are_kept_in_order_and_the_box_is_free_at_once(size: tuple[int, int]) -> None:
    async with make_app(Jump(DIG), plan=TAKING, size=size) as desk:
        await desk.press("a")
        for line in ("run charts", "t4 co-design", "#17 a third"):
            await type_line(desk, line)
            assert box(desk).value == ""
        await desk.until(lambda: len(answers(desk)) == 3)
        assert texts(desk) == ["run charts", "co-design", "a third"]
        assert [(r.table, r.badge) for r in answers(desk)] == [("", ""), ("4", ""), ("", "17")]
        assert answers(desk)[0].segment == DIG
        await desk.until(lambda: "a third" in desk.screen_text())
        assert "3 answers" in desk.text("#capture-what")


async def test_letters_go_into_the_box_and_the_clock_still_obeys_its_f_keys() -> None:
    async with make_app(Jump(DIG), plan=TAKING) as desk:
        await desk.press("a", *"n plus b", "f6")
        assert box(desk).value == "n plus b"
        assert desk.on == "case"


async def test_a_line_that_is_not_understood_stays_and_says_why() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.app.push_screen(CaptureScreen(SURE))
        await type_line(desk, "4 9")
        assert box(desk).value == "4 9"
        assert desk.text("#capture-error").startswith("! ")
        assert not answers(desk, SURE)
        await desk.press("backspace", "2", "enter")
        await desk.until(lambda: answers(desk, SURE))
        assert answers(desk, SURE)[0].answers == {"see": 4, "other": 2}


async def test_a_table_is_held_until_it_is_let_go() -> None:
    async with make_app(Jump(DIG), plan=TAKING) as desk:
        await desk.press("a")
        await type_line(desk, "t4")
        await type_line(desk, "one")
        await type_line(desk, "t5 two")
        await type_line(desk, "three")
        await desk.press("ctrl+t")
        await type_line(desk, "four")
        await desk.until(lambda: len(answers(desk)) == 4)
        assert [r.table for r in answers(desk)] == ["4", "5", "4", ""]


async def test_ctrl_t_holds_the_table_that_stands_in_the_box() -> None:
    async with make_app(Jump(DIG), plan=TAKING) as desk:
        await desk.press("a", *"t7 #3 one", "ctrl+t", "enter")
        await type_line(desk, "two")
        await desk.until(lambda: len(answers(desk)) == 2)
        assert [(r.table, r.badge) for r in answers(desk)] == [("7", "3"), ("7", "")]


async def test_up_corrects_the_last_and_gives_back_what_was_half_typed() -> None:
    async with make_app(Jump(DIG), plan=TAKING) as desk:
        await desk.press("a")
        await type_line(desk, "t2 frist")
        await desk.until(lambda: texts(desk) == ["frist"])
        await desk.press(*"half", "up")
        assert box(desk).value == "t2 frist"
        await desk.press("ctrl+u")
        await type_line(desk, "t3 first")
        await desk.until(lambda: texts(desk) == ["first"])
        assert (answers(desk)[0].amended, answers(desk)[0].table) == (1, "3")
        assert box(desk).value == "half"
        await desk.press("up", "escape")
        assert box(desk).value == "half"
        assert texts(desk) == ["first"]


async def test_up_finds_what_this_terminal_typed_before_the_screen_was_opened() -> None:
    async with make_app(Jump(DIG), idea("k1", "older"), plan=TAKING) as desk:
        await desk.press("a", "up")
        assert box(desk).value == "older"


@pytest.mark.parametrize("size", SIZES)
async def test_while_saving_fails_the_answers_wait_and_are_kept_once(size: tuple[int, int]) -> None:
    async with make_app(Jump(DIG), plan=TAKING, size=size) as desk:
        await desk.press("a")
        desk.log.failure = SaveFailed("The disk is full", "Make room")
        await type_line(desk, "one")
        await type_line(desk, "two")
        assert box(desk).value == ""
        await desk.until(lambda: "kept here until saving works" in desk.text("#capture-waiting"))
        assert "one; two" in desk.text("#capture-waiting")
        assert not answers(desk)
        desk.log.failure = None
        await desk.until(lambda: len(answers(desk)) == 2)
        assert texts(desk) == ["one", "two"]
        await desk.until(lambda: not desk.text("#capture-waiting"))


async def test_answers_that_wait_outlive_the_screen_and_the_terminal() -> None:
    drafts = Drafts()
    async with make_app(Jump(DIG), plan=TAKING, drafts=drafts) as desk:
        await desk.press("a")
        desk.log.failure = SaveFailed("The disk is full", "Make room")
        await type_line(desk, "one")
        await desk.press("escape")
        desk.app.exit()
    async with make_app(Jump(DIG), plan=TAKING, drafts=drafts) as desk:
        await desk.until(lambda: texts(desk) == ["one"])


async def test_what_was_half_typed_is_there_again() -> None:
    drafts = Drafts()
    async with make_app(Jump(DIG), plan=TAKING, drafts=drafts) as desk:
        await desk.press("a", *"half a thou", "escape")
        await desk.press("a")
        assert box(desk).value == "half a thou"
    async with make_app(Jump(DIG), plan=TAKING, drafts=drafts) as desk:
        await desk.press("a")
        assert box(desk).value == "half a thou"


async def test_an_answer_that_is_refused_comes_back_with_up() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.app.push_screen(CaptureScreen(UNUSED))
        await type_line(desk, "one")
        await desk.until(lambda: texts(desk) == ["one"])
        await desk.press("ctrl+o")
        table = desk.app.screen.query_one("#form-table", Input)
        table.value = "a table with a name that is far too long"
        await desk.press(*"two", "enter")
        await desk.press("escape")
        await desk.until(lambda: "not taken: two" in desk.text("#capture-waiting"))
        await desk.press("up")
        assert box(desk).value == "two"
        await desk.press("enter")
        await desk.until(lambda: texts(desk) == ["one", "two"])


@pytest.mark.parametrize("size", SIZES)
async def test_masked_shows_neither_the_question_nor_what_is_typed(size: tuple[int, int]) -> None:
    async with make_app(Jump(DIG), plan=TAKING, size=size) as desk:
        await desk.app.push_screen(CaptureScreen(masked=True))
        await desk.press(*"t4 secret")
        seen = desk.screen_text()
        assert "secret" not in seen
        assert "have learnt and never" not in seen
        await desk.press("enter")
        await desk.until(lambda: texts(desk) == ["secret"])
        assert answers(desk)[0].table == "4"
        await desk.press("up")
        assert box(desk).value == ""


@pytest.mark.parametrize("size", SIZES)
async def test_a_form_is_filled_in_field_by_field(size: tuple[int, int]) -> None:
    async with make_app(plan=TAKING, size=size) as desk:
        await desk.app.push_screen(CaptureScreen(SURE))
        await desk.press("ctrl+o", "4", "right", "right", "enter")
        await desk.until(lambda: len(answers(desk, SURE)) == 1)
        await desk.press("5", "ctrl+s")
        await desk.until(lambda: len(answers(desk, SURE)) == 2)
        assert [r.answers for r in answers(desk, SURE)] == [{"see": 4, "other": 2}, {"see": 5}]
        await desk.press("escape", "escape")
        assert not isinstance(desk.app.screen, CaptureScreen)


async def test_an_empty_form_says_so_and_sends_nothing() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.app.push_screen(CaptureScreen(SURE))
        await desk.press("ctrl+o", "ctrl+s")
        assert desk.text("#form-said").startswith("! ")
        assert not answers(desk, SURE)


async def test_another_exercise_is_a_key_away() -> None:
    async with make_app(Jump(DIG), plan=TAKING) as desk:
        await desk.press("a", "ctrl+n", "1")
        await type_line(desk, "the train")
        await desk.until(lambda: answers(desk, WARM_UP))
        assert "Warm-up" in desk.text("#capture-what")
        assert "on now: Never used" in desk.text("#capture-what")


async def test_answers_of_others_and_their_corrections_appear() -> None:
    async with make_app(Jump(DIG), plan=TAKING) as desk:
        await desk.press("a")
        await desk.send(idea("k1", "from elsewhere"))
        await desk.until(lambda: "from elsewhere" in desk.screen_text())
        await desk.send(AmendResponse(ResponseId("k1"), "k2", {"text": "from afar"}))
        await desk.until(lambda: "from afar" in desk.screen_text())
        assert len(desk.app.screen.query_one(AnswerList)._rows) == 1


async def test_a_kind_that_is_missing_says_what_to_do_instead() -> None:
    foreign = replace(TAKING.exercises[1], kind="dance")
    plan = replace(TAKING, exercises=(TAKING.exercises[0], foreign, *TAKING.exercises[2:]))
    async with make_app(Jump(DIG), plan=plan, me=CHAIR) as desk:
        await desk.press("a")
        await type_line(desk, "a step")
        assert "take a note instead" in desk.text("#capture-error")
        assert box(desk).value == "a step"


async def test_what_cannot_be_read_of_an_older_life_is_kept_aside() -> None:
    drafts = Drafts()
    drafts.set("outbox", '[{"command": {"type": "dance"}}]')
    async with make_app(Jump(DIG), plan=TAKING, drafts=drafts) as desk:
        await desk.press("a")
        await type_line(desk, "one")
        await desk.until(lambda: texts(desk) == ["one"])
    assert "dance" in drafts.get("outbox/unread")
