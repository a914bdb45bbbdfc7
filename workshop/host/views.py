"""What every sort of page is given to draw: frozen data, the same for a page and for an event.

Moments are milliseconds since 1970, so that a browser derives a countdown from facts and its own
clock; no view holds the time at which it was made, so that equal views mean that nobody has to be
told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workshop.domain.clock import Stage
from workshop.domain.findings import Findings
from workshop.domain.forms import Form
from workshop.domain.ids import ExerciseId, ResponseId
from workshop.domain.records import NoteTag, Pace
from workshop.domain.telling import Told


@dataclass(frozen=True, slots=True)
class Timing:
    """The countdown as facts: either `deadline_ms` (it runs) or `remaining_ms` (it stands).

    `paused_ms` is since when it is paused; at `warning_ms` and `danger_ms` left the phase changes;
    `starts_ms` is the agreed start, while it lies ahead.
    """

    stage: Stage
    allotted_ms: int = 0
    deadline_ms: int | None = None
    remaining_ms: int | None = None
    paused_ms: int | None = None
    warning_ms: int = 0
    danger_ms: int = 0
    starts_ms: int | None = None


@dataclass(frozen=True, slots=True)
class JoinCode:
    """How phones get in: the address behind the QR, and a code to say aloud."""

    url: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ScreenView:
    """The room's screen. `exercise` is the one whose results are shown (see `shown_exercise`).

    `coming` are the parts still ahead, shown in the lobby; `prompt` is empty when nothing is open.
    """

    timing: Timing
    title: str
    event: str = ""
    part: str = ""
    segment: str = ""
    lead: str = ""
    prompt: str = ""
    instructions: str = ""
    coming: tuple[str, ...] = ()
    exercise: ExerciseId | None = None
    round: int = 1
    findings: Findings | None = None
    join: JoinCode = JoinCode()
    locked: bool = False
    blank: bool = False


@dataclass(frozen=True, slots=True)
class PresenterView:
    """Whoever speaks: the time, what it belongs to, and the chair's message."""

    timing: Timing
    segment: str = ""
    part: str = ""
    coming: str = ""
    message: str = ""
    message_ms: int | None = None


@dataclass(frozen=True, slots=True)
class CueView:
    """A cue, due at `at_ms` of the segment's running time."""

    at_ms: int
    say: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as its writers look it up again."""

    text: str
    tag: NoteTag
    initials: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseOn:
    """The exercise on now, with how many of those who joined have answered it."""

    exercise: ExerciseId
    title: str
    open: bool
    shown: bool
    answered: int


@dataclass(frozen=True, slots=True)
class ChairView:
    """The chair's phone. `version` is the clock's, which a command expects.

    `taken` are the newest notes, the last one first.
    """

    timing: Timing
    version: int
    headline: str
    segment: str = ""
    part: str = ""
    lead: str = ""
    notes: str = ""
    cues: tuple[CueView, ...] = ()
    coming: str = ""
    message: str = ""
    exercise: ExerciseOn | None = None
    joined: int = 0
    pace: tuple[tuple[Pace, int], ...] = ()
    questions: int = 0
    blank: bool = False
    taken: tuple[NoteView, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What a participant has sent, as kept, and as one line."""

    response: ResponseId
    answers: Mapping[str, Any]
    text: str
    at: datetime
    amended: int = 0


@dataclass(frozen=True, slots=True)
class OthersAnswer:
    """An answer that the room has seen, to be upvoted."""

    response: ResponseId
    text: str
    votes: int
    mine: bool


@dataclass(frozen=True, slots=True)
class PhoneExercise:
    """One exercise on a phone. `form` is None where it takes no answers (any more).

    `more`: this participant may send another answer; `shown`: its results may be fetched. `whole`
    is the form with all that may be answered, where `form` asks only for what comes next.
    """

    id: ExerciseId
    title: str
    kind: str
    round: int
    form: Form | None
    own: tuple[OwnAnswer, ...] = ()
    more: bool = True
    shown: bool = False
    others: tuple[OthersAnswer, ...] = ()
    whole: Form | None = None


@dataclass(frozen=True, slots=True)
class PhoneView:
    """A participant's page: what is on first, then what is still open, then shown results.

    `told` is theirs alone.

    `pace` is None where the plan asks for none; `left_s` what the segment on now has left.
    """

    stage: Stage
    title: str
    badge: int
    name: str = ""
    profession: str = ""
    organisation: str = ""
    removed: bool = False
    exercises: tuple[PhoneExercise, ...] = ()
    upvotes: bool = False
    pace: Pace | None = None
    questions: bool = True
    left_s: float | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class OnNow:
    """What is on for every phone alike; a change of it is what phones are told of."""

    stage: Stage
    on: tuple[tuple[ExerciseId, int, bool, bool], ...] = ()
    """(exercise, round, open, shown) in a phone's order."""
    told: int = 0
    """Another number: somebody is told something else than before."""
