"""uvicorn's fast HTTP protocol with patience that ends: for what comes and for what goes."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

PATIENCE_S = 10.0
"""A request's headers and body have to be here after this long."""
SLOW_S = 20.0
"""A client that does not read what it is sent is cut off after this long."""
MOST_HEADER = 32 * 1024
"""Bytes of a request's first line and headers."""


class PatientProtocol(HttpToolsProtocol):
    """Closes a connection whose request does not come whole in time, or that does not read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._coming: asyncio.TimerHandle | None = None
        self._going: asyncio.TimerHandle | None = None
        self._head: int | None = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._head is not None and self._head > MOST_HEADER:
            self.transport.abort()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head = 0
        self._expect()

    def on_headers_complete(self) -> None:
        self._head = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._arrived()
        super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read()
        self._going = self.loop.call_later(SLOW_S, self.transport.abort)

    def resume_writing(self) -> None:
        self._read()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        self._read()
        super().connection_lost(exc)

    def _expect(self) -> None:
        self._arrived()
        self._coming = self.loop.call_later(PATIENCE_S, self.transport.abort)

    def _arrived(self) -> None:
        if self._coming is not None:
            self._coming.cancel()
            self._coming = None

    def _read(self) -> None:
        if self._going is not None:
            self._going.cancel()
            self._going = None
