"""Any block of findings as a table, for whoever cannot draw it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, is_dataclass

from workshop.domain.findings import Network, Table

MOST_NAMED = 12


def as_table(block: object) -> Table:
    """The block's content in rows; a block of a kind that nobody knows gives its parts as text."""
    if isinstance(block, Table):
        return block
    if isinstance(block, Network):
        return network_table(block)
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
