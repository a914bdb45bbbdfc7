"""Tells pages what has changed: one view made for all listeners of a sort, the latest only.

Every message carries the host's time, so that a page derives its countdown whatever its own clock
says. Listeners beyond a handful are woken in shards, so that a thousand phones do not hold up the
acknowledgement of an answer.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress

from workshop.domain.state import State
from workshop.host.projections import epoch_ms
from workshop.service.clock import Clock
from workshop.service.session_service import SessionService

_log = logging.getLogger(__name__)

KEEP_ALIVE_S = 10.0
"""A silent stream says this often that it lives, and what time it is."""
SHARDS = 20
SHARD_GAP_S = 0.004
SMALL = 50
"""Up to so many listeners are woken at once."""
RETRY_MS = (1_000, 5_000)
"""A page that lost its stream waits a moment between these, so that not all come back at once."""

Make = Callable[[State], Awaitable[bytes]]
"""Makes what a sort of listeners is told, as JSON; the same bytes mean that nothing changed."""


class Channel:
    """One sort of listeners. Works only while somebody listens."""

    def __init__(
        self,
        event: str,
        make: Make,
        service: SessionService,
        clock: Clock,
        again_s: float | None = None,
    ) -> None:
        """`event` names the messages; `again_s`: look that often for what time alone changes."""
        self._event = event.encode()
        self._make = make
        self._service = service
        self._clock = clock
        self._again_s = again_s
        self._listeners: dict[asyncio.Event, None] = {}
        self._view: bytes | None = None
        self._version = 0
        self._over = False
        self._turn = asyncio.Lock()
        self._watching: asyncio.Task[None] | None = None

    @property
    def listeners(self) -> int:
        return len(self._listeners)

    async def listen(
        self, welcome: Callable[[], bool] = lambda: True
    ) -> AsyncGenerator[bytes, None]:
        """Server-sent events: the view now, then whenever it changes, until the host ends.

        `welcome` is asked before every message; who is not any more hears nothing further.
        """
        woken = asyncio.Event()
        self._listeners[woken] = None
        if self._watching is None:
            self._over = False
            self._watching = asyncio.create_task(self._watch(), name=f"tell {self._event!r}")
        sent = 0
        try:
            yield b"retry: %d\n\n" % random.randint(*RETRY_MS)  # noqa: S311 - spreads, hides nothing
            while welcome():
                if self._version != sent and self._view is not None:
                    sent = self._version
                    yield self._message(self._event, b',"view":' + self._view)
                if self._over:
                    break
                try:
                    async with asyncio.timeout(KEEP_ALIVE_S):
                        await woken.wait()
                except TimeoutError:
                    yield self._message(b"time")
                woken.clear()
            yield self._message(b"bye")
        finally:
            self._listeners.pop(woken, None)
            if not self._listeners:
                await self._stop_watching()

    def _message(self, event: bytes, more: bytes = b"") -> bytes:
        now = epoch_ms(self._clock.now())
        return b'event: %b\ndata: {"now":%d%b}\n\n' % (event, now, more)

    async def _watch(self) -> None:
        looking = asyncio.create_task(self._look_again()) if self._again_s is not None else None
        try:
            # From before the first revision: the first batch is the state as a whole.
            async for batch in self._service.follow(-1):
                await self._tell(batch.state)
        except Exception:  # one view that fails must not end the others; its pages come back
            _log.exception("the listeners for %r could not be told", self._event)
        finally:
            if looking is not None:
                looking.cancel()
        self._over = True
        await self._wake()

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(self._again_s or 0)
            await self._tell(self._service.state)

    async def _tell(self, state: State) -> None:
        async with self._turn:
            view = await self._make(state)
            if view != self._view:
                self._view, self._version = view, self._version + 1
                await self._wake()

    async def _wake(self) -> None:
        woken = list(self._listeners)
        shards = SHARDS if len(woken) > SMALL else 1
        for shard in range(shards):
            for listener in woken[shard::shards]:
                listener.set()
            if shard < shards - 1:
                await asyncio.sleep(SHARD_GAP_S)

    async def _stop_watching(self) -> None:
        watching, self._watching = self._watching, None
        self._view = None
        if watching is not None and not watching.done():
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching


class Broadcaster:
    """The channels of one host, by the sort of listener."""

    def __init__(self, service: SessionService, clock: Clock) -> None:
        self._service = service
        self._clock = clock
        self._channels: dict[str, Channel] = {}

    def add(self, sort: str, event: str, make: Make, again_s: float | None = None) -> Channel:
        """A channel for a sort of listeners, whose messages are called `event`."""
        channel = Channel(event, make, self._service, self._clock, again_s)
        self._channels[sort] = channel
        return channel

    def channel(self, sort: str) -> Channel | None:
        return self._channels.get(sort)

    def listeners(self) -> dict[str, int]:
        """How many listen, by sort."""
        return {sort: channel.listeners for sort, channel in self._channels.items()}
