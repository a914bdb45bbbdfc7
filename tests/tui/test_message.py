"""A short word to whoever presents."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from tests.tui.desk import SIZES, Desk, make_app
from workshop.domain.commands import SendMessage
from workshop.tui.drafts import Drafts
from workshop.tui.screens.message import QUICK, MessageScreen
from workshop.tui.widgets.key_line import KeyLine


def said(desk: Desk) -> str:
    return desk.state.message.text if desk.state.message else ""


@pytest.mark.parametrize("size", SIZES)
async def test_a_digit_sends_a_quick_message(size: tuple[int, int]) -> None:
    async with make_app(size=size) as desk:
        await desk.press("m", "2")
        await desk.until(lambda: said(desk) == QUICK[1])
        assert not isinstance(desk.app.screen, MessageScreen)


async def test_down_and_enter_send_one_too() -> None:
    async with make_app() as desk:
        await desk.press("m", "down", "down", "enter")
        await desk.until(lambda: said(desk) == QUICK[2])


@pytest.mark.parametrize("size", SIZES)
async def test_any_letter_begins_own_words(size: tuple[int, int]) -> None:
    async with make_app(size=size) as desk:
        await desk.press("m", *"nearer the microphone", "enter")
        await desk.until(lambda: said(desk) == "nearer the microphone")


async def test_what_stands_there_is_seen_and_can_be_cleared() -> None:
    async with make_app(SendMessage("please close")) as desk:
        await desk.press("m")
        assert "Now: please close" in desk.screen_text()
        await desk.press("ctrl+r")
        await desk.until(lambda: desk.state.message is None)


async def test_own_words_that_were_not_sent_are_there_again() -> None:
    drafts = Drafts()
    async with make_app(drafts=drafts) as desk:
        await desk.press("m", *"wait for", "escape")
        await desk.press("m", *" it", "enter")
        await desk.until(lambda: said(desk) == "wait for it")


async def test_the_mouse_presses_keys_too() -> None:
    async with make_app() as desk:
        await desk.press("m", *"nearer")
        await desk.pilot.click(KeyLine, offset=(2, 0))
        await desk.until(lambda: said(desk) == "nearer")
        await desk.press("m")
        await desk.pilot.click(OptionList, offset=(4, 0))
        await desk.until(lambda: said(desk) == QUICK[0])
