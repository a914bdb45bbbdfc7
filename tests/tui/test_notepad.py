"""The note pad, driven by its keys."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from workshop.domain.records import NoteTag
from workshop.errors import FileInUse, SaveFailed, UsageError
from workshop.service.notes_file import KeptNote, NotesFile
from workshop.tui.notepad import NotePad, typed

ZONE = timezone(timedelta(hours=2))
NOW = datetime(2026, 4, 15, 13, 5, 6, tzinfo=UTC)


class Still:
    def now(self) -> datetime:
        return NOW


@asynccontextmanager
async def pad(path: Path) -> AsyncIterator[tuple[Pilot[int], NotesFile]]:
    file = NotesFile(path, ZONE)
    try:
        async with NotePad(file, Still(), ZONE).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            yield pilot, file
    finally:
        file.close()


async def line(pilot: Pilot[int], text: str) -> None:
    """Type a line and press Enter; comes back when it is on the disk."""
    pilot.app.screen.query_one(Input).insert_text_at_cursor(text)
    await pilot.press("enter")
    await settled(pilot)


async def settled(pilot: Pilot[int]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def names(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


def value(pilot: Pilot[int]) -> str:
    return pilot.app.screen.query_one(Input).value


async def test_a_line_and_enter_make_a_note_with_time_and_initials(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    async with pad(path) as (pilot, _):
        await line(pilot, "MB")
        assert not path.exists()
        await line(pilot, "Full room, five tables")

        (row,) = rows(path)
        assert row["at"] == "2026-04-15T15:05:06+02:00"
        assert (row["initials"], row["tag"]) == ("MB", "note")
        assert row["text"] == "Full room, five tables"
        assert value(pilot) == ""


async def test_tags_by_prefix_and_by_key(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    async with pad(path) as (pilot, _):
        await line(pilot, "MB")
        await line(pilot, "p: Who owns the list?")
        await line(pilot, "agreed: Ask the bus company")
        await pilot.press("ctrl+t", "ctrl+t")
        await line(pilot, "The last bus decides")
        await line(pilot, "An ordinary one again")

    assert [(r["tag"], r["text"]) for r in rows(path)] == [
        ("parked", "Who owns the list?"),
        ("agreed", "Ask the bus company"),
        ("takeaway", "The last bus decides"),
        ("note", "An ordinary one again"),
    ]


@pytest.mark.parametrize(
    ("text", "tag", "rest"),
    [
        ("parking: the list", NoteTag.PARKED, "the list"),
        ("T: one", NoteTag.TAKEAWAY, "one"),
        ("15:30 bus leaves", None, "15:30 bus leaves"),
        ("Sarah: two stories", None, "Sarah: two stories"),
        ("p:", None, "p:"),
    ],
)
def test_only_a_tags_own_word_is_a_prefix(text: str, tag: NoteTag | None, rest: str) -> None:
    assert (typed(text).tag, typed(text).text) == (tag, rest)


async def test_the_last_note_is_edited_and_keeps_its_time_and_id(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    async with pad(path) as (pilot, _):
        await line(pilot, "MB")
        await line(pilot, "First")
        await line(pilot, "Secnd")
        before = rows(path)
        await pilot.press("up")
        assert value(pilot) == "Secnd"
        pilot.app.screen.query_one(Input).value = ""
        await line(pilot, "Second")

    after = rows(path)
    assert [r["text"] for r in after] == ["First", "Second"]
    assert [r["id"] for r in after] == [r["id"] for r in before]


async def test_an_edit_that_is_left_changes_nothing_and_brings_the_new_line_back(
    tmp_path: Path,
) -> None:
    path = tmp_path / "notes.csv"
    async with pad(path) as (pilot, _):
        await line(pilot, "MB")
        await line(pilot, "First")
        await pilot.press(*"half")
        await pilot.press("up", "x", "escape")
        await pilot.pause()

        assert value(pilot) == "half"
    assert [r["text"] for r in rows(path)] == ["First"]


async def test_an_existing_file_goes_on_without_asking_for_initials(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    async with pad(path) as (pilot, _):
        await line(pilot, "MB")
        await line(pilot, "Before the break")
    async with pad(path) as (pilot, _):
        assert pilot.app.screen.query_one(OptionList).option_count == 1
        await line(pilot, "After it")

    assert [(r["initials"], r["text"]) for r in rows(path)] == [
        ("MB", "Before the break"),
        ("MB", "After it"),
    ]


async def test_unsent_text_is_there_again_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    async with pad(path) as (pilot, _):
        await line(pilot, "MB")
        await line(pilot, "One")
        await pilot.press(*"unsent")
    async with pad(path) as (pilot, _):
        assert value(pilot) == "unsent"
        await line(pilot, " no more")
    assert [r["text"] for r in rows(path)] == ["One", "unsent no more"]
    assert names(tmp_path) == ["notes.csv"]


async def test_a_disk_that_fails_keeps_the_line_and_says_so(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "notes.csv"
    async with pad(path) as (pilot, file):
        await line(pilot, "MB")

        def full(_note: KeptNote) -> None:
            raise SaveFailed("The disk is full.", "Free some space.")

        with monkeypatch.context() as patch:
            patch.setattr(file, "put", full)
            await line(pilot, "Precious")
            assert value(pilot) == "Precious"
            assert "disk is full" in str(pilot.app.screen.query_one("#said", Static).render())
        await pilot.press("enter")
        await settled(pilot)
    assert [r["text"] for r in rows(path)] == ["Precious"]


async def test_what_is_typed_while_the_disk_is_busy_is_the_next_note(
    tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "notes.csv"
    async with pad(path) as (pilot, file):
        await line(pilot, "MB")
        go_on, put = threading.Event(), file.put

        def slow(note: KeptNote) -> None:
            go_on.wait(10)
            put(note)

        monkeypatch.setattr(file, "put", slow)
        await pilot.press(*"one", "enter", *"two")
        go_on.set()
        await settled(pilot)
        assert value(pilot) == "two"
        await pilot.press("enter")
        await settled(pilot)
    assert [r["text"] for r in rows(path)] == ["one", "two"]


async def test_markup_and_formulas_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    async with pad(path) as (pilot, file):
        await line(pilot, "MB")
        await line(pilot, "=HYPERLINK(1) [bold]x[/bold] [/] 👩‍🔬")
        text = "=HYPERLINK(1) [bold]x[/bold] [/] 👩‍🔬"
        shown = pilot.app.screen.query_one(OptionList).get_option_at_index(0).prompt
        assert text in str(shown)
        assert file.notes[0].text == text
    assert rows(path)[0]["text"] == f"'{text}"
    again = NotesFile(path, ZONE)
    again.close()
    assert again.notes[0].text == text


def test_two_pads_on_one_file_are_refused(tmp_path: Path) -> None:
    first = NotesFile(tmp_path / "notes.csv", ZONE)
    with pytest.raises(FileInUse, match="another note pad"):
        NotesFile(tmp_path / "notes.csv", ZONE)
    first.close()
    NotesFile(tmp_path / "notes.csv", ZONE).close()


@pytest.mark.parametrize(
    "content",
    [
        '{"session": {}}',
        "exercise,answer\nx,y\n",
        "at,text\nnever,a note\n",
        "at,text\n2026-04-15T15:00:00,a,b,c\n",
    ],
)
def test_a_file_with_anything_else_in_it_is_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(content)
    with pytest.raises(UsageError):
        NotesFile(path, ZONE)
    assert path.read_text() == content
    assert names(tmp_path) == ["notes.csv"]
