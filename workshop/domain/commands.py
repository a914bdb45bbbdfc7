"""What someone wants. `ALLOWED` is the one table of who may send what; `docs/commands.md` shows it.

A command's `type` on the wire is its class name in snake_case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from msgspec import Struct

from workshop.domain.events import snake
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
from workshop.domain.records import CaseStep, Coverage, NoteTag, Pace, Role, Source


class CreateSession(Struct, frozen=True):
    """Sent by the host once, with a new file."""

    planned_start: datetime
    must_end_at: datetime


class Prepare(Struct, frozen=True):
    """Settle preflight (again) and open the lobby."""

    planned_start: datetime
    must_end_at: datetime
    mirrored: bool = False
    present: tuple[PersonId, ...] = ()


class Start(Struct, frozen=True):
    """Begin the first segment, `ago_s` seconds ago."""

    ago_s: int = 0


class Pause(Struct, frozen=True):
    pass


class Resume(Struct, frozen=True):
    pass


class Next(Struct, frozen=True):
    """Go on to the next segment that is not skipped; it began `ago_s` seconds ago."""

    ago_s: int = 0


class Back(Struct, frozen=True):
    """Return to the segment before."""


class Jump(Struct, frozen=True):
    """Go to any segment."""

    segment: SegmentId


class RetimeStart(Struct, frozen=True):
    """The current segment began `ago_s` seconds before now."""

    ago_s: int


class AddTime(Struct, frozen=True):
    """Give the segment (the current one when None) seconds more, or fewer when negative."""

    seconds: int
    segment: SegmentId | None = None


class Skip(Struct, frozen=True):
    segment: SegmentId


class Unskip(Struct, frozen=True):
    segment: SegmentId


class Fit(Struct, frozen=True):
    """Apply the fit that `fitting.propose` finds now."""


class CloseNow(Struct, frozen=True):
    """Jump to the closing part and fit it into the minutes left."""


class SetMustEnd(Struct, frozen=True):
    must_end_at: datetime


class ReportClockGap(Struct, frozen=True):
    """The host saw that the machine slept or its clock jumped."""

    began_at: datetime
    ended_at: datetime
    seconds: float
    cause: str


class ResolveClockGap(Struct, frozen=True):
    counted: bool


class EndSession(Struct, frozen=True):
    pass


class OpenExercise(Struct, frozen=True):
    exercise: ExerciseId
    round: int = 0
    """0: the round that the current segment gives it."""


class CloseExercise(Struct, frozen=True):
    exercise: ExerciseId


class ShowResults(Struct, frozen=True):
    exercise: ExerciseId


class HideResults(Struct, frozen=True):
    exercise: ExerciseId


class SubmitResponse(Struct, frozen=True):
    """An answer. `key` makes a repeat count once; `round` 0 means the exercise's own now."""

    exercise: ExerciseId
    key: str
    answers: Mapping[str, Any]
    round: int = 0
    source: Source = Source.KEYBOARD
    participant: ParticipantId | None = None
    table: str = ""
    badge: str = ""


class AmendResponse(Struct, frozen=True):
    """A correction of an answer with a new key."""

    corrects: ResponseId
    key: str
    answers: Mapping[str, Any]
    table: str = ""
    badge: str = ""


class WithdrawResponse(Struct, frozen=True):
    response: ResponseId


class HideResponse(Struct, frozen=True):
    response: ResponseId
    reason: str


class UnhideResponse(Struct, frozen=True):
    response: ResponseId


class StarResponse(Struct, frozen=True):
    response: ResponseId
    starred: bool = True


class ParkResponse(Struct, frozen=True):
    """Put an answer on the parking lot as a note with the given id.

    `text` is the part of it that is meant; all of it without one.
    """

    response: ResponseId
    note: NoteId
    text: str = ""


class RecordTally(Struct, frozen=True):
    tally: TallyId
    exercise: ExerciseId
    counts: Mapping[str, int | str]
    table: str = ""
    present: int | None = None
    round: int = 0


class MergeResponses(Struct, frozen=True):
    """Have `into` stand for answers that say the same; None takes them apart again."""

    into: ResponseId | None
    responses: tuple[ResponseId, ...]


class TakeNote(Struct, frozen=True):
    """`taken_at` is given where the note was written earlier (kept apart, folded in now)."""

    note: NoteId
    text: str
    tag: NoteTag = NoteTag.NOTE
    initials: str = ""
    taken_at: datetime | None = None
    case_study: CaseStudyId | None = None


class EditNote(Struct, frozen=True):
    note: NoteId
    text: str
    tag: NoteTag | None = None


class RemoveNote(Struct, frozen=True):
    note: NoteId


class MarkObjective(Struct, frozen=True):
    objective: ObjectiveId
    coverage: Coverage
    remark: str = ""


class LinkEvidence(Struct, frozen=True):
    objective: ObjectiveId
    response: ResponseId
    linked: bool = True


class StepCase(Struct, frozen=True):
    case_study: CaseStudyId
    step: CaseStep
    index: int = 0


class SendMessage(Struct, frozen=True):
    text: str


class ClearMessage(Struct, frozen=True):
    pass


class BlankScreen(Struct, frozen=True):
    blank: bool


