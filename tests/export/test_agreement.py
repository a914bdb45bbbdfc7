"""All formats say the same: the same rows, the same numbers, the same networks and days."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import networkx as nx
import openpyxl
import pyarrow.parquet as pq
import pytest
from icalendar import Calendar

from tests.examples import report as example
from tests.export.networked import networked
from tests.export.telling import made
from workshop.export import as_csv, as_graphml, as_ics, as_json, as_markdown, as_parquet, as_xlsx
from workshop.export.report import Report
from workshop.export.tables.column_types import ColumnType, types_of
from workshop.export.tables.columns import DataTable, tables

REPORTS = {"a whole hour": example, "with networks": lambda: made(networked())}


@pytest.fixture(scope="module", params=REPORTS, ids=str)
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]()


def wanted(report: Report, table: DataTable) -> list[list[Any]]:
    """The rows as Python has them; empty texts as nothing, since most formats know no difference.

    Times stand without their zone.
    """
    return [[_plain(value) for value in row] for row in table.rows]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, float):
        return pytest.approx(value)
    return None if value == "" else value


def read_as(text: str, type_: ColumnType) -> Any:
    if not text:
        return None
    match type_:
        case ColumnType.WHOLE:
            return int(text)
        case ColumnType.NUMBER:
            return float(text)
        case ColumnType.YES_NO:
            return {"yes": True, "no": False}[text]
        case ColumnType.MOMENT:
            return datetime.fromisoformat(text).replace(tzinfo=None)
        case ColumnType.DAY:
            return date.fromisoformat(text)
    return text


def test_csv(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(as_csv.files(report)["-csv.zip"])) as archive:
        for table in tables(report):
            text = archive.read(f"{table.name}.csv").decode("utf-8-sig")
            head, *rows = csv.reader(io.StringIO(text, newline=""))
            assert head == list(table.names)
            types = types_of(table)
            found = [
                [read_as(cell, type_) for cell, type_ in zip(row, types, strict=True)]
                for row in rows
            ]
            defused = [  # what begins like a formula has an apostrophe there
                [cell[1:] if isinstance(cell, str) and cell[:2] in ("'=", "'+") else cell
                 for cell in row]
                for row in found
            ]  # fmt: skip
            assert defused == wanted(report, table), table.name


def test_json(report: Report) -> None:
    document = json.loads(as_json.files(report)[".json"])["tables"]
    for table in tables(report):
        types = types_of(table)
        found = [
            [
                read_as(cell, type_) if type_ in (ColumnType.MOMENT, ColumnType.DAY) and cell
                else _plain(cell)
                for cell, type_ in zip(row, types, strict=True)
            ]
            for row in document[table.name]["rows"]
        ]  # fmt: skip
        assert found == wanted(report, table), table.name


def test_xlsx(report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx.files(report)[".xlsx"]))
    for table in tables(report):
        _head, *rows = book[table.name].iter_rows(values_only=True)
        types = types_of(table)
        found = [
            [
                cell.date() if type_ is ColumnType.DAY and isinstance(cell, datetime) else cell
                for cell, type_ in zip(row, types, strict=True)
            ]
            for row in rows
            if any(cell is not None for cell in row)
        ]
        assert found == wanted(report, table), table.name


def test_parquet(report: Report) -> None:
    zone = ZoneInfo(report.about.timezone)
    files = as_parquet.files(report)
    for table in tables(report):
        found = pq.read_table(io.BytesIO(files[f"-{table.name}.parquet"])).select(table.names)
        rows = [
            [
                cell.astimezone(zone).replace(tzinfo=None)
                if isinstance(cell, datetime)
                else _plain(cell)
                for cell in row.values()
            ]
            for row in found.to_pylist()
        ]
        assert rows == wanted(report, table), table.name


def test_graphml_holds_the_nodes_and_ties_of_the_tables(report: Report) -> None:
    files = as_graphml.files(report)
    by_name = {table.name: table for table in tables(report)}
    nodes = [dict(zip(by_name["nodes"].names, r, strict=True)) for r in by_name["nodes"].rows]
    ties = [dict(zip(by_name["ties"].names, r, strict=True)) for r in by_name["ties"].rows]
    seen = 0
    for content in files.values():
        graph = nx.read_graphml(io.BytesIO(content))
        which = (graph.graph["exercise"], graph.graph["round"])
        here = {n["node"]: n for n in nodes if (n["exercise"], n["round"]) == which}
        edges = {(t["source"], t["target"]) for t in ties if (t["exercise"], t["round"]) == which}
        assert set(graph.nodes) == set(here) and set(graph.edges) == edges
        for id_, said in graph.nodes(data=True):
            for name in ("degree", "betweenness", "community", "organisation", "role", "broker"):
                assert said.get(name, "") == here[id_][name], (id_, name)
        seen += len(here)
    assert seen == len(nodes)


def test_the_calendar_holds_the_days_of_the_tables(report: Report) -> None:
    written = as_ics.files(report)
    events = Calendar.from_ical(written[".ics"]).walk("VEVENT") if written else []
    days = sorted(e.decoded("dtstart") for e in events if str(e["uid"]).startswith("pledge-"))
    assert days == [pledge.by for pledge in report.pledges if pledge.by]


def test_markdown_counts_as_the_tables_do(report: Report) -> None:
    text = as_markdown.files(report)[".md"].decode()
    by_name = {table.name: table for table in tables(report)}
    (session,) = by_name["sessions"].rows
    counting = dict(zip(by_name["sessions"].names, session, strict=True))["answers"]
    assert f"{counting} answers to " in text
    assert counting == sum(row[7] == "counts" for row in by_name["responses"].rows)
    for row in by_name["exercises"].rows:
        exercise = dict(zip(by_name["exercises"].names, row, strict=True))
        answers = [r for r in by_name["responses"].rows if (r[1], r[3]) == row[:2]]
        assert sum(r[7] == "counts" for r in answers) == exercise["answers"]
