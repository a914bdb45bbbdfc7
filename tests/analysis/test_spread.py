from __future__ import annotations

import pytest

from workshop.analysis.spread import camps, polarisation, variation


@pytest.mark.parametrize(
    ("votes", "spread", "poles"),
    [
        ([9, 0, 0], 0, 0),
        ([5, 5], 1, 1),
        ([5, 5, 0, 0], 2 / 3, 1),
        ([4, 4, 4], 1, 8 / 9),
        ([1] * 10, 1, 0.36),
        ([], 0, 0),
        ([0, 0], 0, 0),
    ],
)
def test_spread_rises_with_the_camps_and_polarisation_falls(
    votes: list[float], spread: float, poles: float
) -> None:
    assert variation(votes) == pytest.approx(spread)
    assert polarisation(votes) == pytest.approx(poles)


@pytest.mark.parametrize(
    ("votes", "found"),
    [
        ([3, 3, 1], (0, 1)),
        ([1, 4, 5], (2, 1)),
        ([8, 4], None),
        ([3, 3, 3, 3], None),
        ([5], None),
        ([0, 0], None),
    ],
)
def test_two_big_camps_of_like_size(votes: list[float], found: tuple[int, int] | None) -> None:
    assert camps(votes) == found
