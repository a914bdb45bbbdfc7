"""What happened. Every event is a fact with plain fields; `docs/events.md` is their catalogue.

An event's `type` on disk is its class name in snake_case. Times are aware UTC datetimes. No field
bears a name of the envelope: the segment that an event is about is its `target`, while `segment`
is the one that it happened in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from workshop.domain.ids import (
    ActorId,
    CaseStudyId,
    CommandId,
    ExerciseId,
    NoteId,
    ObjectiveId,
    ParticipantId,
    PersonId,
    QuestionId,
    ResponseId,
    SegmentId,
    TallyId,
)
from workshop.domain.records import CaseStep, Coverage, NoteTag, Pace, Restore, Role, Source


@dataclass(frozen=True, slots=True)
class SessionCreated:
    """The session exists; its plan stands in the file's `session` document."""

    title: str
    planned_start: datetime
    must_end_at: datetime


@dataclass(frozen=True, slots=True)
class SessionPrepared:
    """Preflight is settled and the lobby is open."""

    planned_start: datetime
    must_end_at: datetime
    mirrored: bool
    present: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class SegmentEntered:
    """A segment began at `began_at` (which may lie before the event), ending the one before.

    `why`: start, next, back, jump or close.
    """

    target: SegmentId
    began_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class SegmentRetimed:
    """The current segment began at another moment than was thought."""

    target: SegmentId
    began_at: datetime


@dataclass(frozen=True, slots=True)
class ClockPaused:
    paused_at: datetime


@dataclass(frozen=True, slots=True)
class ClockResumed:
    resumed_at: datetime


@dataclass(frozen=True, slots=True)
class TimeAdded:
    """The segment got `seconds` more (or less, when negative)."""

    target: SegmentId
    seconds: int


@dataclass(frozen=True, slots=True)
class PlanFitted:
    """Segments got new lengths in seconds; those of `skipped` are left out from now on.

    `why`: fit, close or restore. `skipped` is the whole set, not a change to it.
    """

    allotted: Mapping[SegmentId, int]
    skipped: tuple[SegmentId, ...]
    why: str


@dataclass(frozen=True, slots=True)
class SegmentSkipped:
    target: SegmentId


@dataclass(frozen=True, slots=True)
class SegmentUnskipped:
    target: SegmentId


@dataclass(frozen=True, slots=True)
class MustEndChanged:
    must_end_at: datetime


@dataclass(frozen=True, slots=True)
class ClockGapFound:
    """The machine slept or its clock jumped between two moments; see `ClockGap`."""

    began_at: datetime
    ended_at: datetime
    seconds: float
    cause: str


@dataclass(frozen=True, slots=True)
class ClockGapResolved:
    """`counted`: the time was part of the hour; else it becomes a pause."""

    counted: bool


@dataclass(frozen=True, slots=True)
class SessionEnded:
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class ExerciseOpened:
    exercise: ExerciseId
    round: int


@dataclass(frozen=True, slots=True)
class ExerciseClosed:
    exercise: ExerciseId


@dataclass(frozen=True, slots=True)
class ResultsShown:
    exercise: ExerciseId


@dataclass(frozen=True, slots=True)
class ResultsHidden:
    exercise: ExerciseId


@dataclass(frozen=True, slots=True)
class ResponseSubmitted:
    """An answer; `answers` in clear text by the form's field ids. `key` came with it."""

    response: ResponseId
    exercise: ExerciseId
    round: int
    key: str
    answers: Mapping[str, Any]
    source: Source = Source.KEYBOARD
    participant: ParticipantId | None = None
    table: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class ResponseAmended:
    """A correction with a key of its own; the response keeps its id, stamp and place."""

    response: ResponseId
    key: str
    answers: Mapping[str, Any]
    table: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class ResponseWithdrawn:
    response: ResponseId


@dataclass(frozen=True, slots=True)
class ResponseHidden:
    response: ResponseId
    reason: str


@dataclass(frozen=True, slots=True)
class ResponseUnhidden:
    response: ResponseId


@dataclass(frozen=True, slots=True)
class ResponseStarred:
    response: ResponseId
    starred: bool


@dataclass(frozen=True, slots=True)
class TallyRecorded:
    tally: TallyId
    exercise: ExerciseId
    round: int
    table: str
    counts: Mapping[str, int | str]
    present: int | None = None


@dataclass(frozen=True, slots=True)
class NoteTaken:
    """A note; with `response` and the tag parked, that answer is put on the parking lot.

    `taken_at` is when it was written, which for a folded-in note lies before the event.
    """

    note: NoteId
    text: str
    tag: NoteTag
    initials: str
    taken_at: datetime
    response: ResponseId | None = None
    case_study: CaseStudyId | None = None


@dataclass(frozen=True, slots=True)
class NoteEdited:
    note: NoteId
    text: str
    tag: NoteTag


@dataclass(frozen=True, slots=True)
class NoteRemoved:
    note: NoteId


@dataclass(frozen=True, slots=True)
class ObjectiveMarked:
    objective: ObjectiveId
    coverage: Coverage
    remark: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceLinked:
    objective: ObjectiveId
    response: ResponseId
    linked: bool = True


