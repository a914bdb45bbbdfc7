"""Parallel rooms that ran one plan, joined into one record.

Everything that people and facilitators did goes along as it happened, with its room, under ids that
tell the rooms apart; what a facilitator took back stays away. A room's clock is kept as it stood at
the end. Who had which key or terminal is of no use afterwards and stays in the rooms' own files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from msgspec import structs

from workshop.analysis.people import named_table
from workshop.domain import events as ev
from workshop.domain.apply import fold
from workshop.domain.clock import Stage
from workshop.domain.events import Event
from workshop.domain.forms import NOBODY, PeopleField
from workshop.domain.ids import ActorId, CommandId, ExerciseId, ObjectiveId, SessionId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Coverage, Role
from workshop.domain.state import Rehearsal, RoomInfo, State
from workshop.errors import Refused
from workshop.kinds.base import Kind, RoomKept
from workshop.kinds.registry import KindRules
from workshop.service.codec import encode_event, encode_plan
from workshop.service.header import first_state, new_header
from workshop.service.log import EventLine

APART = timedelta(hours=12)
"""Rooms that began further apart did not run in parallel."""
_UNNAMED = ("", "main")
_CELLS = 400
"""So many cells of what a kind keeps are set by one event, at most."""
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


@dataclass(frozen=True, slots=True)
class Joined:
    """The record: its header, its events as a log takes them, and what they make."""

    header: dict[str, Any]
    lines: tuple[EventLine, ...]
    state: State


def join_rooms(
    rooms: Sequence[Room], kinds: Mapping[str, Kind], names: Sequence[str] = ()
) -> Joined:
    """One record of several rooms; the same rooms make the same record, in whatever order.

    `names` call the rooms something, one each; without them they are called as in their files,
    else as their files. Raises Refused where they do not fit.
    """
    _fit(rooms)
    called = _called(rooms, names)
    ordered = sorted(zip(called, rooms, strict=True), key=lambda pair: (pair[0], pair[1].name))
    clash = _badges_clash(rooms)
    infos = tuple(
        RoomInfo(name, n, room.state.session.id, room.state.revision, clash)
        for n, (name, room) in enumerate(ordered, 1)
    )
    asking = _people_fields(rooms[0].state.plan, kinds)
    moves = [_Move(info, room, asking) for info, (_, room) in zip(infos, ordered, strict=True)]
    header = new_header(
        _plan([room for _, room in ordered]),
        session=SessionId(_id_of(infos)),
        created=min(room.state.session.created for room in rooms),
        room=", ".join(info.room for info in infos),
        rehearsal=_rehearsal([room for _, room in ordered]),
        rooms=infos,
    )
    events = _numbered(_all_events(moves, kinds, header["room"]))
    state = fold(first_state(header), events, KindRules(kinds))
    _complete(moves, state)
    lines = tuple(EventLine(event.seq, encode_event(event), event.last) for event in events)
    return Joined(header, lines, state)


# -- what fits ---------------------------------------------------------------------------------


def _called(rooms: Sequence[Room], names: Sequence[str]) -> list[str]:
    if names and len(names) != len(rooms):
        raise Refused(
            f"There are {len(rooms)} sessions and {len(names)} names of rooms.",
            "Name each room once, in the order of the sessions.",
        )
    own = [room.state.session.room for room in rooms]
    known = len(set(own)) == len(own) and not set(own) & set(_UNNAMED)
    called = [name.strip() for name in names] or (own if known else [r.name for r in rooms])
    for name in called:
        if not name or called.count(name) > 1:
            raise Refused(
                f"Two rooms would be called ‘{name}’." if name else "A room has no name.",
                "Give each a name of its own with --rooms.",
            )
    return called


def _fit(rooms: Sequence[Room]) -> None:
    if len(rooms) < 2:
        raise Refused("One session has nothing to be joined with.", "Name two or more.")
    first = rooms[0]
    seen: dict[str, str] = {}
    for room in rooms:
        info = room.state.session
        if info.id in seen:
            raise Refused(
                f"{seen[info.id]} and {room.name} are the same session.",
                "Name each room's own file once.",
            )
        seen[info.id] = room.name
        if info.rooms:
            raise Refused(
                f"{room.name} is a record of several rooms already.",
                "Join the rooms' own files, all at once.",
            )
        if room.state.clock.stage is not Stage.ENDED:
            raise Refused(
                f"{room.name} has not ended.",
                f"`workshop resume {room.name}` opens it; end it there, then join.",
            )
        if (info.rehearsal is None) != (first.state.session.rehearsal is None):
            raise Refused(
                f"Of {first.name} and {room.name} one is a rehearsal and one is not.",
                "What nobody said is not joined with what a room said.",
            )
        if what := _different(first.state.plan, room.state.plan):
            raise Refused(
                f"{first.name} and {room.name} did not run the same plan: {what}.",
                "`workshop compare` sets versions of one plan side by side.",
            )
    begun = [room.state.clock.started_at for room in rooms if room.state.clock.started_at]
    if begun and max(begun) - min(begun) > APART:
        raise Refused(
            "These sessions did not run in parallel: more than half a day lies between them.",
            "`workshop compare` sets deliveries of one plan side by side.",
        )


def _different(one: SessionPlan, other: SessionPlan) -> str:
    """In what two plans differ that bears on what was asked; empty for nothing."""
    if one.id != other.id:
        return f"‘{one.id}’ and ‘{other.id}’"
    mine, theirs = encode_plan(one), encode_plan(other)
    for key in ("parts", "exercises", "case_studies", "lobby"):
        if mine[key] != theirs[key]:
            return f"their {key.replace('_', ' ')} differ"
    return ""


def _badges_clash(rooms: Sequence[Room]) -> bool:
    given: set[str] = set()
    for room in rooms:
        own = {str(person.badge) for person in room.state.participants.values()}
        own |= {
            _plain(response.badge)
            for group in room.state.responses.values()
            for response in group.values()
            if response.badge
        }
        if given & own:
            return True
        given |= own
    return False


def _complete(moves: Sequence[_Move], state: State) -> None:
    """Refuse what would not say the same as the rooms' own files."""
    for move in moves:
        own = move.room.state
        counted = sorted(
            (move.id(r.id), r.counts, r.starred) for g in own.responses.values() for r in g.values()
        )
        joined = sorted(
            (r.id, r.counts, r.starred)
            for g in state.responses.values()
            for r in g.values()
            if r.room == move.info.room
        )
        notes = {note.text for note in own.notes.values()}
        if counted != joined or notes - {note.text for note in state.notes.values()}:
            raise Refused(
                f"What was taken back in {move.room.name} cannot be told apart from what stayed.",
                "Export the rooms one by one, and compare them.",
            )


