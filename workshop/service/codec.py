"""Events, commands, states, plans and findings to JSON and back, on disk and on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from immutables import Map

from workshop.domain.clock import Clock
from workshop.domain.commands import COMMAND_TYPES, Command
from workshop.domain.events import EVENT_TYPES, Event, Undone, UnknownEvent
from workshop.domain.findings import Block, Findings, Table
from workshop.domain.ids import (
    ActorId,
    CommandId,
    ExerciseId,
    ObjectiveId,
    ParticipantId,
    ResponseId,
    SegmentId,
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
    Restore,
    Role,
    Tally,
    Undoable,
)
from workshop.domain.state import Rehearsal, RoomInfo, SessionInfo, State
from workshop.errors import FileDamaged, UsageError

T = TypeVar("T")

_ENVELOPE = (
    "seq", "at", "by", "role", "room", "cmd", "last", "type", "segment", "offset_s",
)  # fmt: skip
_FACTS: Mapping[str, Any] = {
    "clock": Clock,
    "preflight": Preflight,
    "exercises": ExerciseRecord,
    "responses": Response,
    "tallies": Tally,
    "notes": Note,
    "objectives": ObjectiveRecord,
    "case": CaseProgress,
    "message": Message,
    "participants": Participant,
    "devices": Device,
    "questions": Question,
}
_BLOCKS: Mapping[str, type[Any]] = {
    cls.__dataclass_fields__["kind"].default: cls for cls in Block.__args__
}


def _hook(value: Any) -> Any:
    if isinstance(value, Map):
        return dict(value)
    raise NotImplementedError(f"{type(value).__name__} has no form in JSON")


to_plain: Callable[[Any], Any] = partial(msgspec.to_builtins, enc_hook=_hook)
"""Any domain value as dicts, lists, strings and numbers."""


# -- events ----------------------------------------------------------------------------------


def event_document(event: Event) -> dict[str, Any]:
    """An event as a JSON-able document: the envelope, then the type's own fields."""
    body = event.body
    fields = dict(body.fields) if isinstance(body, UnknownEvent) else to_plain(body)
    return {**_envelope(event), **fields}


def _envelope(event: Event) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "at": event.at.isoformat().replace("+00:00", "Z"),
        "by": event.by,
        "role": event.role.value,
        "room": event.room,
        "cmd": event.cmd,
        "last": event.last,
        "type": event.type,
        "segment": event.segment,
        "offset_s": event.offset_s,
    }


def encode_event(event: Event) -> bytes:
    """One line of JSON in UTF-8, without a line's end."""
    body = event.body
    if isinstance(body, UnknownEvent):
        return msgspec.json.encode(event_document(event))
    # A struct is written without becoming a dict first, which every answer would pay for.
    fields = msgspec.json.encode(body, enc_hook=_hook)
    envelope = msgspec.json.encode(_envelope(event))
    return envelope if fields == b"{}" else envelope[:-1] + b"," + fields[1:]


def decode_event(document: Mapping[str, Any]) -> Event:
    """A document as an event; FileDamaged when its fields do not fit its type."""
    kind = document.get("type")
    cls = EVENT_TYPES.get(kind) if isinstance(kind, str) else None
    try:
        if cls is None:
            fields = {key: value for key, value in document.items() if key not in _ENVELOPE}
            body: Any = UnknownEvent(str(kind), fields)
        else:
            body = msgspec.convert(document, cls)
            if isinstance(body, Undone):
                body = Undone(body.of, body.label, tuple(map(_typed, body.restored)))
        segment = document.get("segment")
        return Event(
            seq=document["seq"],
            at=datetime.fromisoformat(document["at"]),
            by=ActorId(document["by"]),
            role=Role(document["role"]),
            room=document["room"],
            cmd=CommandId(document["cmd"]),
            last=document["last"],
            body=body,
            segment=None if segment is None else SegmentId(segment),
            offset_s=document.get("offset_s"),
        )
    except (msgspec.ValidationError, KeyError, ValueError, TypeError) as error:
        raise FileDamaged(
            f"Event {document.get('seq')} ({kind}) has fields that do not fit: {error}",
            "Check the file with 'workshop session check'",
        ) from error