class Join(Struct, frozen=True):
    """A phone joins; the host sends it, since the joiner is nobody yet. The badge is decided."""

    participant: ParticipantId
    token_hash: str


class SetProfile(Struct, frozen=True):
    name: str = ""
    profession: str = ""
    organisation: str = ""


class RemoveParticipant(Struct, frozen=True):
    participant: ParticipantId
    removed: bool = True


class LockJoining(Struct, frozen=True):
    locked: bool


class AdmitFacilitator(Struct, frozen=True):
    """A one-time key was exchanged for a token of a device's own; the host sends it."""

    facilitator: ActorId
    as_role: Role
    name: str
    initials: str
    device: str
    token_hash: str


class RevokeFacilitator(Struct, frozen=True):
    facilitator: ActorId


class GrantClock(Struct, frozen=True):
    facilitator: ActorId
    granted: bool = True


class VoteResponse(Struct, frozen=True):
    response: ResponseId
    up: bool = True


class PassResponse(Struct, frozen=True):
    response: ResponseId
    passed: bool = True


class SetModeration(Struct, frozen=True):
    on: bool


class AskOrganisers(Struct, frozen=True):
    """A question or message that only the organisers see."""

    question: QuestionId
    text: str


class SettleQuestion(Struct, frozen=True):
    question: QuestionId
    settled: bool = True


class SignalPace(Struct, frozen=True):
    pace: Pace


class KindCommand(Struct, frozen=True):
    """A command that only the exercise's kind understands."""

    exercise: ExerciseId
    payload: Mapping[str, Any]


class Undo(Struct, frozen=True):
    """Take back the sender's own last undoable command."""


CommandBody: TypeAlias = (
    CreateSession | Prepare | Start | Pause | Resume | Next | Back | Jump | RetimeStart | AddTime
    | Skip | Unskip | Fit | CloseNow | SetMustEnd | ReportClockGap | ResolveClockGap | EndSession
    | OpenExercise | CloseExercise | ShowResults | HideResults | SubmitResponse | AmendResponse
    | WithdrawResponse | HideResponse | UnhideResponse | StarResponse | ParkResponse | RecordTally
    | MergeResponses
    | TakeNote | EditNote | RemoveNote | MarkObjective | LinkEvidence | StepCase | SendMessage
    | ClearMessage | BlankScreen | Join | SetProfile | RemoveParticipant | LockJoining
    | AdmitFacilitator | RevokeFacilitator | GrantClock | VoteResponse | PassResponse
    | SetModeration | AskOrganisers | SettleQuestion | SignalPace | KindCommand | Undo
)  # fmt: skip

COMMAND_TYPES: Mapping[str, type[Any]] = {snake(c.__name__): c for c in CommandBody.__args__}

_CHAIR = frozenset({Role.CHAIR})
_FACILITATORS = frozenset({Role.CHAIR, Role.CO_FACILITATOR})
_ANSWERING = _FACILITATORS | {Role.PARTICIPANT}
_PARTICIPANT = frozenset({Role.PARTICIPANT})
_HOST = frozenset({Role.HOST})

CLOCK_COMMANDS: tuple[type[Any], ...] = (
    Start, Pause, Resume, Next, Back, Jump, RetimeStart, AddTime, Skip, Unskip, Fit, CloseNow,
    SetMustEnd, ResolveClockGap,
)  # fmt: skip
"""What moves the clock: the chair's, and a co-facilitator's to whom the chair grants it."""

_BY_CHAIR: tuple[type[Any], ...] = (
    *CLOCK_COMMANDS, Prepare, EndSession, SendMessage, ClearMessage, BlankScreen,
    RemoveParticipant, LockJoining, RevokeFacilitator, GrantClock, SetModeration,
)  # fmt: skip
_BY_FACILITATORS: tuple[type[Any], ...] = (
    OpenExercise, CloseExercise, ShowResults, HideResults, HideResponse, UnhideResponse,
    StarResponse, ParkResponse, MergeResponses, RecordTally, TakeNote, EditNote, RemoveNote,
    MarkObjective, LinkEvidence, StepCase, PassResponse, SettleQuestion, Undo,
)  # fmt: skip

ALLOWED: Mapping[type[Any], frozenset[Role]] = {
    CreateSession: _HOST,
    ReportClockGap: _HOST,
    Join: _HOST,
    AdmitFacilitator: _HOST,
    **dict.fromkeys(_BY_CHAIR, _CHAIR),
    **dict.fromkeys(_BY_FACILITATORS, _FACILITATORS),
    KindCommand: _ANSWERING | {Role.ANALYST},
    SubmitResponse: _ANSWERING,
    AmendResponse: _ANSWERING,
    WithdrawResponse: _ANSWERING,
    **dict.fromkeys((SetProfile, VoteResponse, AskOrganisers, SignalPace), _PARTICIPANT),
}


class Command(Struct, frozen=True):
    """A command in its envelope.

    `id` makes a repeat harmless. `expect` names what must not have changed since the sender
    looked: `{"clock": version}` or `{"notes/ID": version}`; answers never expect anything.
    """

    id: CommandId
    body: CommandBody
    expect: Mapping[str, int] = {}

    @property
    def type(self) -> str:
        return snake(type(self.body).__name__)
