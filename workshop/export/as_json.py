"""The report and its tables as JSON, for programs. The keys are listed in docs/exports.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import msgspec

from workshop.export.report import SCHEMA, Report
from workshop.export.tables.columns import tables


def files(report: Report) -> dict[str, bytes]:
    """One file, `.json`, in UTF-8, with a line for each part of the report and each row."""
    lines = [f'{{"schema": {SCHEMA},', '"report": {']
    lines += _joined(f'"{key}": {_json(value)}' for key, value in _parts(report).items())
    lines += ["},", '"tables": {']
    made = tables(report)
    for table in made:
        lines += [f'"{table.name}": {{"columns": {_json(table.names)}, "rows": [']
        lines += _joined(map(_json, table.rows))
        lines.append("]}" if table is made[-1] else "]},")
    return {".json": "\n".join([*lines, "}}", ""]).encode()}


def _parts(report: Report) -> dict[str, Any]:
    """The report by its keys. It names answers by id only: what they say stands in the tables."""
    exercises = tuple(
        replace(exercise, rounds=tuple(replace(round_, answers=()) for round_ in exercise.rounds))
        for exercise in report.exercises
    )
    found: dict[str, Any] = msgspec.to_builtins(replace(report, exercises=exercises))
    for exercise, written in zip(report.exercises, found["exercises"], strict=True):
        for round_, kept in zip(exercise.rounds, written["rounds"], strict=True):
            kept["answers"] = [answer.id for answer in round_.answers]
    return found


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _joined(items: Iterable[str]) -> list[str]:
    """The items with a comma after each but the last."""
    found = list(items)
    return [f"{item}," for item in found[:-1]] + found[-1:]
