"""How a session faces the network; kept beside its file for a host that comes back."""

from __future__ import annotations

import os
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from workshop.errors import UsageError
from workshop.host.network import EVERYWHERE, LOOPBACK
from workshop.service.room import Wifi

DEFAULT_PORT = 8642


class Facing(msgspec.Struct, frozen=True):
    """`bind` is the address to listen on, `public_url` what phones are told instead of our own.

    `port` 0 is any free one. `chosen` is the address in the join code, where somebody chose it.
    """

    bind: str = LOOPBACK
    port: int = 0
    public_url: str = ""
    wifi: Wifi | None = None
    chosen: str = ""

    @property
    def only_here(self) -> bool:
        """Whether nothing but this computer gets in."""
        return not self.public_url and self.bind not in (EVERYWHERE, "") and is_loopback(self.bind)


@lru_cache(maxsize=1024)
def is_loopback(address: str) -> bool:
    """Asked for every request, and mostly about the same addresses."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def checked_url(url: str) -> str:
    """A public URL as it is used: scheme, host, port, no path. Raises UsageError."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    try:
        fits = parts.port is None or parts.port > 0
    except ValueError:
        fits = False
    plain = not (parts.query or parts.fragment or parts.username or parts.path.strip("/"))
    if not (fits and plain and parts.hostname and parts.scheme in ("http", "https")):
        raise UsageError(
            f"'{url}' is no address for phones.",
            "Give it as in `--public-url https://room.example`.",
        )
    return f"{parts.scheme}://{parts.netloc.lower()}"


def checked_bind(address: str) -> str:
    """An IPv4 address to listen on. Raises UsageError."""
    try:
        if ip_address(address).version == 4:
            return address
    except ValueError:
        pass
    raise UsageError(
        f"'{address}' is no IPv4 address of this computer.",
        "`workshop doctor` lists them; without --bind it listens on all of them.",
    )


def facing_path(session: Path) -> Path:
    return session.with_name(f"{session.name}.facing")


def kept_facing(session: Path) -> Facing | None:
    """How a session faced the network before, None where it did not."""
    try:
        return msgspec.json.decode(facing_path(session).read_bytes(), type=Facing)
    except (OSError, msgspec.DecodeError):
        return None


def keep_facing(session: Path, facing: Facing) -> None:
    """Keep it for the host that comes back, readable by the owner only. Raises OSError."""
    path = facing_path(session)
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode(facing))
    fresh.replace(path)
