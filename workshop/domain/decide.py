"""Commands to events: who may, whether it is possible now, and what then happens. Pure.

Raises Forbidden, Conflict, KeyReused, NotFound and Refused; returns no events where a repeat
changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from workshop.domain import commands as co
from workshop.domain import events as ev
from workshop.domain.deciding.answers import ANSWERS
from workshop.domain.deciding.clock import CLOCK
from workshop.domain.deciding.notes import NOTES
from workshop.domain.deciding.people import PEOPLE
from workshop.domain.deciding.scene import Deciders, Events, Scene
from workshop.domain.records import Actor
from workshop.domain.rights import may_send
from workshop.domain.rules import Rules
from workshop.domain.state import State
from workshop.errors import Conflict, Forbidden, Refused


def decide(state: State, command: co.Command, actor: Actor, now: datetime, rules: Rules) -> Events:
    """The events that a command makes in a state, at `now`."""
    if not may_send(state, actor, type(command.body)):
        raise Forbidden(f"A {actor.role} may not send '{command.type}'", "Ask the chair to do it")
    for thing, version in command.expect.items():
        _expect(state, thing, version)
    return DECIDERS[type(command.body)](Scene(state, actor, now, rules), command.body)


def _expect(state: State, thing: str, version: int) -> None:
    if thing == "clock":
        found, what = state.clock.version, "The clock"
    elif thing.startswith("notes/"):
        note = state.notes.get(thing.removeprefix("notes/"))  # type: ignore[call-overload]
        found, what = (note.version if note else 0), "The note"
    else:
        found, what = state.touched.get(thing, 0), f"'{thing}'"
    if found != version:
        raise Conflict(f"{what} has changed since you looked", "Look again, then repeat it")


def _undo(scene: Scene, _body: co.Undo) -> Events:
    stack = scene.state.undo.get(scene.actor.id, ())
    if not stack:
        raise Refused("There is nothing to undo", "Only your own actions can be undone")
    entry = stack[-1]
    for restore in entry.before:
        if scene.state.touched.get(f"{restore.collection}/{restore.id}", 0) > entry.seq:
            raise Conflict(
                f"Cannot undo {entry.label}: it was changed since", "Change it by hand instead"
            )
    return (ev.Undone(entry.cmd, entry.label, entry.before),)


DECIDERS: Deciders = {**CLOCK, **ANSWERS, **NOTES, **PEOPLE, co.Undo: _undo}
