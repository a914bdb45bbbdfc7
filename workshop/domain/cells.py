"""Cells of what a kind keeps: 'table/key' in a mapping of tables.

An undo of one cell leaves what others did beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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


def with_ids(value: Any, ids: Mapping[str, str]) -> Any:
    """Plain data with new ids, wherever one stands as a value or a key of its own."""
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, Mapping):
        return {ids.get(key, key): with_ids(inner, ids) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [with_ids(inner, ids) for inner in value]
    return value


def joined_cells(
    kept: Iterable[tuple[Any, Mapping[str, str]]], numbered: Collection[str] = ()
) -> dict[str, Any]:
    """The cells of several rooms' tables as one, each room's with its new ids.

    In tables that are `numbered` the keys count on from room to room; in others the first room's
    cell stands where two have one.
    """
    found: dict[str, Any] = {}
    for state, ids in kept:
        for table in state if isinstance(state, Mapping) else ():
            before = sum(cell.startswith(f"{table}/") for cell in found)
            for key, value in sorted(table_of(state, table).items(), key=_counted):
                if table in numbered:
                    before += 1
                    key = f"{key.rstrip('0123456789')}{before}"
                found.setdefault(f"{table}/{ids.get(key, key)}", with_ids(value, ids))
    return found


def _counted(cell: tuple[str, Any]) -> tuple[int, str]:
    """'2' before '10'."""
    return len(cell[0]), cell[0]
