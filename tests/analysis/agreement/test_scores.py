"""What one statement's votes say."""

from __future__ import annotations

import pytest

from workshop.analysis.agreement.marks import AGREE, DISAGREE, PASS, Cast, Count, counts
from workshop.analysis.agreement.scores import (
    controversy,
    group_consensus,
    standing,
    wilson_low,
)


def test_votes_are_counted_a_statement() -> None:
    cast = [Cast(0, 0, AGREE), Cast(1, 0, DISAGREE), Cast(1, 1, PASS), Cast(2, 0, AGREE)]
    assert counts(cast, 3) == [Count(2, 1, 0), Count(0, 0, 1), Count()]


def test_controversy_is_that_of_its_formula() -> None:
    assert controversy(Count(10, 10), 40) == pytest.approx(20 / 24)
    assert controversy(Count(20, 0), 40) == 0
    assert controversy(Count(1, 1), 100) < controversy(Count(20, 20), 100)
    assert controversy(Count(), 0) == 0


def test_no_large_group_outvotes_a_small_one() -> None:
    liked_by_most = [Count(agree=40), Count(disagree=5)]
    liked_by_all = [Count(agree=30, disagree=10), Count(agree=4, disagree=1)]
    assert group_consensus(liked_by_all) > group_consensus(liked_by_most)
    assert group_consensus([Count(3, 1), Count(1, 0, 1)]) == pytest.approx(4 / 6 * 2 / 4)
    assert group_consensus([Count(0, 3)], against=True) == pytest.approx(4 / 5)


def test_wilson_low_is_that_of_the_literature() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263 gives .2553, 15 of 148 .0624.
    assert wilson_low(81, 263) == pytest.approx(0.2553, abs=1e-4)
    assert wilson_low(15, 148) == pytest.approx(0.0624, abs=1e-4)
    assert wilson_low(0, 0) == wilson_low(0, 20) == 0


def test_a_group_stands_for_what_it_says_more_than_the_others() -> None:
    found = standing(4, Count(agree=12, disagree=1), Count(agree=5, disagree=20))
    assert found is not None and found.agrees and found.statement == 4
    assert found.inside == pytest.approx(13 / 15) and found.outside == pytest.approx(6 / 27)
    against = standing(4, Count(disagree=9), Count(agree=20, disagree=2))
    assert against is not None and not against.agrees


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        (Count(agree=12), Count(agree=24)),  # all say it
        (Count(agree=6, disagree=6), Count(disagree=24)),  # more than others, and only half
        (Count(agree=1), Count(disagree=24)),  # too few
        (Count(), Count()),
    ],
)
def test_what_all_say_or_few_stands_for_no_group(inside: Count, outside: Count) -> None:
    assert standing(0, inside, outside) is None
