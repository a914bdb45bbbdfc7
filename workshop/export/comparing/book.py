"""A comparison as a workbook: a tidy sheet a table, and charts with a series a delivery."""

from __future__ import annotations

from collections.abc import Iterator

from workshop.export.as_xlsx import made_at, times_of
from workshop.export.comparing.data import Comparison
from workshop.export.comparing.saying.sections import sections
from workshop.export.comparing.saying.sessions import cautions
from workshop.export.comparing.tables import number, tables
from workshop.export.workbook.book import Cover, workbook
from workshop.export.workbook.charts import Chart, chart_label

_MOST_DRAWN = 20


def book_of(found: Comparison) -> bytes:
    """The whole workbook, `.xlsx`."""
    return workbook(_cover(found), tables(found), _charts(found))


def _cover(found: Comparison) -> Cover:
    facts = [
        ("Plan", found.plan),
        ("Made", made_at(found.made, found.timezone)),
        ("Times", times_of(found.timezone)),
    ]
    facts += [
        (column.letter, ", ".join(filter(None, (column.name, column.venue))))
        for column in found.columns
    ]
    for section in sections(found):
        first = True
        for sentence in section.sentences:
            facts.append((section.title.partition(":")[0] if first else "", sentence))
            first = False
    title = f"{found.title}: {len(found.columns)} deliveries side by side"
    return Cover(title, found.plan, found.made, found.timezone, facts, cautions(found))


def _charts(found: Comparison) -> Iterator[Chart]:
    names = tuple(f"{column.letter} {column.name}" for column in found.columns)
    ran = [row for row in found.segments if row.differences]
    if ran:
        yield Chart(
            "Minutes by segment, as planned last and at the median",
            "Minutes",
            tuple(chart_label(row.title) for row in ran),
            (
                ("Planned", tuple(_minutes(row.planned[-1]) for row in ran)),
                (
                    "At the median",
                    tuple(_minutes(row.planned[-1] + (row.median_s or 0)) for row in ran),
                ),
            ),
        )
    gained = [row for row in found.objectives if row.changes]
    if gained:
        yield Chart(
            "What each room gained, by those who are known before and after",
            "Mean change",
            tuple(chart_label(row.text) for row in gained),
            tuple(
                (name, tuple(g.change if g else None for g in (row.gains[n] for row in gained)))
                for n, name in enumerate(names)
            ),
            ends=(min(0, *(int(change - 1) for row in gained for change in row.changes)), None),
        )
    if found.themes:
        shown = found.themes[:_MOST_DRAWN]
        yield Chart(
            "Answers in each theme",
            "Answers",
            tuple(chart_label(row.name) for row in shown),
            tuple(
                (name, tuple(number(row.counts[n]) for row in shown))
                for n, name in enumerate(names)
            ),
        )


def _minutes(seconds: float) -> float:
    return round(seconds / 60, 1)
