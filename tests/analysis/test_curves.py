from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workshop.analysis.curves import by_medians, falls, middles, steepest, steps

CURVES = st.lists(st.tuples(*[st.none() | st.integers(0, 100)] * 4), max_size=12)


def test_steps_stand_beside_no_gap() -> None:
    assert steps((60, 70, None, 30, 20)) == (None, 10, None, None, -10)


def test_the_steepest_fall_is_ones_own_and_level_falls_are_both() -> None:
    assert steepest((90, 80, 40, 45)) == (2,)
    assert steepest((90, 80, 70, 75)) == (1, 2)
    assert steepest((10, 10, 20)) == ()
    assert steepest((None, 10, None)) == ()


def test_middle_and_hinges_of_a_stage() -> None:
    found = middles([(10, 1), (20, None), (30, 3), (40, 4), (50, 5)], 2)
    assert (found[0].median, found[0].lower, found[0].upper, found[0].number) == (30, 20, 40, 5)
    assert (found[1].median, found[1].number) == (3.5, 4)
    (nobody, _one) = middles([(None, 1)], 2)
    assert nobody.number == 0 and nobody.median is None


def test_people_who_fall_at_another_stage_than_the_medians_are_counted_as_themselves() -> None:
    # Three of five fall steeply towards the second stage, from high and from low, while the
    # medians fall most towards the third.
    curves = [(100, 60, 55), (90, 50, 45), (50, 20, 15), (50, 60, 0), (50, 60, 0)]
    found = falls(curves, 3)
    assert found.steepest == (0, 3, 2)
    assert found.deepest == (1,)
    assert by_medians(middles(curves, 3)) == 2
    assert (found.fallen, found.held) == (5, 0)
    assert found.changes == (None, -18, -27)


def test_level_stages_are_told_apart_by_the_mean_fall() -> None:
    assert falls([(50, 40, 40), (50, 50, 20)], 3).deepest == (2,)
    assert falls([(50, 40, 40), (50, 50, 40)], 3).deepest == (1, 2)
    assert falls([(10, 20, 30)], 3).deepest == ()
    assert falls([], 3).deepest == ()


@given(CURVES)
def test_everyone_is_counted_once(curves: list[tuple[int | None, ...]]) -> None:
    found = falls(curves, 4)
    assert sum(found.steepest) == found.fallen
    assert found.fallen + found.held == len(curves)
    assert found.steepest[0] == 0
