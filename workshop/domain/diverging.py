"""Where ratings lie about the middle of their scale, for whoever draws them to both sides of it."""

from __future__ import annotations

from workshop.domain.findings import Scale, Scales


def sides(row: Scale) -> tuple[float, float]:
    """Shares below and above the middle of the scale; a middle step lies half on either side."""
    total = sum(row.counts)
    if not total:
        return 0.0, 0.0
    half = len(row.counts) // 2
    below = float(sum(row.counts[:half]))
    if len(row.counts) % 2:
        below += row.counts[half] / 2
    return below / total, 1 - below / total


def axis(block: Scales) -> tuple[float, float]:
    """Where the middle of the scale stands (0 to 1), and how wide the whole of a row is."""
    rated = [sides(row) for row in block.rows if sum(row.counts)]
    left = max((below for below, _above in rated), default=0.5)
    unit = 1 / (left + max((above for _below, above in rated), default=0.5))
    return left * unit, unit