def _typed(restore: Restore) -> Restore:
    cls = _FACTS.get(restore.collection)
    if cls is None or restore.value is None:
        return restore
    return replace(restore, value=msgspec.convert(restore.value, cls))


# -- commands --------------------------------------------------------------------------------


def encode_command(command: Command) -> dict[str, Any]:
    """A command as `{id, type, body, expect}`."""
    return {
        "id": command.id,
        "type": command.type,
        "body": to_plain(command.body),
        "expect": dict(command.expect),
    }


def decode_command(document: Any) -> Command:
    """A command from the wire; UsageError when it is not one."""
    try:
        cls = COMMAND_TYPES[document["type"]]
        body = msgspec.convert(document.get("body", {}), cls)
        expect = msgspec.convert(document.get("expect", {}), dict[str, int])
        id_ = msgspec.convert(document["id"], str)
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"That is no command: {error}", "Send {id, type, body} with a type of docs/commands.md"
        ) from error
    except msgspec.ValidationError as error:
        raise UsageError(
            f"The command '{document['type']}' does not fit: {error}", "See docs/commands.md"
        ) from error
    if not 1 <= len(id_) <= 64:
        raise UsageError("The command's id is missing or too long", "Give 1 to 64 characters")
    return Command(CommandId(id_), body, expect)


# -- state -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Snapshot:
    session: SessionInfo
    plan: SessionPlan
    revision: int
    clock: Clock
    preflight: Preflight
    exercises: dict[ExerciseId, ExerciseRecord]
    responses: list[Response]
    keys: dict[str, ResponseId]
    tallies: list[Tally]
    notes: list[Note]
    objectives: dict[ObjectiveId, ObjectiveRecord]
    participants: list[Participant]
    devices: dict[ActorId, Device]
    votes: dict[ResponseId, list[ParticipantId]]
    questions: list[Question]
    pace: dict[ParticipantId, PaceSignal]
    locked: bool
    moderated: bool
    case: CaseProgress | None
    message: Message | None
    blank: bool
    badges: int
    kinds: dict[ExerciseId, Any]
    undo: dict[ActorId, list[Undoable]]
    touched: dict[str, int]
    rooms: dict[str, Clock]


@cache
def _state_decoder() -> msgspec.json.Decoder[_Snapshot]:
    # Made when it is wanted first: a terminal paints before it reads a snapshot.
    return msgspec.json.Decoder(_Snapshot)


def encode_state(state: State) -> bytes:
    """A snapshot of a whole state as JSON."""
    snapshot = _Snapshot(
        session=state.session,
        plan=state.plan,
        revision=state.revision,
        clock=state.clock,
        preflight=state.preflight,
        exercises=dict(state.exercises),
        responses=[r for group in state.responses.values() for r in group.values()],
        keys=dict(state.keys),
        tallies=list(state.tallies.values()),
        notes=list(state.notes.values()),
        objectives=dict(state.objectives),
        participants=list(state.participants.values()),
        devices=dict(state.devices),
        votes={response: list(voters) for response, voters in state.votes.items()},
        questions=list(state.questions.values()),
        pace=dict(state.pace),
        locked=state.locked,
        moderated=state.moderated,
        case=state.case,
        message=state.message,
        blank=state.blank,
        badges=state.badges,
        kinds=dict(state.kinds),
        undo={actor: list(stack) for actor, stack in state.undo.items()},
        touched=dict(state.touched),
        rooms=dict(state.rooms),
    )
    return msgspec.json.encode(snapshot, enc_hook=_hook)


