"""The file of notes kept apart: a CSV that a person, a spreadsheet and an import can read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from workshop.domain.records import NoteTag
from workshop.domain.state import State
from workshop.domain.text import clean_block, clean_line
from workshop.service.sheets import defused

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
