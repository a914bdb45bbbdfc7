"""Which statements somebody sees next: new ones and those that divide, and not the same for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from math import exp2, log

from workshop.analysis.agreement.marks import Count
from workshop.analysis.agreement.scores import controversy

NEW = 8.0
"""How many times heavier a statement weighs that nobody has seen."""
FADES = 5.0
"""After so many votes that is halved, and again after as many."""
DIVIDES = 2.0
"""What full controversy adds to the weight of 1."""


def weight(count: Count, people: int) -> float:
    """How much a statement should be seen: new ones most, then those that divide.

    What most pass on says little, and is shown less.
    """
    told = 1 - count.passed / (count.seen + 2)
    newness = 1 + NEW * exp2(-count.seen / FADES)
    divides = 1 + DIVIDES * controversy(count, people)
    return told * newness * divides


def handful(
    statements: Iterable[str], counts: Mapping[str, Count], people: int, person: str, number: int
) -> list[str]:
    """`number` of the statements, drawn by weight without chance: the same for the same person.

    Weighted sampling without replacement (Efraimidis and Spirakis 2006), its uniform number made
    of who asks and what is asked, so that a page that is loaded again shows the same.
    """
    none = Count()

    def key(statement: str) -> float:
        # The usual key's logarithm, which sorts alike.
        return log(_uniform(person, statement)) / weight(counts.get(statement, none), people)

    return sorted(statements, key=lambda statement: (-key(statement), statement))[:number]


def _uniform(person: str, statement: str) -> float:
    """A number over 0 and up to 1 that looks drawn, and is not."""
    made = blake2b(f"{person}\0{statement}".encode(), digest_size=8).digest()
    return (int.from_bytes(made) + 1) / 2**64
