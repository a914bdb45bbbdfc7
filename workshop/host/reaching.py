"""How the room gets in: the address in the join code, and which ways have really been used."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit

import msgspec

from workshop.domain.ids import ActorId, SessionId
from workshop.errors import NotFound
from workshop.host.facing import Facing, is_loopback
from workshop.host.network import (
    EVERYWHERE,
    LOOPBACK,
    Interface,
    best_address,
    interfaces,
    only_ipv6,
    own_names,
)
from workshop.service.room import Reach, Way

PUBLIC = "public"
_FRESH_S = 2.0
"""The interfaces are looked up again after this long: laptops change networks."""
_MOST_DEVICES = 10_000
_CODE_LETTERS = "ABCDEFGHJKMNPRSTUVWXYZ"


@dataclass(slots=True)
class _Seen:
    """Who came by one address."""

    devices: set[str] = field(default_factory=set)
    last: float = 0.0


class Reaching:
    """Knows the addresses of this host and counts who reaches them."""

    def __init__(
        self,
        facing: Facing,
        port: int,
        session: SessionId,
        *,
        keep: Callable[[Facing], None] = lambda _facing: None,
        look: Callable[[], tuple[Interface, ...]] = interfaces,
        sixes: Callable[[], bool] = only_ipv6,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`keep` is told of a choice, so that it outlives the host."""
        self._facing = facing
        self._port = port
        self._keep = keep
        self._look = look
        self._sixes = sixes
        self._monotonic = monotonic
        self._began = monotonic()
        self._looked: float | None = None
        self._found: tuple[Interface, ...] = ()
        self._seen: dict[str, _Seen] = {}
        self._connected: dict[ActorId, int] = {}
        self._names = frozenset((*own_names(), "localhost"))
        self._public = urlsplit(facing.public_url)
        self.code = spoken_code(session)

    @property
    def facing(self) -> Facing:
        return self._facing

    @property
    def url(self) -> str:
        """What stands in the join code; a loopback address where nothing else leads here."""
        chosen, public = self._facing.chosen, self._facing.public_url
        if public and chosen in ("", PUBLIC):
            return public
        if is_loopback(self._facing.bind):
            return self._url(LOOPBACK)
        found = self._interfaces()
        address = chosen if any(one.address == chosen for one in found) else best_address(found)
        return self._url(address or LOOPBACK)

    @property
    def only_here(self) -> bool:
        """Whether the join code leads nowhere but to this computer."""
        return is_loopback(urlsplit(self.url).hostname or "")

    @property
    def _only_ipv6(self) -> bool:
        """Whether nothing but the kind of address in the network keeps the room out."""
        open_to_all = self.only_here and not is_loopback(self._facing.bind)
        return open_to_all and not self._interfaces() and self._sixes()

    def reach(self) -> Reach:
        """Everything that a facilitator is told."""
        ways = []
        if self._facing.public_url:
            url = self._facing.public_url
            ways.append(self._way(PUBLIC, "public address", self._public.netloc, url, PUBLIC))
        if not is_loopback(self._facing.bind):
            ways += [
                self._way(o.name, o.label, o.address, self._url(o.address), o.address, o.doubtful)
                for o in self._interfaces()
            ]
        return Reach(
            url=self.url,
            code=self.code,
            only_here=self.only_here,
            only_ipv6=self._only_ipv6,
            up_s=round(self._monotonic() - self._began, 1),
            ways=tuple(ways),
            wifi=self._facing.wifi,
            connected=tuple(self._connected),
        )

    def choose(self, address: str) -> None:
        """Put another way's address into the join code; empty for the best. Raises NotFound."""
        known = {one.address for one in self._interfaces()}
        if self._facing.public_url:
            known |= {PUBLIC, self._public.netloc}
        if address and address not in known:
            raise NotFound(f"No way in has the address {address}.", "Choose one of the list.")
        chosen = PUBLIC if address == self._public.netloc != "" else address
        self._facing = msgspec.structs.replace(self._facing, chosen=chosen)
        self._keep(self._facing)

    def is_known(self, host: str) -> bool:
        """Whether a `Host` header names this host: else another site's name leads here."""
        if self._public.netloc and host.lower() == self._public.netloc:
            return True
        name = _name_in(host)
        return name in self._names or is_loopback(name) or name in self._addresses()

    def count(self, client: str, local: str, host: str) -> None:
        """Take note of a request from `client` that came in at the address `local`."""
        if self._public.netloc and host.lower() == self._public.netloc:
            # Behind a proxy the sender's address says nothing; the request itself does.
            self._note(PUBLIC, client)
        elif client and not is_loopback(client) and client not in self._addresses():
            self._note(local, client)

    @contextmanager
    def connected(self, actor: ActorId) -> Iterator[None]:
        """While a facilitator, a screen or a presenter listens."""
        self._connected[actor] = self._connected.get(actor, 0) + 1
        try:
            yield
        finally:
            left = self._connected.pop(actor) - 1
            if left:
                self._connected[actor] = left

    def _way(
        self, name: str, label: str, address: str, url: str, seen_at: str, doubtful: str = ""
    ) -> Way:
        seen = self._seen.get(seen_at)
        if seen is None:
            return Way(name, label, address, url, doubtful=doubtful)
        last_s = round(self._monotonic() - seen.last, 1)
        return Way(name, label, address, url, len(seen.devices), last_s, doubtful)

    def _note(self, way: str, client: str) -> None:
        seen = self._seen.setdefault(way, _Seen())
        seen.last = self._monotonic()
        if len(seen.devices) < _MOST_DEVICES:
            seen.devices.add(client)

    def _interfaces(self) -> tuple[Interface, ...]:
        now = self._monotonic()
        if self._looked is None or now - self._looked > _FRESH_S:
            self._looked = now
            bind = self._facing.bind
            found = self._look()
            self._found = tuple(o for o in found if bind in (EVERYWHERE, "", o.address))
        return self._found

    def _addresses(self) -> set[str]:
        return {one.address for one in self._interfaces()}

    def _url(self, address: str) -> str:
        return f"http://{address}:{self._port}"


@lru_cache(maxsize=256)
def _name_in(host: str) -> str:
    """The name in a `Host` header, empty where there is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def spoken_code(session: SessionId) -> str:
    """Four letters by which a page and the room's screen show that they belong together."""
    digest = sha256(f"code {session}".encode()).digest()
    return "".join(_CODE_LETTERS[byte % len(_CODE_LETTERS)] for byte in digest[:4])
