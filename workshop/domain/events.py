"""What happened. Every event is a fact with plain fields; `docs/events.md` is their catalogue.

An event's `type` on disk is its class name in snake_case. Times are aware UTC datetimes. No field
bears a name of the envelope: the segment that an event is about is its `target`, while `segment`
is the one that it happened in. They are Structs, as are the commands: a hundred frozen dataclasses
take 70 ms to make at every start, and these take one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from msgspec import Struct

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


class SessionCreated(Struct, frozen=True):
    """The session exists; its plan stands in the file's `session` document."""

    title: str
    planned_start: datetime
    must_end_at: datetime


class SessionPrepared(Struct, frozen=True):
    """Preflight is settled and the lobby is open."""

    planned_start: datetime
    must_end_at: datetime
    mirrored: bool
    present: tuple[PersonId, ...]


class SegmentEntered(Struct, frozen=True):
    """A segment began at `began_at` (which may lie before the event), ending the one before.

    `why`: start, next, back, jump or close.
    """

    target: SegmentId
    began_at: datetime
    why: str


class SegmentRetimed(Struct, frozen=True):
    """The current segment began at another moment than was thought."""

    target: SegmentId
    began_at: datetime


class ClockPaused(Struct, frozen=True):
    paused_at: datetime


class ClockResumed(Struct, frozen=True):
    resumed_at: datetime


class TimeAdded(Struct, frozen=True):
    """The segment got `seconds` more (or less, when negative)."""

    target: SegmentId
    seconds: int


class PlanFitted(Struct, frozen=True):
    """Segments got new lengths in seconds; those of `skipped` are left out from now on.

    `why`: fit, close or restore. `skipped` is the whole set, not a change to it.
    """

    allotted: Mapping[SegmentId, int]
    skipped: tuple[SegmentId, ...]
    why: str


class SegmentSkipped(Struct, frozen=True):
    target: SegmentId


class SegmentUnskipped(Struct, frozen=True):
    target: SegmentId


class MustEndChanged(Struct, frozen=True):
    must_end_at: datetime


class ClockGapFound(Struct, frozen=True):
    """The machine slept or its clock jumped between two moments; see `ClockGap`."""

    began_at: datetime
    ended_at: datetime
    seconds: float
    cause: str


class ClockGapResolved(Struct, frozen=True):
    """`counted`: the time was part of the hour; else it becomes a pause."""

    counted: bool


class SessionEnded(Struct, frozen=True):
    ended_at: datetime


class ExerciseOpened(Struct, frozen=True):
    exercise: ExerciseId
    round: int


class ExerciseClosed(Struct, frozen=True):
    exercise: ExerciseId


class ResultsShown(Struct, frozen=True):
    exercise: ExerciseId


class ResultsHidden(Struct, frozen=True):
    exercise: ExerciseId


class ResponseSubmitted(Struct, frozen=True):
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


class ResponseAmended(Struct, frozen=True):
    """A correction with a key of its own; the response keeps its id, stamp and place."""

    response: ResponseId
    key: str
    answers: Mapping[str, Any]
    table: str = ""
    badge: str = ""


class ResponseWithdrawn(Struct, frozen=True):
    response: ResponseId


class ResponseHidden(Struct, frozen=True):
    response: ResponseId
    reason: str


class ResponseUnhidden(Struct, frozen=True):
    response: ResponseId


class ResponseStarred(Struct, frozen=True):
    response: ResponseId
    starred: bool


class ResponsesMerged(Struct, frozen=True):
    """These answers say the same as `into`, which stands for them; None: each for itself again."""

    into: ResponseId | None
    responses: tuple[ResponseId, ...]


class TallyRecorded(Struct, frozen=True):
    tally: TallyId
    exercise: ExerciseId
    round: int
    table: str
    counts: Mapping[str, int | str]
    present: int | None = None


class NoteTaken(Struct, frozen=True):
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


class NoteEdited(Struct, frozen=True):
    note: NoteId
    text: str
    tag: NoteTag


class NoteRemoved(Struct, frozen=True):
    note: NoteId