@dataclass(frozen=True, slots=True)
class CaseStepped:
    case_study: CaseStudyId
    step: CaseStep
    index: int


@dataclass(frozen=True, slots=True)
class MessageSent:
    text: str


@dataclass(frozen=True, slots=True)
class MessageCleared:
    pass


@dataclass(frozen=True, slots=True)
class ScreenBlanked:
    """The room's screen shows nothing (`blank`) or what is on again."""

    blank: bool


@dataclass(frozen=True, slots=True)
class ParticipantJoined:
    """Someone joined by phone and got a badge. `token_hash` never leaves the file."""

    participant: ParticipantId
    badge: int
    token_hash: str


@dataclass(frozen=True, slots=True)
class ProfileSet:
    """What a participant chose to say of themselves; empty fields say nothing."""

    participant: ParticipantId
    name: str = ""
    profession: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantRemoved:
    """The chair sent a participant out, or let them in again."""

    participant: ParticipantId
    removed: bool = True


@dataclass(frozen=True, slots=True)
class JoiningLocked:
    locked: bool


@dataclass(frozen=True, slots=True)
class FacilitatorAdmitted:
    """A facilitator's device got in. `token_hash` never leaves the file."""

    facilitator: ActorId
    as_role: Role
    name: str
    initials: str
    device: str
    token_hash: str


@dataclass(frozen=True, slots=True)
class FacilitatorRevoked:
    facilitator: ActorId


@dataclass(frozen=True, slots=True)
class ClockGranted:
    """A co-facilitator may move the hour's clock, or no longer."""

    facilitator: ActorId
    granted: bool


@dataclass(frozen=True, slots=True)
class ResponseVoted:
    """A participant's upvote of an answer, or its taking back."""

    response: ResponseId
    participant: ParticipantId
    up: bool


@dataclass(frozen=True, slots=True)
class ResponsePassed:
    """A facilitator let an answer onto the room's screen, or took it off."""

    response: ResponseId
    passed: bool


@dataclass(frozen=True, slots=True)
class ModerationSet:
    """Whether answers are looked over before the room's screen shows them."""

    on: bool


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    question: QuestionId
    participant: ParticipantId
    text: str


@dataclass(frozen=True, slots=True)
class QuestionSettled:
    question: QuestionId
    settled: bool = True


@dataclass(frozen=True, slots=True)
class PaceSignalled:
    participant: ParticipantId
    pace: Pace


@dataclass(frozen=True, slots=True)
class KindEvent:
    """What a kind of exercise keeps beyond responses; only the kind knows its `payload`."""

    exercise: ExerciseId
    kind: str
    v: int
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Undone:
    """A command of the same actor was taken back; `restored` holds the facts put back."""

    of: CommandId
    label: str
    restored: tuple[Restore, ...]


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An event of a newer version: kept and carried along, never dropped."""

    type: str
    fields: Mapping[str, Any] = field(default_factory=dict)


EventBody: TypeAlias = (
    SessionCreated | SessionPrepared | SegmentEntered | SegmentRetimed | ClockPaused
    | ClockResumed | TimeAdded | PlanFitted | SegmentSkipped | SegmentUnskipped | MustEndChanged
    | ClockGapFound | ClockGapResolved | SessionEnded | ExerciseOpened | ExerciseClosed
    | ResultsShown | ResultsHidden | ResponseSubmitted | ResponseAmended | ResponseWithdrawn
    | ResponseHidden | ResponseUnhidden | ResponseStarred  | TallyRecorded
    | NoteTaken | NoteEdited | NoteRemoved | ObjectiveMarked | EvidenceLinked | CaseStepped
    | ParticipantJoined | ProfileSet | ParticipantRemoved | JoiningLocked | FacilitatorAdmitted
    | FacilitatorRevoked | ClockGranted | ResponseVoted | ResponsePassed | ModerationSet
    | QuestionAsked | QuestionSettled | PaceSignalled
    | MessageSent | MessageCleared | ScreenBlanked | KindEvent | Undone | UnknownEvent
)  # fmt: skip


def snake(name: str) -> str:
    """A class name as a type name: SegmentEntered -> segment_entered."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


EVENT_TYPES: Mapping[str, type[Any]] = {
    snake(cls.__name__): cls for cls in EventBody.__args__ if cls is not UnknownEvent
}


@dataclass(frozen=True, slots=True)
class Event:
    """An event in its envelope, as it stands in the file.

    `seq` counts from 1 without gaps; `segment` and `offset_s` (running seconds in it) say where
    the hour stood; `cmd` is the command it came from and `last` marks that command's last event.
    """

    seq: int
    at: datetime
    by: ActorId
    role: Role
    room: str
    cmd: CommandId
    last: bool
    body: EventBody
    segment: SegmentId | None = None
    offset_s: float | None = None

    @property
    def type(self) -> str:
        body = self.body
        return body.type if isinstance(body, UnknownEvent) else snake(type(body).__name__)
