"""Groups of opinion: planted ones are found, noise has none, and they do not flicker."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score

from tests.analysis.agreement.rooms import labels, noise, one_scale, planted
from workshop.analysis.agreement import groups as technique
from workshop.analysis.agreement.groups import LEAST_IN_GROUP, LEAST_PEOPLE, opinion_groups
from workshop.analysis.agreement.marks import AGREE, Cast


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("people", "statements"), [(30, 12), (60, 18)])
def test_three_planted_groups_are_found(people: int, statements: int, seed: int) -> None:
    cast, of = planted(people, statements, 3, seed)
    found = opinion_groups(cast, people, statements)
    assert len(found.members) == 3
    assert adjusted_rand_score(of, labels(found.members, people)) > 0.75


def test_groups_are_found_where_a_third_of_the_votes_is_missing() -> None:
    cast, of = planted(45, 18, 3, seen=0.67)
    found = opinion_groups(cast, 45, 18)
    known = [person for person, group in enumerate(labels(found.members, 45)) if group >= 0]
    assert len(found.members) == 3 and len(known) >= 40
    mine = labels(found.members, 45)
    assert adjusted_rand_score([of[p] for p in known], [mine[p] for p in known]) > 0.8


def test_two_camps_are_two_groups() -> None:
    cast, of = planted(24, 10, 2)
    found = opinion_groups(cast, 24, 10)
    assert adjusted_rand_score(of, labels(found.members, 24)) > 0.8


@pytest.mark.parametrize(
    ("people", "statements", "seen"), [(40, 15, 1), (12, 8, 1), (40, 5, 1), (80, 24, 0.4)]
)
def test_noise_has_no_groups(people: int, statements: int, seen: float) -> None:
    found = [
        opinion_groups(noise(people, statements, seed, seen), people, statements).members
        for seed in range(25)
    ]
    assert sum(bool(members) for members in found) <= 1


def test_one_line_of_opinion_is_rarely_taken_for_camps() -> None:
    found = [opinion_groups(one_scale(40, 12, seed), 40, 12).members for seed in range(12)]
    assert sum(bool(members) for members in found) <= 3


@pytest.mark.parametrize("people", [0, 1, 2, 5, LEAST_PEOPLE - 1])
def test_a_small_room_has_no_groups(people: int) -> None:
    cast, _of = planted(people, 12, 2)
    assert opinion_groups(cast, people, 12).members == ()


def test_who_voted_on_little_is_in_no_group_and_groups_hold_three_at_least() -> None:
    cast, _of = planted(30, 12, 3)
    late = [Cast(30, 0, AGREE), Cast(30, 1, AGREE)]
    found = opinion_groups([*cast, *late], 31, 12)
    assert found.counted == 30
    assert 30 not in {person for members in found.members for person in members}
    assert all(len(members) >= LEAST_IN_GROUP for members in found.members)


def test_the_same_votes_give_the_same_groups() -> None:
    cast, _of = planted(40, 15, 3, seen=0.8)
    first = opinion_groups(cast, 40, 15)
    technique._best.cache_clear()
    technique._carries.cache_clear()
    assert opinion_groups(cast, 40, 15) == first


def test_groups_do_not_flicker_while_votes_come_in() -> None:
    cast, _of = planted(40, 15, 3)
    seen = [len(opinion_groups(cast[:size], 40, 15).members) for size in range(60, len(cast), 6)]
    changes = [(a, b) for a, b in pairwise(seen) if a != b]
    assert seen[0] == 0 and seen[-1] == 3
    assert len(changes) <= 3


def test_a_group_keeps_its_letter_when_it_is_outgrown() -> None:
    cast, of = planted(36, 12, 3)
    members = opinion_groups(cast, 36, 12).members
    assert [of[inside[0]] for inside in members] == [0, 1, 2]
    assert [inside[0] for inside in members] == sorted(inside[0] for inside in members)


def test_everybody_alike_is_one_group_and_no_failure() -> None:
    cast = [Cast(person, statement, AGREE) for person in range(20) for statement in range(8)]
    assert opinion_groups(cast, 20, 8).members == ()


def test_projection_and_silhouette_are_those_of_the_textbook() -> None:
    cast, of = planted(30, 12, 3)
    marks = technique._matrix(cast, 30, 12)
    points = technique.project(marks)
    known = PCA(2).fit_transform(marks)
    for axis in range(2):
        same = np.allclose(points[:, axis], known[:, axis])
        assert same or np.allclose(points[:, axis], -known[:, axis])
    ours = technique.silhouette(technique._apart(points), np.array(of))
    assert ours == pytest.approx(silhouette_score(points, of))
