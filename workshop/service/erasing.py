"""Taking one participant out of a session's events, so that nothing of them is left.

Their events, and all that touch what they sent, become empty ones that keep their number. What
facilitators wrote stays, without the participant's own words and name where it quotes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from msgspec import Struct, structs

from workshop.domain import events as ev
from workshop.domain.events import Event, UnknownEvent
from workshop.domain.forms import NOBODY, PeopleField
from workshop.domain.ids import ActorId, CommandId, ExerciseId, ParticipantId, ResponseId
from workshop.domain.records import Participant, Response, Role
from workshop.domain.state import State
from workshop.kinds.registry import load

ERASED = "erased"
"""The type of the empty events, and what stands where something was taken out."""
LEAST_QUOTE = 12
"""Shorter answers (a word, a tick) are nobody's own words."""
LEAST_NAME = 3
LEAST_ID = 8
"""Shorter ids stand in other texts by chance."""

_WRITTEN = ("text", "remark", "reason", "label")
"""Fields in which facilitators write freely."""


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a participant is found: ids of theirs, and words that only they wrote."""

    participant: ParticipantId
    ids: frozenset[str]
    commands: frozenset[str]
    words: tuple[str, ...]
    badge: str = ""
    named: Mapping[ResponseId, frozenset[str]] = field(default_factory=dict)
    """The fields of each answer in which people are named by badge."""

    def in_value(self, value: Any) -> bool:
        """Whether an id of theirs stands anywhere in a value."""
        return any(text in self.ids for text in _texts(value))

    def in_text(self, text: str) -> bool:
        """Whether an id or words of theirs stand in a text (a line of a file)."""
        found = (*self.words, *(id_ for id_ in self.ids if len(id_) >= LEAST_ID))
        return any(word in text for word in found)

    def unnamed(self, response: ResponseId, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """Others' answers without the ties to them; who named nobody else named nobody."""
        named = {
            name: [badge for badge in answers[name] if badge != self.badge] or [NOBODY]
            for name in self.named.get(response, ())
            if self.badge in answers.get(name, ())
        }
        return {**answers, **named} if named else answers

    def redacted(self, text: str) -> str:
        for word in self.words:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", f"[{ERASED}]", text)
        return text


def traces_of(participant: ParticipantId, state: State, events: Iterable[Event]) -> Traces:
    """What to look for, from everything that ever happened in a session."""
    person = state.participants.get(participant)
    badge = "" if person is None else str(person.badge)
    ids: set[str] = {participant}
    commands: set[str] = set()
    words: set[str] = set()
    said: set[str] = set()
    shared: set[str] = set()
    asking = _people_fields(state)
    named: dict[ResponseId, frozenset[str]] = {}
    for event in events:
        body = event.body
        sent = isinstance(body, ev.ResponseSubmitted)
        about = False
        if isinstance(body, ev.ResponseSubmitted) and badge and body.exercise in asking:
            named[body.response] = asking[body.exercise]
            # Typed for them by somebody else: whom they know, who they are.
            about = body.answers.get("who") == [badge]
        theirs = (
            str(event.by) == participant
            or getattr(body, "participant", None) == participant
            or getattr(body, "response", None) in ids
            or getattr(body, "question", None) in ids
            or getattr(body, "note", None) in ids
            or (sent and bool(badge) and getattr(body, "badge", "").lstrip("#") == badge)
            or about
            or (isinstance(body, ev.Undone) and body.of in commands)
        )
        if not theirs:
            if isinstance(body, ev.ResponseSubmitted | ev.ResponseAmended):
                # What others said in the same words (a role, say) is nobody's own.
                shared |= set(_texts(body.answers))
            continue
        commands.add(event.cmd)
        if isinstance(body, ev.ResponseSubmitted):
            ids.add(body.response)
        if isinstance(body, ev.ResponseSubmitted | ev.ResponseAmended):
            # Where people are named, a name is theirs and an organisation is not.
            told = body.answers.get("name", "") if body.response in named else body.answers
            said |= {text for text in _texts(told) if _is_quote(text)}
        if isinstance(body, ev.NoteTaken):
            # A copy of an answer, on the parking lot.
            ids.add(body.note)
        if isinstance(body, ev.QuestionAsked):
            ids.add(body.question)
            words.add(body.text)
        if isinstance(body, ev.ProfileSet) and not _shared(body.name, participant, state):
            words.add(body.name)
    words |= said - shared
    found = sorted((word for word in words if len(word) >= LEAST_NAME), key=len, reverse=True)
    return Traces(participant, frozenset(ids), frozenset(commands), tuple(found), badge, named)


