from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stage import START
from workshop.host.heartbeat import LEAST_GAP_S, Heartbeat, Reading, gap_between, read_clocks


def reading(
    wall: float = 0, running: float | None = None, elapsed: float | None = None, boot: str = "a"
) -> Reading:
    """A look at the clocks `wall` seconds after the start; the others agree unless given."""
    running = wall if running is None else running
    elapsed = wall if elapsed is None else elapsed
    return Reading(START + timedelta(seconds=wall), 100 + running, 900 + elapsed, boot)


def test_time_that_simply_passed_is_no_gap() -> None:
    assert gap_between(reading(), reading(3600)) is None


def test_a_sleep_is_told_with_its_length() -> None:
    gap = gap_between(reading(), reading(252, running=5))

    assert gap is not None
    assert (gap.cause, gap.seconds) == ("sleep", 247)
    assert (gap.began_at, gap.ended_at) == (START, START + timedelta(seconds=252))


def test_a_clock_put_forward_or_back_is_a_jump() -> None:
    ahead = gap_between(reading(), reading(605, running=5, elapsed=5))
    back = gap_between(reading(), reading(-3595, running=5, elapsed=5))

    assert ahead is not None and (ahead.cause, ahead.seconds) == ("jump", 600)
    assert back is not None and (back.cause, back.seconds) == ("jump", -3600)


def test_after_another_boot_only_the_wall_counts() -> None:
    gap = gap_between(reading(), reading(300, running=-90, elapsed=-890, boot="b"))

    assert gap is not None
    assert (gap.cause, gap.seconds) == ("sleep", 300)


@settings(deadline=None)
@given(st.floats(0, 1e6), st.floats(-LEAST_GAP_S + 0.01, LEAST_GAP_S - 0.01))
def test_a_clock_that_a_time_server_nudges_is_no_gap(passed: float, nudge: float) -> None:
    after = reading(passed + nudge, running=passed, elapsed=passed)
    assert gap_between(reading(), after) is None


def test_a_reading_outlives_its_process(tmp_path: Path) -> None:
    path = tmp_path / "beat"
    assert Heartbeat(path, lambda: reading(0)).beat() is None
    awake = Heartbeat(path, lambda: reading(3600)).beat()
    slept = Heartbeat(path, lambda: reading(7200, running=3605)).beat()

    assert awake is None, "a host that died on a machine that ran on sees nothing"
    assert slept is not None and slept.cause == "sleep"


def test_a_damaged_or_unwritable_reading_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "beat"
    path.write_bytes(b"\0\0\0")
    assert Heartbeat(path, lambda: reading(0)).beat() is None
    assert Heartbeat(tmp_path / "nowhere" / "beat", lambda: reading(0)).beat() is None


def test_a_reading_is_removed_when_the_session_is_over(tmp_path: Path) -> None:
    beat = Heartbeat(tmp_path / "beat", lambda: reading(0))
    beat.beat()
    beat.remove()
    beat.remove()

    assert list(tmp_path.iterdir()) == []


def test_the_machines_own_clocks_agree_from_one_moment_to_the_next() -> None:
    assert gap_between(read_clocks(), read_clocks()) is None
