"""Cells of what a kind keeps: 'table/key' in a mapping of tables.

An undo of one cell leaves what others did beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from immutables import Map


def cells_of(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """The cells that a kind's event touches; none where it does not say."""
    touches = payload.get("touches")
    if not isinstance(touches, (list, tuple)):
        return ()
    return tuple(cell for cell in touches if isinstance(cell, str) and "/" in cell)


def table_of(kept: Any, table: str) -> Map[str, Any]:
    """One table of what a kind keeps; what came as plain data becomes a persistent map."""
    found = kept.get(table) if isinstance(kept, Mapping) else None
    if isinstance(found, Map):
        return found
    return Map(found) if isinstance(found, Mapping) else Map()


def cell_of(kept: Any, cell: str) -> Any:
    """What stands in a cell, None where there is nothing."""
    table, key = cell.split("/", 1)
    return table_of(kept, table).get(key)


def with_cell(kept: Any, cell: str, value: Any) -> dict[str, Any]:
    """The tables with another value in a cell; None empties it."""
    name, key = cell.split("/", 1)
    table = table_of(kept, name)
    if value is not None:
        table = table.set(key, value)
    elif key in table:
        table = table.delete(key)
    return {**(kept or {}), name: table}
