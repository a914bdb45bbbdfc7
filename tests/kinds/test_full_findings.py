"""Findings with everything behind them: rounds, hands, organisations and roles of any sizes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kinds import samples
from workshop.domain.findings import Table
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.registry import KindRules

BUNDLED = samples.bundled()
EXERCISES = [
    BUNDLED[name]
    for name in ("confidence", "how-we-connect", "asking-many", "what-to-change", "network-pledge")
]
LEAST = 5
DAY = date(2025, 5, 22)
GROUPS = ("North Trust", "north trust", "City {Hospital}", "Council", "")


def answered(exercise: Exercise, data: st.DataObject, most: int) -> list[Response]:
    """Answers of people with and without badges, some of them twice."""
    kind, found = samples.kind_of(exercise), []
    for number in range(1, data.draw(st.integers(0, most)) + 1):
        try:
            kept = kind.clean(exercise, data.draw(samples.answers(kind.form(exercise))))
        except ValueError:
            continue
        badge = data.draw(st.sampled_from(["", *map(str, range(1, 30))]))
        found.append(samples.response(number, kept, badge=badge))
    return found


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_findings_are_whole_sentences_and_show_no_small_group(
    exercise: Exercise, data: st.DataObject
) -> None:
    told = st.lists(st.sampled_from(GROUPS), min_size=29, max_size=29)
    people = samples.people(data.draw(told), data.draw(told))
    options = KindRules().options(exercise) or ()
    numbers = st.sampled_from([0, 3, "few"])
    counts: dict[str, Any] = {option: data.draw(numbers) for option in options}
    counted = bool(counts) and data.draw(st.sampled_from([True, False]))
    hands = [samples.tally(counts, "4", 9)] if counted else []
    before = Material(exercise, answered(exercise, data, 12), hands, people=people)
    now = Material(exercise, answered(exercise, data, 25), hands, 2, before, people=people, day=DAY)
    found = samples.kind_of(exercise).analyse(now)
    for said in (*found.sentences, *found.cautions):
        assert said.endswith(".") and (said[0].isupper() or not said[0].isalpha())
        assert " 1 people" not in said and " 1 pledges" not in said and "{" not in said[:1]
    for table in found.more:
        assert isinstance(table, Table)
        assert all(len(row) == len(table.columns) for row in table.rows)
        if re.search(", by (organisation|role)$", table.title):
            sizes = [int(re.findall(r"\((\d+)\)$", head)[0]) for head in table.columns[1:]]
            assert len(sizes) > 1 and min(sizes) >= LEAST
