"""Who stands behind answers, so that nobody is counted twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from workshop.domain.records import Participant, Response

_TABLE = re.compile(
    r"(?:(?:table|tafel|tisch|mesa)(?=[\s.:#\d-]|$)|t(?=[\s.:#-]*\d))?[\s.:#-]*(.*)", re.IGNORECASE
)


def person_key(response: Response, badges: Mapping[str, str] = MappingProxyType({})) -> str:
    """What tells one person from another: the badge, else the participant; empty if unknown.

    `badges` are those of participants who joined (see `badges_of`), so that somebody's phone and
    somebody's card are one person.
    """
    if response.badge:
        badge = response.badge.strip().lstrip("#").casefold()
        # A card may say 007 where the phone's page says 7.
        return f"#{badge.lstrip('0') or badge}" if badge.isdecimal() else f"#{badge}"
    known = str(response.participant or "")
    return f"#{badges[known]}" if known in badges else known


def badges_of(people: Sequence[Participant]) -> dict[str, str]:
    """The badge of every participant, by id."""
    return {str(person.id): str(person.badge) for person in people}


def table_key(label: str) -> str:
    """One key for a table however it was typed: 'Table 4', 't4' and '04' are one table."""
    name = _bare(label).casefold()
    return name.lstrip("0") or name


def _bare(label: str) -> str:
    """A table's label without the word for a table."""
    label = label.strip()
    found = _TABLE.fullmatch(label)
    return (found.group(1) if found else "") or label


def who(response: Response) -> str:
    """A table or a badge as it is shown beside an answer; empty when neither is known."""
    if response.table:
        return named_table(response.table)
    return f"#{response.badge.lstrip('#')}" if response.badge else ""


def named_table(label: str) -> str:
    """A table as it is named in a sentence: '4' and 't4' -> 'table 4', a long name as it is."""
    name = _bare(label)
    return f"table {name}" if len(name) <= 3 else label.strip()


def latest_each(
    responses: Sequence[Response], people: Sequence[Participant] = ()
) -> list[Response]:
    """The last answer of everyone who is known, and all answers of those who are not.

    In order of arrival of what is left. `people` tell that a phone and a badge on paper are one
    person.
    """
    badges = badges_of(people)
    ordered = sorted(responses, key=lambda r: r.seq)
    last = {person_key(r, badges) or f"?{r.id}": r for r in ordered}
    return sorted(last.values(), key=lambda r: r.seq)


def answered_again(
    responses: Sequence[Response], people: Sequence[Participant] = ()
) -> tuple[str, ...]:
    """The caution for people of whom several answers came where one counts: the last."""
    badges = badges_of(people)
    times = Counter(key for r in responses if (key := person_key(r, badges)))
    again = [number for number in times.values() if number > 1]
    if not again:
        return ()
    often = "twice" if set(again) == {2} else "more than once"
    if len(again) == 1:
        return (f"1 person answered {often}; their last answer counts.",)
    return (f"{len(again)} people answered {often}; their last answer counts.",)


def people_behind(responses: Sequence[Response], people: Sequence[Participant] = ()) -> int | None:
    """How many different people answered; None where one of them is not known."""
    badges = badges_of(people)
    keys = {person_key(r, badges) for r in responses}
    return None if "" in keys else len(keys)
