"""The one clock of all processes of a rehearsal."""

from __future__ import annotations

from datetime import timedelta

from tests.stage import START, SetClock
from workshop.domain.ids import SessionId
from workshop.domain.state import Rehearsal, SessionInfo
from workshop.host.heartbeat import gap_between, read_clocks
from workshop.service.clock import ScaledClock, SystemClock, clock_of, speed_of


def info(rehearsal: Rehearsal | None) -> SessionInfo:
    return SessionInfo(SessionId("s"), "main", START, rehearsal=rehearsal)


def test_an_hour_passes_in_a_minute_wherever_it_is_read() -> None:
    machine = SetClock()
    one, other = (clock_of(info(Rehearsal(speed=60)), machine) for _ in range(2))

    assert one.now() == START
    machine.move(60)
    assert one.now() == other.now() == START + timedelta(hours=1)


def test_a_real_session_goes_by_the_machine() -> None:
    machine = SetClock()

    assert clock_of(info(None), machine) is machine
    assert isinstance(clock_of(info(None)), SystemClock)
    assert (speed_of(info(None)), speed_of(info(Rehearsal(speed=6)))) == (1, 6)


def test_the_hosts_watch_reads_a_fast_clock_without_seeing_gaps() -> None:
    clock = ScaledClock(START, 60)
    before, after = read_clocks(clock), read_clocks(clock)

    assert gap_between(before, after) is None
    assert after.wall > before.wall
