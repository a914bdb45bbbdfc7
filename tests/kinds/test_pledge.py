from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.kinds import samples
from workshop.domain.findings import Findings, Table
from workshop.kinds.base import Material
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


LINES = ("a / the board / 30d", "b / The Board / 2025-07-01", "c / 90d", "d / 2026-01-01", "e")


def found_on(day: date | None, *lines: str) -> Findings:
    responses = samples.badged(samples.typed(MADE, *lines))
    return samples.kind_of(MADE).analyse(Material(MADE, responses, (), day=day))


def test_partners_days_and_what_falls_due_are_counted() -> None:
    found = found_on(date(2025, 5, 22), *LINES)
    assert found.sentences == (
        "5 people made 5 pledges.",
        "2 name a partner, 4 a day and 2 both (40 %).",
        "1 falls due within 30 days.",
        "‘the board’ is named most often as a partner, in 2 pledges.",
        "Ask after them on 21 June 2025, 21 July 2025 and 20 August 2025.",
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
    assert [row[0] for row in rows] == [
        "21 June 2025",
        "1 July 2025",
        "20 August 2025",
        "1 January 2026",
        "no day named",
    ]


def test_days_count_from_the_session_and_not_from_the_answer() -> None:
    found = found_on(date(2025, 5, 24), "a / 30d")
    assert samples.block(found, "table").rows[0][0] == "23 June 2025"
    assert found_on(None, "a / 30d").sentences[-1] == "1 falls due within 30 days."


def test_partners_and_follow_ups_stand_behind_with_whom_to_ask_what() -> None:
    partners, *asking = found_on(date(2025, 5, 22), *LINES).more
    assert isinstance(partners, Table)
    assert partners.rows == (
        ("the board", "2", "21 June 2025", "a · b"),
        ("nobody named", "3", "20 August 2025", "c · d · e"),
    )
    assert [table.title for table in asking] == [
        "Follow-up after 30 days, 21 June 2025",
        "Follow-up after 60 days, 21 July 2025",
        "Follow-up after 90 days, 20 August 2025",
    ]
    tables = [table for table in asking if isinstance(table, Table)]
    asked = {
        row[1]: [table.rows[place][4] for table in tables]
        for place, row in enumerate(tables[0].rows)
    }
    assert asked == {
        "a": ["Have you done it?", "What has come of it?", "What has come of it?"],
        "b": ["Have you begun?", "Have you done it?", "What has come of it?"],
        "c": ["Have you begun?", "How far have you come?", "Have you done it?"],
        "d": ["Have you begun?", "How far have you come?", "How far have you come?"],
        "e": [
            "Have you begun, and by when will it be done?",
            "How far have you come?",
            "Have you done it?",
        ],
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a", "It names neither a partner nor a day."),
        ("a / the board", "It names a partner but no day."),
        ("a / 30d", "It names a day but no partner."),
        ("a / the board / 30d", "It names a partner and a day."),
    ],
)
def test_a_single_pledge_is_said_in_plain_words(line: str, said: str) -> None:
    found = found_on(None, line)
    assert found.sentences[:2] == ("1 person made 1 pledge.", said)


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
