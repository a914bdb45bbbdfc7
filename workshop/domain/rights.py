"""Who may send what in a session as it stands: the table, the chair's grants, and who is out."""

from __future__ import annotations

from typing import Any

from workshop.domain.commands import ALLOWED, CLOCK_COMMANDS
from workshop.domain.records import Actor
from workshop.domain.state import State


def may_send(state: State, actor: Actor, command: type[Any]) -> bool:
    """Whether someone may send commands of a type now."""
    device = state.devices.get(actor.id)
    if device is not None and device.revoked:
        return False
    if actor.role in ALLOWED[command]:
        return True
    return device is not None and device.clock and command in CLOCK_COMMANDS
