"""Synthetic rooms: planted groups of opinion, noise, and one opinion in many strengths."""

from __future__ import annotations

import random
from collections.abc import Sequence

from workshop.analysis.agreement.marks import AGREE, DISAGREE, PASS, Cast

BOTH = (AGREE, DISAGREE)


def _passing(mark: int, draw: random.Random) -> int:
    return PASS if draw.random() < 0.08 else mark


def _drawn(liked: float, draw: random.Random) -> int:
    return AGREE if draw.random() < liked else DISAGREE


def planted(
    people: int, statements: int, groups: int, seed: int = 1, *, sure: float = 0.9, seen: float = 1
) -> tuple[list[Cast], list[int]]:
    """Votes of people who mostly vote as their group does, and the group of each."""
    draw = random.Random(seed)
    # Every group has its own third (half) of the statements, and stands alone on it.
    wants = [[AGREE if s % groups == g else DISAGREE for s in range(statements)]
             for g in range(groups)]  # fmt: skip
    of = [person % groups for person in range(people)]
    cast = []
    for person in range(people):
        for statement in range(statements):
            if draw.random() < seen:
                want = wants[of[person]][statement]
                mark = want if draw.random() < sure else -want
                cast.append(Cast(person, statement, _passing(mark, draw)))
    draw.shuffle(cast)
    return cast, of


def noise(people: int, statements: int, seed: int, seen: float = 1) -> list[Cast]:
    """Votes without anything in common but how liked a statement is."""
    draw = random.Random(seed)
    liked = [draw.uniform(0.15, 0.9) for _ in range(statements)]
    return [
        Cast(person, statement, _passing(_drawn(liked[statement], draw), draw))
        for person in range(people)
        for statement in range(statements)
        if draw.random() < seen
    ]


def one_scale(people: int, statements: int, seed: int) -> list[Cast]:
    """Everyone somewhere on one line, nobody in a camp."""
    draw = random.Random(seed)
    cast = []
    for person in range(people):
        stand = draw.gauss(0, 1)
        for statement in range(statements):
            agrees = stand + draw.gauss(0, 1) > draw.gauss(0, 0.3)
            cast.append(Cast(person, statement, AGREE if agrees else DISAGREE))
    return cast


def labels(members: Sequence[Sequence[int]], people: int) -> list[int]:
    """A group a person, -1 for those in none."""
    of = {person: group for group, inside in enumerate(members) for person in inside}
    return [of.get(person, -1) for person in range(people)]
