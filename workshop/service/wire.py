"""How states, events, commands and errors travel between a host and its terminals, as JSON.

`GET state` gives a snapshot; `POST commands` and `GET events` give news: events that join up with
the revision the terminal already has, or the word that they do not and a snapshot is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from workshop import __version__, errors
from workshop.domain.commands import Command
from workshop.domain.events import Event, FacilitatorAdmitted, ParticipantJoined
from workshop.domain.records import Actor
from workshop.domain.state import State
from workshop.errors import WorkshopError
from workshop.service.client import Health, Reply
from workshop.service.codec import (
    decode_command,
    decode_event,
    decode_state,
    encode_command,
    encode_event,
    encode_state,
)

_MOST_ENCODED = 5_000
PROTOCOL = 1
"""Raised when an older terminal can no longer follow a newer host."""


class Snapshot(msgspec.Struct):
    """The whole state, who the reader is, and how saving stands."""

    protocol: int
    me: Actor
    health: Health
    state: msgspec.Raw


class News(msgspec.Struct):
    """Events after the reader's revision up to `revision`, in order.

    `events` is None where they are not at hand, else `first` is the `seq` of its first one. In the
    reply to a command `own` is the `seq` of its first and last event (0, 0 without any),
    `replayed` holds them where they are not part of `events`, and `repeated` says that it was
    answered before. `bye` says that the host ends as it was asked to.
    """

    epoch: int
    revision: int
    events: list[msgspec.Raw] | None = None
    first: int = 0
    health: Health | None = None
    own: tuple[int, int] = (0, 0)
    replayed: list[msgspec.Raw] = []
    repeated: bool = False
    bye: bool = False


class Problem(msgspec.Struct):
    """A named error on its way to a person."""

    code: str
    title: str
    hint: str = ""


class Ready(msgspec.Struct):
    """What a host says to whoever started it: where it is and who they are there, or a problem."""

    session: str = ""
    port: int = 0
    me: Actor | None = None
    problem: Problem | None = None


class _CommandIn(msgspec.Struct, forbid_unknown_fields=True):
    command: dict[str, Any]
    since: int = -1


class Hello(msgspec.Struct):
    """What a host tells anyone who asks: what runs on it, which protocols it speaks, and of which
    version of workshop it is (empty where it does not say)."""

    title: str
    code: str
    protocols: list[int]
    version: str = ""


class _Speaks(msgspec.Struct):
    protocol: int


def other_version(protocols: Iterable[int], version: str = "") -> errors.OtherVersion:
    """What is said where the host speaks these protocols, and ours is not among them."""
    theirs = " and ".join(map(str, protocols)) or "none"
    host = f"The host is workshop {version} and" if version else "The host"
    return errors.OtherVersion(
        f"{host} speaks protocol {theirs}; this terminal is workshop {__version__} and speaks "
        f"protocol {PROTOCOL}.",
        "Quit, and start again with the same version of workshop on both.",
    )


def encode_snapshot(state: State, health: Health, me: Actor) -> bytes:
    return msgspec.json.encode(Snapshot(PROTOCOL, me, health, msgspec.Raw(encode_state(state))))


def decode_snapshot(body: bytes) -> tuple[State, Health, Actor]:
    """Raises OtherVersion where the host speaks another protocol."""
    try:
        snapshot = msgspec.json.decode(body, type=Snapshot)
    except msgspec.ValidationError:
        # Of another version even the rest of it may have another shape.
        _refuse_other(msgspec.json.decode(body, type=_Speaks).protocol)
        raise
    _refuse_other(snapshot.protocol)
    return decode_state(bytes(snapshot.state)), snapshot.health, snapshot.me


def _refuse_other(protocol: int) -> None:
    if protocol != PROTOCOL:
        raise other_version([protocol])


class Encoded:
    """Events as they go out, each encoded once however many listen."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Event, msgspec.Raw]] = {}

    def of(self, events: Iterable[Event]) -> list[msgspec.Raw]:
        return [self._raw(event) for event in events]

    def _raw(self, event: Event) -> msgspec.Raw:
        kept = self._kept.get(event.seq)
        if kept is None or kept[0] is not event:
            if len(self._kept) >= _MOST_ENCODED:
                self._kept.clear()
            kept = self._kept[event.seq] = event, msgspec.Raw(encode_event(without_hash(event)))
        return kept[1]


def without_hash(event: Event) -> Event:
    """An event as others may see it: tokens' hashes stay in the file."""
    body = event.body
    if isinstance(body, ParticipantJoined | FacilitatorAdmitted):
        shown = msgspec.structs.replace(body, token_hash="")
        return msgspec.structs.replace(event, body=shown)
    return event


def events_of(raws: Iterable[msgspec.Raw]) -> tuple[Event, ...]:
    return tuple(decode_event(msgspec.json.decode(raw)) for raw in raws)


def reply_of(news: News) -> Reply:
    """A command's reply from the news that answered it."""
    first, last = news.own
    own = news.replayed
    if not own and news.events is not None and last:
        own = news.events[first - news.first : last - news.first + 1]
    return Reply(last or news.revision, events_of(own), news.repeated)


def news_after(news: News, revision: int) -> tuple[Event, ...]:
    """The events newer than a replica's revision; the others are not even decoded."""
    return events_of((news.events or [])[max(0, revision + 1 - news.first) :])


def encode_news(news: News) -> bytes:
    return msgspec.json.encode(news)


def decode_news(body: bytes) -> News:
    return msgspec.json.decode(body, type=News)


def encode_post(command: Command, since: int) -> bytes:
    """A command with the revision that the sender's replica has."""
    return msgspec.json.encode({"since": since, "command": encode_command(command)})


def decode_post(body: bytes) -> tuple[Command, int]:
    """Raises UsageError where the body is no command."""
    try:
        post = msgspec.json.decode(body, type=_CommandIn)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise errors.UsageError("That is not a command.", f"{error}.") from None
    return decode_command(post.command), post.since


def encode_ready(ready: Ready) -> bytes:
    return msgspec.json.encode(ready)


def decode_ready(line: bytes) -> Ready:
    """Raises HostGone where the line is none, because the host died before it."""
    try:
        return msgspec.json.decode(line, type=Ready)
    except msgspec.DecodeError:
        raise errors.HostGone(
            "The host did not start.", "The file host.log beside the sessions says why."
        ) from None


def encode_actor(actor: Actor) -> bytes:
    return msgspec.json.encode(actor)


def decode_actor(body: bytes) -> Actor:
    return msgspec.json.decode(body, type=Actor)


def decode_problem(body: bytes) -> Problem:
    """What an answer with an error's status says, as far as it says anything."""
    try:
        return msgspec.json.decode(body, type=Problem)
    except msgspec.DecodeError:
        return Problem("error", "The host could not do that.", "Its log says why.")


def problem_of(error: WorkshopError) -> Problem:
    return Problem(error.code, error.title, error.hint)


def error_of(problem: Problem) -> WorkshopError:
    """The named error of a code; an unknown code (of a newer host) gives the base."""
    return _ERRORS.get(problem.code, WorkshopError)(problem.title, problem.hint)


def _codes(base: type[WorkshopError]) -> Mapping[str, type[WorkshopError]]:
    found = {base.code: base}
    for child in base.__subclasses__():
        found |= _codes(child)
    return found


_ERRORS = _codes(WorkshopError)