def decode_state(data: bytes) -> State:
    """A state from its snapshot; FileDamaged when it is none."""
    try:
        plain = _state_decoder().decode(data)
    except msgspec.DecodeError as error:
        raise FileDamaged(f"The snapshot cannot be read: {error}", "Connect again") from error
    groups: dict[ExerciseId, dict[ResponseId, Response]] = {}
    sent: dict[ParticipantId, list[ResponseId]] = {}
    merged: dict[ResponseId, list[ResponseId]] = {}
    for response in sorted(plain.responses, key=attrgetter("seq")):
        groups.setdefault(response.exercise, {})[response.id] = response
        if response.participant is not None:
            sent.setdefault(response.participant, []).append(response.id)
        if response.merged_into is not None:
            merged.setdefault(response.merged_into, []).append(response.id)
    return State(
        session=plain.session,
        plan=plain.plan,
        revision=plain.revision,
        clock=plain.clock,
        preflight=plain.preflight,
        exercises=plain.exercises,
        responses=Map({exercise: Map(group) for exercise, group in groups.items()}),
        response_exercise=Map({r.id: r.exercise for r in plain.responses}),
        sent=Map({person: tuple(ids) for person, ids in sent.items()}),
        merged=Map({into: tuple(sorted(ids)) for into, ids in merged.items()}),
        keys=Map(plain.keys),
        tallies=Map({tally.id: tally for tally in plain.tallies}),
        notes=Map({note.id: note for note in plain.notes}),
        objectives=plain.objectives,
        participants=Map({person.id: person for person in plain.participants}),
        devices=plain.devices,
        votes=Map({r: Map(dict.fromkeys(voters, True)) for r, voters in plain.votes.items()}),
        questions=Map({question.id: question for question in plain.questions}),
        pace=Map(plain.pace),
        locked=plain.locked,
        moderated=plain.moderated,
        case=plain.case,
        message=plain.message,
        blank=plain.blank,
        badges=plain.badges,
        kinds=Map(plain.kinds),
        undo=Map({actor: tuple(map(_typed_undo, stack)) for actor, stack in plain.undo.items()}),
        touched=Map(plain.touched),
        rooms=plain.rooms,
    )


def _typed_undo(entry: Undoable) -> Undoable:
    return replace(entry, before=tuple(map(_typed, entry.before)))


# -- plans and findings ----------------------------------------------------------------------


def encode_plan(plan: SessionPlan) -> dict[str, Any]:
    """A resolved plan as it stands in a session file's header."""
    plain: dict[str, Any] = to_plain(plan)
    return plain


def decode_plan(document: Any) -> SessionPlan:
    """A resolved plan from a header; FileDamaged when it is none."""
    return _convert(document, SessionPlan, "plan")


def decode_rehearsal(document: Any) -> Rehearsal | None:
    """What marks a header as a rehearsal's; FileDamaged when it is none."""
    return None if document is None else _convert(document, Rehearsal, "rehearsal")


def decode_rooms(document: Any) -> tuple[RoomInfo, ...]:
    """The rooms that a header names; FileDamaged when they are none."""
    found: tuple[RoomInfo, ...] = _convert(document, tuple[RoomInfo, ...], "rooms")
    return found


def encode_findings(findings: Findings) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(findings)
    return plain


def decode_findings(document: Any) -> Findings:
    # msgspec takes no union of dataclasses, so the blocks are converted one by one.
    fields = dict(document)
    for name in ("blocks", "more"):
        fields[name] = tuple(map(_block, document.get(name, ())))
    for name in ("sentences", "cautions"):
        fields[name] = tuple(document.get(name, ()))
    return Findings(**fields)


def _block(document: Mapping[str, Any]) -> Block:
    """A block; one of a kind that only a newer host knows, as a table of its parts."""
    cls = _BLOCKS.get(document.get("kind", ""))
    if cls is None:
        parts = tuple((str(key), str(value)) for key, value in document.items())
        return Table(str(document.get("title", "")), ("Part", "Says"), parts)
    found: Block = _convert(document, cls, "block")
    return found


def _convert(document: Any, cls: type[T], what: str) -> T:
    try:
        return msgspec.convert(document, cls)
    except msgspec.ValidationError as error:
        raise FileDamaged(f"The {what} cannot be read: {error}", "Check the file") from error
