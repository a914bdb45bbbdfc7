"""Our own running of uvicorn: our socket, our signals, and patience that ends."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    from starlette.applications import Starlette

PATIENCE_S = 10.0
"""A request's headers and body have to be here after this long."""
DRAIN_S = 3
"""Streams that are open when the host ends are given this long."""
SPARE_FILES = 8192
_BACKLOG = 1024


class Server(uvicorn.Server):
    """A server that leaves signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn would raise the signal again after its end and take the commit's last words.
        yield


def listen(address: str, port: int) -> socket.socket:
    """A listening socket; where `port` is taken, another one is found. Raises OSError."""
    # With the protocol named asyncio sends small answers at once; without, each waits 40 ms.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        # A host that died a moment ago left its connections behind in TIME_WAIT.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((address, port))
    except OSError:
        if port == 0:
            sock.close()
            raise
        sock.bind((address, 0))
    # From here on nobody is turned away; whoever comes before the server runs waits a moment.
    sock.listen(_BACKLOG)
    return sock


def make_server(app: Starlette) -> Server:
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
        timeout_keep_alive=75,
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


def _patient_protocol() -> type[asyncio.Protocol] | None:
    """uvicorn's fast protocol with a deadline for headers and body; None where it is not there."""
    try:
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        return None

    class PatientProtocol(HttpToolsProtocol):
        """Closes a connection whose request does not arrive whole in time."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._deadline: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._expect()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._expect()

        def on_message_complete(self) -> None:
            self._arrived()
            super().on_message_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._arrived()
            super().connection_lost(exc)

        def _expect(self) -> None:
            self._arrived()
            self._deadline = self.loop.call_later(PATIENCE_S, self.transport.abort)

        def _arrived(self) -> None:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None

    return PatientProtocol
