"""`workshop notes FILE`: a note pad without any host."""

from __future__ import annotations

from pathlib import Path

from workshop.service.clock import SystemClock
from workshop.service.notes_file import NotesFile


def notes(file: Path) -> int:
    """Open the note pad on a file, which is made by the first note.

    Raises FileInUse, UsageError (it holds something else) and SaveFailed.
    """
    from workshop.tui.notepad import NotePad, local_zone

    clock = SystemClock()
    kept = NotesFile(file.absolute(), local_zone(clock))
    try:
        return NotePad(kept, clock).run() or 0
    finally:
        kept.close()
