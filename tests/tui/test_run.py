"""The run screen: what must be seen, at every size."""

from __future__ import annotations

import pytest

from tests.tui.desk import SIZES, make_app
from tests.tui.hour import UNUSED
from workshop.domain.commands import Jump, SendMessage, SubmitResponse
from workshop.domain.ids import SegmentId
from workshop.errors import SaveFailed
from workshop.service.client import Health, Link
from workshop.tui.widgets.big_time import BigTime
from workshop.tui.widgets.key_bar import KeyBar


@pytest.mark.parametrize("size", SIZES)
async def test_what_must_be_seen_is_seen(size: tuple[int, int]) -> None:
    async with make_app(size=size) as desk:
        await desk.pass_time(125)
        seen = desk.screen_text()
        assert "must end 16:00, on time" in seen
        assert "Hand over to Bo." in seen
        assert "Welcome" in seen
        assert "normal" in seen
        assert "next: 15:04 (11:00) Bo Berg: A story of" in seen
        assert desk.app.screen.query_one("#time", BigTime).text == "1:55"


async def test_the_cue_to_come_counts_down() -> None:
    async with make_app() as desk:
        await desk.pass_time(90)
        assert "Say who is here." in desk.text("#due")
        assert "in 0:30 Hand over to Bo." in desk.text("#coming")
        await desk.pass_time(30)
        assert "Hand over to Bo." in desk.text("#due")


@pytest.mark.parametrize(
    ("seconds", "word", "shape"),
    [(0, "normal", "●"), (200, "warning", "▲"), (230, "danger", "◆"), (250, "overtime", "■")],
)
async def test_a_phase_is_a_word_a_shape_and_a_colour(seconds: int, word: str, shape: str) -> None:
    async with make_app() as desk:
        await desk.pass_time(seconds)
        assert f"{shape} {word}" in desk.text("#phase")


async def test_running_over_shows_in_the_headline_and_in_the_projections() -> None:
    async with make_app() as desk:
        await desk.pass_time(9 * 60)
        seen = desk.screen_text()
        assert "must end 16:00, short by 5:00" in seen
        assert "15:09  +5 A story of" in seen


async def test_each_presenter_has_minutes_left() -> None:
    async with make_app(size=(120, 40)) as desk:
        await desk.until(lambda: "Bo Berg · Part one. How we connect" in desk.screen_text())
        assert "26:00" in desk.screen_text()
        await desk.press("n")
        await desk.pass_time(60)
        assert "Bo Berg has 25:00" in desk.text("#part")


async def test_a_part_that_eats_into_the_next_ones_floor_is_warned_of() -> None:
    async with make_app(Jump(SegmentId("dig")), size=(120, 40)) as desk:
        await desk.pass_time(38 * 60)
        assert "Part two" in desk.text("#warnings")


async def test_the_message_to_the_presenter_stands_on_the_chairs_view() -> None:
    async with make_app(SendMessage("five minutes")) as desk:
        assert "To the presenter: five minutes" in desk.screen_text()


async def test_text_of_a_hostile_message_is_only_text() -> None:
    async with make_app(SendMessage("[/x][red]oops[$nope]")) as desk:
        assert "[/x][red]oops[$nope]" in desk.screen_text()


async def test_answers_are_counted_as_they_come() -> None:
    async with make_app(Jump(SegmentId("dig"))) as desk:
        await desk.send(SubmitResponse(UNUSED, "k1", {"text": "one"}))
        await desk.until(lambda: "answers open: 1" in desk.screen_text())


async def test_a_failing_save_is_said_as_long_as_it_lasts_and_nothing_is_lost() -> None:
    async with make_app() as desk:
        desk.log.failure = SaveFailed("No space left on the disk", "Free some space.")
        await desk.pilot.press("plus")
        await desk.until(lambda: "NOT SAVING: No space left on the disk" in desk.screen_text())
        await desk.pass_time(60)
        assert "NOT SAVING" in desk.screen_text()
        desk.log.failure = None
        await desk.until(lambda: "NOT SAVING" not in desk.screen_text())
        await desk.press("plus")
        await desk.until(lambda: desk.state.clock.allotted.get(SegmentId("welcome")) == 300)


async def test_a_host_that_is_gone_is_said() -> None:
    async with make_app() as desk:
        desk.app.health = Health(Link.RECONNECTING)
        await desk.pilot.pause()
        assert "Reconnecting" in desk.screen_text()


async def test_the_mouse_presses_keys_and_chooses_segments() -> None:
    async with make_app() as desk:
        await desk.pilot.click("KeyBar", offset=(15, 0))
        await desk.settle()
        assert desk.on == "story"
        await desk.pilot.click("RunList", offset=(12, 8))
        await desk.pilot.pause()
        await desk.press("enter")
        await desk.until(lambda: desk.on == "more")


async def test_a_resized_terminal_shows_both_times_where_there_is_room() -> None:
    async with make_app() as desk:
        await desk.pilot.resize_terminal(120, 40)
        await desk.until(lambda: "15:04 15:04 A story of two wards" in desk.screen_text())
        await desk.pilot.resize_terminal(80, 24)
        await desk.until(lambda: "15:04 15:04" not in desk.screen_text())


async def test_a_narrow_footer_has_what_a_chair_needs_most() -> None:
    async with make_app(size=(80, 24)) as desk:
        await desk.until(lambda: desk.app.screen.query_one(KeyBar).keys)
        said = str(desk.app.screen.query_one(KeyBar).render())
        wanted = "space pause  n next  a add  t note  + -  u undo  g join  p who  f fit  ? help"
        assert said.strip() == wanted
        time = desk.app.screen.query_one("#time", BigTime)
        await desk.pilot.click("KeyBar", offset=(said.index("+"), 0))
        await desk.until(lambda: time.text == "5:00")
        await desk.pilot.click("KeyBar", offset=(said.index("-"), 0))
        await desk.until(lambda: time.text == "4:00")
