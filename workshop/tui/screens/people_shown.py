"""What the screen of the people says: how many there are, and the selected one in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.content import Content

from workshop.domain.records import Device, Participant, Question
from workshop.domain.state import State
from workshop.domain.turnout import joined
from workshop.domain.words import format_time
from workshop.tui.widgets.asked import asked

PARTICIPANTS, DEVICES, QUESTIONS = PAGES = ("participants", "devices", "questions")

_EMPTY = {
    PARTICIPANTS: "Nobody has joined yet: g shows the join code.",
    DEVICES: "No other device yet: n makes a one-time key for one.",
    QUESTIONS: "No questions yet. Phones send them; only facilitators see them.",
}

Person = Participant | Device | Question
"""A row of one of the lists."""


def listed(state: State) -> Mapping[str, Mapping[Any, Any]]:
    """What the lists are made of, by page; the same objects as long as nobody came."""
    return {
        PARTICIPANTS: state.participants,
        DEVICES: state.devices,
        QUESTIONS: state.questions,
    }


def titles(state: State, page: str) -> Content:
    """The pages with how many stand in each, the one that is shown marked."""
    waiting = sum(1 for question in state.questions.values() if not question.settled)
    numbered = {
        PARTICIPANTS: f"Participants {joined(state)}",
        DEVICES: f"Devices {sum(1 for d in state.devices.values() if not d.revoked)}",
        QUESTIONS: f"Questions {waiting}",
    }
    parts = [
        Content.styled(f" {title} ", "reverse bold" if key == page else "$quiet")
        for key, title in numbered.items()
    ]
    if state.locked:
        parts.append(Content.styled("joining is locked", "bold $warning"))
    return Content("  ").join(parts)


def detail(state: State, page: str, row: Person | None, *, connected: bool) -> Content:
    """The selected row in full; of none, how the page comes to have some."""
    if row is None:
        return Content.styled(_EMPTY[page], "$quiet")
    if isinstance(row, Participant):
        return _participant(state, row)
    if isinstance(row, Device):
        return _device(state, row, connected=connected)
    return Content(row.text)


def _participant(state: State, person: Participant) -> Content:
    about = [text for text in (person.name, person.role, person.organisation) if text]
    sent = state.sent.get(person.id, ())
    facts = [
        f"joined {format_time(person.at, state.plan.zone)}",
        f"{len(sent)} answer{'' if len(sent) == 1 else 's'}",
    ]
    lines = [
        Content.assemble((f"#{person.badge} ", "bold"), ", ".join(about) or "no name given"),
        Content.styled(" · ".join(facts), "$quiet"),
    ]
    last = state.response(sent[-1]) if sent else None
    if last is not None:
        said = asked(state, last.exercise).line(last.answers)
        lines.append(Content.assemble(("last: ", "$quiet"), said))
    return Content("\n").join(lines)


def _device(state: State, device: Device, *, connected: bool) -> Content:
    facts = [f"let in {format_time(device.at, state.plan.zone)}"]
    facts.append("connected now" if connected else "not connected")
    facts += ["may move the clock"] if device.clock else []
    facts += ["revoked"] if device.revoked else []
    name = " ".join(text for text in (device.name, device.device) if text)
    return Content.assemble((f"{device.role} ", "bold"), name, f"\n{' · '.join(facts)}")
