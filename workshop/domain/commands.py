"""What someone wants. `ALLOWED` is the one table of who may send what; `docs/commands.md` shows it.

A command's `type` on the wire is its class name in snake_case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

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


@dataclass(frozen=True, slots=True)
class CreateSession:
    """Sent by the host once, with a new file."""

    planned_start: datetime
    must_end_at: datetime


@dataclass(frozen=True, slots=True)
class Prepare:
    """Settle preflight (again) and open the lobby."""

    planned_start: datetime
    must_end_at: datetime
    mirrored: bool = False
    present: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """Begin the first segment, `ago_s` seconds ago."""

    ago_s: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    pass


@dataclass(frozen=True, slots=True)
class Resume:
    pass


@dataclass(frozen=True, slots=True)
class Next:
    """Go on to the next segment that is not skipped; it began `ago_s` seconds ago."""

    ago_s: int = 0


@dataclass(frozen=True, slots=True)
class Back:
    """Return to the segment before."""


@dataclass(frozen=True, slots=True)
class Jump:
    """Go to any segment."""

    segment: SegmentId


@dataclass(frozen=True, slots=True)
class RetimeStart:
    """The current segment began `ago_s` seconds before now."""

    ago_s: int


@dataclass(frozen=True, slots=True)
class AddTime:
    """Give the segment (the current one when None) seconds more, or fewer when negative."""

    seconds: int
    segment: SegmentId | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    segment: SegmentId


@dataclass(frozen=True, slots=True)
class Unskip:
    segment: SegmentId


@dataclass(frozen=True, slots=True)
class Fit:
    """Apply the fit that `fitting.propose` finds now."""


@dataclass(frozen=True, slots=True)
class CloseNow:
    """Jump to the closing part and fit it into the minutes left."""


@dataclass(frozen=True, slots=True)
class SetMustEnd:
    must_end_at: datetime


@dataclass(frozen=True, slots=True)
class ReportClockGap:
    """The host saw that the machine slept or its clock jumped."""

    began_at: datetime
    ended_at: datetime
    seconds: float
    cause: str


@dataclass(frozen=True, slots=True)
class ResolveClockGap:
    counted: bool


@dataclass(frozen=True, slots=True)
class EndSession:
    pass


@dataclass(frozen=True, slots=True)
class OpenExercise:
    exercise: ExerciseId
    round: int = 0
    """0: the round that the current segment gives it."""


@dataclass(frozen=True, slots=True)
class CloseExercise:
    exercise: ExerciseId


@dataclass(frozen=True, slots=True)
class ShowResults:
    exercise: ExerciseId


@dataclass(frozen=True, slots=True)
class HideResults:
    exercise: ExerciseId


@dataclass(frozen=True, slots=True)
class SubmitResponse:
    """An answer. `key` makes a repeat count once; `round` 0 means the exercise's own now."""

    exercise: ExerciseId
    key: str
    answers: Mapping[str, Any]
    round: int = 0
    source: Source = Source.KEYBOARD
    participant: ParticipantId | None = None
    table: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class AmendResponse:
    """A correction of an answer with a new key."""

    corrects: ResponseId
    key: str
    answers: Mapping[str, Any]
    table: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawResponse:
    response: ResponseId


@dataclass(frozen=True, slots=True)
class HideResponse:
    response: ResponseId
    reason: str


@dataclass(frozen=True, slots=True)
class UnhideResponse:
    response: ResponseId


@dataclass(frozen=True, slots=True)
class StarResponse:
    response: ResponseId
    starred: bool = True


@dataclass(frozen=True, slots=True)
class ParkResponse:
    """Put an answer on the parking lot as a note with the given id."""

    response: ResponseId
    note: NoteId


@dataclass(frozen=True, slots=True)
class RecordTally:
    tally: TallyId
    exercise: ExerciseId
    counts: Mapping[str, int | str]
    table: str = ""
    present: int | None = None
    round: int = 0


