"""When a host ends by itself. All moments are seconds of a monotonic clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

AFTER_THE_END_S = 30 * 60.0
WITHOUT_FACILITATOR_S = 12 * 3600.0


class Lifetime:
    """Remembers who was here last. Whoever listens to the event stream is here all the time."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._facilitator_at = monotonic()
        self._active_at = monotonic()
        self._listening = 0

    def active(self, *, facilitator: bool) -> None:
        """Somebody asked for something."""
        self._active_at = self._monotonic()
        if facilitator:
            self._facilitator_at = self._active_at

    @contextmanager
    def listening(self) -> Iterator[None]:
        """While a facilitator listens."""
        self._listening += 1
        try:
            yield
        finally:
            self._listening -= 1
            self.active(facilitator=True)

    def is_over(self, *, ended: bool) -> bool:
        """Whether nobody needs the host any more; `ended` says that the session is over."""
        if self._listening:
            return False
        now = self._monotonic()
        if now - self._facilitator_at >= WITHOUT_FACILITATOR_S:
            return True
        return ended and now - self._active_at >= AFTER_THE_END_S
