"""The report and its tables as JSON, for programs. The keys are listed in docs/exports.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from workshop.export.report import SCHEMA, Report
from workshop.export.tables import plain, tables


def files(report: Report) -> dict[str, bytes]:
    """One file, `.json`, in UTF-8, with a line for each part of the report and each row."""
    whole = document(report)
    lines = [f'{{"schema": {whole["schema"]},', '"report": {']
    lines += _joined(f'"{key}": {_json(value)}' for key, value in whole["report"].items())
    lines += ["},", '"tables": {']
    named = list(whole["tables"].items())
    for name, table in named:
        lines += [f'"{name}": {{"columns": {_json(table["columns"])}, "rows": [']
        lines += _joined(map(_json, table["rows"]))
        lines.append("]}" if name == named[-1][0] else "]},")
    return {".json": "\n".join([*lines, "}}", ""]).encode()}


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _joined(items: Iterable[str]) -> list[str]:
    """The items with a comma after each but the last."""
    found = list(items)
    return [f"{item}," for item in found[:-1]] + found[-1:]


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
            table.name: {
                "columns": list(table.names),
                "rows": [[plain(value) for value in row] for row in table.rows],
            }
            for table in tables(report)
        },
    }
