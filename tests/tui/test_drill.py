"""A rehearsal in the terminal: it says so, and its crash drill kills and tells what came back."""

from __future__ import annotations

import re
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from tests.stage import START
from tests.tui.desk import SIZES, make_app
from workshop.domain.commands import TakeNote
from workshop.domain.ids import NoteId
from workshop.domain.records import NoteTag
from workshop.domain.state import Rehearsal
from workshop.service.beside import process_path
from workshop.service.drill import Counts, Drill, drill_path, keep_drill, read_drill
from workshop.tui.screens import drill as drills
from workshop.tui.screens.drill import CameBackScreen, DrillScreen

PLAYED = Rehearsal(speed=1.0, participants=8, seed=1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stage", ["lobby", "running"])
async def test_every_screen_says_that_it_is_a_rehearsal(size: tuple[int, int], stage: str) -> None:
    played = Rehearsal(speed=6)
    async with make_app(size=size, stage=stage, rehearsal=played) as desk:
        assert "REHEARSAL, 6 times as fast" in desk.screen_text()
        await desk.press("z")
        assert "REHEARSAL, 6 times as fast" in desk.screen_text()


async def test_a_real_hour_has_no_drill_and_no_help_for_it() -> None:
    async with make_app() as desk:
        await desk.press("K")
        assert not isinstance(desk.app.screen, DrillScreen)
        await desk.press("question_mark")
        assert "see what comes back" not in desk.screen_text()


async def test_help_names_the_drill_in_a_rehearsal() -> None:
    async with make_app(size=(80, 60), rehearsal=PLAYED) as desk:
        await desk.press("question_mark")
        assert "see what comes back" in desk.screen_text()


async def test_the_drill_notes_what_there_is_and_kills_host_and_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = tmp_path / "s.json"
    session.write_text("{}")
    process_path(session).write_text('{"pid": 4711, "port": 1}')
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(drills, "is_alive", lambda pid: pid == 4711)
    monkeypatch.setattr(drills.os, "getpid", lambda: 4712)
    monkeypatch.setattr(drills.os, "kill", lambda pid, number: killed.append((pid, number)))
    note = TakeNote(NoteId("n1"), "a note", NoteTag.NOTE)
    async with make_app(note, rehearsal=PLAYED, name=str(session)) as desk:
        await desk.press("K")
        assert isinstance(desk.app.screen, DrillScreen)
        await desk.press("escape")
        assert killed == []
        await desk.press("K", "k")
        await desk.until(lambda: killed)

        assert killed == [(4711, signal.SIGKILL), (4712, signal.SIGKILL)]
        kept = read_drill(session)
        assert kept is not None
        assert kept.before == Counts(desk.state.revision, 0, 0, 1)
        assert kept.segment == desk.state.plan.segment(desk.state.clock.current.segment).title


async def test_the_next_start_shows_once_what_came_back(tmp_path: Path) -> None:
    session = tmp_path / "s.json"
    session.write_text("{}")
    before = Counts(events=2, people=0, answers=0, notes=3)
    keep_drill(session, Drill(START, before, "Hello", 95.0, told=7, found=7))
    async with make_app(
        rehearsal=PLAYED, name=str(session), later=timedelta(seconds=42), size=(120, 40)
    ) as desk:
        await desk.until(lambda: isinstance(desk.app.screen, CameBackScreen))
        text = desk.screen_text()

        assert "back after 0:42" in text
        assert re.search(rf"events +2 +{desk.state.revision} ", text)
        assert re.search(r"notes +3 +0  LOST", text)
        assert "told of 7 answers" in text and "nothing is lost" in text
        assert "had 1:35 left" in text
        await desk.press("g")
        assert not isinstance(desk.app.screen, CameBackScreen)
        assert not drill_path(session).exists()


async def test_a_key_that_asks_twice_waits_as_long_for_a_person_when_the_clock_is_fast() -> None:
    async with make_app(rehearsal=Rehearsal(speed=60)) as desk:
        await desk.press("n", "b")
        assert desk.app.armed is not None
        await desk.pass_time(200)
        assert desk.app.armed is not None
        await desk.pass_time(200)
        assert desk.app.armed is None
