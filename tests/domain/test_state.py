"""What is read off a state as it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.domain.desk import opened
from workshop.domain.clock import Clock, Run
from workshop.domain.ids import SegmentId
from workshop.domain.plan import EventInfo

LATE = datetime(2025, 5, 22, 23, 30, tzinfo=UTC)


def test_the_day_is_local_and_that_of_the_end_the_beginning_or_the_plan() -> None:
    state = opened().state
    event = EventInfo(timezone="Europe/Amsterdam", date=date(2025, 5, 1))
    state = replace(state, plan=replace(state.plan, event=event), clock=Clock())
    assert state.day == date(2025, 5, 1)
    begun = replace(state, clock=Clock(runs=(Run(SegmentId("s"), LATE),)))
    assert begun.day == date(2025, 5, 23)
    ended = replace(begun, clock=replace(begun.clock, ended_at=LATE.replace(day=24)))
    assert ended.day == date(2025, 5, 25)
    assert replace(state, plan=replace(state.plan, event=replace(event, date=None))).day is None
