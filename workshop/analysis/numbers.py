"""Middle, spread and agreement of ratings on a scale of whole steps."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median

from workshop.analysis.prose import figure

__all__ = ["dispersion", "mean", "median", "middle_half", "quartiles", "steps"]


def steps(values: Sequence[int], low: int, high: int) -> tuple[int, ...]:
    """How many values stand on each step from `low` to `high`."""
    return tuple(values.count(step) for step in range(low, high + 1))


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The lower and the upper hinge: medians of the two halves, the middle value in both.

    Tukey, Exploratory Data Analysis (1977). Half of all values lie between them.
    """
    ordered = sorted(values)
    half = (len(ordered) + 1) // 2
    return median(ordered[:half]), median(ordered[-half:])


def middle_half(values: Sequence[float]) -> str:
    """The span between the hinges in words: '2 to 4', '3' where both are one."""
    lower, upper = quartiles(values)
    return figure(lower) if lower == upper else f"{figure(lower)} to {figure(upper)}"


def dispersion(counts: Sequence[int]) -> float:
    """How far a room is divided: 0 when all are on one step, 1 when half are at each end.

    Leik, A Measure of Ordinal Consensus, Pacific Sociological Review 9 (1966), 85-90: it uses
    only the order of the steps, not their distances. `counts` are the people on each step.
    """
    total = sum(counts)
    if total == 0 or len(counts) < 2:
        return 0.0
    below, distance = 0, 0.0
    for count in counts[:-1]:
        below += count
        share = below / total
        distance += min(share, 1 - share)
    return 2 * distance / (len(counts) - 1)
