"""The workbook as openpyxl reads it back and LibreOffice opens it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.examples import report
from tests.export.everything import everything
from tests.export.networked import networked
from tests.export.telling import CO, hour, made, say
from workshop.domain import commands as co
from workshop.domain.findings import Bar, Bars
from workshop.domain.ids import NoteId
from workshop.export import as_xlsx
from workshop.export.report import Report
from workshop.export.tables.column_types import ColumnType, types_of
from workshop.export.tables.columns import tables

HOSTILE = (
    '=HYPERLINK("http://x")', "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "＝1+1",
    "http://example.org/x", "<r><t>cell</t></r>", "_x0041_", "&amp;<b>", "'tis", "123", "TRUE",
    "emoji 👩‍🔬", "שלום עולם", "{=1+1}", "#REF!",
)  # fmt: skip


def book_of(made_report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(as_xlsx.files(made_report)[".xlsx"]))


def rows_of(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows if any(row)]


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return book_of(report())


def test_a_cover_a_sheet_a_table_a_dictionary_and_charts(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "about", *(table.name for table in tables(report())), "dictionary", "charts",
        "chart numbers",
    ]  # fmt: skip
    cover = " ".join(str(cell) for row in book["about"].values for cell in row if cell)
    assert report().about.title in cover
    assert "Anonymised No" in cover and "Europe/Amsterdam" in cover
    assert book.active.title == "about"


def test_cells_have_the_types_of_their_columns(book: openpyxl.Workbook) -> None:
    classes = {
        ColumnType.TEXT: str, ColumnType.WHOLE: int, ColumnType.NUMBER: (int, float),
        ColumnType.YES_NO: bool, ColumnType.MOMENT: datetime, ColumnType.DAY: datetime,
    }  # fmt: skip
    for table in tables(report()):
        types = types_of(table)
        found = rows_of(book, table.name)
        assert len(found) == len(table.rows)
        for row, wanted in zip(found, table.rows, strict=True):
            for value, want, type_ in zip(row.values(), wanted, types, strict=True):
                if want is None or want == "":
                    assert value is None
                else:
                    assert isinstance(value, classes[type_]), (table.name, value, type_)


def test_times_are_those_of_the_plans_zone(book: openpyxl.Workbook) -> None:
    first = rows_of(book, "responses")[0]["at"]
    wanted = report().exercises[0].rounds[0].answers[0].at
    assert first == wanted.replace(tzinfo=None)
    zones = {row["type"] for row in rows_of(book, "dictionary") if row["column"] == "at"}
    assert zones == {"date and time, local in Europe/Amsterdam"}


def test_headers_stay_and_filter(book: openpyxl.Workbook) -> None:
    for table in tables(report()):
        sheet = book[table.name]
        assert sheet.freeze_panes == "B2"
        (found,) = sheet.tables.values()
        assert found.autoFilter is not None
        assert found.column_names == list(table.names)


def test_the_dictionary_tells_every_column(book: openpyxl.Workbook) -> None:
    told = {(row["table"], row["column"]) for row in rows_of(book, "dictionary")}
    assert told == {(table.name, name) for table in tables(report()) for name in table.names}


def test_charts_are_native_and_draw_cells(book: openpyxl.Workbook) -> None:
    packed = as_xlsx.files(report())[".xlsx"]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        charts = [n for n in archive.namelist() if re.match(r"xl/charts/chart\d", n)]
        assert len(charts) >= 5
        for name in charts:
            assert "'chart numbers'!$B$" in archive.read(name).decode()


def test_what_was_typed_is_text_and_whole() -> None:
    told = hour()
    for number, text in enumerate(HOSTILE):
        say(told, text, badge=str(number + 1))
    told.do(CO, co.TakeNote(NoteId("n"), HOSTILE[0], initials="=x"))
    made_report = made(told.state)
    long = replace(made_report.notes[0], id="long", text="=x " * 3_333)
    book = book_of(replace(made_report, notes=(*made_report.notes, long)))

    assert [row["text"] for row in rows_of(book, "responses")] == list(HOSTILE)
    assert rows_of(book, "notes")[-1]["text"] == long.text
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n", "b", "d"}
    quoted = [c for c in cells if c.value == HOSTILE[0]]
    assert quoted and all(cell.quotePrefix for cell in quoted)


def test_no_link_leads_outside_and_no_formula_stands_anywhere() -> None:
    told = hour()
    for number, text in enumerate(HOSTILE):
        say(told, text, badge=str(number + 1))
    with zipfile.ZipFile(io.BytesIO(as_xlsx.files(made(told.state))[".xlsx"])) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode("utf-8", "replace")
            assert 'TargetMode="External"' not in content, name
            if "worksheets/sheet" in name:
                assert "<f>" not in content, name


def test_a_chart_title_is_never_a_reference() -> None:
    base = report()
    bars = Bars("=about!$A$1", (Bar("=1+1", 3, 0.5), Bar("b", 3, 0.5)))
    exercise = base.exercises[0]
    findings = replace(exercise.rounds[0].findings, title="x", blocks=(bars,))
    only = replace(
        exercise, title="=about!$A$1", rounds=(replace(exercise.rounds[0], findings=findings),)
    )
    packed = as_xlsx.files(replace(base, exercises=(only,)))[".xlsx"]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if "charts/chart" in n]
    assert charts and not any("<c:f>about!" in chart for chart in charts)


def test_a_text_that_no_cell_holds_says_that_it_is_cut() -> None:
    base = report()
    book = book_of(replace(base, about=replace(base.about, title="x" * 40_000)))
    shown = str(book["about"]["A1"].value)
    assert len(shown) < 32_767 and shown.endswith("(cut: the rest stands in the CSV and the JSON)")


def test_equal_reports_make_equal_workbooks() -> None:
    assert as_xlsx.files(report()) == as_xlsx.files(report())


def test_libreoffice_opens_it_and_saves_the_same_tables(tmp_path: Path) -> None:
    told = made(networked())
    (tmp_path / "hour.xlsx").write_bytes(as_xlsx.files(told)[".xlsx"])
    said = _office(tmp_path, "hour.xlsx", "ods")
    assert not re.search(r"warning|error|repair", said, re.IGNORECASE), said
    _office(tmp_path, "hour.ods", "xlsx:Calc MS Excel 2007 XML", "again")
    again = openpyxl.load_workbook(tmp_path / "again" / "hour.xlsx")

    assert len(rows_of(again, "ties")) == len(rows_of(book_of(told), "ties")) > 5
    names = {row["name"] for row in rows_of(again, "nodes")}
    assert {"=Cmd()", "Bo <b>Bold</b>"} <= names


def _office(folder: Path, name: str, kind: str, out: str = ".") -> str:
    """What LibreOffice says while it converts a file; its noise about Java left out."""
    environment = {**os.environ, "HOME": str(folder)}
    done = subprocess.run(
        [
            "soffice", "--headless", f"-env:UserInstallation=file://{folder}/office",
            "--convert-to", kind, "--outdir", str(folder / out), str(folder / name),
        ],
        capture_output=True, text=True, timeout=100, env=environment, check=True,
    )  # fmt: skip
    lines = (done.stdout + done.stderr).splitlines()
    return "\n".join(line for line in lines if "javaldx" not in line)


def test_themes_and_curves_have_charts_too() -> None:
    numbers = book_of(everything())["chart numbers"]
    cells = {str(cell) for row in numbers.values for cell in row if cell is not None}
    with zipfile.ZipFile(io.BytesIO(as_xlsx.files(everything())[".xlsx"])) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if "charts/chart" in n]

    assert any("<c:lineChart>" in chart for chart in charts)
    assert {"Time and room", "A quarter lies below", "Middle before"} <= cells
