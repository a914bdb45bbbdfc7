"""A co-facilitator's terminal beside the chair's: two apps, one host, the same hour."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.hosting import client_of, serving
from tests.stage import CHAIR, HOST, START, SetClock, command
from tests.tui.desk import SIZES, make_service, screen_text
from tests.tui.taking import DIG, TAKING, idea
from workshop.commands.joining import _exchanged
from workshop.domain.clock import Stage
from workshop.domain.commands import CreateSession, Jump, Prepare, Start
from workshop.domain.ids import SegmentId
from workshop.domain.records import Note, Role
from workshop.service.session_service import SessionService
from workshop.tui.app import WorkshopApp
from workshop.tui.screens.note import NoteScreen
from workshop.tui.screens.one_time_key import KeyScreen
from workshop.tui.screens.people import PeopleScreen

A_MOMENT_S = 2.0
"""Terminals are told five times a second; the rest is for a busy machine."""


@dataclass
class Terminal:
    app: WorkshopApp
    pilot: Pilot[int]

    @property
    def seen(self) -> str:
        return screen_text(self.app)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await until(lambda: all(w.is_finished for w in self.app.workers if w.group == "acting"))
        await self.pilot.pause()

    async def until(self, holds: Callable[[], object]) -> None:
        await until(holds)

    async def sees(self, text: str) -> None:
        await until(lambda: text in self.seen)


@dataclass
class TwoTerminals:
    chair: Terminal
    co: Terminal
    service: SessionService

    @property
    def notes(self) -> list[Note]:
        return self.service.state.notes_in_order()


async def until(holds: Callable[[], object], seconds: float = 8) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - screens tell nobody that they have painted
            await asyncio.sleep(0.01)


@asynccontextmanager
async def terminal(app: WorkshopApp, size: tuple[int, int]) -> AsyncIterator[Terminal]:
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(lambda: app.state is not None)
        await pilot.pause()
        yield Terminal(app, pilot)


@asynccontextmanager
async def two_terminals(
    folder: Path, size: tuple[int, int] = (80, 24), stage: Stage = Stage.RUNNING
) -> AsyncIterator[TwoTerminals]:
    """The chair begins; the co-facilitator comes in by a key that the chair's terminal shows."""
    clock = SetClock()
    service = make_service(TAKING, clock)
    await service.start()
    end = START + timedelta(hours=1)
    await service.submit(command(CreateSession(START, end)), HOST)
    if stage is Stage.RUNNING:
        for body in (Prepare(START, end), Start(), Jump(DIG), idea("k1", "run charts")):
            await service.submit(command(body), CHAIR)
    async with serving(service, folder) as (url, _process):
        chairs = client_of(url)
        async with terminal(WorkshopApp(chairs, clock), size) as chair:
            ticket = await _exchanged(url, await shown_key(chair, stage), "BB")
            theirs = client_of(url, ticket.token, ticket.actor)
            async with terminal(WorkshopApp(theirs, clock), size) as co:
                yield TwoTerminals(chair, co, service)
                await theirs.close()
            await chairs.close()


async def shown_key(chair: Terminal, stage: Stage) -> str:
    """A co-facilitator's key as the chair makes one by keyboard."""
    if stage is Stage.PREFLIGHT:
        room = chair.app.client.room  # type: ignore[union-attr]
        return (await room.new_key(Role.CO_FACILITATOR)).key
    await chair.press("p", "n", "1")
    screen = chair.app.screen
    assert isinstance(screen, KeyScreen)
    words = screen.query_one("#join-address")
    await until(lambda: words.text)  # type: ignore[attr-defined]
    key: str = words.text  # type: ignore[attr-defined]
    await chair.press("escape", "escape")
    return key


@pytest.mark.parametrize("size", SIZES)
async def test_both_screens_are_a_moment_apart(tmp_path: Path, size: tuple[int, int]) -> None:
    async with two_terminals(tmp_path, size) as two:
        assert "Cy Cruz has" not in two.co.seen
        await two.chair.press("n")
        await until(lambda: "Cy Cruz has" in two.co.seen, A_MOMENT_S)
        await two.co.press("t", *"the case begins", "enter")
        await until(lambda: two.notes)
        await until(
            lambda: two.chair.app.state is not None and two.chair.app.state.notes, A_MOMENT_S
        )


