"""Any block of findings as a table, for whoever cannot draw it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, is_dataclass

from workshop.domain.findings import Bars, Boxes, Network, Quotes, Scales, Table

MOST_NAMED = 12


def as_table(block: object) -> Table:
    """The block's content in rows; a block of a kind that nobody knows gives its parts as text."""
    if isinstance(block, Table):
        return block
    match block:
        case Network():
            return network_table(block)
        case Bars():
            return bars_table(block)
        case Scales():
            return scales_table(block)
        case Quotes():
            return _quotes_table(block)
        case Boxes():
            return _boxes_table(block)
    title = str(getattr(block, "title", type(block).__name__))
    parts = fields(block) if is_dataclass(block) else ()
    rows = [(part.name, str(getattr(block, part.name))) for part in parts if part.name != "title"]
    return Table(title, ("Part", "Says"), tuple(rows))


def network_table(block: Network) -> Table:
    """Everyone on a map with whom they are tied to, those with the most ties first."""
    tied: dict[int, list[str]] = defaultdict(list)
    for tie in block.ties:
        tied[tie.one].append(block.nodes[tie.other].name)
        tied[tie.other].append(block.nodes[tie.one].name)
    order = sorted(range(len(block.nodes)), key=lambda place: -len(tied[place]))
    rows = []
    for place in order:
        node, names = block.nodes[place], tied[place]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        rows.append(
            (
                f"{node.name} ★" if node.broker else node.name,
                block.groups[node.group] if node.group >= 0 else "",
                str(len(names)),
                ", ".join(names[:MOST_NAMED]) + more,
            )
        )
    return Table(block.title, ("Who", "Organisation", "Ties", "With"), tuple(rows), numeric=(2,))


def bars_table(block: Bars) -> Table:
    """Each bar with its number and its share in per cent."""
    noted = any(bar.note for bar in block.bars)
    rows = tuple(
        (bar.label, f"{bar.value:g}", f"{bar.share * 100:.1f}", *((bar.note,) if noted else ()))
        for bar in block.bars
    )
    columns = ("", block.unit or "number", "per cent", *(("note",) if noted else ()))
    return Table(block.title, columns, rows, numeric=(1, 2))


def scales_table(block: Scales) -> Table:
    """How often each step was given to each statement, with median and mean."""
    steps = [str(step) for step in range(block.low, block.high + 1)]
    ends = [f"{steps[0]} {block.low_text}".strip(), f"{steps[-1]} {block.high_text}".strip()]
    rows = tuple(
        (
            f"{row.label} ({row.note})" if row.note else row.label,
            *map(str, row.counts),
            str(sum(row.counts)),
            "" if row.median is None else f"{row.median:g}",
            "" if row.mean is None else f"{row.mean:.2f}",
        )
        for row in block.rows
    )
    columns = ("", ends[0], *steps[1:-1], ends[1], "ratings", "median", "mean")
    return Table(block.title, columns, rows, numeric=tuple(range(1, len(columns))))


def _quotes_table(block: Quotes) -> Table:
    rows = tuple((quote.text, quote.who, "★" if quote.starred else "") for quote in block.quotes)
    return Table(block.title, ("Answer", "Who", "Starred"), rows)


def _boxes_table(block: Boxes) -> Table:
    rows = tuple(
        (box, *(group.texts[index] for group in block.groups))
        for index, box in enumerate(block.boxes)
    )
    return Table(block.title, ("", *(group.group for group in block.groups)), rows)
