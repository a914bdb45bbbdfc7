"""Parallel rooms that ran one plan, joined into one record.

Everything that people and facilitators did goes along as it happened, with its room, under ids that
tell the rooms apart; what a facilitator took back stays away. A room's clock is kept as it stood at
the end. Who had which key or terminal is of no use afterwards and stays in the rooms' own files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from msgspec import structs

from workshop.domain import events as ev
from workshop.domain.apply import fold
from workshop.domain.clock import Stage
from workshop.domain.events import Event
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
from workshop.service.moving import Room, RoomMove, people_fields

APART = timedelta(hours=12)
"""Rooms that began further apart did not run in parallel."""
_UNNAMED = ("", "main")
_CELLS = 400
"""So many cells of what a kind keeps are set by one event, at most."""


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
    asking = people_fields(rooms[0].state.plan, kinds)
    moves = [RoomMove(info, room, asking) for info, (_, room) in zip(infos, ordered, strict=True)]
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
        if given & room.badges:
            return True
        given |= room.badges
    return False


def _complete(moves: Sequence[RoomMove], state: State) -> None:
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


# -- all rooms ---------------------------------------------------------------------------------


def _all_events(
    moves: Sequence[RoomMove], kinds: Mapping[str, Kind], everywhere: str
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


def _kept(moves: Sequence[RoomMove], kinds: Mapping[str, Kind]) -> Iterator[ev.EventBody]:
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


def _room_kept(move: RoomMove, exercise: ExerciseId) -> RoomKept:
    state = move.room.state
    own = (*state.response_exercise, *state.participants)
    return RoomKept(
        kept=state.kinds.get(exercise),
        ids={str(id_): move.id(id_) for id_ in own},
        badges={badge: move.badge(badge) for badge in move.room.badges},
    )


def _coverage(moves: Sequence[RoomMove]) -> Iterator[ev.EventBody]:
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


def _mark(move: RoomMove, objective: ObjectiveId) -> tuple[Coverage, str]:
    record = move.room.state.objectives.get(objective)
    return (Coverage.NOT, "") if record is None else (record.coverage, record.remark)
