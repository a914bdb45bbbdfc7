"""`workshop notes`, and its file's way into a session."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.stage import START, begin, header, service_on
from workshop.commands.export import read_state
from workshop.commands.importing import import_file
from workshop.commands.notes import notes
from workshop.domain.records import NoteTag
from workshop.errors import UsageError
from workshop.service.notes_file import KeptNote, NotesFile
from workshop.store import create
from workshop.tui.notepad import NotePad


def test_the_pad_opens_on_the_file_and_lets_it_go(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "deep" / "notes.csv"
    opened: list[Path] = []

    def run(pad: NotePad) -> int:
        opened.append(pad.file.path)
        return 0

    monkeypatch.setattr(NotePad, "run", run)
    assert notes(path) == 0
    assert notes(path) == 0
    assert opened == [path, path]


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text('{"session": {}}')
    with pytest.raises(UsageError):
        notes(path)


async def test_notes_kept_apart_are_folded_in_at_their_time(tmp_path: Path) -> None:
    session = tmp_path / "hour.json"
    service = service_on(create(session, header()))
    await service.start()
    await begin(service)
    await service.close()
    path = tmp_path / "notes.csv"
    file = NotesFile(path, UTC)
    file.put(KeptNote(START, "MB", NoteTag.PARKED, "=later, perhaps", "n1"))
    file.close()

    def fold() -> int:
        return import_file(str(session), path)

    import asyncio

    assert await asyncio.to_thread(fold) == 0
    assert await asyncio.to_thread(fold) == 0
    (note,) = read_state(session).notes.values()
    assert (note.text, note.tag, note.initials) == ("=later, perhaps", NoteTag.PARKED, "MB")
    assert note.at == datetime(2026, 4, 15, 13, 0, tzinfo=UTC)
    assert note.segment == "one"
