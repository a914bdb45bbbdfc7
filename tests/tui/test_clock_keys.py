"""The clock by its keys: pressed by a chair, seen in the durable state."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stage import CHAIR, HOST, START, command
from tests.tui.desk import SIZES, make_app
from workshop.domain.clock import Stage
from workshop.domain.commands import Jump, Next, ReportClockGap
from workshop.domain.ids import ActorId, SegmentId
from workshop.domain.records import Actor, Role
from workshop.tui.screens.ago import AgoScreen, seconds_ago
from workshop.tui.screens.end import EndScreen
from workshop.tui.screens.fit import FitScreen
from workshop.tui.screens.gap import GapScreen
from workshop.tui.screens.jump import JumpScreen


@pytest.mark.parametrize("key", ["space", "f5"])
async def test_the_start_key_starts_pauses_and_goes_on(key: str) -> None:
    async with make_app(stage="lobby") as desk:
        await desk.press(key)
        assert desk.state.clock.stage is Stage.RUNNING
        await desk.pass_time(10)
        await desk.press(key)
        assert desk.state.clock.paused_at is not None
        await desk.pass_time(61)
        assert "PAUSED 1:01" in desk.screen_text()
        await desk.press(key)
        assert desk.state.clock.paused_at is None


async def test_nothing_starts_by_itself() -> None:
    async with make_app(stage="lobby") as desk:
        await desk.pass_time(1800)
        assert desk.state.clock.stage is Stage.LOBBY


@pytest.mark.parametrize("key", ["n", "f6"])
async def test_next_goes_on(key: str) -> None:
    async with make_app() as desk:
        await desk.press(key)
        assert desk.on == "story"


async def test_keys_pressed_fast_all_count() -> None:
    async with make_app() as desk:
        await desk.press("plus", "equals_sign", "f8", "minus", "n")
        assert desk.state.clock.allotted["welcome"] == 4 * 60 + 2 * 60
        assert desk.on == "story"


async def test_a_forgotten_next_began_three_minutes_ago() -> None:
    async with make_app() as desk:
        await desk.pass_time(400)
        await desk.press("N")
        assert isinstance(desk.app.screen, AgoScreen)
        await desk.press("enter")
        await desk.until(lambda: desk.on == "story")
        assert desk.state.clock.runs[-1].began_at == START + timedelta(seconds=220)


async def test_the_segment_on_now_began_earlier_or_later() -> None:
    async with make_app(Next()) as desk:
        await desk.pass_time(300)
        await desk.press("N", "backspace", "1", "colon", "3", "0", "c")
        began = START + timedelta(seconds=210)
        await desk.until(lambda: desk.state.clock.runs[-1].began_at == began)
        assert desk.on == "story"


async def test_minutes_that_are_none_stay_in_the_prompt() -> None:
    async with make_app() as desk:
        await desk.press("N", "backspace", "colon", "enter")
        assert isinstance(desk.app.screen, AgoScreen)
        assert "Minutes, please" in desk.screen_text()
        assert desk.on == "welcome"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("3", 180), ("2.5", 150), ("2,5", 150), ("2:30", 150), ("0", 0), ("", None), ("2:70", None)],
)
def test_minutes_as_typed(text: str, seconds: int | None) -> None:
    assert seconds_ago(text) == seconds


async def test_back_wants_to_be_pressed_twice() -> None:
    async with make_app(Next()) as desk:
        await desk.press("b")
        assert desk.on == "story"
        assert "b again: back to 'Welcome'" in desk.screen_text()
        await desk.press("b")
        assert desk.on == "welcome"


async def test_back_names_the_segment_that_it_leads_to() -> None:
    async with make_app(Jump(SegmentId("dig"))) as desk:
        await desk.press("b")
        assert "b again: back to 'A story of two wards'" in desk.screen_text()
        await desk.press("b")
        assert desk.on == "story"


async def test_one_press_of_back_is_forgotten() -> None:
    async with make_app(Next()) as desk:
        await desk.press("b")
        await desk.pass_time(6)
        await desk.press("b")
        assert desk.on == "story"


async def test_another_key_disarms_back() -> None:
    async with make_app(Next()) as desk:
        await desk.press("b", "plus", "b")
        assert desk.on == "story"


@pytest.mark.parametrize("again", ["u", "enter"])
async def test_undo_names_what_it_takes_back(again: str) -> None:
    async with make_app() as desk:
        await desk.press("n", "u")
        assert desk.on == "story"
        assert "undo next to 'A story of two wards'" in desk.screen_text()
        await desk.press(again)
        assert desk.on == "welcome"


async def test_undo_is_left_with_escape() -> None:
    async with make_app() as desk:
        await desk.press("n", "u", "escape", "enter")
        assert desk.on == "story"


@pytest.mark.parametrize("size", SIZES)
async def test_a_fit_is_shown_and_then_taken(size: tuple[int, int]) -> None:
    async with make_app(size=size) as desk:
        await desk.pass_time(8 * 60)
        await desk.press("f")
        assert isinstance(desk.app.screen, FitScreen)
        seen = desk.screen_text()
        assert "One more case" in seen
        assert "16:04 → 16:00" in seen
        await desk.press("enter")
        await desk.until(lambda: not isinstance(desk.app.screen, FitScreen))
        assert desk.state.clock.allotted["more"] < 8 * 60
        assert desk.app.show is not None
        assert desk.app.show.short_s == 0


async def test_a_fit_is_left_with_escape() -> None:
    async with make_app() as desk:
        await desk.pass_time(8 * 60)
        await desk.press("f", "escape")
        assert desk.state.clock.allotted == {}
        assert not isinstance(desk.app.screen, FitScreen)


async def test_a_late_start_keeps_the_end_and_offers_the_fit() -> None:
    async with make_app(stage="lobby") as desk:
        await desk.pass_time(7 * 60)
        await desk.press("space")
        assert desk.state.clock.must_end_at == START + timedelta(hours=1)
        assert isinstance(desk.app.screen, FitScreen)
        await desk.press("enter")
        await desk.until(lambda: not isinstance(desk.app.screen, FitScreen))
        assert desk.app.show is not None
        assert desk.app.show.short_s == 0


async def test_close_now_jumps_to_the_close() -> None:
    async with make_app() as desk:
        await desk.pass_time(50 * 60)
        await desk.press("e", "c")
        assert desk.on == "pledges"


async def test_ending_takes_two_keys() -> None:
    async with make_app() as desk:
        await desk.press("e")
        assert desk.state.clock.stage is Stage.RUNNING
        await desk.press("e")
        assert desk.state.clock.stage is Stage.ENDED
        await desk.until(lambda: "The session has ended" in desk.screen_text())


async def test_the_arrows_choose_in_a_dialog() -> None:
    async with make_app() as desk:
        await desk.press("e", "down", "enter")
        assert desk.state.clock.stage is Stage.ENDED


async def test_next_on_the_last_segment_leads_to_the_end() -> None:
    async with make_app(*[Next()] * 6) as desk:
        assert desk.on == "thanks"
        await desk.press("n")
        assert isinstance(desk.app.screen, EndScreen)
        assert desk.state.clock.stage is Stage.RUNNING
        await desk.press("enter")
        assert desk.state.clock.stage is Stage.ENDED


async def test_an_end_can_be_taken_back() -> None:
    async with make_app() as desk:
        await desk.press("e", "e")
        await desk.until(lambda: desk.app.place == "ended")
        await desk.press("u", "u")
        assert desk.state.clock.stage is Stage.RUNNING
        await desk.until(lambda: desk.app.place == "run")


async def test_any_segment_can_be_jumped_to() -> None:
    async with make_app() as desk:
        await desk.press("j")
        assert isinstance(desk.app.screen, JumpScreen)
        await desk.press("down", "down", "down", "enter")
        await desk.until(lambda: desk.on == "case")


async def test_a_segment_is_left_out_and_taken_in_again() -> None:
    async with make_app() as desk:
        await desk.press("j", "down", "s")
        await desk.until(lambda: desk.state.clock.skipped == {"story"})
        await desk.until(lambda: "out" in desk.screen_text())
        await desk.press("s")
        await desk.until(lambda: not desk.state.clock.skipped)


async def test_a_coming_segment_gets_a_minute() -> None:
    async with make_app() as desk:
        await desk.press("j", "down", "plus")
        await desk.until(lambda: desk.state.clock.allotted.get(SegmentId("story")) == 12 * 60)


@pytest.mark.parametrize(("key", "counted"), [("c", True), ("l", False)])
async def test_a_sleeping_laptop_is_asked_about(key: str, counted: bool) -> None:
    async with make_app() as desk:
        desk.clock.move(300)
        gap = ReportClockGap(START + timedelta(seconds=30), START + timedelta(seconds=282), 252,
                             "sleep")  # fmt: skip
        await desk.send(gap, HOST)
        await desk.until(lambda: isinstance(desk.app.screen, GapScreen))
        question = "The laptop slept 4:12: count it or leave it out?"
        await desk.until(lambda: question in desk.screen_text())
        await desk.press(key)
        assert desk.state.clock.gap is None
        run = desk.state.clock.current
        assert run is not None
        assert bool(run.pauses) is not counted


async def test_the_clock_obeys_while_typing() -> None:
    async with make_app() as desk:
        await desk.press("t")
        await desk.press("n", "o", "f6", "f5", "w")
        assert desk.on == "story"
        assert desk.state.clock.paused_at is not None


async def test_two_facilitators_cannot_both_press_next(monkeypatch: pytest.MonkeyPatch) -> None:
    async with make_app() as desk:
        # The news of the other's key has not come through yet.
        monkeypatch.setattr(desk.app, "_receive", lambda *_: None)
        other = Actor(ActorId("other"), Role.CHAIR, "Other", "OT")
        await desk.service.submit(command(Next()), other)
        await desk.press("n")
        assert desk.on == "story"
        await desk.until(lambda: "has changed since you looked" in desk.screen_text())


async def test_page_keys_never_move_the_plan() -> None:
    async with make_app() as desk:
        await desk.press("pageup", "pagedown", "pagedown")
        assert desk.on == "welcome"


async def test_a_co_facilitator_has_no_clock() -> None:
    helper = Actor(ActorId("helper"), Role.CO_FACILITATOR, "Help Er", "HE")
    async with make_app(me=helper) as desk:
        await desk.press("n", "space", "plus")
        assert desk.on == "welcome"
        assert desk.state.clock.paused_at is None
        assert desk.state.clock.allotted == {}


async def test_the_chair_is_the_one_who_acts() -> None:
    async with make_app() as desk:
        await desk.press("n")
        assert desk.state.undo[CHAIR.id][-1].label == "next to 'A story of two wards'"


async def test_a_start_a_few_seconds_late_is_left_in_peace() -> None:
    async with make_app(stage="lobby") as desk:
        await desk.pass_time(40)
        await desk.press("space")
        assert desk.on == "welcome"
        assert not isinstance(desk.app.screen, FitScreen)


async def test_another_end_is_agreed_on() -> None:
    async with make_app() as desk:
        await desk.press("E")
        await desk.pilot.press(*["backspace"] * 5, *"16:10", "enter")
        await desk.until(lambda: desk.state.clock.must_end_at == START + timedelta(minutes=70))
        await desk.until(lambda: "must end 16:10, 10:00 to spare" in desk.screen_text())
