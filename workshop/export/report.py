"""What came of a session, as data: the one thing that every format is written from.

All times are aware and local to the plan's time zone; durations are seconds. Answers that were
hidden or withdrawn are here with their status and without their words, so that no format can
print them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from workshop.domain.findings import Findings
from workshop.domain.plan import Person

SCHEMA = 1
"""Version of the report's shape; it rises when a key goes or changes its meaning."""


class Status(StrEnum):
    """Whether an answer is part of what the room said."""

    COUNTS = "counts"
    MERGED = "merged"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class SegmentStatus(StrEnum):
    """What became of a segment; `NOW` and `TO_COME` only while the session runs."""

    RUN = "run"
    LEFT_OUT = "left out"
    NOW = "now"
    TO_COME = "to come"


Value: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing that was answered: `item` is an option's or a box's id, empty where there is none.

    `value` is a number where one was given (a step, points, 1 for an option that was picked).
    """

    field: str
    label: str
    item: str
    item_label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Answer:
    """One response. `text` is it in words, `who` the table or badge as a person reads it.

    `reason` says why it is hidden, `merged_into` which answer stands for it, and `said_by` how many
    answers say it where it stands for others. `offset_s` counts running seconds in the segment.
    `room` is where it was given, in a record of several rooms.
    """

    id: str
    at: datetime
    status: Status
    text: str
    who: str
    table: str
    badge: str
    participant: str
    source: str
    segment: str
    offset_s: float | None
    starred: bool
    parked: bool
    amended: int
    reason: str = ""
    merged_into: str = ""
    said_by: int = 1
    cells: tuple[Cell, ...] = ()
    room: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Hands or paper counted; a count is a number or few, half, most."""

    id: str
    at: datetime
    table: str
    present: int | None
    counts: Mapping[str, Value]
    labels: Mapping[str, str]
    segment: str
    offset_s: float | None
    room: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One use of an exercise: its findings and the answers they were made of.

    `in_words` marks answers that are worth reading one by one (text, not ticks and numbers).
    """

    round: int
    place: str
    findings: Findings
    answers: tuple[Answer, ...]
    tallies: tuple[Tally, ...]
    in_words: bool

    @property
    def counting(self) -> tuple[Answer, ...]:
        """The answers that count, in order of arrival."""
        return tuple(answer for answer in self.answers if answer.status is Status.COUNTS)

    @property
    def said(self) -> tuple[Answer, ...]:
        """The answers that count, and those for which they stand: whoever gave one is counted."""
        told = (Status.COUNTS, Status.MERGED)
        return tuple(answer for answer in self.answers if answer.status in told)


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """An exercise that has answers or hands in at least one round.

    `scale` is the lowest and the highest step where it asks for ratings.
    """

    id: str
    kind: str
    title: str
    prompt: str
    part: str
    scale: tuple[int, int] | None
    rounds: tuple[Round, ...]


@dataclass(frozen=True, slots=True)
class SegmentTime:
    """Plan against actual. `difference_s` is positive when it took longer than planned.

    `start` and `end` are None for what did not run (yet); `paused_s` counts in neither.
    """

    id: str
    title: str
    priority: str
    mode: str
    status: SegmentStatus
    planned_start: datetime
    planned_s: int
    start: datetime | None
    end: datetime | None
    actual_s: float
    difference_s: float
    paused_s: float
    alternative: bool


@dataclass(frozen=True, slots=True)
class PartTime:
    id: str
    title: str
    lead: str
    planned_s: int
    actual_s: float
    difference_s: float
    paused_s: float
    segments: tuple[SegmentTime, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """The hour as planned and as it was; `ended_at` is None while it runs."""

    planned_start: datetime | None
    must_end_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    pauses: int
    paused_s: float
    parts: tuple[PartTime, ...]

    @property
    def segments(self) -> tuple[SegmentTime, ...]:
        return tuple(segment for part in self.parts for segment in part.segments)


@dataclass(frozen=True, slots=True)
class RoomResult:
    """One of several rooms of a joined record: its own hour, and how much came from it."""

    room: str
    session: str
    joined: int
    answers: int
    timing: Timing


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A facilitator's note; `answer` marks an answer that was put on the parking lot."""

    id: str
    at: datetime
    tag: str
    initials: str
    text: str
    segment: str
    segment_title: str
    offset_s: float | None
    case_study: str
    answer: bool
    room: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case study and what was agreed on it; `stand_in` as in the plan."""

    id: str
    title: str
    stand_in: str
    questions: tuple[str, ...]
    framework: str
    discussed: bool
    agreed: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """The room's own rating of an objective in one round, from `low` to `high`."""

    round: int
    people: int
    mean: float
    median: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class EvidenceQuote:
    """An answer as evidence: `linked` by a facilitator, else starred in an exercise that serves."""

    text: str
    who: str
    exercise: str
    answer: str
    linked: bool


@dataclass(frozen=True, slots=True)
class ServingSegment:
    """A segment that ran and serves an objective."""

    id: str
    title: str
    actual_s: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one exercise says, in a line or two."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """An objective with its coverage ('covered', 'partly', 'not', or 'unmarked').

    `said` are the findings of exercises, and `notes` those taken, in segments that are for it in
    the first place.
    """

    id: str
    text: str
    part: str
    part_title: str
    headline: bool
    coverage: str
    remark: str
    segments: tuple[ServingSegment, ...]
    said: tuple[Outcome, ...]
    evidence: tuple[EvidenceQuote, ...]
    notes: tuple[NoteLine, ...]
    before: Rating | None
    after: Rating | None


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """Who will do what, with whom, by when; `by` is None where no date was given."""

    answer: str
    what: str
    with_whom: str
    by: date | None
    who: str
    starred: bool


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """Whom to ask after a pledge on a day, `after_days` from the session, and what to ask.

    `by` is the pledge's own day, None where none was given.
    """

    on: date
    after_days: int
    ask: str
    who: str
    what: str
    with_whom: str
    by: date | None
    answer: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What somebody reads who reads nothing else."""

    when: tuple[str, ...]
    answered: tuple[str, ...]
    came_out: tuple[Outcome, ...]
    objectives: str
    what_next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """Which session this is. `finished` is false for an export made while it runs.

    `name` is the session file's name without its ending; `anonymised` says, a sentence each, what
    was taken out (empty: nothing). `rehearsal`: nobody said any of it.
    """

    name: str
    session: str
    room: str
    plan: str
    title: str
    code: str
    stream: str
    format: str
    venue: str
    timezone: str
    people: tuple[Person, ...]
    revision: int
    exported_at: datetime
    finished: bool
    anonymised: tuple[str, ...] = ()
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """How the numbers were made and what they cannot carry."""

    sentences: tuple[str, ...]
    cautions: tuple[str, ...]
    left_out: tuple[str, ...]
    not_used: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole session, summary first; `rooms` only where it was joined from several."""

    about: About
    summary: Summary
    timing: Timing
    objectives: tuple[ObjectiveResult, ...]
    pledges: tuple[PledgeLine, ...]
    exercises: tuple[ExerciseResult, ...]
    cases: tuple[CaseResult, ...]
    notes: tuple[NoteLine, ...]
    method: Method
    sources: tuple[str, ...] = ()
    follow_ups: tuple[FollowUpLine, ...] = ()
    rooms: tuple[RoomResult, ...] = ()

    def tagged(self, tag: str) -> tuple[NoteLine, ...]:
        """The notes of one tag, by time."""
        return tuple(note for note in self.notes if note.tag == tag)