@pytest.mark.parametrize("size", SIZES)
async def test_a_co_facilitator_is_not_offered_the_clock_until_it_is_granted(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with two_terminals(tmp_path, size) as two:
        at = two.service.state.clock.current
        await two.co.press("n", "plus", "space", "f6", "e", "full_stop", "E")
        assert two.service.state.clock.current == at
        assert "n next" not in two.co.seen
        assert "t note" in two.co.seen
        await two.chair.press("p", "c")
        await two.co.sees("n next")
        await two.co.press("n")
        await until(lambda: two.service.state.clock.current.segment == "case")  # type: ignore[union-attr]
        await two.chair.press("c")
        await until(lambda: "n next" not in two.co.seen)
        await two.co.press("e")
        assert two.service.state.clock.stage is Stage.RUNNING


async def test_the_chair_sees_who_is_connected(tmp_path: Path) -> None:
    async with two_terminals(tmp_path) as two:
        await two.chair.press("p")
        await two.chair.sees("● co-facilitator  BB")


async def test_what_a_co_facilitator_writes_carries_their_initials(tmp_path: Path) -> None:
    async with two_terminals(tmp_path) as two:
        await two.co.press("t", *"quiet at table 4", "enter")
        await until(lambda: two.notes)
        assert (two.notes[0].text, two.notes[0].initials) == ("quiet at table 4", "BB")
        await two.chair.press("t")
        await two.chair.sees("BB quiet at table 4")


@pytest.mark.parametrize("size", SIZES)
async def test_a_clash_of_edits_is_said_and_not_lost(tmp_path: Path, size: tuple[int, int]) -> None:
    async with two_terminals(tmp_path, size) as two:
        await two.co.press("t", *"first", "enter")
        await until(lambda: two.notes)
        for one in (two.chair, two.co):
            await one.press("t")
            await one.sees("BB first")
            await one.press("up", "enter")
        await two.co.press(*" and theirs", "enter")
        await until(lambda: two.notes[0].text == "first and theirs")
        await two.chair.press(*" and mine", "enter")
        await two.chair.sees("Meanwhile it was changed to: first and theirs")
        assert isinstance(two.chair.app.screen, NoteScreen)
        assert two.chair.app.screen.query_one("#note-input", Input).value == "first and mine"
        assert two.notes[0].text == "first and theirs"
        await two.chair.press("enter")
        await until(lambda: two.notes[0].text == "first and mine")


async def test_two_who_press_next_go_on_once(tmp_path: Path) -> None:
    async with two_terminals(tmp_path) as two:
        await two.chair.press("p", "c")
        await two.co.sees("n next")
        await two.chair.press("escape")
        await asyncio.gather(two.chair.pilot.press("n"), two.co.pilot.press("n"))
        await until(lambda: "has changed since" in two.chair.seen + two.co.seen)
        assert two.service.state.clock.current.segment == SegmentId("case")  # type: ignore[union-attr]


async def test_who_is_shut_out_is_told(tmp_path: Path) -> None:
    async with two_terminals(tmp_path) as two:
        await two.chair.press("p", "v", "v")
        assert isinstance(two.chair.app.screen, PeopleScreen)
        await two.co.sees("shut this device out")
        assert "t note" not in two.co.seen


async def test_before_the_preflight_a_co_facilitator_waits_on_the_run_screen(
    tmp_path: Path,
) -> None:
    async with two_terminals(tmp_path, stage=Stage.PREFLIGHT) as two:
        assert two.chair.app.place == "preflight"
        assert two.co.app.place == "run"
        await two.chair.press("enter")
        await until(lambda: two.service.state.clock.stage is Stage.LOBBY)
        await until(lambda: two.co.app.place == "run")
        await two.co.press("space")
        assert two.service.state.clock.stage is Stage.LOBBY


async def test_a_co_facilitator_leaves_and_nothing_ends(tmp_path: Path) -> None:
    async with two_terminals(tmp_path) as two:
        await two.co.press("q")
        assert "End the session" not in two.co.seen
        await two.co.pilot.press("q")
        await until(lambda: not two.co.app.is_running)
        assert two.service.state.clock.stage is Stage.RUNNING
        await two.chair.press("n")
        await until(lambda: two.service.state.clock.current.segment == "case")  # type: ignore[union-attr]
