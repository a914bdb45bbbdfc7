"""Hands for ratings: who would give a statement one of the two highest steps."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.analysis.counting import Pool, pool
from workshop.analysis.prose import counted, listed, percent, quoted
from workshop.domain.findings import Bar, Bars
from workshop.domain.forms import Option
from workshop.domain.records import Tally


def count(statements: Sequence[Option], tallies: Sequence[Tally]) -> Pool | None:
    """The hands a statement; None where none could be counted."""
    hands = pool([s.id for s in statements], (), tallies, lambda _response: {})
    return hands if hands.voters else None


def block(hands: Pool, statements: Sequence[Option], high: int) -> Bars:
    """Beside the typed ratings and not among them: a hand says less than a number."""
    bars = tuple(
        Bar(
            statement.text,
            round(hands.votes[statement.id], 1),
            min(1.0, hands.votes[statement.id] / hands.voters),
            "about" if statement.id in hands.approximate else "",
        )
        for statement in statements
    )
    return Bars(f"Hands for a {high - 1} or a {high}", bars, unit="people")


def sentence(hands: Pool, statements: Sequence[Option], high: int) -> str:
    """The statement with the most hands, or those that share them."""
    votes = max(hands.votes[statement.id] for statement in statements)
    steps = f"a {high - 1} or a {high}"
    if not votes:
        return f"Nobody raised a hand for {steps}."
    first = [statement for statement in statements if hands.votes[statement.id] == votes]
    about = "about " if any(s.id in hands.approximate for s in first) else ""
    share = percent(min(1.0, votes / hands.voters))
    people = f"{about}{round(votes)} of {counted(round(hands.voters), 'person', 'people')}"
    if len(first) == len(statements) > 1:
        return f"All statements got the same number of hands for {steps}: {people} ({share})."
    names = listed([quoted(statement.text) for statement in first])
    return f"{names} got the most hands for {steps}: {people} ({share})."
