"""Leaving, help, palette, export, exercises, themes: what belongs to no one screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.stage import HOST
from tests.tui.desk import SIZES, make_app
from tests.tui.front_door import FrontDoor
from tests.tui.hour import HOUR, UNUSED
from workshop.domain.clock import Stage
from workshop.domain.commands import CloseExercise, EndSession, Join, Jump
from workshop.domain.ids import ParticipantId, SegmentId
from workshop.domain.plan import Mode
from workshop.errors import SaveFailed
from workshop.tui.screens.help import HelpScreen
from workshop.tui.screens.leave import LeaveScreen

DIG = Jump(SegmentId("dig"))


async def test_quitting_asks_and_may_leave_the_session_running() -> None:
    async with make_app() as desk:
        await desk.press("q")
        assert isinstance(desk.app.screen, LeaveScreen)
        await desk.pilot.press("l")
        await desk.until(lambda: not desk.app.is_running)
        assert desk.state.clock.stage is Stage.RUNNING


async def test_quitting_may_end_the_session() -> None:
    async with make_app() as desk:
        await desk.press("q")
        await desk.pilot.press("e")
        await desk.until(lambda: not desk.app.is_running)
        assert desk.state.clock.stage is Stage.ENDED


async def test_quitting_while_saving_fails_does_not_say_that_all_is_saved() -> None:
    async with make_app() as desk:
        desk.log.failure = SaveFailed("The disk is full", "Make room")
        await desk.press("plus")
        await desk.until(lambda: desk.app.health.saving_failed)
        await desk.press("q")
        assert isinstance(desk.app.screen, LeaveScreen)
        assert "Saving fails" in desk.app.screen.question()
        desk.log.failure = None


async def test_quitting_may_be_left() -> None:
    async with make_app() as desk:
        await desk.press("q", "escape")
        assert desk.app.is_running
        assert not isinstance(desk.app.screen, LeaveScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_help_comes_and_goes(size: tuple[int, int]) -> None:
    async with make_app(size=size) as desk:
        await desk.press("question_mark")
        await desk.until(lambda: "Start, pause, and go on" in desk.screen_text())
        assert isinstance(desk.app.screen, HelpScreen)
        await desk.press("escape")
        assert not isinstance(desk.app.screen, HelpScreen)


async def test_every_action_is_in_the_palette() -> None:
    async with make_app() as desk:
        titles = {command.title for command in desk.app.get_system_commands(desk.app.screen)}
        assert {"next", "fit", "high contrast", "export", "jump"} <= titles


async def test_an_action_is_carried_out_by_name() -> None:
    async with make_app() as desk:
        await desk.pilot.press("ctrl+p", *"high contrast")
        await desk.until(lambda: "High contrast" in desk.screen_text())
        await desk.pilot.press("enter")
        await desk.until(lambda: desk.app.theme == "workshop-contrast")


async def test_the_exercise_opens_closes_shows_and_hides_with_one_key() -> None:
    async with make_app(DIG) as desk:
        record = desk.state.exercises[UNUSED]
        assert record.open
        seen = []
        for key in ("d", "d", "d", "D"):
            await desk.press(key)
            record = desk.state.exercises[UNUSED]
            seen.append((record.open, record.shown))
        assert seen == [(False, False), (False, True), (False, False), (True, False)]


async def test_a_segment_without_an_exercise_has_none_to_open() -> None:
    async with make_app() as desk:
        await desk.press("d")
        await desk.until(lambda: "no exercise" in desk.screen_text())


async def test_a_discussion_shows_what_was_asked_before_and_never_opens_it_again() -> None:
    more = SegmentId("more")
    parts = tuple(
        replace(part, segments=tuple(
            replace(s, mode=Mode.DISCUSSION) if s.id == more else s for s in part.segments
        ))
        for part in HOUR.parts
    )  # fmt: skip
    talked = (DIG, CloseExercise(UNUSED), Jump(more))
    async with make_app(*talked, plan=replace(HOUR, parts=parts)) as desk:
        seen = []
        for _ in range(3):
            await desk.press("d")
            record = desk.state.exercises[UNUSED]
            seen.append((record.open, record.shown))
        assert seen == [(False, True), (False, False), (False, True)]
        await desk.press("z")
        await desk.until(lambda: desk.app.place == "room")
        await desk.until(lambda: "No ideas have come in yet" in desk.screen_text())


async def test_without_colour_every_state_has_its_word_and_shape(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with make_app() as desk:
        await desk.pass_time(250)
        seen = desk.screen_text()
        assert "■ overtime" in seen
        assert "▲ must end 16:00" not in seen
        await desk.pass_time(60)
        assert "▲ must end 16:00, short by" in desk.screen_text()


async def test_the_pages_may_stay_open_when_the_session_ends() -> None:
    async with make_app(room=FrontDoor()) as desk:
        await desk.send(Join(ParticipantId("p1"), "hash"), HOST)
        await desk.press("q")
        assert "the pages stay open" in desk.screen_text()
        await desk.pilot.press("k")
        await desk.until(lambda: not desk.app.is_running)
        assert desk.state.clock.stage is Stage.ENDED
        assert not desk.service._closing


async def test_after_the_end_the_pages_may_stay_open_or_close() -> None:
    for key, closed in (("k", False), ("q", True)):
        async with make_app(EndSession(), room=FrontDoor()) as desk:
            await desk.send(Join(ParticipantId("p1"), "hash"), HOST)
            await desk.press("q")
            await desk.pilot.press(key)
            await desk.until(lambda: not desk.app.is_running)
            assert desk.service._closing is closed


async def test_help_begins_with_the_keys_of_the_screen_that_lies_over_the_session() -> None:
    async with make_app() as desk:
        await desk.press("r", "question_mark")
        await desk.until(lambda: isinstance(desk.app.screen, HelpScreen))
        await desk.until(lambda: "On this screen" in desk.screen_text())
        assert "withdraw" in desk.screen_text()
        assert "next ?" not in desk.screen_text()  # nothing is looked over here
        await desk.press("escape", "escape", "question_mark")
        await desk.until(lambda: "Start, pause, and go on" in desk.screen_text())
        assert "withdraw" not in desk.screen_text()
