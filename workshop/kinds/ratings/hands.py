"""Hands for ratings: who would give a statement one of the two highest steps."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.analysis.counting import Pool, pool
from workshop.analysis.prose import counted, percent, quoted
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
    """The statement with the most hands."""
    first = max(statements, key=lambda statement: hands.votes[statement.id])
    votes = hands.votes[first.id]
    about = "about " if first.id in hands.approximate else ""
    share = percent(min(1.0, votes / hands.voters))
    return (
        f"By hands, most for a {high - 1} or a {high}: {quoted(first.text)}, "
        f"{about}{round(votes)} of {counted(round(hands.voters), 'person', 'people')} ({share})."
    )
