"""How the room gets in, as the terminal knows it: asked of the host, kept for every screen."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from textual.content import Content

from workshop.domain.words import format_duration
from workshop.errors import WorkshopError
from workshop.service.room import Reach, Way
from workshop.tui.widgets.session import client_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp

ISOLATED_AFTER_S = 60.0
"""When nobody has come by then, it is the network and not the people."""


class Joining:
    """The host's last word on the ways in. `since` is when the code was first shown."""

    def __init__(self) -> None:
        self.reach: Reach | None = None
        self.problem = ""
        self.since: datetime | None = None

    async def look(self, app: WorkshopApp) -> None:
        """Ask the host again; where it does not answer, what was known stays."""
        room = None if app.client is None else client_of(app).room
        if room is None:
            self.problem = "This session has no pages for phones."
            return
        try:
            self.reach, self.problem = await room.reach(), ""
        except WorkshopError as error:
            self.problem = f"{error.title} {error.hint}"

    async def choose(self, app: WorkshopApp, address: str) -> None:
        """Put another way's address into the code. Raises WorkshopError."""
        room = client_of(app).room
        if room is not None:
            self.reach = await room.choose(address)


_KNOWN: WeakKeyDictionary[WorkshopApp, Joining] = WeakKeyDictionary()


def joining_of(app: WorkshopApp) -> Joining:
    return _KNOWN.setdefault(app, Joining())


def short_address(url: str) -> str:
    """An address as people type it: without 'http://', which every browser adds."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path.rstrip('/')}" or url


def way_said(way: Way, reach: Reach) -> Content:
    """One way in a line: whether a phone has really come by it."""
    chosen = "▸" if way.url == reach.url else " "
    where = f"{chosen} {way.label} {way.address} "
    if way.phones:
        phones = f"{way.phones} {'phone' if way.phones == 1 else 'phones'}"
        ago = "" if way.last_s is None else f", last {format_duration(way.last_s)} ago"
        return Content.assemble(("✓ ", "bold $success"), where, (phones + ago, "$success"))
    if way.doubtful:
        return Content.styled(f"▲ {where}{way.doubtful}", "$warning")
    return Content.assemble("○ ", where, ("none yet", "$quiet"))


def advice(reach: Reach, waited_s: float) -> str:
    """What to do where nobody gets in; empty where nothing is wrong."""
    if reach.only_ipv6:
        return (
            "This network gives IPv6 addresses only, and phones come by IPv4. Join another "
            "network, open a hotspot, or use --public-url; or use paper, and type with a."
        )
    if reach.only_here:
        return (
            "Only this computer can open this address. For the room, start without --no-host and "
            "in a network, or with --public-url; or use paper, and type with a."
        )
    if reach.phones or waited_s < ISOLATED_AFTER_S:
        return ""
    return (
        f"No phone has come in {format_duration(waited_s)}: the venue's Wi-Fi probably isolates "
        "its clients. Try another interface (i), a hotspot that all join, a public URL "
        "(--public-url), or paper and hands, typed with a and l."
    )
