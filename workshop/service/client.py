"""The one protocol by which a terminal, local or remote, reads and changes a session."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from workshop.domain.ids import CommandId, ExerciseId
from workshop.domain.making import dataclass
from workshop.domain.records import Actor
from workshop.domain.state import State

if TYPE_CHECKING:
    # A terminal's first paint needs none of these.
    from workshop.domain.commands import CommandBody
    from workshop.domain.events import Event
    from workshop.domain.findings import Findings
    from workshop.service.room import Room


class Link(StrEnum):
    """How the terminal stands to its host."""

    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    CLOSED = "closed"
    SHUT_OUT = "shut-out"
    """The host no longer knows this device: its token was revoked."""
    OTHER_VERSION = "other-version"
    """Another version of the host has come in its place, and speaks otherwise."""


@dataclass(frozen=True, slots=True)
class Health:
    """What a terminal must say besides the state.

    `saving_failed` is the store's own sentence while saving fails, empty otherwise; `mended`
    says what was cut when the file was opened; `apart` which versions host and terminal speak,
    where these are not one.
    """

    link: Link = Link.CONNECTED
    saving_failed: str = ""
    saving_hint: str = ""
    mended: str = ""
    session_path: str = ""
    size_bytes: int = 0
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A command that is durable: the revision it made and its own events."""

    revision: int
    events: tuple[Event, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Wakes a reader: `state` is the newest, `events` what came since the last change.

    `events` is empty after a fresh snapshot and when only `health` changed.
    """

    state: State
    health: Health
    events: tuple[Event, ...] = ()


class SessionClient(Protocol):
    """A replica of one session's state and the way to change it. All methods raise named errors.

    `changes` yields at most 5 times a second, latest wins, except that the events of an own
    command arrive with its reply; several readers may listen at once.
    """

    @property
    def state(self) -> State: ...

    @property
    def health(self) -> Health: ...

    @property
    def me(self) -> Actor: ...

    async def start(self) -> None:
        """Connect and take a snapshot."""

    async def send(
        self,
        body: CommandBody,
        *,
        expect: Mapping[str, int] | None = None,
        id: CommandId | None = None,
    ) -> Reply:
        """Send a command and wait until it is durable and applied to `state`.

        Raises Refused (Forbidden, Conflict, KeyReused), TryAgain, HostGone, NotFound.
        """

    def changes(self) -> AsyncIterator[Change]: ...

    @property
    def room(self) -> Room | None:
        """The host itself; None where there is none, as in a rehearsal."""

    async def findings(
        self, exercise: ExerciseId, round_: int | None = None, *, for_the_room: bool = False
    ) -> Findings:
        """What the exercise's kind finds; the raw answers where the kind fails or is missing.

        `for_the_room`: only of answers that the room may see.
        """

    async def close(self, *, end_host: bool = False) -> None:
        """Leave; `end_host` ends the host as well (the wanted quit)."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """How a client reaches its host and who it is there."""

    url: str
    token: str
    actor: Actor
