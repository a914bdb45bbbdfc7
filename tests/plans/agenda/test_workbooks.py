from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from workshop.errors import UsageError
from workshop.plans.agenda import read_agenda
from workshop.plans.agenda.grid import open_grid


def written(path: Path, *rows: tuple[object, ...], merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place in merged:
        sheet.merge_cells(place)
    book.save(path)
    return path


def test_times_numbers_and_texts_as_a_spreadsheet_keeps_them(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.xlsx",
        ("Start", "Title", "Minutes", "Who"),
        (dt.time(9, 0), "Welcome", 10, "Ana"),
        (
            dt.datetime(2026, 3, 2, 9, 10),  # noqa: DTZ001
            "Talk",
            dt.timedelta(minutes=20),
            None,
        ),
        ("9:30", "Rest", "5 min", "Bo"),
    )
    agenda = read_agenda(path)
    found = [(item.title, item.seconds, item.who) for item in agenda.sections[0].items]
    assert found == [("Welcome", 600, ("Ana",)), ("Talk", 1200, ()), ("Rest", 300, ("Bo",))]
    assert agenda.start == dt.time(9, 0)


def test_a_second_writer_shared_texts_and_formulas(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Day")
    clock = book.add_format({"num_format": "hh:mm"})
    sheet.write_row(1, 1, ("Time", "Item"))
    sheet.write_datetime(2, 1, dt.time(9, 0), clock)
    sheet.write_rich_string(2, 2, "Wel", book.add_format({"bold": True}), "come")
    sheet.write_formula(3, 1, "=B3+10/1440", clock, 0.3819444444444444)
    sheet.write(3, 2, "Talk")
    sheet.write_datetime(4, 1, dt.time(9, 30), clock)
    sheet.write(4, 2, "End")
    book.close()
    agenda = read_agenda(path)
    found = [(item.title, item.seconds, item.line) for item in agenda.sections[0].items]
    assert found == [("Welcome", 600, 3), ("Talk", 1200, 4)]


def test_merged_cells(tmp_path: Path) -> None:
    path = written(
        tmp_path / "m.xlsx",
        ("Minutes", "Title", "Who", "Notes"),
        ("Morning", None, None, None),
        (10, "Welcome", "Ana", None),
        (20, "Talk", None, None),
        (None, "with slides", None, "projector"),
        merged=("A2:D2", "C3:C5", "A4:A5"),
    )
    agenda = read_agenda(path)
    assert [section.title for section in agenda.sections] == ["Morning"]
    welcome, talk = agenda.sections[0].items
    assert (welcome.who, talk.who) == (("Ana",), ("Ana",))
    assert talk.notes == "with slides\nprojector"


def test_the_first_sheet_that_shows_something_or_a_named_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Old"
    book["Old"].append(("minutes", "title"))
    book["Old"].append((1, "Hidden"))
    book["Old"].sheet_state = "hidden"
    book.create_sheet("Empty")
    sheet = book.create_sheet("New")
    sheet.append(("minutes", "title"))
    sheet.append((2, "Shown"))
    book.save(tmp_path / "s.xlsx")
    assert read_agenda(tmp_path / "s.xlsx").sections[0].items[0].title == "Shown"
    assert read_agenda(tmp_path / "s.xlsx", "old").sections[0].items[0].title == "Hidden"
    with pytest.raises(UsageError, match="no sheet ‘Next’"):
        read_agenda(tmp_path / "s.xlsx", "Next")


def test_cells_far_apart_cost_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "title"
    book.active.cell(1_048_576, 16_384).value = "x"
    book.save(tmp_path / "far.xlsx")
    # Only the columns that an agenda can have are kept, so nothing is left of that cell.
    assert [row.line for row in open_grid(tmp_path / "far.xlsx")] == [1]


def test_broken_and_swollen_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    whole = written(tmp_path / "w.xlsx", ("minutes", "title"), (1, "a")).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UsageError, match="cannot be read as a workbook"):
        open_grid(tmp_path / "cut.xlsx")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook>" + b" " * 60_000_000 + b"</workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", b"<Relationships/>")
    with pytest.raises(UsageError, match="unpacks to more than"):
        open_grid(tmp_path / "bomb.xlsx")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    with pytest.raises(UsageError, match="old kind"):
        open_grid(tmp_path / "old.xls")


def test_dates_since_1904(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("start", "title", "minutes"))
    shown = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_datetime(1, 0, dt.datetime(2026, 3, 2, 9), shown)  # noqa: DTZ001
    sheet.write_row(1, 1, ("Welcome", 10))
    book.close()
    agenda = read_agenda(path)
    assert (agenda.date, agenda.start) == (dt.date(2026, 3, 2), dt.time(9, 0))
