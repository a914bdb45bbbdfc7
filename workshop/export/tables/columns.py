"""The report as tidy tables: one thing a row, every column named and described.

All formats with tables are written from these, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from workshop.export.report import Report
from workshop.export.tables import rows as table_rows
from workshop.export.tables.rows import CellValue, Row


@dataclass(frozen=True, slots=True)
class DataTable:
    """`columns` are (name, what it holds); `rows` hold plain values, None where there is none."""

    name: str
    about: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


_SEGMENT = ("segment", "id of the segment in which it happened; empty outside the hour")
_OFFSET = ("offset_s", "running seconds since that segment began, pauses left out")
_ANSWER = ("answer", "id of the answer")
_ROOM = ("room", "the room, in a record of several rooms; empty in others")
_NETWORK = (
    ("exercise", "id of the exercise"),
    ("round", "round of the exercise"),
    ("map", "number of the map, where a round has several"),
)


def tables(report: Report) -> tuple[DataTable, ...]:
    """Every table; those without rows are there too, so that programs find them."""
    return tuple(
        DataTable(name, about, columns, tuple(rows(report)))
        for name, about, columns, rows in _TABLES
    )


def empty_tables() -> tuple[DataTable, ...]:
    """The tables with their columns and no rows."""
    return tuple(DataTable(name, about, columns, ()) for name, about, columns, _rows in _TABLES)


_TABLES: tuple[
    tuple[str, str, tuple[tuple[str, str], ...], Callable[[Report], Iterable[Row]]], ...
] = (
    (
        "sessions",
        "One row: the session itself. With a folder of sessions, one row for each.",
        (
            ("session", "id of the session"),
            ("name", "name of the session's file"),
            ("room", "the room, where several ran one plan"),
            ("plan", "id of the plan"),
            ("title", "title of the plan"),
            ("code", "code in the programme"),
            ("venue", "where it was"),
            ("timezone", "time zone of every time in these tables"),
            ("planned_start", "planned start"),
            ("must_end_at", "when it had to end"),
            ("started_at", "actual start"),
            ("ended_at", "actual end; empty while it runs"),
            ("paused_s", "seconds of pauses"),
            ("answers", "how many answers count"),
            ("badges", "how many different badges are among them"),
            ("exported_at", "when this was made"),
            ("finished", "the session was over then"),
            ("anonymised", "names and badges were taken out"),
            ("rehearsal", "it was only played; nobody said any of it"),
        ),
        table_rows.sessions,
    ),
    (
        "exercises",
        "One row for each round of each exercise that has answers or hands.",
        (
            ("exercise", "id of the exercise"),
            ("round", "1 for the first use of the exercise, 2 for the second"),
            ("kind", "kind of exercise"),
            ("title", "its title"),
            ("prompt", "what the room was asked"),
            ("part", "id of the part that uses it"),
            ("place", "title of the segment, or before the start"),
            ("answers", "how many answers count"),
            ("people", "people behind them, where all are known"),
            ("tallies", "how often hands were counted"),
            ("sentences", "what came out"),
            ("made_of", "how the numbers came together"),
            ("cautions", "what they cannot carry"),
        ),
        table_rows.exercises,
    ),
    (
        "responses",
        "One row for each answer that was given, in the order of the hour and of arrival.",
        (
            _ANSWER,
            ("exercise", "id of the exercise"),
            ("kind", "kind of exercise"),
            ("round", "1 for the first use of the exercise, 2 for the second"),
            ("at", "when it was given"),
            _SEGMENT,
            _OFFSET,
            ("status", "counts, merged, hidden or withdrawn; the last two are without their words"),
            ("reason", "why it is hidden"),
            ("merged_into", "id of the answer that stands for it, where it was merged"),
            ("said_by", "how many answers say it, those merged into it among them"),
            ("source", "keyboard, phone, paper or rehearsal"),
            ("table", "table, where known"),
            ("badge", "badge, where known"),
            ("participant", "id of the participant, where known"),
            ("starred", "marked by a facilitator as worth repeating"),
            ("parked", "put on the parking lot"),
            ("corrections", "how often it was corrected; the last wording stands here"),
            ("text", "the answer in words"),
            _ROOM,
        ),
        table_rows.responses,
    ),
    (
        "answers",
        "Long format: one row for every single thing that was answered (answers that count).",
        (
            _ANSWER,
            ("exercise", "id of the exercise"),
            ("round", "round of the exercise"),
            ("field", "id of the form's field"),
            ("field_label", "the field in words"),
            ("item", "id of the option or box, where the field has such"),
            ("item_label", "the option or box in words"),
            ("value", "what was answered; 1 for an option that was picked"),
            ("number", "the same as a number, empty where it is text"),
        ),
        table_rows.answers,
    ),
    (
        "tallies",
        "Hands and paper counted: one row for each option of each count.",
        (
            ("tally", "id of the count"),
            ("exercise", "id of the exercise"),
            ("round", "round of the exercise"),
            ("at", "when it was counted"),
            _SEGMENT,
            _OFFSET,
            ("table", "table; empty for the whole room"),
            ("present", "how many people were there, where known"),
            ("option", "id of the option"),
            ("option_label", "the option in words"),
            ("count", "a number, or few, half or most where nobody could count"),
            ("number", "the count as a number, empty for few, half and most"),
            _ROOM,
        ),
        table_rows.tallies,
    ),
    (
        "segments",
        "Plan against actual: one row for each segment of the plan.",
        (
            ("segment", "id of the segment"),
            ("title", "its title"),
            ("part", "id of its part"),
            ("part_title", "title of its part"),
            ("mode", "talk, exercise, discussion or check"),
            ("priority", "must, should or could"),
            ("status", "run, left out, now or to come"),
            ("planned_start", "planned start"),
            ("planned_s", "planned seconds; 0 for an alternative that stands ready"),
            ("start", "actual start"),
            ("end", "actual end"),
            ("actual_s", "running seconds, pauses left out"),
            ("difference_s", "actual minus planned; positive is longer"),
            ("paused_s", "seconds of pauses in it"),
        ),
        table_rows.segments,
    ),
    (
        "rooms",
        "One row for each room of a record that was joined from several; none in others.",
        (
            ("room", "the room"),
            ("session", "id of the room's own session"),
            ("started_at", "actual start there"),
            ("ended_at", "actual end there"),
            ("paused_s", "seconds of pauses"),
            ("joined", "phones that joined"),
            ("answers", "how many of its answers count"),
        ),
        table_rows.rooms,
    ),
    (
        "room_segments",
        "Plan against actual in each room of a joined record; `segments` has the mean of them.",
        (
            ("room", "the room"),
            ("segment", "id of the segment"),
            ("title", "its title"),
            ("status", "run or left out"),
            ("planned_s", "planned seconds"),
            ("start", "actual start"),
            ("end", "actual end"),
            ("actual_s", "running seconds, pauses left out"),
            ("difference_s", "actual minus planned; positive is longer"),
            ("paused_s", "seconds of pauses in it"),
        ),
        table_rows.room_segments,
    ),
    (
        "objectives",
        "One row for each learning objective.",
        (
            ("objective", "id of the objective"),
            ("text", "the objective in words"),
            ("part", "id of its part"),
            ("headline", "rated by the room"),
            ("coverage", "covered, partly, not, or unmarked where nobody judged it"),
            ("remark", "the facilitator's remark"),
            ("segments", "ids of the segments that ran and serve it, with spaces between"),
            ("segments_s", "running seconds of those segments"),
            ("evidence", "ids of the answers linked as evidence, with spaces between"),
            ("before_mean", "the room's rating before: mean"),
            ("before_median", "the same: median"),
            ("before_people", "the same: how many rated"),
            ("after_mean", "the room's rating after: mean"),
            ("after_median", "the same: median"),
            ("after_people", "the same: how many rated"),
        ),
        table_rows.objectives,
    ),
    (
        "notes",
        "Facilitators' notes by time; the parking lot, takeaways and what was agreed among them.",
        (
            ("note", "id of the note"),
            ("at", "when it was written"),
            _SEGMENT,
            _OFFSET,
            ("tag", "note, parked, takeaway or agreed"),
            ("initials", "whose note it is"),
            ("text", "the note"),
            ("case_study", "id of the case study it belongs to"),
            ("from_answer", "it is an answer that was put on the parking lot"),
            _ROOM,
        ),
        table_rows.notes,
    ),
    (
        "pledges",
        "Pledges by the day on which they fall due, those without a day last.",
        (
            _ANSWER,
            ("what", "what will be done"),
            ("with_whom", "with whom"),
            ("by", "the day, also where a number of days was given; empty where none was"),
            ("who", "table or badge of who pledged, where known"),
            ("starred", "marked by a facilitator as worth repeating"),
        ),
        table_rows.pledges,
    ),
    (
        "follow_ups",
        "Whom to ask after each pledge, at every horizon of its exercise, by day.",
        (
            ("on", "the day on which to ask"),
            ("after_days", "so many days after the session"),
            ("who", "table or badge of who pledged, where known"),
            ("what", "what was pledged"),
            ("with_whom", "with whom"),
            ("by", "the pledge's own day; empty where none was given"),
            ("ask", "what to ask"),
            _ANSWER,
        ),
        table_rows.follow_ups,
    ),
    (
        "themes",
        "One row for each theme of each exercise whose answers were sorted, the largest first.",
        (
            ("exercise", "id of the exercise"),
            ("round", "round of the exercise"),
            ("theme", "number of the theme in its exercise and round; empty for the unsorted"),
            ("name", "its name; empty for the unsorted"),
            ("answers", "how many answers are in it"),
            ("people", "how many people gave them, where all are known"),
            ("origin", "how the theme came about"),
        ),
        table_rows.themes,
    ),
    (
        "theme_answers",
        "One row for each answer that was sorted or looked at, with its theme.",
        (
            _ANSWER,
            ("exercise", "id of the exercise"),
            ("round", "round of the exercise"),
            ("theme", "number of the theme, as in the table themes; empty where it is in none"),
            ("name", "the theme's name"),
        ),
        table_rows.theme_answers,
    ),
    (
        "nodes",
        "Everyone on the map of a round, with their measures (see docs/networks.md).",
        (
            *_NETWORK,
            ("node", "id on the map: the badge, where the map is one of people"),
            ("name", "name, where one was given"),
            ("organisation", "organisation, where one was given"),
            ("role", "role, where one was given"),
            ("broker", "others reach each other through them"),
            ("degree", "with how many others there is a tie"),
            ("betweenness", "on how many shortest paths between others"),
            ("constraint", "how far contacts are tied to each other; empty without ties"),
            ("effective_size", "contacts that are not redundant; empty without ties"),
            ("community", "number of the community, the largest first"),
            ("core", "in the core of the network"),
            ("x", "place on the drawn map, 0 left to 1 right"),
            ("y", "place on the drawn map, 0 top to 1 bottom"),
        ),
        table_rows.nodes,
    ),
    (
        "ties",
        "Every tie of a round's map as it was named; one that both named stands once each way.",
        (
            *_NETWORK,
            ("source", "node that named the tie"),
            ("target", "node that was named"),
            ("both", "both named it"),
            ("new", "there was no such tie in the round before"),
            ("weight", "1 for each tie that was named, for programs that want a weight"),
        ),
        table_rows.ties,
    ),
)


def plain(value: CellValue) -> Any:
    """A cell as JSON and CSV have it: times in ISO 8601 with their offset."""
    if isinstance(value, date):
        return value.isoformat()
    return value
