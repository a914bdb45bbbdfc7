"""Traits and tables that too few share, and counts that are too small."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.domain.ids import ActorId, ExerciseId, TallyId
from workshop.domain.records import Tally
from workshop.export.anonymising.small_groups import Traits, coarse_tally, coarsened, kept_tables

traits = st.builds(Traits, st.sampled_from(["", "a", "A ", "b"]), st.sampled_from(["", "x", "y"]))


def people(*groups: tuple[int, str, str]) -> dict[str, Traits]:
    """So many people of each role and organisation."""
    found = [Traits(role, organisation) for n, role, organisation in groups for _ in range(n)]
    return {str(number): one for number, one in enumerate(found)}


def sizes(found: dict[str, Traits]) -> Counter[tuple[str, str]]:
    return Counter((one.role, one.organisation) for one in found.values())


def test_who_is_alone_in_a_role_keeps_the_organisation_of_many() -> None:
    found = coarsened(people((6, "nurse", "City"), (1, "chief", "City"), (5, "", "City")))
    assert sizes(found) == {("nurse", "City"): 6, ("", "City"): 6}


def test_a_small_organisation_leaves_the_role_of_many() -> None:
    found = coarsened(people((6, "nurse", ""), (2, "nurse", "Lamp"), (1, "keeper", "Lamp")))
    assert sizes(found) == {("nurse", ""): 8, ("", ""): 1}


def test_spelling_makes_no_group_smaller() -> None:
    found = coarsened(people((3, "Nurse", "City"), (2, "nurse ", "city")))
    assert all(one.role for one in found.values())


@given(st.dictionaries(st.text(max_size=3), traits, max_size=40), st.integers(2, 8))
def test_whatever_is_kept_is_shared_by_enough(given_: dict[str, Traits], least: int) -> None:
    found = coarsened(given_, least)
    alike = Counter((t.role.strip().casefold(), t.organisation) for t in found.values())
    alike.pop(("", ""), None)
    assert set(found) == set(given_)
    assert all(number >= least for number in alike.values())
    for person, one in found.items():
        assert one.role in ("", given_[person].role)
        assert one.organisation in ("", given_[person].organisation)


def test_tables_count_people_not_answers_and_not_spellings() -> None:
    seats = [("1", "Table 4"), ("1", "4"), ("2", "t4"), ("3", "04"), ("4", "5"), ("4", "5")]
    assert kept_tables(seats, 3) == {("1", "4"), ("2", "4"), ("3", "4")}


def tally(present: int | None, **counts: int | str) -> Tally:
    return Tally(
        TallyId("t"), 1, ExerciseId("e"), 1, "3", counts, present,
        datetime(2025, 5, 22, tzinfo=UTC), ActorId("x"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given_", "counts", "present"),
    [
        (tally(20, a=12, b=8), {"a": 12, "b": 8}, 20),
        (tally(20, a=12, b=5, c=3), {"a": 12, "b": 5, "c": "few"}, None),
        (tally(20, a=14, b=4, c=2), {"a": 14, "b": "few", "c": "few"}, 20),
        (tally(4, a=2, b=2), {"a": "few", "b": "few"}, None),
        (tally(9, a=9, b=0), {"a": 9, "b": 0}, 9),
        (tally(None, a="most", b=1), {"a": "most", "b": "few"}, None),
    ],
)
def test_small_counts_are_few_and_cannot_be_worked_out(
    given_: Tally, counts: dict[str, int | str], present: int | None
) -> None:
    found = coarse_tally(given_)
    assert (dict(found.counts), found.present) == (counts, present)
