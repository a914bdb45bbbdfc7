from __future__ import annotations

import importlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

from workshop import __version__, cli
from workshop.__main__ import main
from workshop.errors import NotFound, UsageError
from workshop.settings import DEFAULT_PLAN


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    yield
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(None)


Answer = Callable[..., int]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Any, ...]]:
    """What the commands' bodies are called with; each of them gives 0."""
    called: dict[str, tuple[Any, ...]] = {}

    def body(name: str) -> Answer:
        def answer(*args: Any) -> int:
            called[name] = args
            return 0

        return answer

    modules = {
        "run": ("home", "run", "resume"),
        "sessions": ("list_sessions", "show", "check"),
        "importing": ("import_file",),
        "export": ("export",),
        "notes": ("notes",),
        "joining": ("join",),
        "serving": ("serve", "new_key"),
        "doctor": ("doctor",),
    }
    for name, functions in modules.items():
        module = ModuleType(f"workshop.commands.{name}")
        for function in functions:
            setattr(module, function, body(function))
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return called


def test_the_version_is_answered_before_anything_is_imported() -> None:
    code = (
        "import sys; from workshop.__main__ import main; code = main(['--version']);"
        "assert 'click' not in sys.modules and 'workshop.cli' not in sys.modules; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"workshop {__version__}\n"


def test_the_commands_stay_light_until_one_is_asked_for() -> None:
    code = (
        "import sys, workshop.cli;"
        "heavy = {'textual', 'pydantic', 'ruamel.yaml', 'httpx', 'starlette', 'jinja2', 'rich'};"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


ROOM = ("--bind", "0.0.0.0", "--port", "8642")


@pytest.mark.parametrize(
    ("line", "name", "args"),
    [
        ("", "home", ()),
        ("run", "run", (DEFAULT_PLAN, None, None, ROOM)),
        (
            "run small --session a.json --start 9:05 --no-host",
            "run",
            ("small", Path("a.json"), "9:05", ("--bind", "127.0.0.1", "--port", "8642")),
        ),
        ("run --start now", "run", (DEFAULT_PLAN, None, "now", ROOM)),
        (
            "run --bind 192.168.1.4 --port 80 --public-url Room.example/",
            "run",
            (
                DEFAULT_PLAN,
                None,
                None,
                ("--bind", "192.168.1.4", "--port", "80", "--public-url", "https://room.example"),
            ),
        ),
        ("join http://a:1 --key K --initials BO", "join", ("http://a:1", "K", "BO")),
        ("host --new-key a", "new_key", ("a",)),
        ("doctor --json --port 81", "doctor", (True, 81)),
        ("resume", "resume", (None,)),
        ("resume last", "resume", ("last",)),
        ("session list --json", "list_sessions", (True,)),
        ("session show a", "show", ("a", False)),
        ("session check a --mend", "check", ("a", True, False)),
        ("session import a b.csv", "import_file", ("a", Path("b.csv"))),
        ("export a", "export", ("a", (), None, False)),
        (
            "export a --format csv,MD --out d --anonymise",
            "export",
            ("a", ("csv", "md"), Path("d"), True),
        ),
        ("notes n.txt", "notes", (Path("n.txt"),)),
    ],
)
def test_each_command_reaches_its_body(
    calls: dict[str, tuple[Any, ...]], line: str, name: str, args: tuple[Any, ...]
) -> None:
    assert main(line.split()) == 0
    assert calls == {name: args}


@pytest.mark.parametrize(
    "line",
    [
        "rnu",
        "plan",
        "plan nope",
        "run --nope",
        "run a b",
        "run --start 25:00",
        "run --start noon",
        "run --no-host --public-url https://room.example",
        "run --public-url ftp://room.example",
        "run --bind nowhere",
        "run --port 70000",
        "host a b",
        "join",
        "export",
        "export a --format pdf",
        "session import a",
    ],
)
def test_wrong_usage_is_two_lines_and_exit_code_2(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    if line != "plan":
        assert len(said.err.splitlines()) == 2


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def home() -> int:
        raise error

    module = ModuleType("workshop.commands.run")
    module.home = home  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (NotFound("No such plan.", "Look at the list."), 1, "No such plan.\nLook at the list.\n"),
        (UsageError("Wrong.", "Right."), 2, "Wrong.\nRight.\n"),
        (NotFound("a\x1b[31m\nb"), 1, "a[31m b\n"),
        (KeyboardInterrupt(), 130, ""),
        (PermissionError(13, "Permission denied", "x.html"), 1, "Permission denied: x.html\n"),
        (ZeroDivisionError("by zero"), 1, "Something went wrong inside workshop"),
    ],
)
def test_errors_are_lines_with_an_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    said: str,
) -> None:
    failing(monkeypatch, error)
    assert main([]) == code
    err = capsys.readouterr().err
    assert err.startswith(said) if said else not err.strip()
    assert len(err.strip().splitlines()) <= 2


def test_an_engineer_can_ask_for_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKSHOP_DEBUG", "1")
    failing(monkeypatch, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        main([])


def test_what_is_logged_comes_without_its_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = ModuleType("workshop.commands.run")

    def home() -> int:
        try:
            raise ValueError("inside")
        except ValueError:
            logging.lastResort.handle(  # type: ignore[union-attr]
                logging.LogRecord("x", logging.ERROR, "", 0, "left out", (), sys.exc_info())
            )
        return 0

    module.home = home  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    assert main([]) == 0
    assert capsys.readouterr().err == "left out\n"


def test_a_reader_that_has_had_enough_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    line = [sys.executable, "-m", "workshop", "plan", "show"]
    done = subprocess.run(line, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.stderr == ""


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


@pytest.mark.parametrize("path", list(every_command(cli.cli)), ids=" ".join)
def test_every_command_and_option_is_explained(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    command: click.Command | None = cli.cli
    for name in path:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), name)
    assert command is not None
    assert main([*path, "--help"]) == 0
    assert "Usage: workshop" in capsys.readouterr().out
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help


def test_every_command_of_every_module_is_offered() -> None:
    offered = set(cli.cli.list_commands(click.Context(cli.cli)))
    written = {path.stem for path in Path(cli.__file__).parent.glob("*.py")} - {
        "__init__", "options",
    }  # fmt: skip
    modules = [importlib.import_module(f"workshop.cli.{name}") for name in sorted(written)]
    assert offered == {name for module in modules for name in module.COMMANDS}
