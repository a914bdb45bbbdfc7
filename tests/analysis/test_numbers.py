from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.analysis.numbers import dispersion, quartiles, steps


@pytest.mark.parametrize(
    ("counts", "divided"),
    [
        ((0, 0, 0), 0),
        ((0, 9, 0, 0, 0), 0),
        ((5, 0, 0, 0, 5), 1),
        ((2, 2, 2, 2, 2), 0.6),
        ((5, 5, 0, 0, 0), 0.25),
        ((7,), 0),
    ],
)
def test_dispersion_goes_from_one_step_to_two_ends(counts: tuple[int, ...], divided: float) -> None:
    assert dispersion(counts) == pytest.approx(divided)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=10))
def test_dispersion_is_a_share_and_the_same_from_both_ends(counts: list[int]) -> None:
    assert 0 <= dispersion(counts) <= 1
    assert dispersion(counts) == pytest.approx(dispersion(counts[::-1]))


def test_half_of_the_values_lie_between_the_quartiles() -> None:
    assert quartiles([1, 2, 3, 4, 5]) == (2, 4)
    assert quartiles([4, 1, 3, 2]) == (1.5, 3.5)
    assert quartiles([3]) == (3, 3)


def test_steps_are_counted_from_low_to_high() -> None:
    assert steps([1, 3, 3, 9], 1, 5) == (1, 0, 2, 0, 0)
