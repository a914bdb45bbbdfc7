"""The first look at a session's file says what the whole state says, as far as it goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stage import CHAIR, IDEAS, PHONE, SetClock, answer, command, header, running_service
from workshop.domain.commands import (
    AddTime,
    BlankScreen,
    CommandBody,
    Next,
    OpenExercise,
    Pause,
    SendMessage,
    TakeNote,
    Undo,
)
from workshop.domain.ids import NoteId
from workshop.domain.state import State
from workshop.service.first_look import FACTS, TYPES, first_look
from workshop.store import create
from workshop.store import look as look_at

LURE = 'An answer with "type":"clock_paused" in it'


async def hour(path: Path, *commands: CommandBody) -> State:
    """A session's file after these commands, with an answer from a phone after each."""
    clock = SetClock()
    log = create(path, header())
    service = await running_service(log, clock)
    await service.submit(command(OpenExercise(IDEAS)), CHAIR)
    for body in commands:
        clock.move(30)
        await service.submit(command(answer(LURE)), PHONE)
        await service.submit(command(body), CHAIR)
    state = service.state
    await service.close()
    return state


def look(path: Path) -> State:
    seen = look_at(path, TYPES)
    assert seen is not None
    return first_look(*seen)


@pytest.mark.parametrize(
    "commands",
    [
        (Pause(),),
        (AddTime(60), Next(), BlankScreen(True), SendMessage("Two minutes")),
        (Next(), TakeNote(NoteId("n"), "Remember"), Undo(), Undo()),
    ],
)
async def test_every_fact_is_the_whole_states(
    tmp_path: Path, commands: tuple[CommandBody, ...]
) -> None:
    path = tmp_path / "hour.json"
    whole = await hour(path, *commands)
    seen = look(path)

    assert {fact: getattr(seen, fact) for fact in FACTS} == {
        fact: getattr(whole, fact) for fact in FACTS
    }
    assert (seen.session, seen.plan) == (whole.session, whole.plan)
    assert seen.revision <= whole.revision
    assert not seen.responses and whole.responses


async def test_a_torn_end_is_left_out_and_a_damaged_file_has_no_look(tmp_path: Path) -> None:
    path = tmp_path / "hour.json"
    whole = await hour(path, Pause())
    data = path.read_bytes()
    torn = data.index(b'"type":"clock_paused"')
    path.write_bytes(data[:torn])
    assert look(path).clock.paused_at is None
    assert look(path).clock.runs[0].segment == whole.clock.runs[0].segment

    damaged = data.index(b'"type":"segment_entered"')
    path.write_bytes(data[:damaged] + b"x" + data[damaged + 1 :])
    assert look_at(path, TYPES) is None
