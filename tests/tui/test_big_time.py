"""Large digits: as large as fits, never larger."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workshop.tui.widgets.big_time import big_text

times = st.from_regex(r"-?[0-9]{1,3}:[0-5][0-9]", fullmatch=True)


@given(times, st.integers(0, 300), st.integers(0, 80))
def test_digits_never_overflow_their_place(text: str, width: int, height: int) -> None:
    lines = big_text(text, width, height)
    assert lines == (text,) or (len(lines) <= height and all(len(line) <= width for line in lines))


@given(times, st.integers(20, 300), st.integers(3, 80))
def test_more_room_never_makes_them_smaller(text: str, width: int, height: int) -> None:
    assert len(big_text(text, width + 20, height + 5)) >= len(big_text(text, width, height))


def test_block_digits() -> None:
    assert big_text("1:0", 18, 5) == (
        "  ██        ██████",
        "████    ██  ██  ██",
        "  ██        ██  ██",
        "  ██    ██  ██  ██",
        "██████      ██████",
    )


def test_small_places_get_thin_digits_then_plain_text() -> None:
    assert len(big_text("12:34", 40, 3)) == 3
    assert big_text("12:34", 10, 3) == ("12:34",)
    assert big_text("soon", 80, 24) == ("soon",)
