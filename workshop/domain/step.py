"""One command's way from decision to new state."""

from __future__ import annotations

from datetime import datetime

from workshop.domain.apply import apply
from workshop.domain.clock import stamp_at
from workshop.domain.commands import Command
from workshop.domain.decide import decide
from workshop.domain.events import Event
from workshop.domain.records import Actor
from workshop.domain.rules import Rules
from workshop.domain.state import State


def step(
    state: State, command: Command, actor: Actor, now: datetime, rules: Rules
) -> tuple[State, tuple[Event, ...]]:
    """Decide a command and apply what it makes; each event stamped by the clock it meets.

    Raises what `decide` raises. No events where a repeat changes nothing.
    """
    bodies = decide(state, command, actor, now, rules)
    events: list[Event] = []
    for number, body in enumerate(bodies, start=1):
        segment, offset_s = stamp_at(state.clock, now)
        event = Event(
            seq=state.revision + 1,
            at=now,
            by=actor.id,
            role=actor.role,
            room=state.session.room,
            cmd=command.id,
            last=number == len(bodies),
            body=body,
            segment=segment,
            offset_s=offset_s,
        )
        state = apply(state, event, rules)
        events.append(event)
    return state, tuple(events)
