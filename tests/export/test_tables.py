"""JSON and CSV, read back by the programs' own readers."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from tests.examples import report
from tests.export.telling import CO, hour, made, say
from workshop.domain import commands as co
from workshop.domain.ids import ExerciseId, NoteId, TallyId
from workshop.export import as_csv, as_json
from workshop.export.report import SCHEMA, Report
from workshop.export.tables.columns import tables

DOCS = Path(__file__).resolve().parents[2] / "docs" / "exports.md"


def unpacked(made_report: Report) -> dict[str, list[dict[str, str]]]:
    """Every table of the zip as a spreadsheet's reader sees it."""
    packed = as_csv.files(made_report)["-csv.zip"]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def dictionary(made_report: Report) -> str:
    with zipfile.ZipFile(io.BytesIO(as_csv.files(made_report)["-csv.zip"])) as archive:
        return archive.read("README.txt").decode("utf-8-sig")


def test_json_is_json_with_its_schema_and_tidy_rows() -> None:
    document = json.loads(as_json.files(report())[".json"])

    assert document["schema"] == SCHEMA
    assert list(document) == ["schema", "report", "tables"]
    for table in document["tables"].values():
        assert all(len(row) == len(table["columns"]) for row in table["rows"])
    responses = document["tables"]["responses"]
    ids = {row[responses["columns"].index("answer")] for row in responses["rows"]}
    named = {
        answer
        for exercise in document["report"]["exercises"]
        for round_ in exercise["rounds"]
        for answer in round_["answers"]
    }
    assert named == ids


def test_times_have_their_offset() -> None:
    document = json.loads(as_json.files(report())[".json"])
    exported = datetime.fromisoformat(document["report"]["about"]["exported_at"])
    row = unpacked(report())["responses.csv"][0]

    assert exported.utcoffset() is not None
    assert row["at"].endswith("+02:00")
    assert datetime.fromisoformat(row["at"]).tzinfo is not None


def test_the_zip_holds_each_table_and_a_dictionary_of_every_column() -> None:
    made_report = report()
    found, words = unpacked(made_report), dictionary(made_report)

    assert set(found) == {f"{table.name}.csv" for table in tables(made_report)}
    for table in tables(made_report):
        assert f"{table.name}.csv ({len(table.rows)} rows)" in words
        for column in table.names:
            assert re.search(rf"^  {column}\s+\S", words, re.MULTILINE)


def test_csv_and_json_say_the_same() -> None:
    document = json.loads(as_json.files(report())[".json"])
    for name, rows in unpacked(report()).items():
        table = document["tables"][name.removesuffix(".csv")]
        assert len(rows) == len(table["rows"])
        assert not rows or list(rows[0]) == table["columns"]


def test_long_format_gives_every_single_thing() -> None:
    told = hour()
    told.do(
        CO,
        co.SubmitResponse(
            ExerciseId("training-to-practice-factors"), "k", {"points": {"time": 6, "ties": 4}}, 1
        ),
    )
    rows = unpacked(made(told.state))["answers.csv"]

    assert [(r["item"], r["item_label"], r["number"]) for r in rows] == [
        ("time", "Protected time after the course", "6"),
        ("ties", "Ties across professions and organisations", "4"),
    ]


def test_tallies_keep_words_beside_numbers() -> None:
    told = hour()
    counts: dict[str, int | str] = {"own-team": 6, "nobody": "few"}
    told.do(
        CO,
        co.RecordTally(TallyId("t"), ExerciseId("how-we-connect"), counts, "4", present=9, round=1),
    )
    rows = unpacked(made(told.state))["tallies.csv"]

    assert [(r["option"], r["count"], r["number"]) for r in rows] == [
        ("own-team", "6", "6"),
        ("nobody", "few", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x")',
        "+1+1",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)",
        "＝1+1",
        "fine;=1+1",
        "a; @b",
    ],
)
def test_no_cell_begins_a_formula(text: str) -> None:
    told = hour()
    say(told, text, badge="=7", table="@t")
    told.do(CO, co.TakeNote(NoteId("n"), text, initials="=x"))
    for rows in unpacked(made(told.state)).values():
        for row in rows:
            for column, cell in row.items():
                if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
                    assert not re.match(r"[=+\-@\t\r＝＋－＠]", cell), (column, cell)
                    assert not re.search(r";\s*[=@]", cell), (column, cell)


def test_texts_come_back_as_they_were() -> None:
    told = hour()
    texts = ['he said "no", twice', "two; three", "emoji 👩‍🔬", "שלום", "a,b", "'tis"]
    for number, text in enumerate(texts):
        say(told, text, badge=str(number + 1))
    told.do(CO, co.TakeNote(NoteId("n"), "line one\nline two"))
    found = unpacked(made(told.state))

    assert [row["text"] for row in found["responses.csv"]] == texts
    assert found["notes.csv"][0]["text"] == "line one\nline two"


def test_hidden_words_stand_nowhere() -> None:
    told = hour()
    say(told, "kept")
    told.do(CO, co.HideResponse(say(told, "SECRET"), "names a person"))
    made_report = made(told.state)

    rows = unpacked(made_report)["responses.csv"]
    assert [(r["status"], r["text"]) for r in rows] == [("counts", "kept"), ("hidden", "")]
    assert b"SECRET" not in as_json.files(made_report)[".json"]


def test_equal_reports_make_equal_files() -> None:
    assert as_csv.files(report()) == as_csv.files(report())
    assert as_json.files(report()) == as_json.files(report())


def test_a_session_without_anything_has_all_tables() -> None:
    told = hour()
    found = unpacked(made(told.state))

    assert found["responses.csv"] == []
    assert len(found["segments.csv"]) == len(told.state.plan.segments)


def test_every_key_and_column_is_documented() -> None:
    documented = set(re.findall(r"`([a-z_]+)`", DOCS.read_text(encoding="utf-8")))
    made_report = report()
    missing = set(json.loads(as_json.files(made_report)[".json"])["report"]) - documented
    missing |= {table.name for table in tables(made_report)} - documented
    missing |= {column for table in tables(made_report) for column in table.names} - documented

    assert missing == set()


def test_themes_and_their_answers_are_tables_that_join() -> None:
    told = hour()
    first, other = say(told, "no time at all"), say(told, "the budget was cut")
    add = {"do": "add", "name": "Hours", "seeds": [], "answers": [first]}
    told.do(CO, co.KindCommand(ExerciseId("who-moves-together"), add))
    found = unpacked(made(told.state))

    themes = [(row["theme"], row["name"], row["answers"]) for row in found["themes.csv"]]
    assert ("1", "Hours", "1") in themes and ("", "", "1") in themes
    placed = {row["answer"]: (row["theme"], row["name"]) for row in found["theme_answers.csv"]}
    assert placed == {first: ("1", "Hours"), other: ("", "")}
