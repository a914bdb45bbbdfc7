"""The file of notes kept apart: a CSV that a person, a spreadsheet and an import can read."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, tzinfo
from pathlib import Path

from filelock import FileLock, Timeout

from workshop.domain.records import NoteTag
from workshop.domain.state import State
from workshop.domain.text import clean_block, clean_line
from workshop.errors import FileInUse, SaveFailed, UsageError
from workshop.service.sheets import defused, digest, read_sheet

COLUMNS = ("at", "initials", "tag", "text", "id")

TAG_WORDS: Mapping[str, NoteTag] = {
    "": NoteTag.NOTE,
    "note": NoteTag.NOTE,
    "n": NoteTag.NOTE,
    "parking": NoteTag.PARKED,
    "parked": NoteTag.PARKED,
    "parking lot": NoteTag.PARKED,
    "p": NoteTag.PARKED,
    "takeaway": NoteTag.TAKEAWAY,
    "t": NoteTag.TAKEAWAY,
    "agreed": NoteTag.AGREED,
    "a": NoteTag.AGREED,
}
"""What people call the tags, in a file and before a line."""

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")


@dataclass(frozen=True, slots=True)
class KeptNote:
    """A note of the file; `at` is aware, `id` empty where a person wrote the row by hand."""

    at: datetime
    initials: str
    tag: NoteTag
    text: str
    id: str = ""


class NotesFile:
    """A file of notes that one pad has open: every note is on the disk when `put` comes back.

    Raises FileInUse where another pad has it, UsageError where it holds something else.
    """

    def __init__(self, path: Path, zone: tzinfo) -> None:
        """Open the file to go on with it; a new one is made by the first note."""
        self.path = path
        self._lock = FileLock(path.with_name(f".{path.name}.lock"), thread_local=False)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise FileInUse(
                f"{path.name} is open in another note pad.", "Close that one, or name another file."
            ) from None
        except OSError as error:
            raise _not_saved(path, error) from error
        try:
            self.notes = _kept(path, zone) if path.exists() else ()
        except BaseException:
            self.close()
            raise

    def put(self, note: KeptNote) -> None:
        """Keep a note, in the place of the one with its id where there is one. SaveFailed."""
        others = {kept.id: kept for kept in self.notes}
        others[note.id] = note
        changed = tuple(others.values())
        unfinished = self.path.with_name(f".{self.path.name}.part")
        try:
            with unfinished.open("wb") as file:
                file.write(notes_csv(changed))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise _not_saved(self.path, error) from error
        self.notes = changed

    def close(self) -> None:
        self._lock.release()
        with contextlib.suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)


def _kept(path: Path, zone: tzinfo) -> tuple[KeptNote, ...]:
    """The notes of a file; nothing in it may be lost when it is written again."""
    if path.stat().st_size == 0:
        return ()
    sheet = read_sheet(path, COLUMNS)
    others = [name for name in sheet.columns if name not in COLUMNS]
    if others or "text" not in sheet.columns:
        raise UsageError(
            f"{path.name} is no file of notes.", f"Its columns would be {', '.join(COLUMNS)}."
        )
    if sheet.problems:
        raise UsageError(sheet.problems[0].said(path.name), "Mend that row, or name another file.")
    notes = []
    seen: Counter[str] = Counter()
    for row in sheet.rows:
        try:
            notes.append(identified(note_of(row.cells, zone=zone, day=None), seen))
        except ValueError as error:
            raise UsageError(
                f"{path.name}:{row.line}: {error}", "Mend that row, or name another file."
            ) from None
    return tuple(notes)


def _not_saved(path: Path, error: OSError) -> SaveFailed:
    return SaveFailed(
        f"{path.name} could not be written: {error.strerror or error}.",
        "Free some space, or name a file on another disk.",
    )


def identified(note: KeptNote, seen: Counter[str]) -> KeptNote:
    """The note with an id of its own; one written by hand gets it from what it says.

    `seen` counts equal rows: two of one file are two notes.
    """
    if note.id:
        return note
    same = digest([note.at.isoformat(), note.initials, note.tag, note.text])
    seen[same] += 1
    return replace(note, id=f"note-{same}-{seen[same]}")


def notes_csv(notes: Iterable[KeptNote]) -> bytes:
    """The whole file: UTF-8 with a byte order mark, so that a spreadsheet reads it rightly."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for note in notes:
        at = note.at.isoformat(timespec="seconds")
        writer.writerow((at, defused(note.initials), note.tag.value, defused(note.text), note.id))
    return written.getvalue().encode("utf-8-sig")


def read_note(cells: Mapping[str, str], state: State) -> KeptNote:
    """A row as a note, its time as the session's room reads it; ValueError with a sentence."""
    return note_of(cells, zone=state.plan.zone, day=_day(state))


def note_of(cells: Mapping[str, str], *, zone: tzinfo, day: date | None) -> KeptNote:
    """A row as a note. `zone` is that of times without one; `day` that of a time alone.

    ValueError carries a sentence.
    """
    text = clean_block(cells.get("text", ""))
    if not text:
        raise ValueError("The note is empty.")
    word = clean_line(cells.get("tag", "")).casefold()
    if word not in TAG_WORDS:
        raise ValueError(f"'{word[:20]}' is no tag: use note, parking, takeaway or agreed.")
    return KeptNote(
        at=_at(cells.get("at", ""), zone, day),
        initials=clean_line(cells.get("initials", "")),
        tag=TAG_WORDS[word],
        text=text,
        id=clean_line(cells.get("id", ""))[:64],
    )


def _day(state: State) -> date | None:
    """The day of the session where the room is."""
    began = state.clock.started_at or state.clock.planned_start
    return None if began is None else began.astimezone(state.plan.zone).date()


def _at(given: str, zone: tzinfo, day: date | None) -> datetime:
    given = clean_line(given)
    alone = _TIME.fullmatch(given)
    try:
        if alone and day is not None:
            hour, minute, second = (int(part or 0) for part in alone.groups())
            at = datetime.combine(day, time(hour, minute, second))
        else:
            at = datetime.fromisoformat(given)
    except ValueError:
        raise ValueError(
            f"'{given[:30]}' is no time: write 2025-05-22T15:04:00 or 15:04."
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)
