"""The tables as a workbook, with a cover that says which session it is, and native charts."""

from __future__ import annotations

from datetime import datetime

from workshop.export.report import Report
from workshop.export.tables.columns import tables
from workshop.export.times import day, time
from workshop.export.workbook.book import Cover, workbook
from workshop.export.workbook.charts import charts


def files(report: Report) -> dict[str, bytes]:
    """One file, `.xlsx`."""
    return {".xlsx": workbook(_cover(report), tables(report), charts(report))}


def _cover(report: Report) -> Cover:
    about = report.about
    facts = [
        ("Code", about.code),
        ("Where", about.venue),
        ("When", " ".join(report.summary.when)),
        ("Answers", " ".join(report.summary.answered)),
        ("Session", f"{about.session}, revision {about.revision}"),
        ("Made", made_at(about.exported_at, about.timezone)),
        ("Times", times_of(about.timezone)),
        ("Anonymised", "Yes." if about.anonymised else "No: badges stand as they were given."),
    ]
    facts += [("", line) for line in about.anonymised]
    # The export's time keeps equal files equal.
    return Cover(
        about.title, about.code, about.exported_at, about.timezone, facts, report.method.cautions
    )


def made_at(at: datetime, zone: str) -> str:
    return f"{day(at.date())} at {time(at)} ({zone})"


def times_of(zone: str) -> str:
    """What a workbook says of its times."""
    return f"Local time in {zone}; columns that end in _s are seconds."
