"""One room's events on their way into a record of several: under ids that tell rooms apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import structs

from workshop.analysis.people import named_table
from workshop.domain import events as ev
from workshop.domain.events import Event
from workshop.domain.forms import NOBODY, PeopleField
from workshop.domain.ids import ActorId, CommandId, ExerciseId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Role
from workshop.domain.state import RoomInfo, State
from workshop.kinds.base import Kind

_GONE = (
    ev.SessionCreated | ev.SessionPrepared | ev.SegmentEntered | ev.SegmentRetimed | ev.ClockPaused
    | ev.ClockResumed | ev.TimeAdded | ev.PlanFitted | ev.SegmentSkipped | ev.SegmentUnskipped
    | ev.MustEndChanged | ev.ClockGapFound | ev.ClockGapResolved | ev.SessionEnded
    | ev.ExerciseOpened | ev.ExerciseClosed | ev.ResultsShown | ev.ResultsHidden | ev.CaseStepped
    | ev.FacilitatorAdmitted | ev.FacilitatorRevoked | ev.ClockGranted | ev.JoiningLocked
    | ev.ModerationSet | ev.PaceSignalled | ev.MessageSent | ev.MessageCleared | ev.ScreenBlanked
    | ev.KindEvent | ev.Undone | ev.UnknownEvent
)  # fmt: skip
"""What is said anew from a room's outcome, or was of use while it lasted only."""
_IDS = ("response", "participant", "note", "tally", "question", "key", "into")
_DIGITS = re.compile(r"(\D*?)0*(\d+)")


@dataclass(frozen=True, slots=True)
class Room:
    """A session that is to be joined: what its file is called, its header, events and outcome."""

    name: str
    header: Mapping[str, Any]
    events: Sequence[Event]
    state: State

    @property
    def badges(self) -> set[str]:
        """Every badge that was given or typed, in one spelling."""
        groups = self.state.responses.values()
        typed = {plain_badge(r.badge) for group in groups for r in group.values() if r.badge}
        return typed | {str(person.badge) for person in self.state.participants.values()}


