"""Ratings of statements in one round, and what became of them since the round before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workshop.analysis.numbers import dispersion, mean, median, middle_half, steps
from workshop.analysis.rounds import Both, Shift, shift
from workshop.domain.forms import Option
from workshop.domain.records import Response


@dataclass(frozen=True, slots=True)
class Steps:
    """The scale: its ends and the words at them."""

    low: int
    high: int
    low_text: str = ""
    high_text: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """One statement with its ratings in a round; `values` is never empty."""

    statement: Option
    values: tuple[int, ...]
    counts: tuple[int, ...]

    @property
    def middle(self) -> float:
        return median(self.values)

    @property
    def mean(self) -> float:
        return mean(self.values)

    @property
    def dispersion(self) -> float:
        return dispersion(self.counts)

    @property
    def alike(self) -> bool:
        """Whether all gave the same rating."""
        return len(set(self.values)) == 1

    @property
    def middle_half(self) -> str:
        return middle_half(self.values)


@dataclass(frozen=True, slots=True)
class Moved:
    """One statement in two rounds, and how those moved who are known in both."""

    before: Rated
    after: Rated
    shift: Shift

    @property
    def change(self) -> float:
        """Mean change of the same people where two or more are known, else of the room."""
        if len(self.shift.pairs) > 1:
            return self.shift.mean
        return self.after.mean - self.before.mean


def rated(responses: Sequence[Response], statements: Sequence[Option], scale: Steps) -> list[Rated]:
    """The statements that anybody rated, in the file's order."""
    found = []
    for statement in statements:
        values = tuple(r.answers[statement.id] for r in responses if statement.id in r.answers)
        if values:
            found.append(Rated(statement, values, steps(values, scale.low, scale.high)))
    return found


def moved(before: Sequence[Rated], after: Sequence[Rated], both: Both) -> list[Moved]:
    """Statements that were rated in both rounds."""
    was = {rated.statement.id: rated for rated in before}
    return [
        Moved(was[now.statement.id], now, shift(both, value_of(now.statement)))
        for now in after
        if now.statement.id in was
    ]


def value_of(statement: Option) -> Callable[[Response], float | None]:
    """What an answer gives a statement, None where it was skipped."""
    return lambda response: response.answers.get(statement.id)
