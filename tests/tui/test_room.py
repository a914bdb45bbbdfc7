"""The room view: what the room may see, and the keys that work on it."""

from __future__ import annotations

import pytest

from tests.tui.desk import SIZES, make_app
from tests.tui.hour import UNUSED
from workshop.domain.clock import Stage
from workshop.domain.commands import Jump, SendMessage, SubmitResponse, TakeNote
from workshop.domain.ids import NoteId, SegmentId
from workshop.tui.screens.capture import CaptureScreen
from workshop.tui.screens.fit import FitScreen
from workshop.tui.screens.note import NoteScreen

DIG = Jump(SegmentId("dig"))


@pytest.mark.parametrize("size", SIZES)
async def test_the_room_sees_the_prompt_and_the_time_and_nothing_private(
    size: tuple[int, int],
) -> None:
    private = (
        SendMessage("please close"),
        TakeNote(NoteId("n1"), "the speaker is nervous", initials="AL"),
        SubmitResponse(UNUSED, "k1", {"text": "an answer"}),
    )
    async with make_app(DIG, *private, size=size) as desk:
        await desk.press("z")
        await desk.until(lambda: desk.app.place == "room")
        seen = desk.screen_text()
        assert "What have you learnt and never used?" in seen
        assert "█" in seen
        for secret in ("please close", "nervous", "an answer", "Doors stay open", "must end"):
            assert secret not in seen


async def test_the_way_to_the_room_view_and_back() -> None:
    async with make_app() as desk:
        await desk.press("z")
        await desk.until(lambda: desk.app.place == "room")
        await desk.press("z")
        await desk.until(lambda: desk.app.place == "run")


async def test_a_mirrored_display_starts_in_the_room_view() -> None:
    async with make_app(stage="lobby", mirrored=True) as desk:
        await desk.press("space")
        assert desk.state.clock.stage is Stage.RUNNING
        await desk.until(lambda: desk.app.place == "room")


async def test_the_own_view_on_a_mirrored_display_takes_two_keys() -> None:
    async with make_app(mirrored=True) as desk:
        await desk.press("z")
        assert desk.app.place == "room"
        assert "the room sees this screen" in desk.screen_text()
        await desk.press("z")
        await desk.until(lambda: desk.app.place == "run")


async def test_the_clock_obeys_in_the_room_view() -> None:
    async with make_app(mirrored=True) as desk:
        await desk.press("n", "plus", "space")
        assert desk.on == "story"
        assert desk.state.clock.allotted["story"] == 12 * 60
        assert desk.state.clock.paused_at is not None


async def test_a_fit_in_the_room_view_names_no_segment() -> None:
    async with make_app(mirrored=True) as desk:
        await desk.pass_time(8 * 60)
        await desk.press("f")
        assert isinstance(desk.app.screen, FitScreen)
        assert "One more case" not in desk.screen_text()
        assert "16:04 → 16:00" in desk.screen_text()


@pytest.mark.parametrize(("key", "screen"), [("a", CaptureScreen), ("t", NoteScreen)])
async def test_what_is_typed_from_the_room_view_is_masked(key: str, screen: type) -> None:
    async with make_app(DIG, mirrored=True) as desk:
        await desk.press(key)
        await desk.until(lambda: isinstance(desk.app.screen, screen))
        await desk.press(*"secret")
        assert "secret" not in desk.screen_text()


@pytest.mark.parametrize("key", ["o", "i", "r", "m", "j", "l", "c", "x"])
async def test_private_screens_do_not_open_from_the_room_view(key: str) -> None:
    async with make_app(mirrored=True) as desk:
        await desk.press(key)
        assert len(desk.app.screen_stack) == 1


async def test_undo_in_the_room_view_does_not_say_what() -> None:
    note = TakeNote(NoteId("n1"), "the speaker is nervous", initials="AL")
    async with make_app(note, mirrored=True) as desk:
        await desk.press("u")
        assert "u again" in desk.screen_text()
        assert "nervous" not in desk.screen_text()


async def test_the_room_view_is_blanked_and_comes_back() -> None:
    async with make_app(DIG, mirrored=True) as desk:
        await desk.press("full_stop")
        assert desk.state.blank
        await desk.until(lambda: not desk.screen_text().strip())
        await desk.press("full_stop")
        await desk.until(lambda: "never used" in desk.screen_text())


async def test_results_are_shown_to_the_room_when_the_chair_shows_them() -> None:
    answer = SubmitResponse(UNUSED, "k1", {"text": "Peer coaching"})
    async with make_app(DIG, answer, mirrored=True, size=(120, 40)) as desk:
        assert "Peer coaching" not in desk.screen_text()
        await desk.press("d")
        assert not desk.state.exercises[UNUSED].open
        await desk.press("d")
        await desk.until(lambda: "Peer coaching" in desk.screen_text())
        await desk.press("d")
        await desk.until(lambda: "Peer coaching" not in desk.screen_text())


async def test_a_failing_save_is_not_explained_to_the_room() -> None:
    from workshop.errors import SaveFailed

    async with make_app(mirrored=True) as desk:
        desk.log.failure = SaveFailed("No space left on the disk", "Free some space.")
        desk.app.perform("plus")
        await desk.pilot.press("plus")
        await desk.until(lambda: desk.app.health.saving_failed)
        await desk.until(lambda: "see your own view" in desk.screen_text())
        desk.log.failure = None
        await desk.until(lambda: not desk.app.health.saving_failed)
