from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop.__main__ import main
from workshop.kinds.registry import BUNDLED

BROKEN = """\
schema: 1
id: mine
kind: choice
title: Mine
prompt: Which?
options:
  choises: [{id: a, text: A}]
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exercises").mkdir()
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *line: str, code: int = 0) -> str:
    assert main(line) == code
    return capsys.readouterr().out


def test_the_list_names_the_kinds(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row.split()[0]: row.split() for row in said(capsys, "exercise", "list").splitlines()}
    assert rows["confidence"][1] == "ratings"
    listed = json.loads(said(capsys, "exercise", "list", "--json"))
    assert {one["kind"] for one in listed} == set(BUNDLED)


def test_an_exercise_is_shown_with_its_prompt_and_options(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "exercise", "show", "energy-check")
    assert "Prompt\n  How much energy" in text
    assert "    - Running low" in text


def test_an_exercise_as_json_is_itself_a_file(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "exercise", "show", "confidence", "--json")
    assert json.loads(text)["options"]["statements"] == "objectives"
    (home / "exercises/again.yaml").write_text(text)
    assert said(capsys, "exercise", "check", "exercises/again.yaml")


def test_a_kinds_problems_have_their_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "exercises/mine.yaml").write_text(BROKEN)
    text = said(capsys, "exercise", "check", code=1)
    assert "exercises/mine.yaml:7: " in text
