"""Readers of one replica: each is woken with the newest state, and no event comes twice."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import AsyncIterator

from workshop.domain.events import Event
from workshop.domain.state import State
from workshop.service.client import Change, Health

_MOST_KEPT = 5_000
"""Events kept for a reader that does not read; beyond it the reader gets a fresh state only."""


class _Reader:
    """What one reader has not read yet; `fresh` says that its events do not join up."""

    def __init__(self) -> None:
        self.woken = asyncio.Event()
        self.change: Change | None = None
        self.fresh = False


class Readers:
    """Hands changes to any number of readers, latest wins."""

    def __init__(self) -> None:
        # A reader lives as long as someone holds its iterator.
        self._readers: weakref.WeakSet[_Reader] = weakref.WeakSet()
        self._closed = False

    def push(
        self, state: State, health: Health, events: tuple[Event, ...] = (), *, fresh: bool = False
    ) -> None:
        """Tell every reader; `fresh` marks a state that does not join up with the one before."""
        for reader in self._readers:
            waiting = reader.change.events if reader.change else ()
            reader.fresh = reader.fresh or fresh or len(waiting) + len(events) > _MOST_KEPT
            joined = () if reader.fresh else waiting + events
            reader.change = Change(state, health, joined)
            reader.woken.set()

    def changes(self) -> AsyncIterator[Change]:
        """What comes from now on; ends when the client is closed."""
        reader = _Reader()
        if self._closed:
            reader.woken.set()
        self._readers.add(reader)
        return self._read(reader)

    def close(self) -> None:
        self._closed = True
        for reader in self._readers:
            reader.woken.set()

    async def _read(self, reader: _Reader) -> AsyncIterator[Change]:
        while True:
            await reader.woken.wait()
            reader.woken.clear()
            change, reader.change, reader.fresh = reader.change, None, False
            if change is not None:
                yield change
            if self._closed:
                return
