from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from workshop.errors import NotFound, PlanProblems, UsageError
from workshop.plans.agenda import Agenda, read_agenda
from workshop.plans.agenda.times import clock_of, length_of, span_of


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Agenda:
    path = tmp_path / "agenda.csv"
    path.write_bytes(text.encode(encoding))
    return read_agenda(path)


def items(agenda: Agenda) -> list[tuple[str, int]]:
    return [(item.title, item.seconds) for part in agenda.sections for item in part.items]


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(PlanProblems) as refused:
        read(tmp_path, text)
    return [problem.partition("agenda.csv:")[2] for problem in refused.value.problems]


TALKS = [("Welcome", 600), ("Talk", 1200)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = ("Who|TITLE|Minutes", "Zoë|Welcome|10", "Bo|Talk|20")
    agenda = read(tmp_path, "\r\n".join(rows).replace("|", delimiter), encoding)
    assert items(agenda) == TALKS
    assert agenda.sections[0].items[0].who == ("Zoë",)


def test_lengths_come_from_starts_and_the_row_that_ends_it(tmp_path: Path) -> None:
    agenda = read(tmp_path, "start,title\n9:00,Welcome\n9:10,Talk\n9:30,End\n")
    assert items(agenda) == TALKS
    assert agenda.start == dt.time(9, 0)


def test_columns_of_ranges_ends_and_other_names(tmp_path: Path) -> None:
    assert items(read(tmp_path, "Time,Agenda item\n9:00-9:10,Welcome\n9:10 – 9:30,Talk\n")) == TALKS
    assert items(read(tmp_path, "From,To,Topic\n9.00,9.10,Welcome\n9.10,9.30,Talk\n")) == TALKS
    assert items(read(tmp_path, "Topic,Duration\nWelcome,0:10\nTalk,20 min\n")) == TALKS
    assert items(read(tmp_path, "Titel,Minutes (approx.)\nWelcome,10\nTalk,20\n")) == TALKS


def test_a_title_above_headings_within_blank_lines_and_notes_below(tmp_path: Path) -> None:
    agenda = read(
        tmp_path,
        "Team day;;;\n;;;\nStart;Title;Who;Notes\n\n;Morning;;\n9:00;Welcome;Ana;hello\n"
        ";;;bring pens\n;Afternoon;;\n9:10;Talk;Bo & Cy;\n9:30;End;;\n",
    )
    assert agenda.title == "Team day"
    assert [section.title for section in agenda.sections] == ["Morning", "Afternoon"]
    assert agenda.sections[0].items[0].notes == "hello\nbring pens"
    assert agenda.sections[1].items[0].who == ("Bo", "Cy")


def test_a_column_of_parts_makes_parts(tmp_path: Path) -> None:
    agenda = read(tmp_path, "part,title,min\nA,Welcome,10\n,Talk,20\nB,Lunch,60\n")
    assert [(part.title, len(part.items)) for part in agenda.sections] == [("A", 2), ("B", 1)]


def test_a_twelve_hour_clock_goes_past_noon_and_midnight(tmp_path: Path) -> None:
    noon = read(tmp_path, "start,title,minutes\n11:30,Talk,90\n1:00,Lunch,60\n2:00,More,30\n")
    assert noon.start == dt.time(11, 30)
    night = read(tmp_path, "start,title,minutes\n23:30,Watch,60\n0:30,Rest,30\n")
    assert items(night) == [("Watch", 3600), ("Rest", 1800)]


def test_every_bad_row_is_said_with_its_line_and_mend(tmp_path: Path) -> None:
    said = problems(
        tmp_path,
        "start,minutes,title,who\nsoon,5,Welcome,\n9:00,a while,Talk,\n9:10,5,,Ana\n,,Rest,Bo\n",
    )
    assert [line.split(":")[0] for line in said] == ["2", "3", "4", "5"]
    assert "‘soon’ is no time of day; write hours" in said[0]
    assert "‘a while’ is no length; write minutes" in said[1]
    assert "has no title" in said[2]
    assert "neither a start nor minutes" in said[3]


@pytest.mark.parametrize(
    ("rows", "line", "what"),
    [
        ("9:00,20,A\n9:10,10,B", "3", "starts at 9:10, 10:00 before line 2 ends"),
        ("9:00,10,A\n9:20,10,B", "3", "starts 10:00 after line 2 ends"),
        ("14:00,10,A\n13:00,10,B", "3", "out of order"),
        ("9:00,,A\n9:10,,B", "3", "nobody can tell when it ends"),
        ("9:00,0,A", "2", "takes no time"),
        ("9:00,10,A\n,,Later", "3", "stands alone"),
    ],
)
def test_rows_that_do_not_fit_together(tmp_path: Path, rows: str, line: str, what: str) -> None:
    (said,) = problems(tmp_path, f"start,minutes,title\n{rows}\n")
    assert said.startswith(f"{line}: ")
    assert what in said


def test_what_is_no_agenda_at_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No row names the columns"):
        read(tmp_path, "a,b\n1,2\n")
    with pytest.raises(UsageError, match="none is start or minutes"):
        read(tmp_path, "title,who\nWelcome,Ana\n")
    with pytest.raises(UsageError, match="neither CSV nor XLSX"):
        (tmp_path / "x").write_bytes(b"\x00\x01\x02")
        read_agenda(tmp_path / "x")
    with pytest.raises(NotFound):
        read_agenda(tmp_path / "gone.csv")
    assert "has no rows under it" in problems(tmp_path, "start,title\n")[0]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("9:00", 32400), ("9.30 am", 34200), ("0930", 34200), ("9h30", 34200), ("2pm", 50400),
        ("12:15 am", 900), ("14:00 Uhr", 50400), (0.5, 43200), (9, 32400), (9.3, 34200),
        (dt.time(9, 5), 32700), ("25:00", None), ("noon", None), ("9:61", None),
    ],
)  # fmt: skip
def test_times_of_day(cell: str | float, seconds: int | None) -> None:
    found = clock_of(cell)
    assert (None if found is None else found[0]) == seconds


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        (10, 600), (7.5, 450), ("10", 600), ("7,5", 450), ("10 min", 600), ("1 h 30 min", 5400),
        ("1h15", 4500), ("90 s", 90), ("5'", 300), ("1:30", 90), ("0:10:00", 600),
        (dt.timedelta(minutes=5), 300), (dt.time(0, 5), 300), ("ten", None), ("10 apples", None),
        ("", None), (-5, None),
    ],
)  # fmt: skip
def test_lengths(cell: str | float, seconds: int | None) -> None:
    assert length_of(cell) == seconds


def test_the_half_of_the_day_said_once_counts_for_both_ends() -> None:
    assert span_of("9:00-9:20 am") == ("9:00am", "9:20 am")
    assert span_of("11:30 - 1 pm") == ("11:30", "1 pm")
    assert length_of("1:30", hours_first=True) == 5400
