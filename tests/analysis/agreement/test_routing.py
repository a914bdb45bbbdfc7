"""New statements and those that divide are seen, and nobody is left out."""

from __future__ import annotations

from collections import Counter

from workshop.analysis.agreement.marks import Count
from workshop.analysis.agreement.routing import handful, weight


def test_new_ones_weigh_most_then_those_that_divide_and_passed_ones_least() -> None:
    new, divides = weight(Count(), 40), weight(Count(10, 10), 40)
    settled, passed = weight(Count(20, 0), 40), weight(Count(2, 2, 16), 40)
    assert new > divides > settled > passed > 0


def test_the_same_person_sees_the_same_and_others_see_others() -> None:
    ids = [f"s{number}" for number in range(30)]
    first = handful(ids, {}, 40, "p1", 5)
    assert first == handful(reversed(ids), {}, 40, "p1", 5)
    assert len(set(first)) == 5
    assert first != handful(ids, {}, 40, "p2", 5)
    assert handful(ids[:3], {}, 40, "p1", 5) != [] and handful([], {}, 40, "p1", 5) == []


def test_a_new_statement_among_many_is_soon_seen() -> None:
    old = {f"s{number}": Count(25, 5) for number in range(40)}
    drawn = Counter(
        id_ for person in range(200) for id_ in handful([*old, "new"], old, 40, f"p{person}", 5)
    )
    # By chance alone it would be about 24.
    assert drawn["new"] > 90
    assert all(drawn[id_] for id_ in old)
