"""A comparison as tidy tables and as JSON: one thing of one delivery a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from workshop.export.comparing.data import MARGIN_S, Comparison, Count
from workshop.export.comparing.saying.sections import sections
from workshop.export.comparing.saying.sessions import cautions
from workshop.export.tables.columns import DataTable
from workshop.export.tables.rows import CellValue, Row

SCHEMA = 1
"""Version of the JSON's shape; it rises when a key goes or changes its meaning."""

_DELIVERY = ("delivery", "letter of the delivery, as in the table deliveries")


def tables(found: Comparison) -> tuple[DataTable, ...]:
    """Every table; those without rows are there too."""
    return (
        DataTable(
            "deliveries",
            "One row for each session, the earliest first.",
            (
                _DELIVERY,
                ("name", "name of the session's file"),
                ("room", "the room"),
                ("venue", "where it was"),
                ("started_at", "actual start"),
                ("planned_s", "seconds as planned"),
                ("took_s", "seconds from start to end, pauses included; empty while it runs"),
                ("late_s", "seconds between when it had to end and when it did"),
                ("joined", "phones that joined"),
                ("answered", "different people known behind answers"),
                ("answers", "how many answers count"),
                ("finished", "the session was over"),
                ("rehearsal", "it was only played; nobody said any of it"),
            ),
            tuple(
                (
                    c.letter, c.name, c.room, c.venue, c.began, c.planned_s, c.took_s, c.late_s,
                    number(c.joined), number(c.answered), number(c.answers), c.finished,
                    c.rehearsal,
                )
                for c in found.columns
            ),
        ),
        DataTable(
            "timing",
            "One row for each segment of each delivery whose plan has it.",
            (
                ("segment", "id of the segment"),
                ("title", "its title in the last plan"),
                ("part_title", "the part that it belongs to"),
                _DELIVERY,
                ("status", "run, left out, now, to come"),
                ("planned_s", "seconds as planned"),
                ("actual_s", "running seconds, pauses left out"),
                ("difference_s", "actual less planned; empty where it did not run"),
                ("median_difference_s", "the middle of all deliveries' differences"),
            ),
            tuple(_timing(found)),
        ),
        DataTable(
            "timing_beside",
            "One row for each segment, with a column for each delivery.",
            (
                ("segment", "id of the segment"),
                ("title", "its title in the last plan"),
                ("planned_s", "seconds as the last plan has it"),
                *(
                    (f"{c.letter}_s", f"running seconds in {c.letter}, {c.name}; empty: not run")
                    for c in found.columns
                ),
                ("median_difference_s", "the middle of the differences from the plan"),
                ("times_over", f"in how many it took {MARGIN_S} s or more too long"),
            ),
            tuple(_beside(found)),
        ),
        DataTable(
            "objectives",
            "One row for each objective of each delivery whose plan has it.",
            (
                ("objective", "id of the objective"),
                ("text", "the objective"),
                _DELIVERY,
                ("coverage", "covered, partly, not, or unmarked"),
                ("before_mean", "mean of the room's rating before"),
                ("before_people", "how many rated it before"),
                ("after_mean", "mean of the room's rating after"),
                ("after_people", "how many rated it after"),
                ("pairs", "people who are known to have rated it before and after"),
                ("paired_change", "the mean change of these"),
            ),
            tuple(_objectives(found)),
        ),
        DataTable(
            "themes",
            "One row for each theme of each delivery whose answers have themes.",
            (
                ("exercise", "id of the exercise"),
                ("round", "round of the exercise"),
                ("name", "the theme, by its name in the last delivery that has it"),
                ("also", "other names that it bears"),
                _DELIVERY,
                ("count", "answers in it: a number or few"),
                ("number", "the same as a number, empty for few"),
            ),
            tuple(
                (
                    row.exercise, row.round, row.name, "; ".join(row.also), letter, str(count),
                    number(count),
                )
                for row in found.themes
                for letter, count in zip(found.letters, row.counts, strict=True)
                if count is not None
            ),
        ),
        DataTable(
            "networks",
            "One row for each network of each delivery.",
            (
                ("exercise", "id of the exercise"),
                ("title", "its title"),
                _DELIVERY,
                ("people", "people on the map"),
                ("ties_before", "ties in the first round; empty where there was one round"),
                ("ties_after", "ties in the last round"),
                ("new_ties", "ties of the last round that the one before had not"),
                ("new_across", "those between people of different organisations"),
            ),
            tuple(
                (
                    row.exercise, row.title, letter, number(growth.people), number(growth.before),
                    number(growth.after), number(growth.new), number(growth.across),
                )
                for row in found.networks
                for letter, growth in zip(found.letters, row.growths, strict=True)
                if growth is not None
            ),
        ),
        DataTable(
            "changes",
            "One row for each difference between the plans that were run.",
            (("id", "id of the segment, objective or exercise"), ("said", "what is different")),
            tuple((one.id, one.said) for one in found.changes),
        ),
    )  # fmt: skip


def as_json(found: Comparison) -> dict[str, Any]:
    """The whole comparison for programs; its keys are listed in docs/comparing.md."""
    return {
        "schema": SCHEMA,
        "plan": found.plan,
        "title": found.title,
        "timezone": found.timezone,
        "made_at": found.made.isoformat(),
        "anonymised": found.anonymised,
        "said": {section.id: list(section.sentences) for section in sections(found)},
        "cautions": list(cautions(found)),
        "tables": {
            table.name: {
                "columns": list(table.names),
                "rows": [[_plain(value) for value in row] for row in table.rows],
            }
            for table in tables(found)
        },
    }


def number(count: Count | None) -> int | None:
    """The count where it is told as a number."""
    return count if isinstance(count, int) else None


def _plain(value: CellValue) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _timing(found: Comparison) -> Iterator[Row]:
    for row in found.segments:
        for letter, time in zip(found.letters, row.times, strict=True):
            if time is not None:
                ran = time.start is not None
                yield (
                    row.id, row.title, row.part, letter, time.status.value, time.planned_s,
                    time.actual_s if ran else None, time.difference_s if ran else None,
                    row.median_s,
                )  # fmt: skip


def _beside(found: Comparison) -> Iterator[Row]:
    for row in found.segments:
        took = (time.actual_s if time is not None and time.start else None for time in row.times)
        yield (row.id, row.title, row.planned[-1], *took, row.median_s, row.over)


def _objectives(found: Comparison) -> Iterator[Row]:
    for row in found.objectives:
        for letter, gain, coverage in zip(found.letters, row.gains, row.coverage, strict=True):
            if gain is not None:
                before, after = gain.before, gain.after
                yield (
                    row.id, row.text, letter, coverage,
                    before.mean if before else None, before.people if before else None,
                    after.mean if after else None, after.people if after else None,
                    number(gain.pairs), gain.change,
                )  # fmt: skip
