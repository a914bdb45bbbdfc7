"""Parquet files of several sessions as pyarrow and DuckDB read them."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.examples import report
from tests.export.networked import networked
from tests.export.telling import hour, made
from workshop.errors import UsageError
from workshop.export import as_parquet
from workshop.export.report import Report
from workshop.export.tables.columns import tables
from workshop.export.writing import write

PAGE = Path(__file__).resolve().parents[2] / "docs" / "many-sessions.md"
QUERIES = re.findall(
    r"^(\w[^\n]+):\n\n```sql\n(.*?)```", PAGE.read_text(), re.DOTALL | re.MULTILINE
)


def called(made_report: Report, name: str) -> Report:
    return replace(made_report, about=replace(made_report.about, session=name, name=name))


def asked(query: str, folder: Path) -> list[tuple[object, ...]]:
    """The rows by way of Arrow, for which DuckDB needs no package for time zones."""
    found = duckdb.connect().sql(query.replace("'*-", f"'{folder}/*-")).to_arrow_table()
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sessions: a whole hour, one with a network, one in which nobody said anything."""
    folder = tmp_path_factory.mktemp("many")
    for made_report, name in (
        (report(), "one"), (made(networked()), "two"), (made(hour().state), "three"),
    ):  # fmt: skip
        write(called(made_report, name), ("parquet",), folder)
    return folder


def test_a_file_a_table_with_the_session_before_its_rows(folder: Path) -> None:
    for table in tables(report()):
        found = pq.read_table(folder / f"one-{table.name}.parquet")
        assert found.num_rows == len(table.rows)
        assert set(found["session"].to_pylist()) <= {"one"}
        rest = [name for name in found.column_names if name != "session"]
        assert rest == [name for name in table.names if name != "session"]


def test_types_are_the_same_with_and_without_rows(folder: Path) -> None:
    for table in tables(report()):
        schemas = {
            str(pq.read_schema(folder / f"{name}-{table.name}.parquet").remove_metadata())
            for name in ("one", "two", "three")
        }
        assert len(schemas) == 1, table.name


def test_times_are_the_moments_of_the_report(folder: Path) -> None:
    found = pq.read_table(folder / "one-responses.parquet")
    wanted = [a.at for e in report().exercises for r in e.rounds for a in r.answers]
    assert found["at"].to_pylist() == wanted


def test_columns_say_what_they_hold() -> None:
    content = as_parquet.files(report())["-segments.parquet"]
    field = pq.read_schema(io.BytesIO(content)).field("difference_s")
    assert field.metadata == {b"about": b"actual minus planned; positive is longer"}


def test_the_page_has_queries() -> None:
    assert len(QUERIES) >= 6


@pytest.mark.parametrize("query", [sql for _, sql in QUERIES], ids=[what for what, _ in QUERIES])
def test_each_query_of_the_page_answers(query: str, folder: Path) -> None:
    rows = asked(query, folder)
    assert rows and all(any(value is not None for value in row) for row in rows)


def test_a_folder_answers_as_its_sessions_do(folder: Path) -> None:
    ran = [s for s in report().timing.segments if s.status.value == "run"]
    (query,) = (sql for what, sql in QUERIES if what.startswith("Where do we always"))
    rows = asked(query, folder)
    only_once = {row[1]: row[4] for row in rows if row[3] == 1}
    assert only_once
    for segment in ran:
        if segment.id in only_once:
            assert only_once[segment.id] == round(segment.difference_s)


def test_networks_are_counted_over_sessions(folder: Path) -> None:
    (query,) = (sql for what, sql in QUERIES if what.startswith("How networks grew"))
    rows = asked(query, folder)
    by_session = {name: [row[1:] for row in rows if row[0] == name] for name in ("one", "two")}
    assert by_session["two"] == [(1, 5, 0, 0), (2, 8, 3, 2)]
    assert len(by_session["one"]) == 2 and len(rows) == 4


def test_without_pyarrow_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow") as error:
        write(report(), ("parquet",), tmp_path / "none")
    assert "workshop[parquet]" in error.value.hint
    assert not (tmp_path / "none").exists()
