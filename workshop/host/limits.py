"""Fair admission: what one sender may ask for, and whose turn it is when all ask at once.

A sender is a token that is known here; strangers share what their address is given. Rates are for
one token and far above what a hand can do. The address of a whole room (behind a proxy, or one
router) gets a room's worth. What is open at once is given out by turns, so that a flood from one
sender waits behind itself only.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MOST_SENDERS = 20_000
"""Buckets kept; who has not been here for longest goes first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second from then on."""

    burst: float
    per_s: float


READING = Rate(60, 10)
"""Pages and projections, for one token."""
SENDING = Rate(30, 5)
"""Answers, votes, questions, for one token."""
FACILITATING = Rate(2_000, 500)
"""A facilitator's terminal types and imports by the hundred."""
STRANGERS = Rate(6_000, 600)
"""Everything without a known token, for one address: a room of 1,000 that joins in 10 s."""
JOINING = Rate(1_500, 2)
"""New participants, for one address."""

AT_ONCE = 64
"""Requests worked on at once; the others wait for their turn."""
MOST_WAITING = 16
"""Requests of one token that may wait; 20 times as many from one address of strangers."""
STREAMS = 6
"""Event streams of one token, for a page in several tabs."""


class TooMany(Exception):
    """Too many requests of one sender; again after so many seconds."""

    def __init__(self, after_s: float = 1.0) -> None:
        super().__init__(f"again after {after_s:.1f} s")
        self.after_s = max(1.0, after_s)


class Buckets:
    """A bucket of tokens for each sender, filled again as time passes."""

    def __init__(self, rate: Rate, monotonic: Callable[[], float]) -> None:
        self._rate = rate
        self._monotonic = monotonic
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, sender: str) -> None:
        """Count one. Raises TooMany."""
        now = self._monotonic()
        left = self._now_left(sender, now)
        if left < 1:
            raise TooMany((1 - left) / self._rate.per_s)
        self._keep(sender, left - 1, now)

    def _now_left(self, sender: str, now: float) -> float:
        left, at = self._left.get(sender, (self._rate.burst, now))
        return min(self._rate.burst, left + (now - at) * self._rate.per_s)

    def _keep(self, sender: str, left: float, now: float) -> None:
        self._left[sender] = left, now
        self._left.move_to_end(sender)
        if len(self._left) > MOST_SENDERS:
            self._left.popitem(last=False)


class Turns:
    """Lets so many work at once and gives free places to the senders in turn."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    def turn(self, sender: str, most_waiting: int = MOST_WAITING) -> Turn:
        """Work on one request. Raises TooMany where too many of the sender's wait already."""
        return Turn(self, sender, most_waiting)

    async def enter(self, sender: str, most_waiting: int) -> None:
        if self._free and not self._waiting:
            self._free -= 1
            return
        queue = self._waiting.setdefault(sender, deque())
        if len(queue) >= most_waiting:
            raise TooMany
        place = asyncio.get_running_loop().create_future()
        queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.leave()
            else:
                queue.remove(place)
                if not queue:
                    self._waiting.pop(sender, None)
            raise

    def leave(self) -> None:
        while self._waiting:
            sender, queue = next(iter(self._waiting.items()))
            place = queue.popleft()
            if queue:
                self._waiting.move_to_end(sender)
            else:
                del self._waiting[sender]
            if not place.done():
                place.set_result(None)
                return
        self._free += 1


class Turn:
    """One request's turn, from when it comes until it is left."""

    __slots__ = ("_most_waiting", "_sender", "_turns")

    def __init__(self, turns: Turns, sender: str, most_waiting: int) -> None:
        self._turns = turns
        self._sender = sender
        self._most_waiting = most_waiting

    async def __aenter__(self) -> None:
        await self._turns.enter(self._sender, self._most_waiting)

    async def __aexit__(self, *_: object) -> None:
        self._turns.leave()


class Streams:
    """Event streams that are open: so many in all, so many of one sender."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: dict[str, int] = {}
        self._all = 0

    @contextmanager
    def open(self, sender: str, most: int = STREAMS) -> Iterator[None]:
        """While a stream is open. Raises TooMany."""
        mine = self._open.get(sender, 0)
        if self._all >= self._most or mine >= most:
            raise TooMany(5)
        self._all += 1
        self._open[sender] = mine + 1
        try:
            yield
        finally:
            self._all -= 1
            left = self._open.pop(sender) - 1
            if left:
                self._open[sender] = left
