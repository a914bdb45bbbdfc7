"""The tables as CSV in one zip, with a data dictionary; safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable

from workshop.export.report import Report
from workshop.export.tables.columns import DataTable, plain, tables
from workshop.export.tables.rows import CellValue
from workshop.export.times import day, time
from workshop.service.sheets import defused


def files(report: Report) -> dict[str, bytes]:
    """One file, `-csv.zip`: a CSV a table (UTF-8 with BOM, commas) and README.txt."""
    made = tables(report)
    packed = io.BytesIO()
    # The export's own time, so that equal reports make equal files.
    stamp = report.about.exported_at.timetuple()[:6]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [
            ("README.txt", _dictionary(report, made)),
            *((f"{table.name}.csv", _csv(table)) for table in made),
        ]:
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content.encode("utf-8-sig"))
    return {"-csv.zip": packed.getvalue()}


def _csv(table: DataTable) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(table.names)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return written.getvalue()


def _cell(value: CellValue) -> CellValue:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return defused(value)
    kept: CellValue = plain(value)
    return kept


def _dictionary(report: Report, made: Iterable[DataTable]) -> str:
    about = report.about
    lines = [
        about.title,
        f"Made {day(about.exported_at.date())} at {time(about.exported_at)} ({about.timezone})",
        f"from the session {about.name}{'' if about.finished else ', which was still running'}.",
        "",
        "Each file is a table with one thing a row: UTF-8 with a byte order mark, commas, texts in",
        "double quotes where needed, lines of a text kept. Times are ISO 8601 with their offset",
        "from UTC; what ends in _s is in seconds; yes and no are written out; empty is unknown.",
        "",
        "A text that begins with = + - @ has an apostrophe (') before it, and so has what follows",
        "a semicolon and begins like that: a spreadsheet would take it for a formula. Take the",
        "apostrophe away before you quote.",
        "",
        "Answers that were hidden or withdrawn are in responses.csv with their status and without",
        "their words; they are counted nowhere else.",
    ]
    lines += ["", *(f"Anonymised: {line}" for line in about.anonymised)]
    for table in made:
        lines += ["", f"{table.name}.csv ({len(table.rows)} rows)", f"  {table.about}"]
        width = max(map(len, table.names))
        lines += [f"  {name:<{width}}  {what}" for name, what in table.columns]
    return "\r\n".join(lines) + "\r\n"
