"""Participants, devices and questions as lists that draw only what is seen."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from workshop.domain.ids import ActorId, ParticipantId, QuestionId
from workshop.domain.records import Device
from workshop.domain.state import State
from workshop.domain.words import format_time
from workshop.tui.widgets.asked import asked
from workshop.tui.widgets.row_list import RowList

_NAME, _PLACE, _ROLE = 18, 16, 15
_WIDE, _WIDE_PLACE = 110, 30
"""From so many columns on, an organisation has so much room."""

Read = Callable[[], State]
"""The newest state."""


class ParticipantList(RowList[ParticipantId]):
    """Badge, name, organisation and the last answer."""

    def __init__(self, state: Read, *, id: str) -> None:
        super().__init__(id=id)
        self._state = state

    def follow(self, state: State) -> None:
        people = sorted(state.participants.values(), key=lambda person: person.badge)
        self.show_rows([person.id for person in people])

    def is_out(self, row: ParticipantId) -> bool:
        person = self._state().participants.get(row)
        return person is not None and person.removed

    def draw(self, row: ParticipantId) -> Text:
        state = self._state()
        text = Text(no_wrap=True, end="")
        person = state.participants.get(row)
        if person is None:
            return text
        text.append(f"{'#' + str(person.badge):>5} ", self.part("quiet"))
        place = _WIDE_PLACE if self.size.width >= _WIDE else _PLACE
        text.append(f"{_cut(person.name, _NAME)} {_cut(person.organisation, place)} ")
        sent = state.sent.get(row, ())
        last = state.response(sent[-1]) if sent else None
        if person.removed:
            text.append("removed  ", self.part("mark"))
        if last is not None:
            text.append(f"{format_time(last.at, state.plan.zone)} ", self.part("quiet"))
            text.append(asked(state, last.exercise).line(last.answers))
        return text


class DeviceList(RowList[ActorId]):
    """Role, who and what, whether it is connected now, and what it may do."""

    def __init__(self, state: Read, is_connected: Callable[[Device], bool], *, id: str) -> None:
        super().__init__(id=id)
        self._state = state
        self._is_connected = is_connected

    def follow(self, state: State) -> None:
        self.show_rows([d.id for d in sorted(state.devices.values(), key=lambda d: d.at)])

    def is_out(self, row: ActorId) -> bool:
        device = self._state().devices.get(row)
        return device is not None and device.revoked

    def draw(self, row: ActorId) -> Text:
        text = Text(no_wrap=True, end="")
        device = self._state().devices.get(row)
        if device is None:
            return text
        here = self._is_connected(device)
        text.append(" ● " if here else " ○ ", self.part("mark" if here else "quiet"))
        text.append(f"{_cut(device.role, _ROLE)} {_cut(device.initials, 4)} ")
        text.append(f"{_cut(device.name, _NAME)} {_cut(device.device, _PLACE)} ")
        if device.revoked:
            text.append("revoked", self.part("mark"))
        elif device.clock:
            text.append("clock", self.part("mark"))
        return text


class QuestionList(RowList[QuestionId]):
    """When, who and what they ask; settled ones are quiet."""

    def __init__(self, state: Read, *, id: str) -> None:
        super().__init__(id=id)
        self._state = state

    def follow(self, state: State) -> None:
        self.show_rows([q.id for q in sorted(state.questions.values(), key=lambda q: q.at)])

    def is_out(self, row: QuestionId) -> bool:
        question = self._state().questions.get(row)
        return question is not None and question.settled

    def draw(self, row: QuestionId) -> Text:
        state = self._state()
        text = Text(no_wrap=True, end="")
        question = state.questions.get(row)
        if question is None:
            return text
        person = state.participants.get(question.participant)
        text.append(" ✓ " if question.settled else " ? ", self.part("mark"))
        text.append(f"{format_time(question.at, state.plan.zone)} ", self.part("quiet"))
        text.append(f"{'#' + str(person.badge) if person else '':<5} ", self.part("quiet"))
        text.append(" ".join(question.text.split()))
        return text


def _cut(text: str, width: int) -> str:
    """A text in a column of its own."""
    return f"{text[: width - 1]}…" if len(text) > width else f"{text:<{width}}"
