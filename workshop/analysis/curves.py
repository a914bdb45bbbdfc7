"""Curves that people drew over the same stages: the middle, the spread, and who falls where.

A curve is a value a stage, None where its drawer left a stage out. The middle and the spread of a
stage are its median and its hinges (Tukey, Exploratory Data Analysis, 1977). Where commitment falls
is told by people's own falls: the medians of two stages may be those of different people, and two
that go opposite ways hide each other. Commitment over the stages of a network, and that timing
matters: Roest and others 2025, doi 10.1371/journal.pone.0326915; stages of negotiating, committing,
executing and judging: Ring and Van de Ven 1994.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from workshop.analysis.numbers import mean, median, quartiles

Values: TypeAlias = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Middle:
    """One stage over all curves: `median`, `lower` and `upper` hinge are None without values."""

    number: int
    median: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Falls:
    """Falls towards each stage from the one before; nothing falls towards the first.

    `steepest` is how many curves have their own steepest fall there (a curve with two equal ones
    gives each a half), `changes` the mean change of those who drew both stages (None: nobody did).
    `fallen` curves fall somewhere; `held` never do.
    """

    steepest: tuple[float, ...]
    changes: tuple[float | None, ...]
    fallen: int
    held: int

    @property
    def deepest(self) -> tuple[int, ...]:
        """The stages with the most steepest falls; of level ones those with the deeper mean fall.

        Empty where no curve falls; several only where both are level.
        """
        most = max(self.steepest, default=0)
        if not most:
            return ()
        level = [i for i, number in enumerate(self.steepest) if number == most]
        least = min(_change(self.changes[i]) for i in level)
        return tuple(i for i in level if _change(self.changes[i]) == least)


def middles(curves: Sequence[Values], stages: int) -> tuple[Middle, ...]:
    """The median and the hinges of each stage."""
    return tuple(_middle([v for c in curves if (v := c[i]) is not None]) for i in range(stages))


def _middle(values: list[float]) -> Middle:
    if not values:
        return Middle(0)
    lower, upper = quartiles(values)
    return Middle(len(values), median(values), lower, upper)


def steps(curve: Values) -> tuple[float | None, ...]:
    """The change towards each stage from the one before; None for the first, and beside gaps."""
    changes = (None if was is None or now is None else now - was for was, now in pairwise(curve))
    return (None, *changes)


def steepest(curve: Values) -> tuple[int, ...]:
    """The stages towards which a curve falls most: several where level, none where it holds."""
    drops = [-change if change is not None else 0 for change in steps(curve)]
    most = max(drops)
    return tuple(i for i, drop in enumerate(drops) if drop == most) if most > 0 else ()


def falls(curves: Sequence[Values], stages: int) -> Falls:
    """Where each person's own curve falls most, counted over all."""
    # Thirds add up to whole people only as fractions.
    counts = [Fraction(0)] * stages
    held = 0
    for curve in curves:
        own = steepest(curve)
        held += not own
        for stage in own:
            counts[stage] += Fraction(1, len(own))
    changes = list(zip(*map(steps, curves), strict=True)) if curves else [()] * stages
    return Falls(
        steepest=tuple(map(float, counts)),
        changes=tuple(_mean([c for c in column if c is not None]) for column in changes),
        fallen=len(curves) - held,
        held=held,
    )


def _mean(values: list[float]) -> float | None:
    return mean(values) if values else None


def _change(change: float | None) -> float:
    return 0.0 if change is None else change


def by_medians(found: Sequence[Middle]) -> int | None:
    """The stage towards which the medians fall most; None where they never do."""
    own = steepest([middle.median for middle in found])
    return own[0] if own else None
