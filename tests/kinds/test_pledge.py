from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.kinds import samples
from workshop.kinds.pledge import due, horizons_of

MADE = samples.exercise("pledge", {"horizons_days": [30, 60, 90]})


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("ring Ana", {"what": "ring Ana"}),
        ("ring Ana / the board", {"what": "ring Ana", "with": "the board"}),
        ("ring Ana / 60d", {"what": "ring Ana", "in_days": ["60"]}),
        ("a / b / 30 days", {"what": "a", "with": "b", "in_days": ["30"]}),
        ("a / b / 2025-06-21", {"what": "a", "with": "b", "by": "2025-06-21"}),
        ("a / b / 1.7.2025", {"what": "a", "with": "b", "by": "2025-07-01"}),
        ("a / b /", {"what": "a", "with": "b"}),
        ("and/or / x / y / 90d", {"what": "and/or / x", "with": "y", "in_days": ["90"]}),
    ],
)
def test_line_says_what_with_whom_and_when(line: str, answers: dict[str, Any]) -> None:
    assert samples.typed(MADE, line)[0].answers == answers


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a / b / soon", "‘soon’ is no day; type 30d, 60d or 90d, or as 2025-06-21"),
        ("a / b / 45d", "no option ‘45’"),
        ("/ b / 30d", "‘What I will do’ is still empty"),
        ("x" * 201, "has room for 200 characters; this has 201"),
    ],
)
def test_line_that_does_not_fit_is_refused(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        samples.typed(MADE, line)


def test_day_and_number_of_days_are_not_given_together() -> None:
    with pytest.raises(ValueError, match="not both"):
        samples.kind_of(MADE).clean(MADE, {"what": "a", "in_days": ["30"], "by": "2025-06-01"})


def test_partners_days_and_what_falls_due_are_counted() -> None:
    lines = ("a / the board / 30d", "b / The Board / 2025-07-01", "c / 90d", "d / 2026-01-01", "e")
    found = samples.findings(MADE, samples.badged(samples.typed(MADE, *lines)))
    assert found.sentences == (
        "5 pledges from 5 people.",
        "2 name a partner, 4 name a day, 2 name both (40 %).",
        "1 falls due within 30 days.",
        "Named most as a partner: ‘the board’ (2).",
    )
    bars = {bar.label: bar.value for bar in samples.block(found, "bars").bars}
    assert bars == {
        "within 30 days": 1,
        "31 to 60 days": 1,
        "61 to 90 days": 1,
        "later": 1,
        "no day named": 1,
    }
    rows = samples.block(found, "table").rows
    assert [row[0] for row in rows] == ["30 days", "1 Jul 2025", "90 days", "1 Jan 2026", "open"]


def test_pledge_without_a_day_is_due_at_the_first_horizon() -> None:
    made_on, horizons = date(2025, 5, 22), horizons_of(MADE)
    assert due({"what": "a"}, made_on, horizons).day == date(2025, 6, 21)
    assert not due({"what": "a"}, made_on, horizons).named
    assert due({"in_days": ["60"]}, made_on, horizons).day == date(2025, 7, 21)
    assert due({"by": "2025-06-01"}, made_on, horizons).named


def test_broken_options_are_named() -> None:
    broken = {"horizons_days": [60, 30], "with_hint": "", "limits": 3}
    paths = [problem.path for problem in samples.kind_of(MADE).check(broken)]
    assert paths == [("limits",), ("horizons_days",), ("with_hint",)]
