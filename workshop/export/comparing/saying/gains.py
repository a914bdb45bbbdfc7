"""What the rooms gained, in sentences and a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workshop.analysis.prose import counted, short
from workshop.export.comparing.data import Comparison, Gain, ObjectiveRow
from workshop.export.comparing.saying.grids import NOTHING, TITLE, Grid, GridRow, Section


def gains(found: Comparison) -> Section | None:
    """What there is to say of objectives; None where nobody rated them."""
    rated = [row for row in found.objectives if row.rated]
    if not rated:
        return None
    either = next(
        rating
        for row in rated
        for gain in row.gains
        if gain
        for rating in (gain.before, gain.after)
        if rating
    )
    rows = tuple(
        GridRow(
            row.text,
            (
                *(_gain(gain) for gain in row.gains),
                NOTHING if row.median_change is None else change(row.median_change),
            ),
        )
        for row in rated
    )
    return Section(
        "objectives",
        "Objectives: what the rooms gained",
        tuple(_gained(rated)),
        Grid("Objective", (), found.letters, ("median",), rows),
        f"The room's own rating, mean before → after, from {either.low} to {either.high}. Below it "
        "the mean change of those who are known in both rounds, and how many they are; median: "
        "the middle of these changes.",
    )


def change(value: float) -> str:
    """'+0.6', '−0.2', '±0'."""
    rounded = round(value, 1)
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}" if rounded else "±0"


def _gain(gain: Gain | None) -> str:
    if gain is None or not (gain.before or gain.after):
        return NOTHING
    before = f"{gain.before.mean:.1f}" if gain.before else "?"
    after = f"{gain.after.mean:.1f}" if gain.after else "?"
    moved = "" if gain.change is None else f"\n{change(gain.change)} ({gain.pairs})"
    return f"{before} → {after}{moved}"


def gain_line(gain: Gain) -> str:
    """'before 2.3 (31 answers), after 2.9 (34 answers); +0.6 by the 28 known in both'."""
    said = [
        f"{when} {rating.mean:.1f} ({counted(rating.people, 'answer')})"
        for when, rating in (("before", gain.before), ("after", gain.after))
        if rating
    ]
    moved = (
        "" if gain.change is None else f"; {change(gain.change)} by the {gain.pairs} known in both"
    )
    return ", ".join(said) + moved


def _gained(rows: Sequence[ObjectiveRow]) -> Iterator[str]:
    several = [row for row in rows if len(row.changes) > 1]
    if not several:
        yield (
            "Nobody is known before and after in more than one delivery: gains cannot be set side"
            " by side."
        )
        return
    every = [row for row in several if min(row.changes) > 0]
    if every:
        best = max(every, key=lambda row: row.median_change or 0)
        yield (
            f"{counted(len(every), 'objective')} of {len(several)} gained in every delivery, most "
            f"‘{short(best.text, TITLE)}’ ({change(best.median_change or 0)} at the median)."
        )
    else:
        yield "No objective gained in every delivery."
    least = min(several, key=lambda row: row.median_change or 0)
    if len(several) > 1:
        yield (
            f"Least gained ‘{short(least.text, TITLE)}’ ({change(least.median_change or 0)} at "
            "the median)."
        )
