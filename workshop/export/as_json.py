"""The report and its tables as JSON, for programs. The keys are listed in docs/exports.md."""

from __future__ import annotations

from typing import Any

import msgspec

from workshop.export.report import SCHEMA, Report
from workshop.export.tables import plain, tables


def files(report: Report) -> dict[str, bytes]:
    """One file, `.json`, in UTF-8, indented."""
    return {".json": msgspec.json.format(msgspec.json.encode(document(report)), indent=1) + b"\n"}


def document(report: Report) -> dict[str, Any]:
    """`schema`, `report` and `tables`.

    The report names answers by id only: what they say stands once, in the tables.
    """
    plain_report: dict[str, Any] = msgspec.to_builtins(report)
    for exercise in plain_report["exercises"]:
        for round_ in exercise["rounds"]:
            round_["answers"] = [answer["id"] for answer in round_["answers"]]
    return {
        "schema": SCHEMA,
        "report": plain_report,
        "tables": {
            table.name: [
                {name: plain(value) for name, value in zip(table.names, row, strict=True)}
                for row in table.rows
            ]
            for table in tables(report)
        },
    }
