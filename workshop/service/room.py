"""What the host tells facilitators of the room's network and doors, beside the session itself."""

from __future__ import annotations

from typing import Protocol

from workshop.domain.ids import ActorId, ParticipantId
from workshop.domain.making import dataclass
from workshop.domain.records import Role


@dataclass(frozen=True, slots=True)
class Wifi:
    """The network that phones should be in. Without a password it is open."""

    ssid: str
    password: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way by which phones may reach the host: a network interface, or the public address.

    `label` is for people ('Wi-Fi (wlan0)'). `phones` counts the different devices that really
    came by it, `last_s` is how many seconds ago one did (None: never). `doubtful` says why phones
    hardly get in by it (a VPN, an address of nobody's), empty otherwise.
    """

    name: str
    label: str
    address: str
    url: str
    phones: int = 0
    last_s: float | None = None
    doubtful: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How the room gets in.

    `url` stands in the join code. `only_here` says that it leads nowhere but to this computer,
    `only_ipv6` that this is so because the network has no IPv4.
    `code` is said aloud to check that a page belongs to this session. `up_s` is how long the host
    has been waiting; `connected` are the facilitators, screens and presenters who are there now.
    """

    url: str
    code: str
    only_here: bool
    up_s: float
    ways: tuple[Way, ...] = ()
    wifi: Wifi | None = None
    connected: tuple[ActorId, ...] = ()
    only_ipv6: bool = False

    @property
    def phones(self) -> int:
        return sum(way.phones for way in self.ways)


@dataclass(frozen=True, slots=True)
class OneTimeKey:
    """A key for one device, to be shown or said. `url` is the page that takes it, for a QR.

    `command` is what a co-facilitator types on another laptop, empty for the other roles.
    """

    key: str
    role: Role
    url: str
    minutes: int
    command: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """A participant is gone from the file; `exports` were made before and still tell of them."""

    badge: int
    exports: tuple[str, ...] = ()


class Room(Protocol):
    """What a facilitator's terminal asks of the host itself. All methods raise named errors."""

    async def reach(self) -> Reach: ...

    async def choose(self, address: str) -> Reach:
        """Show another way's address in the join code; empty for the one that seems best."""

    async def new_key(self, role: Role, name: str = "") -> OneTimeKey:
        """A one-time key for a co-facilitator, the chair's phone, a presenter or a screen."""

    async def erase(self, participant: ParticipantId) -> Erased:
        """Take everything of a participant out of the file, for good."""
