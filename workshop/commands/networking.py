"""How a session is to face the network, from the command line to the host's arguments."""

from __future__ import annotations

import os
from dataclasses import dataclass

from workshop.errors import UsageError

WIFI_VARIABLE = "WORKSHOP_WIFI_PASSWORD"


@dataclass(frozen=True, slots=True)
class Network:
    """What was asked for; by default the room reaches the host on every interface."""

    bind: str | None = None
    port: int | None = None
    public_url: str | None = None
    wifi: str | None = None
    no_host: bool = False

    def arguments(self) -> tuple[str, ...]:
        """The host's arguments. Raises UsageError for what cannot be."""
        from workshop.host.facing import DEFAULT_PORT, checked_bind, checked_url
        from workshop.host.network import EVERYWHERE, LOOPBACK

        if self.no_host and (self.bind or self.public_url or self.wifi):
            raise UsageError(
                "With --no-host nothing is there for the room.",
                "Leave out --no-host, or --bind, --public-url and --wifi.",
            )
        bind = LOOPBACK if self.no_host else checked_bind(self.bind or EVERYWHERE)
        given = ["--bind", bind, "--port", str(DEFAULT_PORT if self.port is None else self.port)]
        if self.public_url:
            given += ["--public-url", checked_url(self.public_url)]
        if self.wifi:
            given += ["--wifi", self.wifi]
        return tuple(given)


def keep_password(password: str) -> None:
    """Hand the Wi-Fi's password on to the host; arguments could be read by others."""
    os.environ[WIFI_VARIABLE] = password
