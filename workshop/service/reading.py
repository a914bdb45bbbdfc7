"""A session's state from a log that is only read: for exports, lists and checks."""

from __future__ import annotations

from workshop.domain.apply import fold
from workshop.domain.rules import Rules
from workshop.domain.state import State
from workshop.service.codec import decode_event
from workshop.service.header import first_state
from workshop.service.log import EventLog


def state_of(log: EventLog, rules: Rules) -> State:
    """The state after every event of the log. Raises FileDamaged."""
    return fold(first_state(log.header), map(decode_event, log.read()), rules)
