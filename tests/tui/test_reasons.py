"""Reasons of a curve matched with what helps, by keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import UNUSED
from tests.tui.taking import DIG, TAKING
from workshop.domain.commands import Jump, KindCommand, SubmitResponse
from workshop.domain.ids import ActorId
from workshop.domain.records import Actor, Role
from workshop.kinds.curve.matching import Matches
from workshop.kinds.registry import load
from workshop.tui.screens.reasons import ReasonsScreen
from workshop.tui.widgets.findings import FindingsView

BO = Actor(ActorId("bo"), Role.CO_FACILITATOR, "Bo", "BO")
OPTIONS = {
    "stages": [{"id": "start", "text": "Start"}, {"id": "doing", "text": "Doing"}],
    "why": True,
    "strategies": [
        {"id": "goal", "text": "Look at the shared goal again"},
        {"id": "time", "text": "Settle time before the work begins"},
    ],
}
PLAN = replace(
    TAKING,
    exercises=tuple(
        replace(e, kind="curve", title="Commitment", options=OPTIONS) if e.id == UNUSED else e
        for e in TAKING.exercises
    ),
)
MADE = PLAN.exercise(UNUSED)
LINES = (
    "90 40 | : no time beside the day job",
    "80 30 | doing: the goal was unclear | meet",
    "5 9",
)


def curve(key: str, line: str) -> SubmitResponse:
    return SubmitResponse(UNUSED, key, load()["curve"].parse_line(MADE, line))


def matches(desk: Desk) -> dict[str, str]:
    """What a facilitator chose, by reason."""
    state = desk.state
    found = Matches(MADE, state.kinds.get(UNUSED), state.responses_to(UNUSED))
    return {r.text: r.answered.text if r.answered else "" for r in found.reasons}


@asynccontextmanager
async def on_reasons(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    answers = (curve(f"k{number}", line) for number, line in enumerate(LINES))
    async with make_app(Jump(DIG), *answers, plan=PLAN, size=size) as desk:
        await desk.press("i", "t")
        await desk.until(lambda: isinstance(desk.app.screen, ReasonsScreen))
        await desk.until(lambda: "what helps" in desk.screen_text())
        await desk.press("home")
        yield desk


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
async def test_reasons_stand_with_their_stage_and_what_is_said_against_them(
    size: tuple[int, int],
) -> None:
    async with on_reasons(size) as desk:
        text = desk.screen_text()
        assert "2 reasons, 1 with nothing against them yet" in text
        assert "✓ 2   the goal was unclear  → meet" in text
        assert "their steepest fall" in desk.text("#deciding-detail")


async def test_what_helps_is_chosen_from_the_nearest_first_and_taken_away_again() -> None:
    async with on_reasons() as desk:
        await desk.press("enter")
        await desk.until(lambda: "1 Settle time before" in desk.screen_text())
        assert "meet  (said in the room)" in desk.screen_text()
        await desk.press("1")
        await desk.until(lambda: "Settle time" in matches(desk)["no time beside the day job"])
        await desk.until(lambda: "0 with nothing" in desk.text("#deciding-what"))
        await desk.press("d")
        await desk.until(lambda: not matches(desk)["no time beside the day job"])


async def test_undo_names_the_match_and_takes_it_back() -> None:
    async with on_reasons() as desk:
        await desk.press("enter", "2")
        await desk.until(lambda: any(matches(desk).values()))
        await desk.press("u")
        assert "undo matching a reason" in desk.text("ArmedLine")
        await desk.press("u")
        await desk.until(lambda: not any(matches(desk).values()))


async def test_n_goes_to_the_next_reason_without_an_answer() -> None:
    async with on_reasons() as desk:
        await desk.press("end", "n")
        assert "no time beside" in desk.text("#deciding-detail")
        await desk.press("enter", "1", "n")
        await desk.until(lambda: "has something against it" in desk.screen_text())


async def test_the_second_to_choose_is_told_who_was_first() -> None:
    async with on_reasons() as desk:
        await desk.press("enter")
        answer = desk.state.responses_to(UNUSED)[0].id
        match = {"do": "match", "answer": answer, "source": "list", "strategy": "goal"}
        await desk.send(KindCommand(UNUSED, match), BO)
        await desk.press("1")
        await desk.until(lambda: "answered meanwhile by BO" in desk.screen_text())
        assert matches(desk)["no time beside the day job"] == "Look at the shared goal again"


async def test_the_curve_is_drawn_in_the_insights() -> None:
    async with on_reasons((120, 40)) as desk:
        await desk.press("escape")
        view = desk.app.screen.query_one(FindingsView)
        await desk.until(lambda: view.findings is not None)
        assert "Commitment falls most at ‘Doing’" in desk.screen_text()
        assert "●" in desk.screen_text()
