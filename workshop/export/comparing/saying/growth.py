"""How the networks grew, in sentences and a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from workshop.analysis.prose import counted
from workshop.export.comparing.data import Comparison, Count, Growth
from workshop.export.comparing.saying.grids import NOTHING, Grid, GridRow, Section

_GROWTH = {
    "People on the map": "people",
    "Ties before": "before",
    "Ties after": "after",
    "New ties": "new",
    "New across organisations": "across",
}


def growth(found: Comparison) -> Section | None:
    """What there is to say of networks; None where nobody made ties."""
    if not found.networks:
        return None
    rows: list[GridRow] = []
    said: list[str] = []
    for network in found.networks:
        growths = network.growths
        for label, name in _GROWTH.items():
            values = (None if growth is None else getattr(growth, name) for growth in growths)
            cells = tuple(NOTHING if value is None else str(value) for value in values)
            rows.append(GridRow(label, cells, network.title))
        said += _grown(network.title, [g for g in growths if g is not None])
    return Section(
        "networks",
        "Networks: how they grew",
        tuple(said),
        Grid("Network", (), found.letters, (), tuple(rows)),
        "A tie that both named is one. Across: between people of whom different organisations "
        "are known.",
    )


def _grown(title: str, growths: Sequence[Growth]) -> Iterator[str]:
    pairs = [(_number(g.before), _number(g.after)) for g in growths]
    grown = [(before, after) for before, after in pairs if before is not None and after is not None]
    if grown:
        more = [after - before for before, after in grown]
        up = sum(number > 0 for number in more)
        yield (
            f"‘{title}’ had more ties at the end in {up} of {len(grown)} deliveries, "
            f"{counted(median(more), 'tie')} more at the median."
        )


def _number(count: Count | None) -> int | None:
    return count if isinstance(count, int) else None