def without(traces: Traces) -> Callable[[Event], Event]:
    """A change for every event of the file: emptied, cut, or as it is."""

    def change(event: Event) -> Event:
        body = event.body
        theirs = event.cmd in traces.commands and not _of_another(traces, body)
        if theirs or str(event.by) == traces.participant:
            return _emptied(event)
        if isinstance(body, ev.Undone):
            kept = tuple(_cut_out(traces, body.restored))
            body = structs.replace(body, restored=kept, label=traces.redacted(body.label))
            return structs.replace(event, body=body)
        if isinstance(body, ev.KindEvent | UnknownEvent) and traces.in_value(body):
            return _emptied(event)
        if isinstance(body, ev.ResponsesMerged):
            return structs.replace(event, body=_unmerged(traces, body))
        if isinstance(body, ev.ResponseSubmitted | ev.ResponseAmended):
            answers = traces.unnamed(body.response, body.answers)
            if answers is not body.answers:
                return structs.replace(event, body=structs.replace(body, answers=answers))
        written = {
            name: traces.redacted(getattr(body, name)) for name in _WRITTEN if hasattr(body, name)
        }
        if not written:
            return event
        return structs.replace(event, body=structs.replace(body, **written))

    return change


def _of_another(traces: Traces, body: Any) -> bool:
    """Whether somebody else's answer was hidden together with theirs, which said the same."""
    return isinstance(body, ev.ResponseHidden | ev.ResponseUnhidden) and (
        body.response not in traces.ids
    )


def _emptied(event: Event) -> Event:
    body: ev.EventBody = UnknownEvent(ERASED)
    if isinstance(event.body, ev.ParticipantJoined | ev.BadgeSpent):
        # A badge is not given twice, or papers and earlier exports would tell of somebody else.
        body = ev.BadgeSpent(event.body.badge)
    return structs.replace(
        event,
        by=ActorId(ERASED),
        role=Role.HOST,
        # One a sequence number: a command of theirs is never asked for again.
        cmd=CommandId(f"{ERASED}-{event.seq}"),
        segment=None,
        offset_s=None,
        body=body,
    )


def _unmerged(traces: Traces, body: ev.ResponsesMerged) -> ev.ResponsesMerged:
    """Without theirs; what was merged into one of theirs stands for itself."""
    into = None if body.into in traces.ids else body.into
    return ev.ResponsesMerged(into, tuple(id_ for id_ in body.responses if id_ not in traces.ids))


def _cut_out(traces: Traces, restored: Iterable[Any]) -> Iterator[Any]:
    for restore in restored:
        value = restore.value
        if restore.collection == "objectives" and value is not None:
            kept = tuple(id_ for id_ in value.evidence if id_ not in traces.ids)
            remark = traces.redacted(value.remark)
            yield replace(restore, value=replace(value, evidence=kept, remark=remark))
        elif restore.collection == "notes" and value is not None and restore.id not in traces.ids:
            yield replace(restore, value=replace(value, text=traces.redacted(value.text)))
        elif isinstance(value, Response) and value.id not in traces.ids:
            answers = traces.unnamed(value.id, value.answers)
            into = None if value.merged_into in traces.ids else value.merged_into
            yield replace(restore, value=replace(value, answers=answers, merged_into=into))
        elif not traces.ids.intersection(_ids(restore)) and not traces.in_value(value):
            yield restore


def _ids(restore: Any) -> tuple[str, str]:
    """A restored thing's id, and the key of its cell where it is one of what a kind keeps."""
    return restore.id, restore.id.split("/", 2)[-1]


def _people_fields(state: State) -> dict[ExerciseId, frozenset[str]]:
    """The ids of the fields that name people by badge, an exercise that has any."""
    kinds, found = load(), {}
    for exercise in state.plan.exercises:
        kind = kinds.get(exercise.kind)
        if kind is not None:
            names = (f.id for f in kind.form(exercise).fields if isinstance(f, PeopleField))
            found[exercise.id] = frozenset(names)
    return {exercise: names for exercise, names in found.items() if names}


def _is_quote(text: str) -> bool:
    # An option's id has no spaces in it.
    return len(text) >= LEAST_QUOTE and " " in text


def _shared(name: str, participant: ParticipantId, state: State) -> bool:
    """Whether somebody else goes by the name too: then it tells of nobody."""
    others: Iterable[Participant] = state.participants.values()
    return any(p.name == name for p in others if p.id != participant)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, Struct):
        yield from _texts(structs.asdict(value))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
