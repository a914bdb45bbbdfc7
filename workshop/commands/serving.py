"""`workshop host`: a session without a terminal screen, and a new key for its chair."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import click

from workshop.commands.hosting import Standing, host, parser
from workshop.commands.networking import Network
from workshop.domain.records import Role
from workshop.errors import HostGone
from workshop.host.process import run
from workshop.settings import workshop_folder


def serve(
    plan: str, session: Path | None, start: str | None, network: Network, room: str | None = None
) -> int:
    """Run a session's host in the foreground until it ends.

    A session file that exists is gone on with, so that whatever restarts the process can call the
    same line again. `room` is which of several parallel ones this is.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    given = list(network.arguments())
    if session is not None and session.is_file():
        given += ["--session", str(session)]
    else:
        where = ("--sessions", str(workshop_folder().sessions))
        given += ["--plan", plan, "--start", start or "", *_room(room)]
        given += where if session is None else ("--session", str(session))
    run(host(parser().parse_args(given), _say_where))
    return 0


def _room(room: str | None) -> tuple[str, ...]:
    return (f"--room={room}",) if room else ()


def new_key(session: str | None) -> int:
    """Issue a new one-time key for the chair of a host that runs on this computer."""
    from workshop.commands.finding import find_session

    path = Path(session) if session and Path(session).is_file() else find_session(session)
    key = asyncio.run(_new_key(path))
    click.echo(f"Chair's key: {key} (used once, within 15 minutes)")
    return 0


async def _new_key(path: Path) -> str:
    import msgspec

    from workshop.remote.http import Http
    from workshop.remote.launcher import find
    from workshop.service.room import OneTimeKey
    from workshop.service.wire import decode_problem, error_of

    ticket = await find(path)
    if ticket is None:
        raise HostGone(f"No host runs for {path.name} here.", "`workshop host` starts one.")
    http = Http(ticket.url, ticket.token)
    try:
        body = msgspec.json.encode({"role": Role.CHAIR})
        answer = await http.request("POST", "/api/v1/keys", body)
    except OSError as error:
        raise HostGone("The host does not answer.", "Try again in a moment.") from error
    finally:
        await http.close()
    if answer.status >= 400:
        raise error_of(decode_problem(answer.body))
    return msgspec.json.decode(answer.body, type=OneTimeKey).key


def _say_where(standing: Standing) -> None:
    reaching = standing.reaching
    url = reaching.url
    key = standing.doors.new_key(Role.CHAIR)
    here = " (this computer only: see `workshop doctor`)" if reaching.only_here else ""
    for line in (
        f"Session      {standing.session}",
        f"Phones       {url}{here}   code {reaching.code}",
        f"Chair        workshop join {url}",
        f"Chair's key  {key} (used once, within 15 minutes)",
        f"A new key    workshop host --new-key {standing.session}",
    ):
        click.echo(line)
