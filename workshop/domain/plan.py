"""What is planned: parts, segments, objectives, people, exercises, case study.

All durations are whole seconds, all times of day are local to the plan's `timezone`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from workshop.domain.ids import (
    CaseStudyId,
    ExerciseId,
    ObjectiveId,
    PartId,
    PersonId,
    PlanId,
    SegmentId,
)
from workshop.domain.making import dataclass


class Priority(StrEnum):
    """How willingly a segment gives up time: could before should before must."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class Mode(StrEnum):
    """What mainly happens in a segment."""

    TALK = "talk"
    EXERCISE = "exercise"
    DISCUSSION = "discussion"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class EventInfo:
    """Where and when the workshop stands in a programme."""

    code: str = ""
    stream: str = ""
    format: str = ""
    date: date | None = None
    start: time | None = None
    timezone: str = "UTC"
    venue: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    id: PersonId
    name: str
    role: str = ""
    organisation: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """A learning objective; a `headline` one is rated by the room before and after."""

    id: ObjectiveId
    text: str
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """What the facilitator says or does, `at_s` seconds into its segment."""

    at_s: int
    say: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A timed block: `planned_s` as planned, never below `min_s` by a fit."""

    id: SegmentId
    title: str
    planned_s: int
    min_s: int
    priority: Priority = Priority.SHOULD
    mode: Mode = Mode.TALK
    exercise: ExerciseId | None = None
    case_study: CaseStudyId | None = None
    objectives: tuple[ObjectiveId, ...] = ()
    cues: tuple[Cue, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the plan; `min_s` is the floor that no other part's overrun may take."""

    id: PartId
    title: str
    lead: PersonId | None = None
    min_s: int = 0
    objectives: tuple[Objective, ...] = ()
    segments: tuple[Segment, ...] = ()

    @property
    def planned_s(self) -> int:
        return sum(segment.planned_s for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a case study."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question to discuss, with its own timer in seconds (0 = none)."""

    text: str
    planned_s: int = 0


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A case to discuss. `stand_in` (when not empty) says how to replace it with one's own.

    `framework` names the canvas exercise that the table groups fill.
    """

    id: CaseStudyId
    title: str
    cards: tuple[Card, ...] = ()
    questions: tuple[Question, ...] = ()
    framework: ExerciseId | None = None
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Bank:
    """What a simulated room answers in a rehearsal; nobody said any of it.

    `lines` are whole answers as they would be typed; `weights` say how willingly an option is
    picked beside the others; `means` what a statement is rated on average, a number a round
    (`all`: every statement that is not named).
    """

    lines: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    means: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise as its file describes it; `options` belong to its kind, already checked."""

    id: ExerciseId
    kind: str
    title: str
    prompt: str
    purpose: str = ""
    planned_s: int = 0
    facilitator: str = ""
    participant: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    debrief: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    bank: Bank = field(default_factory=Bank)


class KeepOpen(StrEnum):
    """What has to be over before an exercise takes no more answers from phones."""

    SEGMENT = "segment"
    PART = "part"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class PhoneOptions:
    """What phones offer beside answering; what tires people is off unless the plan asks."""

    upvotes: bool = False
    pace: bool = False
    questions: bool = True
    keep_open: KeepOpen = KeepOpen.PART


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A plan with everything it needs resolved, so that a session's file stands alone.

    `exercises` holds every exercise that a segment, the lobby or a case study names.
    `lobby` lists exercises that stand open before the first segment. `language` is the one its
    texts are written in; `translations` give a text in another (`{"nl": {text: translation}}`).
    """

    id: PlanId
    title: str
    total_s: int
    parts: tuple[Part, ...]
    event: EventInfo = field(default_factory=EventInfo)
    people: tuple[Person, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    case_studies: tuple[CaseStudy, ...] = ()
    lobby: tuple[ExerciseId, ...] = ()
    sources: tuple[str, ...] = ()
    phones: PhoneOptions = field(default_factory=PhoneOptions)
    language: str = "en"
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.event.timezone)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every segment in order."""
        return tuple(segment for part in self.parts for segment in part.segments)

    @property
    def objectives(self) -> tuple[Objective, ...]:
        return tuple(objective for part in self.parts for objective in part.objectives)

    def segment(self, segment_id: SegmentId) -> Segment:
        """The segment of that id; KeyError when there is none."""
        for segment in self.segments:
            if segment.id == segment_id:
                return segment
        raise KeyError(segment_id)

    def part_of(self, segment_id: SegmentId) -> Part:
        """The part that holds a segment; KeyError when there is none."""
        for part in self.parts:
            if any(segment.id == segment_id for segment in part.segments):
                return part
        raise KeyError(segment_id)

    def exercise(self, exercise_id: ExerciseId) -> Exercise:
        """The exercise of that id; KeyError when there is none."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise KeyError(exercise_id)

    def case_study(self, case_study_id: CaseStudyId) -> CaseStudy:
        for case in self.case_studies:
            if case.id == case_study_id:
                return case
        raise KeyError(case_study_id)

    def person(self, person_id: PersonId) -> Person:
        for person in self.people:
            if person.id == person_id:
                return person
        raise KeyError(person_id)

    def uses(self) -> Iterator[tuple[SegmentId | None, ExerciseId]]:
        """Every use of an exercise in the order of the hour; the lobby's have no segment."""
        for exercise_id in self.lobby:
            yield None, exercise_id
        for segment in self.segments:
            if segment.exercise is not None:
                yield segment.id, segment.exercise

    def round_of(self, segment_id: SegmentId | None, exercise_id: ExerciseId) -> int:
        """Which use of the exercise this is, from 1: before is round 1, after round 2."""
        count = 0
        for place, used in self.uses():
            if used == exercise_id:
                count += 1
                if place == segment_id:
                    return count
        return max(count, 1)

    def planned_start(self) -> datetime | None:
        """The start in the programme as an aware local time, None where none is given."""
        if self.event.date is None or self.event.start is None:
            return None
        return datetime.combine(self.event.date, self.event.start, self.zone)
