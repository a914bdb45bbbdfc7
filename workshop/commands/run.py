"""The home screen, a new session, a resumed one: starts the host and shows the terminal.

The order matters for the first paint: the host's process is started before Textual is imported, so
that the two load side by side.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.commands.networking import Network
from workshop.errors import StoreError, WorkshopError
from workshop.remote.launcher import Launcher
from workshop.settings import DEFAULT_PLAN, workshop_folder

if TYPE_CHECKING:
    from workshop.domain.ids import PlanId
    from workshop.domain.rules import Rules
    from workshop.domain.state import State
    from workshop.plans.editing import PlanFile
    from workshop.remote.remote_client import RemoteClient
    from workshop.service.client import Ticket
    from workshop.tui.app import WorkshopApp
    from workshop.tui.opener import Export, ExportWish, PlanLine, SessionLine


def home() -> int:
    """The home screen: plans, sessions, resume, export."""
    _load_fast()
    from workshop.tui.app import WorkshopApp

    return WorkshopApp(opener=HostOpener()).run() or 0


def run(
    plan: str | None = None,
    session: Path | None = None,
    start: str | None = None,
    network: Sequence[str] = (),
) -> int:
    """A new session of a plan; `network` are the host's arguments for how it faces the network.

    Raises what keeps the host from starting.
    """
    folder = workshop_folder().sessions
    new = new_session(plan or DEFAULT_PLAN, folder, session, start, network)
    launcher = Launcher(folder, new=new)
    launcher.begin()
    _load_fast()
    return _show(launcher)


def resume(session: str | None = None) -> int:
    """Go on with a session: attach to its host where one lives, else start one."""
    if session is not None and Path(session).is_file():
        path = Path(session).absolute()
    else:
        from workshop.commands.finding import find_session

        path = find_session(session)
    if is_rehearsal(path):
        from workshop.commands.rehearsing import go_on

        return go_on(path)
    return attach(path)


def attach(path: Path) -> int:
    """A terminal on a session's host."""
    launcher = Launcher(path.parent, session=path)
    launcher.begin()
    _load_fast()
    return _show(launcher, _look_at(path))


def is_rehearsal(path: Path) -> bool:
    """Whether a session is only played; one that cannot be read is none, and its host says why."""
    try:
        with path.open("rb") as file:
            # The host of a session that is not waits for this: its header is not even parsed.
            if b'"rehearsal":' not in file.readline():
                return False
    except OSError:
        return False
    from workshop.store.glance import glance

    try:
        return glance(path).header.get("rehearsal") is not None
    except WorkshopError:
        return False


def new_session(
    plan: str,
    folder: Path,
    session: Path | None = None,
    start: str | None = None,
    network: Sequence[str] = (),
) -> tuple[str, ...]:
    """The host's arguments for a new session of a plan, by id or path."""
    where = ("--sessions", str(folder)) if session is None else ("--session", str(session))
    return ("--plan", plan, "--start", start or "", *where, *network)


def client_of(launcher: Launcher) -> RemoteClient:
    from workshop.remote.remote_client import RemoteClient

    return RemoteClient(launcher.ticket, _rules)


def _rules() -> Rules:
    from workshop.kinds.registry import KindRules

    return KindRules()


def _load_fast() -> None:
    """No rounds of the garbage collector while everything loads: the app goes on with them."""
    gc.disable()


def _look_at(path: Path) -> State | None:
    """What the run screen can show before the host has read the file; None for other screens, and
    where the file is not plainly good, which the host will say."""
    from workshop.domain.clock import Stage
    from workshop.service.first_look import TYPES, first_look
    from workshop.store import look

    try:
        seen = look(path, TYPES)
        state = None if seen is None else first_look(*seen)
    except (OSError, StoreError):
        return None
    if state is None or state.clock.stage is not Stage.RUNNING or state.clock.gap is not None:
        return None
    return None if state.preflight.mirrored else state


def _show(launcher: Launcher, look: State | None = None) -> int:
    """The terminal on a host that is starting; what keeps it from starting is raised at last."""
    from workshop.remote.remote_client import RemoteClient
    from workshop.tui.app import WorkshopApp

    failed: list[WorkshopError] = []
    reached: list[Ticket] = []

    async def find_host() -> Ticket:
        try:
            ticket = await launcher.ticket()
        except WorkshopError as error:
            # Later on the terminal shows errors itself; before, it has nothing to show.
            if not reached:
                failed.append(error)
                app.exit(1)
                await asyncio.Event().wait()
            raise
        reached.append(ticket)
        return ticket

    app: WorkshopApp = WorkshopApp(RemoteClient(find_host, _rules), opener=HostOpener(), look=look)
    code = app.run() or 0
    if failed:
        raise failed[0]
    return code


class HostOpener:
    """The home screen's way to plans, sessions and exports (see `workshop.tui.opener.Opener`)."""

    def __init__(self) -> None:
        self._folder = workshop_folder()

    async def list_plans(self) -> tuple[PlanLine, ...]:
        return await asyncio.to_thread(_plan_lines)

    async def list_sessions(self) -> tuple[SessionLine, ...]:
        from workshop.commands.finding import session_lines

        return await asyncio.to_thread(session_lines, self._folder.sessions)

    async def open_plan(self, plan_id: PlanId) -> RemoteClient:
        folder = self._folder.sessions
        new = new_session(plan_id, folder, start="now", network=Network().arguments())
        return await self._started(Launcher(folder, new=new))

    async def edit_plan(self, plan_id: PlanId) -> PlanFile:
        from workshop.commands.plan_editing import plan_file

        return await asyncio.to_thread(plan_file, plan_id)

    async def resume(self, path: Path) -> RemoteClient:
        return await self._started(Launcher(path.parent, session=path))

    @property
    def exports(self) -> Path:
        return self._folder.exports

    async def export(self, session: Path | State, name: str, wish: ExportWish) -> Export:
        # The way to the writers is needed only here, long after the start.
        from workshop.commands.exporting import begin

        return await begin(session, name, wish, self._folder.exports)

    def show_folder(self, folder: Path) -> bool:
        from workshop.commands.exporting import show_folder

        return show_folder(folder)

    async def _started(self, launcher: Launcher) -> RemoteClient:
        client = client_of(launcher)
        await client.start()
        return client


def _plan_lines() -> tuple[PlanLine, ...]:
    from workshop.domain.ids import PlanId
    from workshop.kinds import registry
    from workshop.plans import Library, check_plan
    from workshop.tui.opener import PlanLine

    library = Library.open()
    lines = []
    for entry in library.plans:
        checked = check_plan(entry.path, library, registry.load())
        plan, id_ = checked.plan, PlanId(entry.id)
        if plan is None:
            problem = str(checked.problems[0])
            lines.append(PlanLine(id_, entry.id, 0, 0, entry.origin.value, problem))
        else:
            minutes = plan.total_s / 60
            lines.append(PlanLine(id_, plan.title, minutes, len(plan.parts), entry.origin.value))
    return tuple(lines)
