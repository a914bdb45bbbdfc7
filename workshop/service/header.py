"""The `session` document that a log carries beside its events, and the state it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workshop.domain.ids import SessionId
from workshop.domain.plan import SessionPlan
from workshop.domain.state import SessionInfo, State
from workshop.service.codec import decode_plan, encode_plan

FORMAT = 1


def new_header(
    plan: SessionPlan, *, session: SessionId, created: datetime, room: str = "main"
) -> dict[str, Any]:
    """The document of a new session; the plan travels in it, so that the file stands alone."""
    return {
        "format": FORMAT,
        "epoch": 1,
        "id": session,
        "room": room,
        "created": created.isoformat(),
        "plan": encode_plan(plan),
    }


def first_state(header: Mapping[str, Any]) -> State:
    """The state before the first event."""
    return State(
        session=SessionInfo(
            id=SessionId(header["id"]),
            room=header["room"],
            created=datetime.fromisoformat(header["created"]),
            epoch=header["epoch"],
        ),
        plan=decode_plan(header["plan"]),
    )
