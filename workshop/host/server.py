"""Our own running of uvicorn: our socket, our signals, and patience that ends."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import uvicorn

from workshop.host.network import EVERYWHERE, LOOPBACK

if TYPE_CHECKING:
    from starlette.types import ASGIApp

DRAIN_S = 3
"""Streams that are open when the host ends are given this long."""
SPARE_FILES = 8192
FEW_FILES = 1024
_NEXT_PORTS = 50
_BACKLOG = 1024
# Windows says WSAEACCES for a port that another program holds for itself.
_TAKEN = (errno.EADDRINUSE, errno.EACCES)


class Server(uvicorn.Server):
    """A server that leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn would raise the signal again after its end and take the commit's last words.
        yield


def listen(address: str, port: int) -> list[socket.socket]:
    """Listening sockets on an address, and on loopback where that is not part of it.

    Where `port` is taken the next free one is found. Raises OSError.
    """
    addresses = [address]
    if address not in (EVERYWHERE, LOOPBACK):
        # The terminal on this computer comes by loopback.
        addresses.append(LOOPBACK)
    tries = [port + more for more in range(_NEXT_PORTS) if port + more < 65_536] if port else []
    for tried in [*tries, 0]:
        try:
            return _bound(addresses, tried)
        except OSError as error:
            if error.errno not in _TAKEN or not tried:
                raise
    raise AssertionError("the system gives a free port or says why not")


def _bound(addresses: list[str], port: int) -> list[socket.socket]:
    found: list[socket.socket] = []
    try:
        for address in addresses:
            found.append(_listening(address, port))
            port = found[0].getsockname()[1]
    except BaseException:
        for sock in found:
            sock.close()
        raise
    return found


def _listening(address: str, port: int) -> socket.socket:
    # With the protocol named asyncio sends small answers at once; without, each waits 40 ms.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            # A host that died a moment ago left its connections behind in TIME_WAIT.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if address == EVERYWHERE and port and _answers(port):
                # Some systems let two listen, one on loopback alone, and part the callers.
                raise OSError(errno.EADDRINUSE, "another program listens on loopback")
        sock.bind((address, port))
        # From here on nobody is turned away; whoever comes before the server runs waits a moment.
        sock.listen(_BACKLOG)
    except BaseException:
        sock.close()
        raise
    return sock


def _answers(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((LOOPBACK, port)) == 0


def make_server(app: ASGIApp) -> Server:
    config = uvicorn.Config(
        app,
        http=_patient_protocol() or "auto",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        # Where there are few files, an idle connection must not keep one from an answer.
        timeout_keep_alive=75 if file_limit() > FEW_FILES else 5,
        timeout_graceful_shutdown=DRAIN_S,
    )
    return Server(config)


def raise_file_limit() -> None:
    """As many open files as the system allows: every listener holds one."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = SPARE_FILES if hard == resource.RLIM_INFINITY else min(SPARE_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def file_limit() -> int:
    """How many files and connections may be open at once."""
    if sys.platform == "win32":
        return SPARE_FILES
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return SPARE_FILES if soft == resource.RLIM_INFINITY else soft


def most_streams() -> int:
    """How many event streams may be open: the rest of the files is kept for answers."""
    return max(32, min(file_limit() * 3 // 5, file_limit() - 64))


def _patient_protocol() -> type[asyncio.Protocol] | None:
    """The protocol with deadlines, None where its parser is not there (Windows)."""
    try:
        from workshop.host.protocol import PatientProtocol
    except ImportError:
        return None
    return PatientProtocol
