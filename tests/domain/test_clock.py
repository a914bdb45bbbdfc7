from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.hours_for_tests import Hour, hours
from tests.domain.plans_for_tests import START, lobby, minute, paused, running
from workshop.domain.clock import Clock, Pause, Run, Stage, running_s, stamp_at
from workshop.domain.ids import SegmentId

TALK = SegmentId("talk-one")


def test_a_clock_that_has_not_begun_has_no_run() -> None:
    clock = lobby()
    assert (clock.started_at, clock.current, clock.paused_at) == (None, None, None)


def test_the_current_run_is_the_one_that_lasts() -> None:
    clock = running(lobby(), ("welcome", 3), ("talk-one", 8))
    assert clock.started_at == START
    assert clock.current is not None
    assert clock.current.segment == TALK
    assert replace(clock, stage=Stage.ENDED).current is None


def test_a_pause_that_is_over_no_longer_pauses() -> None:
    clock = paused(running(lobby(), ("welcome", 3)), minute(1))
    assert clock.paused_at == minute(1)
    run = replace(clock.runs[-1], pauses=(Pause(minute(1), minute(2)),))
    assert replace(clock, runs=(run,)).paused_at is None


def test_pauses_do_not_count_as_running() -> None:
    run = Run(TALK, START, None, (Pause(minute(2), minute(3)), Pause(minute(5))))
    assert running_s(run, minute(1)) == 60
    assert running_s(run, minute(4)) == 180
    assert running_s(run, minute(9)) == 240


def test_pauses_that_overlap_count_once() -> None:
    run = Run(TALK, START, None, (Pause(minute(4), minute(6)), Pause(minute(2), minute(5))))
    assert running_s(run, minute(10)) == 360


def test_a_run_that_ended_runs_no_longer() -> None:
    assert running_s(Run(TALK, START, minute(4)), minute(9)) == 240


@pytest.mark.parametrize("now", [minute(-5), START])
def test_a_clock_set_back_before_the_run_counts_nothing(now: datetime) -> None:
    run = Run(TALK, START, None, (Pause(minute(2)),))
    assert running_s(run, now) == 0


def test_a_stamp_counts_earlier_stays_in_the_segment() -> None:
    clock = running(lobby(), ("talk-one", 2), ("sheet", 1), ("talk-one", 5))
    assert stamp_at(clock, minute(1)) == (TALK, 60)
    assert stamp_at(clock, minute(2)) == (SegmentId("sheet"), 0)
    assert stamp_at(clock, minute(4)) == (TALK, 180)


def test_nothing_is_stamped_outside_the_hour() -> None:
    clock = running(lobby(), ("talk-one", 2))
    assert stamp_at(clock, minute(-1)) == (None, None)
    ended = replace(clock.runs[0], ended_at=minute(2))
    over = replace(clock, stage=Stage.ENDED, runs=(ended,), ended_at=minute(2))
    assert stamp_at(over, minute(2)) == (None, None)


@settings(deadline=None)
@given(hours(stages=(Stage.RUNNING, Stage.ENDED)), st.integers(0, 3600))
def test_running_time_only_grows_and_never_beyond_the_time_that_passed(
    hour: Hour, later_s: int
) -> None:
    later = hour.now + timedelta(seconds=later_s)
    for run in hour.clock.runs:
        before, after = running_s(run, hour.now), running_s(run, later)
        assert 0 <= before <= after + 1e-6
        assert (
            after - before <= later_s + max(0.0, (run.began_at - hour.now).total_seconds()) + 1e-6
        )


def test_an_empty_clock_stands_in_preflight() -> None:
    assert Clock().stage is Stage.PREFLIGHT
    assert Clock().current is None
