"""The `session` document that a log carries beside its events, and the state it begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from workshop.domain.clock import Clock
from workshop.domain.ids import SessionId
from workshop.domain.plan import Bank, SessionPlan
from workshop.domain.state import Rehearsal, RoomInfo, SessionInfo, State
from workshop.service.codec import (
    decode_plan,
    decode_rehearsal,
    decode_rooms,
    encode_plan,
    to_plain,
)

FORMAT = 1


def new_header(
    plan: SessionPlan,
    *,
    session: SessionId,
    created: datetime,
    room: str = "main",
    rehearsal: Rehearsal | None = None,
    rooms: Sequence[RoomInfo] = (),
) -> dict[str, Any]:
    """The document of a new session; the plan travels in it, so that the file stands alone.

    `rehearsal` marks a session that is only played, `rooms` a record joined from several.
    """
    # What a simulated room would say is no part of a session.
    exercises = tuple(replace(exercise, bank=Bank()) for exercise in plan.exercises)
    document = {
        "format": FORMAT,
        "epoch": 1,
        "id": session,
        "room": room,
        "created": created.isoformat(),
        "plan": encode_plan(replace(plan, exercises=exercises)),
    }
    if rehearsal is not None:
        document["rehearsal"] = to_plain(rehearsal)
    if rooms:
        document["rooms"] = to_plain(tuple(rooms))
    return document


def session_info(header: Mapping[str, Any]) -> SessionInfo:
    """What the file says of itself."""
    return SessionInfo(
        id=SessionId(header["id"]),
        room=header["room"],
        created=datetime.fromisoformat(header["created"]),
        epoch=header["epoch"],
        rehearsal=decode_rehearsal(header.get("rehearsal")),
        rooms=decode_rooms(header.get("rooms", ())),
    )


def first_state(header: Mapping[str, Any]) -> State:
    """The state before the first event."""
    session = session_info(header)
    rooms = {one.room: Clock() for one in session.rooms}
    return State(session=session, plan=decode_plan(header["plan"]), rooms=rooms)
