"""Which deliveries are compared, and what has to be kept in mind whatever is read."""

from __future__ import annotations

from collections.abc import Iterator

from workshop.analysis.prose import listed
from workshop.domain.words import format_duration
from workshop.export.building.summary import REHEARSED
from workshop.export.comparing.data import FEW, Column, Comparison
from workshop.export.comparing.saying.grids import NOTHING
from workshop.export.times import lateness

COLUMNS = ("", "Session", "Began", "Took", "Ended", "Joined", "Answered", "Answers")
SESSIONS_NOTE = (
    "Joined: phones; answered: different people known by badge or phone; answers: those that count."
)


def column_line(column: Column) -> tuple[str, ...]:
    """A delivery as a row under `COLUMNS`."""
    named = column.name if column.room in ("", "main") else f"{column.name} ({column.room})"
    return (
        column.letter,
        f"{named}, rehearsal" if column.rehearsal else named,
        f"{column.began:%Y-%m-%d %H:%M}" if column.began else "not begun",
        format_duration(column.took_s) if column.took_s is not None else NOTHING,
        _ended(column),
        str(column.joined),
        str(column.answered),
        str(column.answers),
    )


def _ended(column: Column) -> str:
    if not column.finished:
        return "still running" if column.began else NOTHING
    return NOTHING if column.late_s is None else lateness(column.late_s)


def cautions(found: Comparison) -> tuple[str, ...]:
    """What has to be kept in mind, whatever is read."""
    return tuple(_cautions(found))


def _cautions(found: Comparison) -> Iterator[str]:
    rehearsed = [column.letter for column in found.columns if column.rehearsal]
    if len(rehearsed) == len(found.columns):
        yield f"These were rehearsals. {REHEARSED.replace('This was a rehearsal: its', 'Each')}"
    elif rehearsed:
        was = "was a rehearsal" if len(rehearsed) == 1 else "were rehearsals"
        yield f"{listed(rehearsed)} {was}: nobody said any of it."
    running = [column.letter for column in found.columns if not column.finished]
    if running:
        verb = "is" if len(running) == 1 else "are"
        yield f"{listed(running)} {verb} not over: what is there so far is compared."
    if found.anonymised:
        yield (
            f"Anonymised: numbers under five stand as ‘{FEW}’, or are left out with what follows"
            " from them."
        )
    yield "Deliveries differ in more than the plan: who came, where, at what time of day."
