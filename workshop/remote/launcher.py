"""Finds a session's living host, starts one where there is none, and again where it died."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec

from workshop.errors import FileInUse, HostGone
from workshop.remote.greeting import greet
from workshop.remote.http import Http
from workshop.service.beside import HOST_LOG, is_alive, read_key, read_process
from workshop.service.client import Ticket
from workshop.service.wire import Ready, decode_actor, decode_ready, error_of

FIND_S = 3.0
START_S = 60.0
"""A host that has not said anything by then will not."""
_LOG_BYTES = 1_000_000

HOST_COMMAND = (sys.executable, "-P", "-m", "workshop.commands.hosting")


class Launcher:
    """One session's host as its terminal sees it: `begin` early, then `ticket` whenever needed."""

    def __init__(
        self, folder: Path, *, session: Path | None = None, new: Sequence[str] = ()
    ) -> None:
        """`session` is resumed; or `new` are the host's arguments for a new session.

        The host's log stands in `folder`.
        """
        self._folder = folder
        self._session = session
        self._new = tuple(new)
        self._port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._announced = True
        self._lock = asyncio.Lock()

    def begin(self) -> None:
        """Start the host's process where none lives, without waiting for it."""
        if self._session is not None:
            known = read_process(self._session)
            if known is not None and known.port and is_alive(known.pid):
                return
        self._spawn()

    async def ticket(self) -> Ticket:
        """How to reach the host, started (again) where it is not there.

        Raises HostGone where it ended in order, OtherVersion where it is of another version, and
        what a host says that cannot start.
        """
        async with self._lock:
            if not self._announced:
                return await self._announcement()
            if self._process is not None and self._process.poll() == 0:
                raise HostGone("The host has ended.", "`workshop resume` starts it again.")
            if self._session is not None:
                found = await find(self._session)
                if found is not None:
                    return found
            if self._process is not None and self._process.poll() is None:
                raise HostGone("The host does not answer.", "It may come back in a moment.")
            self._spawn()
            return await self._announcement()

    @property
    def session(self) -> Path | None:
        """The session's file, once it is known."""
        return self._session

    @property
    def pid(self) -> int | None:
        """The process that was started here last, None where none was."""
        return None if self._process is None else self._process.pid

    async def ended(self, patience_s: float = 10.0) -> bool:
        """Whether the host, asked to end, has done so; it is waited for where it is our child."""
        process = self._process
        if process is None:
            return True
        try:
            await asyncio.to_thread(process.wait, patience_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _spawn(self) -> None:
        if self._session is None:
            arguments = self._new
        else:
            # Where it was before, so that other terminals find it again.
            known = read_process(self._session)
            self._port = self._port or (known and known.port) or 0
            # Where nobody knows, the host does: it keeps how it faced the network.
            at = ("--port", str(self._port)) if self._port else ()
            arguments = ("--session", str(self._session), *at)
        self._folder.mkdir(parents=True, exist_ok=True)
        with _open_log(self._folder / HOST_LOG) as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*HOST_COMMAND, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                # Closing the terminal must not end the host.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
                | getattr(subprocess, "DETACHED_PROCESS", 0),
            )
        # A host that ends while this terminal lives on is taken note of, whoever looks.
        threading.Thread(target=self._process.wait, name="reap", daemon=True).start()
        self._announced = False

    async def _announcement(self) -> Ticket:
        """What the host just started says of itself, or the error it could not start with."""
        process = self._process
        if process is None or process.stdout is None:
            raise HostGone("The host was not started.", "Start it again.")
        try:
            async with asyncio.timeout(START_S):
                line = await asyncio.to_thread(process.stdout.readline)
        except TimeoutError:
            process.kill()
            raise HostGone(
                "The host takes too long to start.", f"{HOST_LOG} beside the sessions says why."
            ) from None
        self._announced = True
        process.stdout.close()
        ready = decode_ready(line)
        if ready.problem is not None:
            await asyncio.to_thread(process.wait)
            error = error_of(ready.problem)
            if isinstance(error, FileInUse) and self._session is not None:
                # Another terminal started it a moment before us.
                found = await find(self._session)
                if found is not None:
                    return found
            raise error
        return self._ticket_of(ready)

    def _ticket_of(self, ready: Ready) -> Ticket:
        self._session, self._port = Path(ready.session), ready.port
        key = read_key(self._session)
        if ready.me is None or key is None:
            raise HostGone("The host's key cannot be read.", "Check the session's folder.")
        return Ticket(url_of(ready.port), key, ready.me)


async def find(session: Path) -> Ticket | None:
    """The living host of a session; a stale process file gives None.

    Raises OtherVersion where it speaks otherwise than we do: an update came while it ran.
    """
    process = read_process(session)
    key = read_key(session)
    if process is None or not process.port or not is_alive(process.pid) or key is None:
        return None
    url = url_of(process.port)
    http = Http(url, key)
    try:
        async with asyncio.timeout(FIND_S):
            await greet(http)
            answer = await http.request("GET", "/api/v1/me")
        if answer.status != 200:
            return None
        return Ticket(url, key, decode_actor(answer.body))
    except (OSError, msgspec.DecodeError):
        return None
    finally:
        await http.close()


def url_of(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _open_log(path: Path) -> BinaryIO:
    """The hosts' log to append to; a long one is set aside first."""
    with suppress(OSError):
        if path.stat().st_size > _LOG_BYTES:
            path.replace(path.with_name(f"{path.name}.1"))
    return path.open("ab")
