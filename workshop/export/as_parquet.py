"""The tables as Parquet, a file a table, typed the same in every session.

Every row bears its session, so that the files of a folder of sessions are one table to a query.
"""

from __future__ import annotations

import io
from typing import Any

from workshop.errors import UsageError
from workshop.export.report import Report
from workshop.export.tables.column_types import ColumnType, types_of
from workshop.export.tables.columns import DataTable, tables


def files(report: Report) -> dict[str, bytes]:
    """A file a table, `-TABLE.parquet`, those without rows too. UsageError without pyarrow."""
    try:
        # An extra, and 100 MB: neither needed nor loaded without this format.
        import pyarrow as pa
        import pyarrow.parquet as parquet
    except ImportError:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed.",
            "Install it with: pip install 'workshop[parquet]'",
        ) from None
    made: dict[str, bytes] = {}
    for table in tables(report):
        packed = io.BytesIO()
        parquet.write_table(_arrow(pa, report, table), packed, compression="zstd")
        made[f"-{table.name}.parquet"] = packed.getvalue()
    return made


def _arrow(pa: Any, report: Report, table: DataTable) -> Any:
    """The table with the session before its columns; times are moments in UTC."""
    kinds = {
        ColumnType.TEXT: pa.string(),
        ColumnType.WHOLE: pa.int64(),
        ColumnType.NUMBER: pa.float64(),
        ColumnType.YES_NO: pa.bool_(),
        ColumnType.MOMENT: pa.timestamp("us", tz="UTC"),
        ColumnType.DAY: pa.date32(),
    }
    types = types_of(table)
    fields = [
        pa.field(name, kinds[type_], metadata={"about": about})
        for (name, about), type_ in zip(table.columns, types, strict=True)
    ]
    columns = [
        [_plain(row[place], type_) for row in table.rows] for place, type_ in enumerate(types)
    ]
    if "session" not in table.names:
        about = {"about": "id of the session"}
        fields.insert(0, pa.field("session", pa.string(), metadata=about))
        columns.insert(0, [report.about.session] * len(table.rows))
    schema = pa.schema(fields, metadata={"about": table.about})
    arrays = [pa.array(cells, field.type) for cells, field in zip(columns, fields, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _plain(value: Any, type_: ColumnType) -> Any:
    return float(value) if type_ is ColumnType.NUMBER and value is not None else value
