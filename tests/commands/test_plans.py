from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from workshop.__main__ import main

C6 = "c6-building-social-capital"

PLAN = """\
schema: 1
id: mine
title: A plan of my own
minutes: 5
lobby: [energy-check]
parts:
  - id: all
    title: All of it
    segments:
      - {id: talk, title: Talk, minutes: 5}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workshop folder, which is also the current one."""
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "session_plans").mkdir()
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *line: str, code: int = 0) -> str:
    assert main(line) == code
    return capsys.readouterr().out


def test_the_list_has_the_bundled_plans_and_ones_own(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "session_plans/mine.yaml").write_text(PLAN)
    rows = {row.split()[0]: row for row in said(capsys, "plan", "list").splitlines()[1:]}
    assert rows["mine"].split()[1:4] == ["5", "1", "yours"]
    assert rows[C6].split()[1:4] == ["60", "3", "bundled"]
    assert "team-retrospective" in rows


def test_the_list_as_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans = {plan["id"]: plan for plan in json.loads(said(capsys, "plan", "list", "--json"))}
    assert plans[C6]["minutes"] == 60
    assert plans[C6]["origin"] == "bundled"
    assert Path(plans[C6]["path"]).is_file()


def test_the_bundled_hour_is_shown_with_its_times(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "plan", "show")
    assert "22 May 2025, 15:00 to 16:00 Europe/Amsterdam" in text
    assert "   15:00    2:00/1:00  must" in text
    assert "   16:00  end" in text
    assert text.count("\n  - ") + text.count("\n  * ") == 10


def test_the_bundled_hour_as_json_adds_up(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = json.loads(said(capsys, "plan", "show", C6, "--json"))
    segments = [segment for part in plan["parts"] for segment in part["segments"]]
    assert plan["schema"] == 1
    assert sum(segment["minutes"] for segment in segments) == plan["minutes"] == 60
    assert sum(len(part["objectives"]) for part in plan["parts"]) == 10


def test_everything_that_ships_is_sound_and_checked_within_seconds(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    assert "no problems" in said(capsys, "plan", "check")
    assert "no problems" in said(capsys, "exercise", "check")
    assert time.monotonic() - began < 10


def test_a_check_lists_every_problem_and_exits_with_1(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = PLAN.replace("title: A plan", "titel: A plan").replace("minutes: 5\n", "minutes: 6\n")
    (home / "session_plans/mine.yaml").write_text(broken)
    lines = said(capsys, "plan", "check", "mine", code=1).splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "session_plans/mine.yaml:1",
        "session_plans/mine.yaml:3",
        "session_plans/mine.yaml:4",
    ]
    assert lines[1].endswith("unknown key `titel`; did you mean `title`?")


def test_a_check_as_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = home / "session_plans/mine.yaml"
    path.write_text(PLAN.replace("energy-check", "energy-chek"))
    told = json.loads(said(capsys, "plan", "check", str(path), "--json", code=1))
    assert told == {
        "checked": 1,
        "problems": [
            {
                "file": "session_plans/mine.yaml",
                "line": 5,
                "what": "there is no exercise `energy-chek`",
                "mend": "did you mean `energy-check`?",
            }
        ],
    }


def test_a_check_of_all_finds_an_id_given_twice(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "session_plans/mine.yaml").write_text(PLAN)
    (home / "session_plans/copy.yaml").write_text(PLAN)
    text = said(capsys, "plan", "check", code=1)
    assert "copy.yaml:2: the id `mine` is already that of mine.yaml" in text


@pytest.mark.parametrize("name", ["nope", "nope.yaml"])
def test_a_plan_that_is_not_there(
    home: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["plan", "show", name]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_folder_is_no_plan(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is a folder" in said(capsys, "plan", "check", "session_plans", code=1)


def test_the_run_sheet_lands_in_exports(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "plan", "print", C6)
    path = home / "exports" / f"{C6}-run-sheet.html"
    assert f"exports/{C6}-run-sheet.html" in text
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_run_sheet_goes_where_it_is_sent(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "plan", "print", C6, "--out", "new/sheet.html")
    assert (home / "new/sheet.html").is_file()
    assert main(["plan", "print", C6, "--out", str(home)]) == 1
    assert "is a folder" in capsys.readouterr().err


def test_several_pages_come_at_once(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKSHOP_WIFI_PASSWORD", "correct horse")
    what = "posters,cards,sheets,handout"
    joining = ("--url", "10.0.0.2:8642", "--wifi", "Guests")
    said(capsys, "plan", "print", C6, "--what", what, "--out", "paper", *joining)
    made = {path.name: path.read_text(encoding="utf-8") for path in (home / "paper").iterdir()}
    assert set(made) == {f"{C6}-{name}.html" for name in what.split(",")}
    for name in ("posters", "cards"):
        assert "10.0.0.2:8642" in made[f"{C6}-{name}.html"]
        assert "correct horse" in made[f"{C6}-{name}.html"]


def test_the_password_is_asked_for_only_where_it_is_printed(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKSHOP_WIFI_PASSWORD", raising=False)
    monkeypatch.setattr("click.prompt", lambda *_args, **_options: "asked for it")
    said(capsys, "plan", "print", C6, "--wifi", "Guests", "--what", "posters", "--out", "p.html")
    assert "asked for it" in (home / "p.html").read_text(encoding="utf-8")
    monkeypatch.setattr("click.prompt", lambda *_args, **_options: pytest.fail("asked"))
    said(capsys, "plan", "print", C6, "--wifi", "Guests", "--what", "handout")


def test_a_page_that_cannot_be_made_leaves_none(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = ["plan", "print", C6, "--what", "handout,posters", "--url", "http://localhost:8642"]
    assert main(wrong) == 2
    assert "leads phones to themselves" in capsys.readouterr().err
    assert not (home / "exports").exists()
    assert main(["plan", "print", C6, "--what", "banner"]) == 2
    assert "choose from run-sheet, posters" in capsys.readouterr().err