@dataclass(slots=True)
class RoomMove:
    """One room on its way into the record: everything under its new ids."""

    info: RoomInfo
    room: Room
    asking: Mapping[ExerciseId, frozenset[str]]
    width: int = field(init=False)

    def __post_init__(self) -> None:
        badges = [str(person.badge) for person in self.room.state.participants.values()]
        self.width = max(3, *map(len, badges)) if badges else 3

    def id(self, own: str) -> str:
        return f"r{self.info.number}.{own}"

    def badge(self, own: str) -> str:
        """'7' of room 2 is '2007' where other rooms gave a 7, too."""
        plain = plain_badge(own)
        if not self.info.badges or plain in ("", NOBODY):
            return plain
        found = _DIGITS.fullmatch(plain)
        if found is None:
            return f"{plain} {self.info.number}"
        return f"{found[1]}{self.info.number}{found[2].zfill(self.width)}"

    def table(self, own: str) -> str:
        return f"{named_table(own)} ({self.info.room})" if own else ""

    def events(self) -> Iterator[tuple[datetime, int, Event]]:
        """What goes along, by time and place, with what it is about renamed."""
        taken_back = {e.body.of for e in self.room.events if isinstance(e.body, ev.Undone)}
        exercises = self.room.state.response_exercise
        for event in self.room.events:
            if isinstance(event.body, _GONE) or event.cmd in taken_back:
                continue
            body = self._body(event.body, exercises)
            segment, offset = self._stamp(event)
            yield event.at, event.seq, self._event(event, body, segment, offset)
        yield from self._clock()

    def _event(self, event: Event, body: ev.EventBody, segment: Any, offset: float | None) -> Event:
        return Event(
            seq=event.seq,
            at=event.at,
            by=ActorId(self.id(event.by)),
            role=event.role,
            room=self.info.room,
            cmd=CommandId(self.id(str(event.seq))),
            last=True,
            body=body,
            segment=segment,
            offset_s=offset,
        )

    def _stamp(self, event: Event) -> tuple[Any, float | None]:
        """Where in its room's hour it was, as the clock was known in the end."""
        state, body = self.room.state, event.body
        if isinstance(body, ev.ResponseSubmitted):
            response = state.response(body.response)
            if response is not None:
                return response.segment, response.offset_s
        if isinstance(body, ev.TallyRecorded) and body.tally in state.tallies:
            tally = state.tallies[body.tally]
            return tally.segment, tally.offset_s
        return event.segment, event.offset_s

    def _body(self, body: Any, exercises: Mapping[Any, ExerciseId]) -> Any:
        """An event's body with the record's ids, badges and tables."""
        new: dict[str, Any] = {
            name: self.id(own) for name in _IDS if (own := getattr(body, name, None))
        }
        if isinstance(body, ev.ResponsesMerged):
            new["responses"] = tuple(self.id(own) for own in body.responses)
        if isinstance(body, ev.ParticipantJoined | ev.BadgeSpent):
            new["badge"] = int(self.badge(str(body.badge)))
        if isinstance(body, ev.ParticipantJoined):
            new["token_hash"] = ""
        if isinstance(body, ev.ResponseSubmitted | ev.ResponseAmended):
            new["badge"], new["table"] = self.badge(body.badge), self.table(body.table)
            exercise = exercises.get(body.response)
            new["answers"] = self._answers(body.answers, exercise)
        if isinstance(body, ev.TallyRecorded):
            # Hands over a whole room are one group of several here.
            new["table"] = self.table(body.table) or self.info.room
        return structs.replace(body, **new)

    def _answers(
        self, answers: Mapping[str, Any], exercise: ExerciseId | None
    ) -> Mapping[str, Any]:
        people = self.asking.get(exercise, frozenset()) if exercise is not None else ()
        named = {
            name: [self.badge(str(badge)) for badge in answers[name]]
            for name in people
            if isinstance(answers.get(name), list | tuple)
        }
        return {**answers, **named}

    def _clock(self) -> Iterator[tuple[datetime, int, Event]]:
        """The room's hour as it was known in the end."""
        clock, state = self.room.state.clock, self.room.state
        created = state.session.created
        begins, must_end = clock.planned_start or created, clock.must_end_at or created
        present = state.preflight.present
        steps: list[tuple[datetime, Any, Any]] = [
            (created, None, ev.SessionCreated(state.plan.title, begins, must_end)),
            (created, None, ev.SessionPrepared(begins, must_end, False, present)),
        ]
        for number, run in enumerate(clock.runs):
            why = "next" if number else "start"
            entered = ev.SegmentEntered(run.segment, run.began_at, why)
            steps.append((run.began_at, run.segment, entered))
            for pause in run.pauses:
                until = pause.ended_at or run.ended_at or pause.began_at
                steps.append((pause.began_at, run.segment, ev.ClockPaused(pause.began_at)))
                steps.append((until, run.segment, ev.ClockResumed(until)))
        ended = clock.ended_at or created
        fitted = ev.PlanFitted(dict(clock.allotted), tuple(sorted(clock.skipped)), "fit")
        steps += [(ended, None, fitted), (ended, None, ev.SessionEnded(ended))]
        for number, (at, segment, body) in enumerate(steps):
            own = Event(
                0, at, ActorId("chair"), Role.CHAIR, self.info.room, CommandId(""), True, body
            )
            event = self._event(own, body, segment, None)
            # Before what happened at the same moment, apart from the end.
            place = number - len(steps) if not isinstance(body, ev.SessionEnded) else 10**9
            cmd = CommandId(self.id(f"clock-{number}"))
            yield at, place, structs.replace(event, cmd=cmd)


def plain_badge(badge: str) -> str:
    return badge.strip().lstrip("#").casefold()


def people_fields(
    plan: SessionPlan, kinds: Mapping[str, Kind]
) -> Mapping[ExerciseId, frozenset[str]]:
    """The fields that name people by badge, an exercise that has any."""
    found = {}
    for exercise in plan.exercises:
        kind = kinds.get(exercise.kind)
        if kind is not None:
            form = kind.form(exercise)
            people = (f.id for f in (*form.fields, *form.beside) if isinstance(f, PeopleField))
            found[exercise.id] = frozenset(people)
    return {exercise: names for exercise, names in found.items() if names}