class ObjectiveMarked(Struct, frozen=True):
    objective: ObjectiveId
    coverage: Coverage
    remark: str = ""


class EvidenceLinked(Struct, frozen=True):
    objective: ObjectiveId
    response: ResponseId
    linked: bool = True


class CaseStepped(Struct, frozen=True):
    case_study: CaseStudyId
    step: CaseStep
    index: int


class MessageSent(Struct, frozen=True):
    text: str


class MessageCleared(Struct, frozen=True):
    pass


class ScreenBlanked(Struct, frozen=True):
    """The room's screen shows nothing (`blank`) or what is on again."""

    blank: bool


class ParticipantJoined(Struct, frozen=True):
    """Someone joined by phone and got a badge. `token_hash` never leaves the file."""

    participant: ParticipantId
    badge: int
    token_hash: str


class BadgeSpent(Struct, frozen=True):
    """Nobody gets this badge again. Stands where somebody joined who was erased."""

    badge: int


class ProfileSet(Struct, frozen=True):
    """What a participant chose to say of themselves; empty fields say nothing."""

    participant: ParticipantId
    name: str = ""
    profession: str = ""
    organisation: str = ""


class ParticipantRemoved(Struct, frozen=True):
    """The chair sent a participant out, or let them in again."""

    participant: ParticipantId
    removed: bool = True


class JoiningLocked(Struct, frozen=True):
    locked: bool


class FacilitatorAdmitted(Struct, frozen=True):
    """A facilitator's device got in. `token_hash` never leaves the file."""

    facilitator: ActorId
    as_role: Role
    name: str
    initials: str
    device: str
    token_hash: str


class FacilitatorRevoked(Struct, frozen=True):
    facilitator: ActorId


class ClockGranted(Struct, frozen=True):
    """A co-facilitator may move the hour's clock, or no longer."""

    facilitator: ActorId
    granted: bool


class ResponseVoted(Struct, frozen=True):
    """A participant's upvote of an answer, or its taking back."""

    response: ResponseId
    participant: ParticipantId
    up: bool


class ResponsePassed(Struct, frozen=True):
    """A facilitator let an answer onto the room's screen, or took it off."""

    response: ResponseId
    passed: bool


class ModerationSet(Struct, frozen=True):
    """Whether answers are looked over before the room's screen shows them."""

    on: bool


class QuestionAsked(Struct, frozen=True):
    question: QuestionId
    participant: ParticipantId
    text: str


class QuestionSettled(Struct, frozen=True):
    question: QuestionId
    settled: bool = True


class PaceSignalled(Struct, frozen=True):
    participant: ParticipantId
    pace: Pace


class KindEvent(Struct, frozen=True):
    """What a kind of exercise keeps beyond responses; only the kind knows its `payload`."""

    exercise: ExerciseId
    kind: str
    v: int
    payload: Mapping[str, Any]


class Undone(Struct, frozen=True):
    """A command of the same actor was taken back; `restored` holds the facts put back."""

    of: CommandId
    label: str
    restored: tuple[Restore, ...]


class UnknownEvent(Struct, frozen=True):
    """An event of a newer version: kept and carried along, never dropped."""

    type: str
    fields: Mapping[str, Any] = {}


EventBody: TypeAlias = (
    SessionCreated | SessionPrepared | SegmentEntered | SegmentRetimed | ClockPaused
    | ClockResumed | TimeAdded | PlanFitted | SegmentSkipped | SegmentUnskipped | MustEndChanged
    | ClockGapFound | ClockGapResolved | SessionEnded | ExerciseOpened | ExerciseClosed
    | ResultsShown | ResultsHidden | ResponseSubmitted | ResponseAmended | ResponseWithdrawn
    | ResponseHidden | ResponseUnhidden | ResponseStarred | ResponsesMerged | TallyRecorded
    | NoteTaken | NoteEdited | NoteRemoved | ObjectiveMarked | EvidenceLinked | CaseStepped
    | ParticipantJoined | BadgeSpent | ProfileSet | ParticipantRemoved | JoiningLocked
    | FacilitatorAdmitted
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


class Event(Struct, frozen=True):
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
