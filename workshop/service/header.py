"""The `session` document that a log carries beside its events, and the state it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from workshop.domain.ids import SessionId
from workshop.domain.plan import Bank, SessionPlan
from workshop.domain.state import Rehearsal, SessionInfo, State
from workshop.service.codec import decode_plan, decode_rehearsal, encode_plan, to_plain

FORMAT = 1


def new_header(
    plan: SessionPlan,
    *,
    session: SessionId,
    created: datetime,
    room: str = "main",
    rehearsal: Rehearsal | None = None,
) -> dict[str, Any]:
    """The document of a new session; the plan travels in it, so that the file stands alone.

    `rehearsal` marks a session that is only played.
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
    return document if rehearsal is None else {**document, "rehearsal": to_plain(rehearsal)}


def session_info(header: Mapping[str, Any]) -> SessionInfo:
    """What the file says of itself."""
    return SessionInfo(
        id=SessionId(header["id"]),
        room=header["room"],
        created=datetime.fromisoformat(header["created"]),
        epoch=header["epoch"],
        rehearsal=decode_rehearsal(header.get("rehearsal")),
    )


def first_state(header: Mapping[str, Any]) -> State:
    """The state before the first event."""
    return State(session=session_info(header), plan=decode_plan(header["plan"]))
