"""Votes on statements as numbers: one mark a person and statement, in order of arrival."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

AGREE, PASS, DISAGREE = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Cast:
    """One person's mark on one statement, both by index."""

    person: int
    statement: int
    mark: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many agreed, disagreed and passed; `seen` is all of them."""

    agree: float = 0
    disagree: float = 0
    passed: float = 0

    @property
    def seen(self) -> float:
        return self.agree + self.disagree + self.passed

    @property
    def agreeing(self) -> float:
        """Share that agreed of those who saw it; 0 where nobody did."""
        return self.agree / self.seen if self.seen else 0.0

    @property
    def disagreeing(self) -> float:
        return self.disagree / self.seen if self.seen else 0.0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.agree + other.agree,
            self.disagree + other.disagree,
            self.passed + other.passed,
        )

    def __sub__(self, other: Count) -> Count:
        return Count(
            self.agree - other.agree,
            self.disagree - other.disagree,
            self.passed - other.passed,
        )


_ONE = {AGREE: Count(agree=1), DISAGREE: Count(disagree=1), PASS: Count(passed=1)}


def counts(cast: Iterable[Cast], statements: int) -> list[Count]:
    """The count of every statement."""
    found = [Count()] * statements
    for vote in cast:
        found[vote.statement] = found[vote.statement] + _ONE[vote.mark]
    return found
