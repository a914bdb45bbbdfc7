"""Asking twice before something is done."""

from __future__ import annotations

from workshop.tui.twice import Twice


def test_the_second_time_in_a_row_counts_and_the_third_is_a_first_again() -> None:
    twice = Twice()
    assert [twice.asked("k1") for _ in range(4)] == [False, True, False, True]


def test_another_thing_is_asked_for_anew() -> None:
    twice = Twice()
    assert [twice.asked(thing) for thing in ("k1", "k2", "k1", "k1")] == [False, False, False, True]


def test_what_is_forgotten_was_never_asked_for() -> None:
    twice = Twice()
    twice.asked("k1")
    twice.forget()
    assert not twice.asked("k1")
