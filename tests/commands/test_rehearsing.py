"""`workshop rehearse --headless`: a session's file at once, and the bank's checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop.__main__ import main
from workshop.commands.finding import find_session
from workshop.errors import NotFound


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rehearse(*line: str) -> int:
    return main(["rehearse", "team-retrospective", "--headless", "--participants", "8", *line])


def test_equal_seeds_make_equal_files_and_others_do_not(home: Path) -> None:
    for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        assert rehearse("--session", f"{name}.json", "--seed", seed) == 0
    a, b, c = ((home / f"{name}.json").read_bytes() for name in "abc")

    assert a == b != c
    assert main(["session", "check", "a.json"]) == 0


def test_a_rehearsal_is_listed_as_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rehearse() == 0
    capsys.readouterr()
    assert main(["session", "list"]) == 0
    assert "rehearsal, ended" in capsys.readouterr().out
    assert main(["session", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["rehearsal"] is True
    assert main(["session", "show", "latest"]) == 0
    assert "A rehearsal: nobody said any of it." in capsys.readouterr().out


def test_no_rehearsal_is_the_newest_unfinished_session(home: Path) -> None:
    assert rehearse() == 0
    (path,) = (home / "sessions").glob("*.json")
    text = path.read_bytes()
    cut = text[: text.rindex(b"session_ended")].rindex(b",\n")
    path.write_bytes(text[:cut] + b"\n}}\n")

    with pytest.raises(NotFound):
        find_session(None)


def test_a_file_that_is_there_is_left_alone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "a.json").write_text("mine")

    assert rehearse("--session", "a.json") == 1
    assert "exists already" in capsys.readouterr().err
    assert (home / "a.json").read_text() == "mine"


@pytest.mark.parametrize(
    ("bank", "what"),
    [
        ("lines: ['']", "number 1 of `lines` is empty"),
        ("lines: [z]", "nobody could send this answer: There is no option ‘z’"),
        ("weights: {d: 1}", "the form has no `d`; it has a, b"),
        ("weights: {a: -1}", "`a` is no weight"),
        ("means: {s: 2}", ""),
        ("means: {s: high}", "`s` is no mean"),
        ("words: [x]", "unknown key `words`"),
    ],
)
def test_a_bank_is_checked(
    home: Path, capsys: pytest.CaptureFixture[str], bank: str, what: str
) -> None:
    (home / "exercises").mkdir()
    (home / "exercises" / "mine.yaml").write_text(
        "schema: 1\nid: mine\nkind: choice\ntitle: Mine\nprompt: Which?\noptions:\n"
        f"  choices: [{{id: a, text: A}}, {{id: b, text: B}}]\nbank:\n  {bank}\n"
    )

    assert main(["exercise", "check", "mine"]) == (1 if what else 0)
    assert what in capsys.readouterr().out
