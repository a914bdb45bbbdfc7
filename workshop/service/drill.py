"""The crash drill of a rehearsal: what there was before the kill, kept beside the session's file.

Whoever opens the session next compares it with what came back, and removes it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from workshop.domain.making import dataclass
from workshop.domain.state import State


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a session holds."""

    events: int
    people: int
    answers: int
    notes: int


@dataclass(frozen=True, slots=True)
class Drill:
    """What a terminal saw when everything was killed; `segment` is None outside the hour.

    Of the answers that the room was told are safe, `told` by the time of the kill, `found` stand in
    the file behind it (both None where nobody looked).
    """

    at: datetime
    before: Counts
    segment: str | None
    remaining_s: float
    told: int | None = None
    found: int | None = None


def counts_of(state: State) -> Counts:
    return Counts(
        events=state.revision,
        people=len(state.participants),
        answers=sum(len(found) for found in state.responses.values()),
        notes=len(state.notes),
    )


def drill_path(session: Path) -> Path:
    return session.with_name(f"{session.name}.drill")


def keep_drill(session: Path, drill: Drill) -> None:
    """Raises OSError."""
    drill_path(session).write_bytes(msgspec.json.encode(drill))


def read_drill(session: Path) -> Drill | None:
    """What the last drill left behind; None where there was none."""
    try:
        return msgspec.json.decode(drill_path(session).read_bytes(), type=Drill)
    except (OSError, msgspec.DecodeError):
        return None


def forget_drill(session: Path) -> None:
    drill_path(session).unlink(missing_ok=True)
