"""Themes by keyboard: what is seen, moved, merged, split, renamed, proposed, undone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from tests.stage import command
from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import UNUSED
from tests.tui.taking import DIG, TAKING, idea
from workshop.domain.commands import Jump, KindCommand
from workshop.domain.ids import ActorId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Actor, Role
from workshop.kinds.ideas.frame import Frame
from workshop.kinds.ideas.judging import job_of, judge
from workshop.tui.screens.themes import ThemesScreen

FRAME = [
    {"theme": "Time", "seeds": ["no time", "too busy"]},
    {"theme": "Money", "seeds": ["no budget", "funding ends"]},
]
ANALYST = Actor(ActorId("analyst"), Role.ANALYST)
BO = Actor(ActorId("bo"), Role.CO_FACILITATOR, "Bo", "BO")


def _plan() -> SessionPlan:
    exercises = tuple(
        replace(e, options={"per_person": 0, "frame": FRAME}) if e.id == UNUSED else e
        for e in TAKING.exercises
    )
    return replace(TAKING, exercises=exercises)


PLAN = _plan()
ANSWERS = (
    idea("k1", "we have no time", "4"),
    idea("k2", "the budget was cut"),
    idea("k3", "purple elephants"),
    idea("k4", "We have no time!"),
    idea("k5", "no time and no budget"),
)


def frame(desk: Desk) -> Frame:
    return Frame(PLAN.exercise(UNUSED), desk.state.kinds.get(UNUSED))


def themes(desk: Desk) -> list[str]:
    return [theme.name for theme in frame(desk).themes.values()]


async def judged(desk: Desk) -> None:
    """What the host's worker does."""
    exercise = PLAN.exercise(UNUSED)
    while True:
        job = job_of(exercise, desk.state.kinds.get(UNUSED), desk.state.responses_to(UNUSED))
        if job is None:
            break
        await desk.service.submit(command(KindCommand(UNUSED, judge(job))), ANALYST)
    await desk.until(lambda: desk.app.state is desk.service.state)


async def elsewhere(desk: Desk, **payload: Any) -> None:
    await desk.send(KindCommand(UNUSED, payload), BO)


@asynccontextmanager
async def on_themes(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    async with make_app(Jump(DIG), *ANSWERS, plan=PLAN, size=size) as desk:
        await judged(desk)
        await desk.press("i", "t")
        await desk.until(lambda: isinstance(desk.app.screen, ThemesScreen))
        await desk.until(lambda: "other list" in desk.screen_text())
        yield desk


async def typed(desk: Desk, text: str) -> None:
    await desk.press(*("space" if letter == " " else letter for letter in text), "enter")


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
async def test_themes_their_answers_repeats_and_guesses_are_seen(size: tuple[int, int]) -> None:
    async with on_themes(size) as desk:
        text = desk.screen_text()
        assert "5 ideas, 2 not sorted · seeds by TF-IDF" in text
        await desk.press("1")
        await desk.until(lambda: "we have no time  ×2" in desk.screen_text())
        assert "no time · too busy" in desk.text("#deciding-detail")
        await desk.press("0")
        await desk.until(lambda: "→" in desk.screen_text())
        assert "purple elephants" in desk.screen_text()


async def test_digits_move_answers_and_undo_names_and_takes_it_back() -> None:
    async with on_themes() as desk:
        await desk.press("0", "tab")
        await desk.until(lambda: "resembles" in desk.text("#deciding-detail"))
        await desk.press("home", "2")
        await desk.until(lambda: frame(desk).theme_of("k3") == "t2")
        await desk.press("u")
        assert "undo moving an answer to ‘Money’" in desk.text("ArmedLine")
        await desk.press("u")
        await desk.until(lambda: frame(desk).theme_of("k3") == "")


async def test_best_guess_is_taken_with_one_key() -> None:
    async with on_themes() as desk:
        await desk.press("0", "tab", "end", "g")
        await desk.until(lambda: frame(desk).theme_of("k5") in ("t1", "t2"))


async def test_rename_seeds_merge_remove_and_new() -> None:
    async with on_themes() as desk:
        await desk.press("1", "r", *("backspace",) * 4)
        await typed(desk, "Hours")
        await desk.until(lambda: themes(desk) == ["Hours", "Money"])
        await desk.press("s", "end")
        await typed(desk, "; rota")
        await desk.until(lambda: "rota" in frame(desk).themes["t1"].seeds)
        await desk.press("n")
        await typed(desk, "Animals")
        await desk.until(lambda: themes(desk) == ["Hours", "Money", "Animals"])
        await desk.press("3", "d")
        await typed(desk, "a joke")
        await desk.until(lambda: themes(desk) == ["Hours", "Money"])
        await desk.press("1", "m", "1")
        await desk.until(lambda: themes(desk) == ["Money"])
        assert "takes in ‘Hours’" in desk.text("#deciding-detail")


async def test_marked_answers_are_split_into_a_theme_of_their_own() -> None:
    async with on_themes() as desk:
        await desk.press("1", "tab", "home", "space", "S")
        await typed(desk, "Clinics")
        await desk.until(lambda: frame(desk).theme_of("k1") == "t3")
        assert themes(desk)[-1] == "Clinics"


async def test_repeats_are_taken_apart() -> None:
    async with on_themes() as desk:
        await desk.press("1", "tab", "home", "f")
        await desk.until(lambda: not frame(desk).twin_of("k4"))
        await desk.until(lambda: "×2" not in desk.screen_text())


async def test_proposals_are_taken_and_rejected_with_a_reason() -> None:
    async with on_themes() as desk:
        said = (
            *("parking is full", "no parking here", "parking costs", "staff parking is far"),
            *("printer is out of ink", "printer jams", "one printer for all", "printer broke"),
        )
        for number, text in enumerate(said):
            await desk.service.submit(command(idea(f"p{number}", text)), BO)
        await judged(desk)
        await desk.until(lambda: len(frame(desk).proposals) >= 2)
        await desk.press("end")
        first, last = frame(desk).proposals[0], frame(desk).proposals[-1]
        await desk.until(lambda: last.name in desk.text("#deciding-detail"))
        await desk.press("x")
        await typed(desk, "not ours")
        await desk.until(lambda: last.id not in {p.id for p in frame(desk).proposals})
        assert frame(desk).history[-1] == (f"Proposal ‘{last.name}’ rejected: not ours", "AL")
        await desk.press("end", *("up",) * (len(frame(desk).proposals) - 1), "t")
        await typed(desk, "")
        await desk.until(lambda: len(themes(desk)) == 3)
        assert first.id not in {p.id for p in frame(desk).proposals}


async def test_a_clash_with_another_facilitator_is_said() -> None:
    async with on_themes() as desk:
        await desk.press("1", "r", *("backspace",) * 4)
        await elsewhere(desk, do="rename", theme="t1", name="Hours")
        await typed(desk, "Minutes")
        await desk.until(lambda: "has changed since you looked (BO)" in desk.screen_text())
        assert themes(desk)[0] == "Hours"


async def test_other_kinds_have_no_themes() -> None:
    async with make_app(Jump(DIG), plan=PLAN) as desk:
        await desk.press("i", "left")
        await desk.until(lambda: " t themes" not in desk.screen_text())
        await desk.press("t")
        await desk.until(lambda: "Only ideas have themes" in desk.screen_text())