@dataclass(frozen=True, slots=True)
class TakeNote:
    """`taken_at` is given where the note was written earlier (kept apart, folded in now)."""

    note: NoteId
    text: str
    tag: NoteTag = NoteTag.NOTE
    initials: str = ""
    taken_at: datetime | None = None
    case_study: CaseStudyId | None = None


@dataclass(frozen=True, slots=True)
class EditNote:
    note: NoteId
    text: str
    tag: NoteTag | None = None


@dataclass(frozen=True, slots=True)
class RemoveNote:
    note: NoteId


@dataclass(frozen=True, slots=True)
class MarkObjective:
    objective: ObjectiveId
    coverage: Coverage
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LinkEvidence:
    objective: ObjectiveId
    response: ResponseId
    linked: bool = True


@dataclass(frozen=True, slots=True)
class StepCase:
    case_study: CaseStudyId
    step: CaseStep
    index: int = 0


@dataclass(frozen=True, slots=True)
class SendMessage:
    text: str


@dataclass(frozen=True, slots=True)
class ClearMessage:
    pass


@dataclass(frozen=True, slots=True)
class BlankScreen:
    blank: bool


@dataclass(frozen=True, slots=True)
class Join:
    """A phone joins; the host sends it, since the joiner is nobody yet. The badge is decided."""

    participant: ParticipantId
    token_hash: str


@dataclass(frozen=True, slots=True)
class SetProfile:
    name: str = ""
    profession: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class RemoveParticipant:
    participant: ParticipantId
    removed: bool = True


@dataclass(frozen=True, slots=True)
class LockJoining:
    locked: bool


@dataclass(frozen=True, slots=True)
class AdmitFacilitator:
    """A one-time key was exchanged for a token of a device's own; the host sends it."""

    facilitator: ActorId
    as_role: Role
    name: str
    initials: str
    device: str
    token_hash: str


@dataclass(frozen=True, slots=True)
class RevokeFacilitator:
    facilitator: ActorId


@dataclass(frozen=True, slots=True)
class GrantClock:
    facilitator: ActorId
    granted: bool = True


@dataclass(frozen=True, slots=True)
class VoteResponse:
    response: ResponseId
    up: bool = True


@dataclass(frozen=True, slots=True)
class PassResponse:
    response: ResponseId
    passed: bool = True


@dataclass(frozen=True, slots=True)
class SetModeration:
    on: bool


@dataclass(frozen=True, slots=True)
class AskOrganisers:
    """A question or message that only the organisers see."""

    question: QuestionId
    text: str


@dataclass(frozen=True, slots=True)
class SettleQuestion:
    question: QuestionId
    settled: bool = True


@dataclass(frozen=True, slots=True)
class SignalPace:
    pace: Pace


@dataclass(frozen=True, slots=True)
class KindCommand:
    """A command that only the exercise's kind understands."""

    exercise: ExerciseId
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the sender's own last undoable command."""


CommandBody: TypeAlias = (
    CreateSession | Prepare | Start | Pause | Resume | Next | Back | Jump | RetimeStart | AddTime
    | Skip | Unskip | Fit | CloseNow | SetMustEnd | ReportClockGap | ResolveClockGap | EndSession
    | OpenExercise | CloseExercise | ShowResults | HideResults | SubmitResponse | AmendResponse
    | WithdrawResponse | HideResponse | UnhideResponse | StarResponse | ParkResponse | RecordTally
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
    StarResponse, ParkResponse, RecordTally, TakeNote, EditNote, RemoveNote, MarkObjective,
    LinkEvidence, StepCase, PassResponse, SettleQuestion, Undo,
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


@dataclass(frozen=True, slots=True)
class Command:
    """A command in its envelope.

    `id` makes a repeat harmless. `expect` names what must not have changed since the sender
    looked: `{"clock": version}` or `{"notes/ID": version}`; answers never expect anything.
    """

    id: CommandId
    body: CommandBody
    expect: Mapping[str, int] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return snake(type(self.body).__name__)