# -- what the record is ------------------------------------------------------------------------


def _id_of(rooms: Iterable[RoomInfo]) -> str:
    return uuid5(NAMESPACE_OID, "/".join(f"{r.room}:{r.session}:{r.revision}" for r in rooms)).hex


def _plan(rooms: Sequence[Room]) -> SessionPlan:
    plan = rooms[0].state.plan
    venues = dict.fromkeys(room.state.plan.event.venue for room in rooms)
    venue = ", ".join(filter(None, venues))
    return replace(plan, event=replace(plan.event, venue=venue))


def _rehearsal(rooms: Sequence[Room]) -> Rehearsal | None:
    found = [r.state.session.rehearsal for r in rooms if r.state.session.rehearsal is not None]
    if not found:
        return None
    return Rehearsal(participants=sum(one.participants for one in found), seed=found[0].seed)


def _people_fields(
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


# -- one room's events -------------------------------------------------------------------------


@dataclass(slots=True)
class _Move:
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
        plain = _plain(own)
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


def _plain(badge: str) -> str:
    return badge.strip().lstrip("#").casefold()


# -- all rooms ---------------------------------------------------------------------------------


def _all_events(
    moves: Sequence[_Move], kinds: Mapping[str, Kind], everywhere: str
) -> Iterator[Event]:
    """By time; what is settled over all rooms just before the last of them ended."""
    timed = sorted(
        (
            (at, move.info.number, place, event)
            for move in moves
            for at, place, event in move.events()
        ),
        key=lambda item: item[:3],
    )
    *before, last = [event for *_, event in timed]
    yield from before
    for number, body in enumerate((*_kept(moves, kinds), *_coverage(moves))):
        yield Event(
            seq=0,
            at=last.at,
            by=ActorId("host"),
            role=Role.HOST,
            room=everywhere,
            cmd=CommandId(f"all.{number}"),
            last=True,
            body=body,
        )
    yield last


def _numbered(events: Iterable[Event]) -> list[Event]:
    return [structs.replace(event, seq=seq) for seq, event in enumerate(events, 1)]


def _kept(moves: Sequence[_Move], kinds: Mapping[str, Kind]) -> Iterator[ev.EventBody]:
    """What kinds keep beside answers, joined by the kinds themselves."""
    for exercise in moves[0].room.state.plan.exercises:
        kind = kinds.get(exercise.kind)
        kept = [_room_kept(move, exercise.id) for move in moves]
        if kind is None or not any(room.kept for room in kept):
            continue
        cells = iter(sorted(kind.joined(exercise, kept).items()))
        while some := list(islice(cells, _CELLS)):
            payload = {
                "do": "joined",
                "touches": [cell for cell, _ in some],
                "values": [value for _, value in some],
            }
            yield ev.KindEvent(exercise.id, exercise.kind, kind.version, payload)


def _room_kept(move: _Move, exercise: ExerciseId) -> RoomKept:
    state = move.room.state
    own = (*state.response_exercise, *state.participants)
    badges = {str(p.badge) for p in state.participants.values()}
    badges |= {_plain(r.badge) for g in state.responses.values() for r in g.values() if r.badge}
    return RoomKept(
        kept=state.kinds.get(exercise),
        ids={str(id_): move.id(id_) for id_ in own},
        badges={badge: move.badge(badge) for badge in badges},
    )


def _coverage(moves: Sequence[_Move]) -> Iterator[ev.EventBody]:
    """Each objective as all rooms saw it: covered where all say so, partly where some do."""
    objectives = dict.fromkeys(o for move in moves for o in move.room.state.objectives)
    for objective in objectives:
        marks = [(move, _mark(move, objective)) for move in moves]
        said = {coverage for _, (coverage, _) in marks}
        coverage = said.pop() if len(said) == 1 else Coverage.PARTLY
        remarks = [
            f"{move.info.room}: {mark.value}{f' ({remark})' if remark else ''}"
            for move, (mark, remark) in marks
            if remark or len({c for _, (c, _) in marks}) > 1
        ]
        yield ev.ObjectiveMarked(objective, coverage, "; ".join(remarks))


def _mark(move: _Move, objective: ObjectiveId) -> tuple[Coverage, str]:
    record = move.room.state.objectives.get(objective)
    return (Coverage.NOT, "") if record is None else (record.coverage, record.remark)
