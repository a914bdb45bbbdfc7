"""One session as it stands: a small frozen core and bulk collections in persistent maps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from immutables import Map

from workshop.domain.clock import Clock
from workshop.domain.ids import (
    ActorId,
    ExerciseId,
    NoteId,
    ObjectiveId,
    ParticipantId,
    QuestionId,
    ResponseId,
    SessionId,
    TallyId,
)
from workshop.domain.making import dataclass
from workshop.domain.plan import SessionPlan
from workshop.domain.records import (
    CaseProgress,
    Device,
    ExerciseRecord,
    Message,
    Note,
    ObjectiveRecord,
    PaceSignal,
    Participant,
    Preflight,
    Question,
    Response,
    Tally,
    Undoable,
)

_ARRIVAL = attrgetter("seq")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A session that is played: its clock goes `speed` times as fast, counted from `created`."""

    speed: float = 1.0
    participants: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class RoomInfo:
    """One of several rooms whose sessions were joined into a record, and which session it was.

    `number` counts the rooms from 1 and stands in the ids of what is from there; `badges`: badges
    from there stand with that number before them, since other rooms gave the same ones.
    """

    room: str
    number: int
    session: SessionId
    revision: int
    badges: bool = False


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """The file's own facts; `epoch` rises with every rewrite of the file.

    `rooms` are those of a record that was joined from several sessions, none in others.
    """

    id: SessionId
    room: str
    created: datetime
    epoch: int = 1
    rehearsal: Rehearsal | None = None
    rooms: tuple[RoomInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Everything that readers of a session see; `revision` is the last event's `seq`.

    `responses` is indexed by exercise first, so that one exercise's answers are found without
    passing over all others; `sent` lists each participant's own, `merged` the answers for which
    another stands; `badges` is the highest badge given so far. `keys` finds the response that an
    amendment's key belongs to. `devices` are the facilitators' terminals, phones and tablets;
    `votes` the upvotes of an answer; `pace` holds only who does not follow. `locked`: nobody joins
    any more; `moderated`: answers are looked over before the room's screen shows them. `touched`
    remembers the last event that changed an undoable thing ('notes/n1': 17). `rooms` holds the
    clock of each room of a joined record, where `clock` is that of the first.
    """

    session: SessionInfo
    plan: SessionPlan
    revision: int = 0
    clock: Clock = field(default_factory=Clock)
    preflight: Preflight = field(default_factory=Preflight)
    exercises: Mapping[ExerciseId, ExerciseRecord] = field(default_factory=dict)
    responses: Map[ExerciseId, Map[ResponseId, Response]] = field(default_factory=Map)
    response_exercise: Map[ResponseId, ExerciseId] = field(default_factory=Map)
    sent: Map[ParticipantId, tuple[ResponseId, ...]] = field(default_factory=Map)
    merged: Map[ResponseId, tuple[ResponseId, ...]] = field(default_factory=Map)
    keys: Map[str, ResponseId] = field(default_factory=Map)
    tallies: Map[TallyId, Tally] = field(default_factory=Map)
    notes: Map[NoteId, Note] = field(default_factory=Map)
    objectives: Mapping[ObjectiveId, ObjectiveRecord] = field(default_factory=dict)
    participants: Map[ParticipantId, Participant] = field(default_factory=Map)
    badges: int = 0
    devices: Mapping[ActorId, Device] = field(default_factory=dict)
    votes: Map[ResponseId, Map[ParticipantId, bool]] = field(default_factory=Map)
    questions: Map[QuestionId, Question] = field(default_factory=Map)
    pace: Map[ParticipantId, PaceSignal] = field(default_factory=Map)
    locked: bool = False
    moderated: bool = False
    case: CaseProgress | None = None
    message: Message | None = None
    blank: bool = False
    kinds: Map[ExerciseId, Any] = field(default_factory=Map)
    undo: Map[ActorId, tuple[Undoable, ...]] = field(default_factory=Map)
    touched: Map[str, int] = field(default_factory=Map)
    rooms: Mapping[str, Clock] = field(default_factory=dict)

    @property
    def day(self) -> date | None:
        """The local day on which the session ended, or while it lasts began, or is planned for.

        None where nobody knows any of these. What falls due some days after the session counts
        from here.
        """
        at = self.clock.ended_at or self.clock.started_at or self.clock.planned_start
        return at.astimezone(self.plan.zone).date() if at else self.plan.event.date

    def clock_of(self, room: str) -> Clock:
        """The clock by which things in a room were stamped."""
        return self.rooms.get(room, self.clock)

    def room_of(self, room: str) -> str:
        """What a thing from a room is marked with: the room in a joined record, else nothing."""
        return room if room in self.rooms else ""

    def response(self, response_id: ResponseId) -> Response | None:
        exercise = self.response_exercise.get(response_id)
        return None if exercise is None else self.responses[exercise].get(response_id)

    def merged_with(self, response_id: ResponseId) -> tuple[Response, ...]:
        """The answers for which this one stands, in order of arrival, without those taken back."""
        found = map(self.response, self.merged.get(response_id, ()))
        said = (response for response in found if response is not None and response.is_said)
        return tuple(sorted(said, key=lambda response: response.seq))

    def voters(self, response_id: ResponseId) -> frozenset[ParticipantId]:
        """Who voted for an answer, or for one for which it stands."""
        ids = (response_id, *self.merged.get(response_id, ()))
        return frozenset(voter for id_ in ids for voter in self.votes.get(id_, ()))

    def responses_to(self, exercise: ExerciseId, round_: int | None = None) -> list[Response]:
        """All answers to an exercise in order of arrival, hidden and withdrawn ones included."""
        found = self.responses.get(exercise)
        if found is None:
            return []
        chosen = [r for r in found.values() if round_ is None or r.round == round_]
        chosen.sort(key=_ARRIVAL)
        return chosen

    def tallies_of(self, exercise: ExerciseId, round_: int | None = None) -> list[Tally]:
        return sorted(
            (
                tally
                for tally in self.tallies.values()
                if tally.exercise == exercise and (round_ is None or tally.round == round_)
            ),
            key=lambda tally: tally.seq,
        )

    def notes_in_order(self) -> list[Note]:
        return sorted(self.notes.values(), key=lambda note: (note.at, note.seq))
