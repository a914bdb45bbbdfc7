"""The JSON Schema of the JSON export, made from the report's own types and the tables' columns.

`python -m workshop.export.json_schema` writes it anew to where it is published.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workshop.export.report import SCHEMA, Report
from workshop.export.tables.column_types import ColumnType, types_of
from workshop.export.tables.columns import DataTable, empty_tables

PUBLISHED = Path(__file__).parent / "schema" / f"report-{SCHEMA}.json"

_TYPES: dict[ColumnType, dict[str, Any]] = {
    ColumnType.TEXT: {"type": "string"},
    ColumnType.WHOLE: {"type": ["integer", "null"]},
    ColumnType.NUMBER: {"type": ["number", "null"]},
    ColumnType.YES_NO: {"type": "boolean"},
    ColumnType.MOMENT: {"type": ["string", "null"], "format": "date-time"},
    ColumnType.DAY: {"type": ["string", "null"], "format": "date"},
}


def schema() -> dict[str, Any]:
    """The schema as plain data, draft 2020-12. More keys and columns than these may come."""
    # Only whoever publishes a schema needs it.
    from pydantic import TypeAdapter

    report = TypeAdapter(Report).json_schema(mode="serialization")
    types = report.pop("$defs")
    # In the file, a round names its answers; what they say stands in the tables.
    types["Round"]["properties"]["answers"] = {"type": "array", "items": {"type": "string"}}
    del types["Answer"], types["Cell"], types["Status"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"What came of a workshop, version {SCHEMA}",
        "type": "object",
        "required": ["schema", "report", "tables"],
        "properties": {
            "schema": {"const": SCHEMA},
            "report": _untitled(report),
            "tables": _tables(),
        },
        "$defs": _untitled(types),
    }


def _tables() -> dict[str, Any]:
    made = empty_tables()
    return {
        "type": "object",
        "required": [table.name for table in made],
        "properties": {table.name: _table(table) for table in made},
    }


def _table(table: DataTable) -> dict[str, Any]:
    cells = [
        {**_TYPES[type_], "description": about}
        for (_name, about), type_ in zip(table.columns, types_of(table), strict=True)
    ]
    columns = [{"const": name} for name in table.names]
    least = len(columns)
    return {
        "description": table.about,
        "type": "object",
        "required": ["columns", "rows"],
        "properties": {
            "columns": {"type": "array", "prefixItems": columns, "minItems": least},
            "rows": {
                "type": "array",
                "items": {"type": "array", "prefixItems": cells, "minItems": least},
            },
        },
    }


def _untitled(given: Any) -> Any:
    """Without the titles that only repeat a key's name."""
    if isinstance(given, dict):
        return {
            key: _untitled(value)
            for key, value in given.items()
            if key != "title" or not isinstance(value, str)
        }
    return [_untitled(item) for item in given] if isinstance(given, list) else given


def main() -> None:
    text = json.dumps(schema(), indent=1, ensure_ascii=False)
    PUBLISHED.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
