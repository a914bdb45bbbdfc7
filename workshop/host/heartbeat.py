"""Tells a machine that slept, or a clock that jumped, from time that simply passed.

Three clocks are read together: the wall's, the one that stands still while the machine sleeps
(`running`), and the one that does not (`elapsed`). Where the last reading came from another boot
only the wall can be compared. A host that died and came back on a machine that ran on sees no gap.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from workshop.domain.commands import ReportClockGap
from workshop.service.clock import Clock, ScaledClock

_log = logging.getLogger(__name__)

BEAT_S = 5.0
LEAST_GAP_S = 5.0
"""Shorter gaps are a clock being put right by a time server, or a busy machine."""


class Reading(msgspec.Struct, frozen=True):
    """One look at the clocks; `boot` changes with every start of the machine ('' unknown)."""

    wall: datetime
    running: float
    elapsed: float
    boot: str = ""


def read_clocks(clock: Clock | None = None) -> Reading:
    """The machine's clocks now, as `clock` would show them where a rehearsal goes by another one.

    On Windows sleep cannot be told apart from running.
    """
    seen = _machine()
    if not isinstance(clock, ScaledClock):
        return seen
    speed = clock.speed
    return Reading(clock.at(seen.wall), seen.running * speed, seen.elapsed * speed, seen.boot)


def _machine() -> Reading:
    running = time.monotonic()
    elapsed = running
    if sys.platform == "linux":
        elapsed = time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":
        # There time.monotonic() stands still in sleep and CLOCK_MONOTONIC does not.
        elapsed = time.clock_gettime(time.CLOCK_MONOTONIC)
    return Reading(datetime.now(UTC), running, elapsed, _boot())


def gap_between(before: Reading, after: Reading) -> ReportClockGap | None:
    """What to report about the time between two readings, None where it simply passed."""
    wall = (after.wall - before.wall).total_seconds()
    # Monotonic clocks that run backwards are another boot on systems that do not name theirs.
    if before.boot != after.boot or after.elapsed < before.elapsed:
        slept, jumped = max(wall, 0.0), min(wall, 0.0)
    else:
        slept = (after.elapsed - before.elapsed) - (after.running - before.running)
        jumped = wall - (after.elapsed - before.elapsed)
    cause, size = ("sleep", slept) if slept >= abs(jumped) else ("jump", jumped)
    if abs(size) < LEAST_GAP_S:
        return None
    return ReportClockGap(
        began_at=before.wall,
        ended_at=after.wall,
        seconds=round(slept + jumped, 3),
        cause=cause,
    )


class Heartbeat:
    """Keeps the last reading in a file beside the session, so that it outlives the host."""

    def __init__(self, path: Path, read: Callable[[], Reading] = read_clocks) -> None:
        self._path = path
        self._read = read
        self._last = self._stored()

    def beat(self) -> ReportClockGap | None:
        """Read the clocks and keep the reading; what happened since the last one, if anything."""
        now, before = self._read(), self._last
        self._last = now
        self._store(now)
        return None if before is None else gap_between(before, now)

    def remove(self) -> None:
        """Forget the reading: the session is over."""
        self._path.unlink(missing_ok=True)

    def _stored(self) -> Reading | None:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Reading)
        except (OSError, msgspec.DecodeError):
            return None

    def _store(self, reading: Reading) -> None:
        # Not synced: after a power cut an older reading serves as well.
        fresh = self._path.with_name(f"{self._path.name}.new")
        try:
            fresh.write_bytes(msgspec.json.encode(reading))
            fresh.replace(self._path)
        except OSError as error:
            _log.warning("the clocks' reading could not be kept: %s", error)


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""
