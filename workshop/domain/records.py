"""What a session holds beside its clock: people, answers, tallies, notes, objectives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any

from workshop.domain.ids import (
    ActorId,
    CaseStudyId,
    CommandId,
    ExerciseId,
    NoteId,
    ParticipantId,
    PersonId,
    QuestionId,
    ResponseId,
    SegmentId,
    TallyId,
)
from workshop.domain.making import dataclass


class Role(StrEnum):
    """Who someone is to the session; what each may send stands in `commands.ALLOWED`."""

    CHAIR = "chair"
    CO_FACILITATOR = "co-facilitator"
    PARTICIPANT = "participant"
    SCREEN = "screen"
    PRESENTER = "presenter"
    ANALYST = "analyst"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who sends a command. `initials` mark what a facilitator writes."""

    id: ActorId
    role: Role
    name: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Preflight:
    """What was settled before the room came in."""

    mirrored: bool = False
    present: tuple[PersonId, ...] = ()


class Source(StrEnum):
    """How an answer came in."""

    KEYBOARD = "keyboard"
    PHONE = "phone"
    PAPER = "paper"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True)
class Response:
    """One submission to one exercise, stamped with segment and offset (running seconds).

    Identity is (participant, key); without a participant the key alone (typed or from paper).
    `table` and `badge` are what the typist added. `seq` is the revision that brought it, so that
    a sort by it is the order of arrival. `hidden` holds the reason while it is hidden;
    `passed` lets it onto the room's screen where answers are looked over first. `merged_into` is
    the answer that stands for it, since it says the same. `room` is where it was given, in a record
    of several rooms; empty in others, as with everything that has one.
    """

    id: ResponseId
    seq: int
    exercise: ExerciseId
    round: int
    answers: Mapping[str, Any]
    at: datetime
    by: ActorId
    source: Source = Source.KEYBOARD
    participant: ParticipantId | None = None
    table: str = ""
    badge: str = ""
    segment: SegmentId | None = None
    offset_s: float | None = None
    starred: bool = False
    parked: bool = False
    hidden: str = ""
    passed: bool = False
    withdrawn: bool = False
    amended: int = 0
    merged_into: ResponseId | None = None
    room: str = ""

    @property
    def is_said(self) -> bool:
        """Whether its words may be told: nobody hid it or took it back."""
        return not self.hidden and not self.withdrawn

    @property
    def counts(self) -> bool:
        """Whether it is part of the findings as an answer of its own."""
        return not self.hidden and not self.withdrawn and self.merged_into is None


@dataclass(frozen=True, slots=True)
class Tally:
    """Hands or paper counted at a table, or over the room (`table` empty).

    `counts` maps an option's id to a number, or to 'few', 'half' or 'most' where nobody can
    count; `present` is how many were there, where known. A later tally of the same exercise,
    round and table takes the place of the earlier one.
    """

    id: TallyId
    seq: int
    exercise: ExerciseId
    round: int
    table: str
    counts: Mapping[str, int | str]
    present: int | None
    at: datetime
    by: ActorId
    segment: SegmentId | None = None
    offset_s: float | None = None
    room: str = ""


class NoteTag(StrEnum):
    """What a note is for."""

    NOTE = "note"
    PARKED = "parked"
    TAKEAWAY = "takeaway"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Note:
    """What a facilitator wrote down; a `PARKED` one is on the parking lot.

    `version` rises with every edit, so that two editors cannot overwrite each other unseen.
    """

    id: NoteId
    seq: int
    text: str
    tag: NoteTag
    initials: str
    at: datetime
    by: ActorId
    segment: SegmentId | None = None
    offset_s: float | None = None
    version: int = 1
    response: ResponseId | None = None
    case_study: CaseStudyId | None = None
    room: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone who joined by phone: a badge, and only by choice a name, a role, an organisation."""

    id: ParticipantId
    badge: int
    at: datetime
    name: str = ""
    role: str = ""
    organisation: str = ""
    removed: bool = False
    room: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """A facilitator's terminal, phone or tablet. `clock`: may move the hour's clock."""

    id: ActorId
    role: Role
    name: str
    initials: str
    device: str
    at: datetime
    clock: bool = False
    revoked: bool = False


class Pace(StrEnum):
    """How a participant follows; only what deviates is kept."""

    FOLLOWING = "following"
    LOST = "lost"
    TOO_FAST = "too-fast"
    TOO_SLOW = "too-slow"


@dataclass(frozen=True, slots=True)
class PaceSignal:
    pace: Pace
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A participant's question or message, which only the organisers see."""

    id: QuestionId
    participant: ParticipantId
    text: str
    at: datetime
    segment: SegmentId | None = None
    settled: bool = False


class Coverage(StrEnum):
    """How far an objective was covered."""

    NOT = "not"
    PARTLY = "partly"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class ObjectiveRecord:
    """A facilitator's judgement of an objective and the answers linked as its evidence."""

    coverage: Coverage = Coverage.NOT
    remark: str = ""
    evidence: tuple[ResponseId, ...] = ()


@dataclass(frozen=True, slots=True)
class ExerciseRecord:
    """Whether an exercise takes answers, in which round, and whether its results are shown."""

    open: bool = False
    round: int = 1
    shown: bool = False


class CaseStep(StrEnum):
    """The stations of a case-study discussion."""

    CARDS = "cards"
    QUESTIONS = "questions"
    CANVAS = "canvas"
    READ_OUT = "read-out"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class CaseProgress:
    """Where the discussion stands: station, index in it (from 0), and since when."""

    case_study: CaseStudyId
    step: CaseStep
    index: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A chair's message to whoever presents."""

    text: str
    at: datetime
    by: ActorId


@dataclass(frozen=True, slots=True)
class Restore:
    """The facts of one thing as they were: `collection` is a field of `State` ('clock', 'notes').

    `id` is empty for a single thing; `value` is None where the thing did not exist. `seq` is the
    event that had touched it last, by which a later change by someone else is seen.
    """

    collection: str
    id: str
    value: Any
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Undoable:
    """What one command of a facilitator changed, and how to put it back."""

    cmd: CommandId
    label: str
    seq: int
    before: tuple[Restore, ...] = field(default_factory=tuple)
