from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.domain.hours_for_tests import AMSTERDAM
from workshop.domain.words import (
    format_duration,
    format_minutes,
    format_time,
    nearest_minute,
    short_title,
)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (0.2, "0:01"),
        (59.5, "1:00"),
        (240, "4:00"),
        (3723, "1:02:03"),
        (-0.4, "0:00"),
        (-12.9, "-0:12"),
        (-75, "-1:15"),
    ],
)
def test_a_countdown_shows_zero_when_its_time_is_up(seconds: float, text: str) -> None:
    assert format_duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (40.4, "40 s"), (-40, "40 s"), (60, "1 min"), (210, "4 min"), (-185, "3 min")],
)
def test_minutes_for_a_glance(seconds: float, text: str) -> None:
    assert format_minutes(seconds) == text


def test_times_of_day_are_those_of_the_room() -> None:
    first, second = (datetime(2026, 10, 25, hour, 30, 59, tzinfo=UTC) for hour in (0, 1))
    assert format_time(first, AMSTERDAM) == format_time(second, AMSTERDAM) == "02:30"
    assert format_time(datetime(2026, 4, 15, 22, 0, tzinfo=UTC), AMSTERDAM) == "00:00"


@pytest.mark.parametrize(("second", "minute"), [(0, 3), (29, 3), (30, 4), (59, 4)])
def test_the_nearest_minute(second: int, minute: int) -> None:
    at = datetime(2026, 4, 15, 14, 3, second, tzinfo=UTC)
    assert nearest_minute(at) == datetime(2026, 4, 15, 14, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Part one. Joining the dots: how we connect", "Part one"),
        ("Joining the dots: how we connect", "Joining the dots"),
        ("Take 2.5 minutes", "Take 2.5 minutes"),
        ("", ""),
    ],
)
def test_a_long_title_is_called_by_its_beginning(title: str, short: str) -> None:
    assert short_title(title) == short
