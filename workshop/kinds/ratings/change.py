"""What has moved since the round before, in words and in a table."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.analysis.prose import counted, figure, quoted
from workshop.domain.findings import Table
from workshop.kinds.ratings.rated import Moved

MOVED = 0.15
"""Change of a mean, in steps, from which something is said to have moved."""


def sentences(moved: Sequence[Moved], since: str) -> list[str]:
    """What has risen most and least; `since` is the round before in words."""
    if not moved:
        return []
    most = max(moved, key=lambda m: m.change)
    least = min(moved, key=lambda m: m.change)
    if max(abs(most.change), abs(least.change)) < MOVED:
        return [f"Hardly anything has moved since {since}."]
    alone = len(moved) == 1
    said = []
    if most.change > 0:
        verb = "has risen" if alone else "has risen most"
        said.append(_sentence(most, f"{verb} since {since}, by {_steps(most.change)}"))
    elif not alone:
        said.append(f"Nothing has risen since {since}.")
    if least.change < 0:
        said.append(_sentence(least, f"has fallen since {since}, by {_steps(-least.change)}"))
    elif least is not most:
        how = f"by {_steps(least.change)}" if least.change >= 0.05 else "hardly at all"
        said.append(_sentence(least, f"has risen least, {how}"))
    return said


def _sentence(moved: Moved, what: str) -> str:
    said = f"{quoted(moved.after.statement.text)} {what} on average"
    if len(moved.shift.pairs) < 2:
        before = counted(len(moved.before.values), "rating")
        return f"{said} ({before} before, {len(moved.after.values)} after)."
    return f"{said}: {moved.shift.said('rated it', 'higher', 'lower')}."


def table(moved: Sequence[Moved]) -> tuple[Table, ...]:
    """Both rounds side by side; nothing where there was none before."""
    if not moved:
        return ()
    rows = tuple(
        (
            m.after.statement.text,
            f"{figure(m.before.middle)} (n {len(m.before.values)})",
            f"{figure(m.after.middle)} (n {len(m.after.values)})",
            signed(m.after.mean - m.before.mean),
            m.shift.in_words,
        )
        for m in moved
    )
    columns = ("Statement", "Median before", "Median after", "Mean change", "Same people")
    return (Table("Before and after", columns, rows, numeric=(1, 2, 3)),)


def signed(change: float) -> str:
    """'+1.2', '−0.4', '±0'."""
    if abs(change) < 0.05:
        return "±0"
    return f"{'+' if change > 0 else '−'}{abs(change):.1f}"


def _steps(change: float) -> str:
    return counted(round(change, 1), "step")
