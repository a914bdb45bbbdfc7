"""Which themes come up again, in a sentence and a grid."""

from __future__ import annotations

from workshop.analysis.prose import counted
from workshop.export.comparing.data import Comparison
from workshop.export.comparing.saying.grids import NOTHING, Grid, GridRow, Section


def themes(found: Comparison) -> Section | None:
    """What there is to say of themes; None where no answers have any."""
    if not found.themes:
        return None
    several = {row.round for row in found.themes if row.round > 1}
    rows = tuple(
        GridRow(
            f"{row.name} (also ‘{'’, ‘'.join(row.also)}’)" if row.also else row.name,
            tuple(NOTHING if count is None else str(count) for count in row.counts),
            f"{row.title}, round {row.round}" if several else row.title,
        )
        for row in found.themes
    )
    everywhere = [
        row for row in found.themes if all(count not in (None, 0) for count in row.counts)
    ]
    once = sum(sum(count not in (None, 0) for count in row.counts) == 1 for row in found.themes)
    said = (
        f"{counted(len(everywhere), 'theme')} of {len(found.themes)} came up in every delivery"
        + (f"; {once} in one only." if once else ".")
    )
    return Section(
        "themes",
        "Themes: what comes up again",
        (said,),
        Grid("Theme", (), found.letters, (), rows),
        "Answers in each theme. Themes that came with the exercise are the same by that, those "
        "made in a room by their name.",
    )
