"""`workshop session import`: answers from paper and notes kept apart, folded into a session."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import click

from workshop.analysis.prose import counted
from workshop.commands.export import say_progress
from workshop.commands.finding import find_session
from workshop.domain.ids import ActorId
from workshop.domain.records import Actor, Role
from workshop.kinds.registry import KindRules, load
from workshop.service.client import SessionClient
from workshop.service.importing import Imported, import_sheet

IMPORTER = Actor(ActorId("import"), Role.CO_FACILITATOR, "Import")


def import_file(session: str, file: Path) -> int:
    """Fold a file into a session and say what went in; 1 where a row could not be taken."""
    imported = asyncio.run(fold_in(find_session(session), file))
    say_progress(1.0, "")
    for problem in imported.problems:
        click.echo(problem.said(file.name), err=True)
    click.echo(_said(imported))
    return 1 if imported.problems else 0


async def fold_in(session: Path, file: Path) -> Imported:
    """Fold a file into a session, through its host where one lives."""
    async with _client(session) as client:
        return await import_sheet(client, load(), file, say_progress)


@asynccontextmanager
async def _client(session: Path) -> AsyncIterator[SessionClient]:
    """The session's living host, or a service on its file for as long as this takes."""
    from workshop.remote.launcher import find
    from workshop.service.client import Ticket

    ticket = await find(session)
    client: SessionClient
    if ticket is not None:
        from workshop.remote.remote_client import RemoteClient

        async def known() -> Ticket:
            return ticket

        client = RemoteClient(known, KindRules)
        ends_here = False
    else:
        client = await _own_client(session)
        ends_here = True
    try:
        await client.start()
        yield client
    finally:
        await client.close(end_host=ends_here)


async def _own_client(session: Path) -> SessionClient:
    from workshop.service.analyses import Analyses
    from workshop.service.clock import SystemClock
    from workshop.service.local_client import LocalClient
    from workshop.service.session_service import SessionService
    from workshop.store import open_file

    clock = SystemClock()
    log = open_file(session, now=clock.now())
    try:
        service = SessionService(log, KindRules(), clock, Analyses(load()))
        await service.start()
    except BaseException:
        log.close()
        raise
    return LocalClient(service, IMPORTER)


def _said(imported: Imported) -> str:
    """'12 answers went in, 3 were there already; 1 row was bad.'"""
    said = [f"{counted(imported.taken, imported.what)} went in"]
    if imported.known:
        said.append(f"{imported.known} {'was' if imported.known == 1 else 'were'} there already")
    if imported.changed:
        said.append(f"{imported.changed} changed as in the file")
    if imported.kept:
        said.append(f"{imported.kept} left as they were edited in the session")
    bad = len(imported.problems)
    mend = f"; {counted(bad, 'row')} not taken" if bad else ""
    return f"{', '.join(said)}{mend}."
