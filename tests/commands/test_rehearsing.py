"""`workshop rehearse`: a session's file at once, the bank's checks, and a drill in a terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path

import pytest

from workshop.__main__ import main
from workshop.commands.finding import find_session
from workshop.errors import NotFound
from workshop.service.beside import read_process
from workshop.settings import workshop_folder


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


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (("--headless", "--speed", "2"), "--headless waits for nothing"),
        (("--speed", "0"), "0.5<=x<=600"),
        (("--participants", "0"), "1<=x<=1000"),
        ((), "A rehearsal needs a terminal"),
    ],
)
def test_what_cannot_be_is_said(
    home: Path, capsys: pytest.CaptureFixture[str], line: tuple[str, ...], what: str
) -> None:
    assert main(["rehearse", *line]) == 2
    assert what in capsys.readouterr().err


def test_a_drill_in_a_real_terminal_kills_and_comes_back(home: Path) -> None:
    with Screen(
        ["rehearse", "team-retrospective", "--participants", "6", "--speed", "20"]
    ) as screen:
        screen.until("Does the room see this very screen")
        screen.type("\r")
        screen.until("REHEARSAL, 20 times as fast")
        screen.until("joined")
        screen.type(" ")
        screen.until("space pause")
        screen.type("K")
        screen.until("Crash drill")
        screen.type("k")
        screen.until("What came back", "nothing is lost")
        screen.type("g")
        screen.type("q")
        screen.until("End the session and quit")
        screen.type("e")
        screen.until("The rehearsal is in")
        assert screen.ended() == 0
    (path,) = (home / "sessions").glob("*.json")

    assert main(["session", "check", str(path)]) == 0
    assert not list(path.parent.glob("*.drill"))


class Screen:
    """A command in a terminal of its own, as a person sees it."""

    def __init__(self, line: list[str]) -> None:
        self._line = line

    def __enter__(self) -> Screen:
        self._seen = ""
        pid, self._fd = pty.fork()
        if pid == 0:
            os.environ.update(TERM="xterm-256color", COLUMNS="120", LINES="40")
            os.execv(sys.executable, [sys.executable, "-m", "workshop", *self._line])
        self._pid = pid
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._fd)
        for path in workshop_folder().sessions.glob("*.json"):
            process = read_process(path)
            if process is not None and process.pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)

    def type(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def until(self, *texts: str) -> None:
        """Wait until these were drawn; what was drawn before them is forgotten."""
        began = time.monotonic()
        while not all(text in self._plain() for text in texts):
            assert time.monotonic() - began < 60, (texts, self._plain()[-3000:])
            if select.select([self._fd], [], [], 0.2)[0]:
                try:
                    self._seen += os.read(self._fd, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        assert all(text in self._plain() for text in texts), self._plain()[-3000:]
        self._seen = ""

    def ended(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _plain(self) -> str:
        """Without colours and moves: words that were drawn in one go stay together."""
        return re.sub(r"\x1b\[[0-9;?<>=]*[A-Za-z]", "", self._seen)
