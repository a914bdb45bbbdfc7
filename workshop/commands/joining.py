"""`workshop join URL`: a facilitator's terminal on another laptop."""

from __future__ import annotations

import asyncio
import getpass
import os
import platform
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import click
import msgspec

from workshop.domain.records import Actor
from workshop.errors import HostGone, UsageError, WorkshopError
from workshop.remote.greeting import greet
from workshop.remote.http import Answer, Http
from workshop.service.client import Ticket
from workshop.service.wire import PROTOCOL, decode_actor, decode_problem, error_of
from workshop.settings import workshop_folder

KEPT = "joined.json"
"""In the workshop folder: the tokens of hosts that this computer has joined."""
_TRIES = 3


class _Exchanged(msgspec.Struct):
    token: str
    me: Actor
    protocol: int


def join(url: str, key: str | None = None, initials: str | None = None) -> int:
    """Join a host and show its session. Raises what keeps us from joining."""
    base, key_in_url = address_of(url)
    kept = workshop_folder().root / KEPT
    ticket = asyncio.run(_known(base, kept))
    if ticket is None:
        key = key or key_in_url or click.prompt("Key, as the chair shows it")
        if initials is None:
            initials = click.prompt("Your initials", default=_initials(), show_default=True)
        ticket = asyncio.run(_exchanged(base, key, initials))
        keep_token(kept, base, ticket.token)
    return _show(ticket)


def address_of(url: str) -> tuple[str, str]:
    """A host's base URL and the key that stood in it, if any. Raises UsageError.

    Without a scheme an address or a name with a port is plain HTTP, any other name is HTTPS.
    """
    text = url.strip()
    if "://" not in text:
        scheme = "http" if _is_local(text) else "https"
        text = f"{scheme}://{text}"
    parts = urlsplit(text)
    try:
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise UsageError(f"'{url}' is no address of a host.", "Copy it from the chair's screen.")
    key = parse_qs(parts.query).get("key", [""])[0]
    return f"{parts.scheme}://{parts.netloc}", key


async def _known(base: str, kept: Path) -> Ticket | None:
    """Who we are at a host that this computer has joined before, None for a stranger."""
    token = kept_tokens(kept).get(base, "")
    http = Http(base, token)
    try:
        if await greet(http) is None:
            raise HostGone(
                f"What answers at {base} is no workshop.", "Copy the address from the chair's."
            )
        if not token:
            return None
        answer = await http.request("GET", "/api/v1/me")
        return Ticket(base, token, decode_actor(answer.body)) if answer.status == 200 else None
    except OSError as error:
        raise _unreachable(base) from error
    finally:
        await http.close()


async def _exchanged(base: str, key: str, initials: str) -> Ticket:
    body = msgspec.json.encode(
        {
            "key": key.strip(),
            "initials": initials.strip()[:8],
            "device": f"terminal on {platform.node()}"[:80],
            # The same attempt again, where its answer is lost, gets the same token.
            "mark": str(uuid4()),
            "protocols": [PROTOCOL],
        }
    )
    http = Http(base, "")
    try:
        answer = await _insist(http, body, base)
    finally:
        await http.close()
    if answer.status >= 400:
        raise error_of(decode_problem(answer.body))
    found = msgspec.json.decode(answer.body, type=_Exchanged)
    return Ticket(base, found.token, found.me)


async def _insist(http: Http, body: bytes, base: str) -> Answer:
    for number in range(_TRIES):
        try:
            return await http.request("POST", "/api/v1/exchange", body)
        except OSError as error:
            if number == _TRIES - 1:
                raise _unreachable(base) from error
            await asyncio.sleep(0.5)
    raise AssertionError("the last try returns or raises")


def _show(ticket: Ticket) -> int:
    from workshop.commands.run import HostOpener
    from workshop.kinds.registry import KindRules
    from workshop.remote.remote_client import RemoteClient
    from workshop.tui.app import WorkshopApp

    async def find_host() -> Ticket:
        return ticket

    return WorkshopApp(RemoteClient(find_host, KindRules), opener=HostOpener()).run() or 0


def kept_tokens(path: Path) -> dict[str, str]:
    """The token for each host that this computer has joined."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return {}


def keep_token(path: Path, base: str, token: str) -> None:
    """Keep a token for a terminal that comes back, readable by the owner only."""
    tokens = {**kept_tokens(path), base: token}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(msgspec.json.encode(tokens))
    except OSError as error:
        # It only means that a terminal which comes back needs another key.
        click.echo(f"The token could not be kept: {error.strerror}", err=True)


def _unreachable(base: str) -> WorkshopError:
    return HostGone(
        f"No host answers at {base}.",
        "Check the address, and that both computers are in the same network.",
    )


def _is_local(text: str) -> bool:
    name, _, port = text.partition("/")[0].partition(":")
    try:
        ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".local") or port.isdigit()
    return True


def _initials() -> str:
    try:
        return getpass.getuser()[:2].upper()
    except (OSError, KeyError):
        return "CO"
