"""Roles and organisations merged by keyboard, kept apart, taken apart, undone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.kinds import samples
from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import UNUSED
from tests.tui.taking import DIG, TAKING
from workshop.domain.commands import Jump, SubmitResponse
from workshop.kinds.base import Material
from workshop.kinds.nominations.mentions import mentions_of
from workshop.kinds.registry import load
from workshop.tui.screens.merging import MergingScreen
from workshop.tui.screens.network import NetworkScreen
from workshop.tui.widgets.findings import FindingsView
from workshop.tui.widgets.form_screen import FormScreen

PLAN = replace(
    TAKING,
    exercises=tuple(
        replace(
            e,
            kind="nominations",
            title="Whom do we turn to?",
            options=samples.bundled()["whom-we-turn-to"].options,
        )
        if e.id == UNUSED
        else e
        for e in TAKING.exercises
    ),
)
MADE = PLAN.exercise(UNUSED)
LINES = (
    "1: quality lead @ City Hospital | nurse @ Care Home",
    "1: quality lead @ City Hospital | nurse @ Care Home",
    "1 2: Quality leed @ City Hospitals | nurse @ Care Home",
    "3: mayor @ Town | doctor @ City Hospital",
    *["1: mayor @ Town | nurse @ Care Home"] * 3,
)


def named(number: int, line: str) -> SubmitResponse:
    answers = load()["nominations"].parse_line(MADE, line)
    return SubmitResponse(UNUSED, f"k{number}", answers, badge=str(number))


def entries(desk: Desk) -> set[str]:
    state = desk.state
    material = Material(MADE, state.responses_to(UNUSED), (), state=state.kinds.get(UNUSED))
    return {entry.text for entry in mentions_of(material).entries()}


@asynccontextmanager
async def on_merging(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    answers = (named(number, line) for number, line in enumerate(LINES, 1))
    async with make_app(Jump(DIG), *answers, plan=PLAN, size=size) as desk:
        await desk.press("i")
        await desk.until(lambda: "merge" in desk.text("KeyLine"))
        await desk.press("t")
        await desk.until(lambda: isinstance(desk.app.screen, MergingScreen))
        await desk.until(lambda: "may be the same" in desk.screen_text())
        await desk.press("home")
        await desk.until(lambda: "keep apart" in desk.screen_text())
        yield desk


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
async def test_what_may_be_one_stands_first_with_how_alike_it_is(size: tuple[int, int]) -> None:
    async with on_merging(size) as desk:
        text = desk.screen_text()
        assert "5 roles, 4 organisations; 2 pairs may be the same" in text
        assert "? City Hospitals → City Hospital   organisations, 96 % alike" in text
        assert "? Quality leed → quality lead   roles, 91 % alike" in text
        assert "mayor   role, 4 people" in text


async def test_a_proposal_is_taken_and_undo_names_it_and_takes_it_back() -> None:
    async with on_merging() as desk:
        await desk.press("t")
        await desk.until(lambda: "City Hospitals" not in entries(desk))
        await desk.until(lambda: "✓ City Hospitals → City Hospital" in desk.screen_text())
        await desk.press("u")
        await desk.until(lambda: "undo merging two organisations" in desk.text("ArmedLine"))
        await desk.press("u")
        await desk.until(lambda: "City Hospitals" in entries(desk))
        await desk.until(lambda: "? City Hospitals" in desk.screen_text())


async def test_a_proposal_that_is_refused_does_not_come_back() -> None:
    async with on_merging() as desk:
        await desk.press("x")
        await desk.until(lambda: "1 pair may be the same" in desk.text("#deciding-what"))
        assert "City Hospitals" in entries(desk)


async def test_a_merge_is_taken_apart() -> None:
    async with on_merging() as desk:
        await desk.press("t")
        await desk.until(lambda: "✓ City" in desk.screen_text())
        await desk.press("home", "down")
        await desk.until(lambda: "take apart" in desk.screen_text())
        await desk.press("d")
        await desk.until(lambda: "City Hospitals" in entries(desk))


async def test_any_two_of_a_sort_are_merged_by_hand() -> None:
    async with on_merging() as desk:
        await desk.press("end")
        await desk.until(lambda: "merge into" in desk.screen_text())
        last = desk.app.screen.query_one("MergeList").row.text  # type: ignore[attr-defined]
        await desk.press("m", "1")
        await desk.until(lambda: last not in entries(desk))


async def test_what_was_merged_counts_as_one_in_the_findings() -> None:
    async with on_merging() as desk:
        await desk.press("t")
        # The list is drawn anew a moment after the merge is kept.
        await desk.until(lambda: "✓ City Hospitals" in desk.screen_text())
        await desk.press("home", "t")
        await desk.until(lambda: "Quality leed" not in entries(desk))
        await desk.press("escape")
        await desk.until(
            lambda: (
                (found := desk.app.screen.query_one(FindingsView).findings) is not None
                and "quality lead, City Hospital" in found.sentences[1]
            )
        )


async def test_kinds_of_people_on_the_map_are_told_nothing() -> None:
    async with on_merging() as desk:
        await desk.press("t")
        # The list is drawn anew a moment after the merge is kept.
        await desk.until(lambda: "✓ City Hospitals" in desk.screen_text())
        await desk.press("home", "t")
        await desk.until(lambda: "Quality leed" not in entries(desk))
        await desk.press("escape")
        await desk.until(lambda: "Who turns to whom" in desk.screen_text())
        await desk.press("m", "m")
        await desk.until(lambda: isinstance(desk.app.screen, NetworkScreen))
        await desk.until(lambda: "Who should meet" in desk.screen_text())
        assert "mayor" in desk.screen_text()
        assert not desk.app.screen.check_action("introduce", ())


async def test_the_form_completes_what_it_offers() -> None:
    answers = (named(number, line) for number, line in enumerate(LINES, 1))
    async with make_app(Jump(DIG), *answers, plan=PLAN, size=(80, 24)) as desk:
        await desk.press("a", "ctrl+o")
        await desk.until(lambda: isinstance(desk.app.screen, FormScreen))
        await desk.press("a", "enter", *"quality l")
        await desk.until(lambda: "quality lead" in desk.screen_text())
        await desk.press("right")
        await desk.until(lambda: desk.app.focused.value == "quality lead")  # type: ignore[union-attr]
