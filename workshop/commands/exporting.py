"""The terminal's side of an export: starts the process that makes it and reads what it tells.

While a host has the session open, its state comes from the host; the process reads the file only
where nobody else has it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import threading
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec

from workshop.domain.state import State
from workshop.errors import SaveFailed, WorkshopError
from workshop.service.client import Ticket
from workshop.service.codec import encode_state
from workshop.service.wire import Problem, error_of
from workshop.tui.opener import ExportPreview, ExportWish

COMMAND = (sys.executable, "-P", "-m", "workshop.commands.export_worker")
LOWER = 5
"""How much the process gives way to others."""
_LINE_BYTES = 64_000_000
_END_S = 5.0


class Order(msgspec.Struct, frozen=True):
    """What is wanted, as a line of JSON; `state_bytes` of a state follow, else `path` is read."""

    path: str
    name: str
    folder: str
    formats: tuple[str, ...]
    anonymise: bool
    state_bytes: int = 0


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the process tells, as a line of JSON; what is not named stays as it was."""

    share: float | None = None
    doing: str = ""
    name: str = ""
    title: str = ""
    said: tuple[str, ...] = ()
    came_out: tuple[tuple[str, str], ...] = ()
    marked: tuple[str, ...] = ()
    file: tuple[str, int] | None = None
    unsaid: str = ""
    written: tuple[str, ...] = ()
    problem: Problem | None = None


class Exporting:
    """An export in a process of its own (see `workshop.tui.opener.Export`)."""

    def __init__(self, process: Process, orders: StreamWriter, told: StreamReader) -> None:
        self._process, self._orders, self._told = process, orders, told

    async def previews(self) -> AsyncIterator[ExportPreview]:
        preview, name = ExportPreview(0.0, "Starting"), ""
        yield preview
        while preview.share < 1:
            told = await self._next()
            name = told.name or name
            preview = _grown(preview, told, name)
            yield preview

    async def write(self) -> tuple[Path, ...]:
        await self.order(b"write\n")
        told = await self._next()
        await self.stop()
        return tuple(map(Path, told.written))

    async def order(self, order: bytes) -> None:
        """Tell the process; that it has gone shows in what it tells no more."""
        with suppress(ConnectionError):
            self._orders.write(order)
            await self._orders.drain()

    async def stop(self) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        with suppress(TimeoutError):
            async with asyncio.timeout(_END_S):
                await self._process.wait()

    async def _next(self) -> Told:
        line = await self._told.readline()
        if not line.endswith(b"\n"):
            raise _broke_off()
        told = msgspec.json.decode(line, type=Told)
        if told.problem is not None:
            raise error_of(told.problem)
        return told


def _grown(preview: ExportPreview, told: Told, name: str) -> ExportPreview:
    files, unsaid = preview.files, preview.unsaid
    if told.file is not None:
        files = (*files, (name + told.file[0], told.file[1]))
    if told.unsaid:
        unsaid = (*unsaid, told.unsaid)
    return replace(
        preview,
        share=preview.share if told.share is None else told.share,
        doing=told.doing or preview.doing,
        title=told.title or preview.title,
        said=told.said or preview.said,
        came_out=told.came_out or preview.came_out,
        marked=told.marked or preview.marked,
        files=files,
        unsaid=unsaid,
    )


async def begin(session: Path | State, name: str, wish: ExportWish, folder: Path) -> Exporting:
    """Start the process on a session's file, or on its state as a host tells it."""
    path, state = Path(), b""
    if isinstance(session, State):
        state = await asyncio.to_thread(encode_state, session)
    else:
        path, name = session, session.stem
        told = await _told_by_host(session)
        if told is not None:
            state = await asyncio.to_thread(encode_state, told)
    order = Order(str(path), name, str(folder), wish.formats, wish.anonymise, len(state))
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        limit=_LINE_BYTES,
        # A terminal's Ctrl+C is not meant for it.
        start_new_session=True,
    )
    if process.stdin is None or process.stdout is None:
        raise _broke_off()
    exporting = Exporting(process, process.stdin, process.stdout)
    await exporting.order(msgspec.json.encode(order) + b"\n" + state)
    return exporting


def _broke_off() -> SaveFailed:
    return SaveFailed(
        "The export broke off, and nothing was written.",
        "The session is safe. `workshop export` in another terminal says more.",
    )


async def _told_by_host(path: Path) -> State | None:
    """The state that a session's living host tells, None where none lives or answers."""
    from workshop.kinds.registry import KindRules
    from workshop.remote.launcher import find
    from workshop.remote.remote_client import RemoteClient

    ticket = await find(path)
    if ticket is None:
        return None

    async def found() -> Ticket:
        return ticket

    client = RemoteClient(found, KindRules)
    try:
        await client.start()
        return client.state
    except WorkshopError:
        # What is saved stands in the file.
        return None
    finally:
        await client.close()


def show_folder(folder: Path) -> bool:
    """Open a folder in the system's own window; False where there is none to open it in."""
    if sys.platform == "win32":
        os.startfile(folder)  # noqa: S606 - a folder that was just written
        return True
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    seen = sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    program = shutil.which(opener)
    if program is None or not seen:
        return False
    process = subprocess.Popen(  # noqa: S603 - the system's own program
        [program, str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=process.wait, name="reap", daemon=True).start()
    return True
