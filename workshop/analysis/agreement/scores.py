"""What a statement's votes say: how far it unites groups, divides a room, stands for a group.

Group-aware consensus and representative statements follow Small, Bjorkegren, Erkkila, Shaw and
Megill 2021, Polis: Scaling deliberation by mapping high dimensional opinion spaces (Recerca 26(2),
doi 10.6035/recerca.5516); the lower bound is that of Wilson 1927.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod, sqrt

from workshop.analysis.agreement.marks import Count

Z_90 = 1.2816
"""One-sided 90 % of the normal distribution."""


def smoothed(number: float, seen: float) -> float:
    """A share that one vote does not make certain: `(number + 1) / (seen + 2)`."""
    return (number + 1) / (seen + 2)


def controversy(count: Count, people: int) -> float:
    """0 where all are of one mind, near 1 where a large room splits in half.

    `2 * min(for, against) / (for + against + C)` with `C = max(1, 0.1 * people)`, by which a few
    votes divide nobody.
    """
    floor = max(1.0, 0.1 * people)
    return 2 * min(count.agree, count.disagree) / (count.agree + count.disagree + floor)


def group_consensus(groups: Sequence[Count], *, against: bool = False) -> float:
    """Product over the groups of the smoothed share that agrees (or disagrees).

    No large group outvotes a small one.
    """
    return prod(smoothed(g.disagree if against else g.agree, g.seen) for g in groups)


def wilson_low(number: float, seen: float, z: float = 1.96) -> float:
    """The lower end of what a share may be, where only `seen` were asked; 0 for nobody."""
    if not seen:
        return 0.0
    share, spread = number / seen, z * z / seen
    middle = share + spread / 2
    around = z * sqrt((share * (1 - share) + spread / 4) / seen)
    return max(0.0, (middle - around) / (1 + spread))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a statement stands for one group: its smoothed share `inside` and `outside`."""

    statement: int
    agrees: bool
    inside: float
    outside: float
    strength: float


def standing(statement: int, inside: Count, outside: Count) -> Standing | None:
    """What a group says more than all others and mostly; None where it does neither surely.

    It agrees (or disagrees) by more than half, and more than the others, both at 90 %.
    """
    found = [
        made
        for agrees in (True, False)
        if (made := _standing(statement, inside, outside, agrees=agrees)) is not None
    ]
    return max(found, key=lambda s: s.strength, default=None)


def _standing(statement: int, inside: Count, outside: Count, *, agrees: bool) -> Standing | None:
    here = inside.agree if agrees else inside.disagree
    there = outside.agree if agrees else outside.disagree
    mostly = _over_half(here, inside.seen)
    more = _over_others(here, inside.seen, there, outside.seen)
    if mostly < Z_90 or more < Z_90:
        return None
    ours, theirs = smoothed(here, inside.seen), smoothed(there, outside.seen)
    return Standing(statement, agrees, ours, theirs, ours / theirs * ours * mostly * more)


def _over_half(number: float, seen: float) -> float:
    """z of a share against one half."""
    return 2 * sqrt(seen + 2) * (smoothed(number, seen) - 0.5)


def _over_others(here: float, seen: float, there: float, others: float) -> float:
    """z of a share against another one, pooled."""
    pooled = (here + there + 2) / (seen + others + 4)
    spread = sqrt(pooled * (1 - pooled) * (1 / (seen + 2) + 1 / (others + 2)))
    return (smoothed(here, seen) - smoothed(there, others)) / spread if spread else 0.0
