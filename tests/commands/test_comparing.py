"""`workshop compare` and `workshop session merge` on files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms import SMALL, hour_of
from workshop.cli import run
from workshop.rehearsal.hour import Hour
from workshop.service.clock import SystemClock
from workshop.store import create, open_file


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    for seed in (1, 2):
        written(tmp_path / "sessions" / f"hall-{seed}.json", hour_of(seed))
    return tmp_path


def written(path: Path, hour: Hour) -> None:
    path.parent.mkdir(exist_ok=True)
    log = create(path, hour.header)
    log.append(hour.lines)
    log.close(ended=True)


def test_sessions_stand_side_by_side_within_80_columns(home, capsys) -> None:
    assert run(["compare", "hall-1", "hall-2"]) == 0

    shown = capsys.readouterr().out
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "\x1b" not in shown
    for words in ("hall-1", "hall-2", "where do we always run over", "median", "Ties after"):
        assert words in shown
    assert "not begun" not in shown


def test_many_sessions_are_shown_in_pieces(home, capsys) -> None:
    names = ["hall-1", "hall-2"]
    for seed in range(3, 12):
        written(home / "sessions" / f"hour-{seed}.json", hour_of(seed, SMALL))
        names.append(f"hour-{seed}")

    assert run(["compare", *names[2:]]) == 0

    shown = capsys.readouterr().out
    assert all(len(line) <= 80 for line in shown.splitlines())
    heads = [line.split() for line in shown.splitlines() if line.startswith("Segment")]
    assert len(heads) > 1
    assert [cell for head in heads for cell in head if len(cell) == 1] == list("ABCDEFGHI")


def test_a_comparison_is_written_where_it_is_asked_for(home, capsys, tmp_path) -> None:
    page, book = tmp_path / "c.html", tmp_path / "c.xlsx"

    assert run(["compare", "hall-1", "hall-2", "--html", str(page), "--xlsx", str(book)]) == 0
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert book.read_bytes()[:2] == b"PK"
    assert run(["compare", "hall-1", "hall-2", "--html", str(home / "sessions/hall-1.json")]) == 2
    assert json.loads((home / "sessions/hall-1.json").read_text("utf-8"))["session"]


def test_programs_get_json(home, capsys) -> None:
    assert run(["compare", "hall-1", "hall-2", "--json", "--anonymise"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["anonymised"] is True
    assert [row[1] for row in found["tables"]["deliveries"]["rows"]].sort() is None
    assert {"timing", "objectives", "themes", "networks"} <= set(found["tables"])


def test_what_cannot_be_compared_is_said_with_the_mend(home, capsys) -> None:
    written(home / "sessions" / "small.json", hour_of(1, SMALL))

    assert run(["compare", "hall-1", "small"]) == 1
    assert run(["compare", "hall-1", "hall-1"]) == 1
    assert run(["compare", "hall-1"]) == 1
    assert run(["compare"]) == 2
    said = capsys.readouterr().err
    assert "different plans" in said and "--common" in said and "the same session" in said


def test_rooms_are_joined_once_and_the_record_can_be_used(home, capsys) -> None:
    merge = ["session", "merge", "hall-1", "hall-2", "--rooms", "Hall A,Hall B"]
    assert run(merge) == 0
    path = Path(capsys.readouterr().out.splitlines()[0])
    before = path.read_bytes()

    assert run(merge) == 0
    assert "there already" in capsys.readouterr().out
    assert path.read_bytes() == before
    assert run(["session", "check", path.stem]) == 0
    assert run(["session", "show", path.stem]) == 0
    assert "Rooms: Hall A and Hall B" in capsys.readouterr().out
    assert run(["export", path.stem, "--format", "json"]) == 0
    report = json.loads(Path(capsys.readouterr().out.strip()).read_text("utf-8"))
    rooms = report["tables"]["responses"]
    place = rooms["columns"].index("room")
    assert {row[place] for row in rooms["rows"]} == {"Hall A", "Hall B"}
    assert [row[0] for row in report["tables"]["rooms"]["rows"]] == ["Hall A", "Hall B"]
    assert run(["export", path.stem, "--format", "md,csv", "--anonymise"]) == 0


def test_what_is_damaged_open_or_in_the_way_is_not_joined(home, capsys) -> None:
    good, bad = home / "sessions" / "hall-1.json", home / "sessions" / "bad.json"
    lines = (home / "sessions" / "hall-2.json").read_bytes().splitlines(keepends=True)
    lines[50] = lines[50].replace(b'"type":"', b'"type":"x', 1)
    bad.write_bytes(b"".join(lines))

    assert run(["session", "merge", "hall-1", "bad"]) == 1
    assert "--mend" in capsys.readouterr().err
    assert run(["session", "merge", "hall-1", "hall-2", "--out", str(good)]) == 1
    assert "something else" in capsys.readouterr().err
    log = open_file(home / "sessions" / "hall-2.json", now=SystemClock().now())
    try:
        assert run(["session", "merge", "hall-1", "hall-2"]) == 1
    finally:
        log.close()
