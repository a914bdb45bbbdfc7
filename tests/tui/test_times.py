"""Times of day as they are typed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from workshop.tui.times import next_time, parse_time

ZONE = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 4, 15, 10, 0, tzinfo=UTC)  # 12:00 where the room is


@pytest.mark.parametrize("text", ["15:00", "15.00", "1500", " 15:00 ", "15h00"])
def test_a_time_in_the_ways_people_write_it(text: str) -> None:
    assert parse_time(text, NOON, ZONE) == datetime(2026, 4, 15, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "25:00", "12:60", "3", "12:5"])
def test_what_is_no_time(text: str) -> None:
    assert parse_time(text, NOON, ZONE) is None


def test_the_day_is_the_nearest_one() -> None:
    late = datetime(2026, 4, 15, 21, 50, tzinfo=UTC)  # 23:50
    assert parse_time("00:10", late, ZONE) == datetime(2026, 4, 15, 22, 10, tzinfo=UTC)


def test_an_end_comes_after_its_start() -> None:
    start = datetime(2026, 4, 15, 21, 30, tzinfo=UTC)  # 23:30
    assert next_time("00:30", start, ZONE) == datetime(2026, 4, 15, 22, 30, tzinfo=UTC)
    assert next_time("23:30", start, ZONE) == datetime(2026, 4, 16, 21, 30, tzinfo=UTC)
