from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.plans.durations import BadDuration, format_seconds, minutes_of, parse_minutes


@pytest.mark.parametrize(
    ("written", "seconds"),
    [(8, 480), (2.5, 150), ("1:30", 90), ("0:05", 5), ("8", 480), ("2.5", 150), (0, 0), (8.1, 486)],
)
def test_minutes_and_minutes_with_seconds_become_seconds(written: object, seconds: int) -> None:
    assert parse_minutes(written) == seconds


@pytest.mark.parametrize(
    "written",
    [
        None,
        True,
        "",
        "1:75",
        "1:2",
        "1:00:00",
        "five",
        -1,
        float("nan"),
        float("inf"),
        1441,
        [8],
        0.333,
    ],
)
def test_what_is_no_duration_is_refused_with_a_mend(written: object) -> None:
    with pytest.raises(BadDuration) as caught:
        parse_minutes(written)
    assert caught.value.mend


@given(st.integers(0, 24 * 3600))
def test_seconds_come_back_from_both_ways_of_writing(seconds: int) -> None:
    assert parse_minutes(minutes_of(seconds)) == seconds
    assert parse_minutes(format_seconds(seconds)) == seconds
