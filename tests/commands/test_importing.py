"""`workshop session import` on real files: with and without a living host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stage import IDEAS, begin, header, service_on
from workshop.commands import importing
from workshop.commands.export import read_state
from workshop.commands.importing import import_file
from workshop.domain.records import Source
from workshop.errors import NotFound, UsageError
from workshop.store import create


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    (tmp_path / "sessions").mkdir()
    return tmp_path


@pytest.fixture
async def session(home: Path) -> Path:
    """The file of a session that has begun and that nobody has open."""
    path = home / "sessions" / "hour.json"
    service = service_on(create(path, header()))
    await service.start()
    await begin(service)
    await service.close()
    return path


def sheet(home: Path, text: str) -> Path:
    path = home / "sheets.csv"
    path.write_text(text, encoding="utf-8")
    return path


def texts(session: Path) -> list[str]:
    return [r.answers["text"] for r in read_state(session).responses_to(IDEAS)]


def test_answers_go_into_a_file_that_nobody_has_open(home, session, capsys) -> None:
    file = sheet(home, f"exercise,table,answer\n{IDEAS},4,One\n{IDEAS},4,Two\n")

    assert import_file("hour", file) == 0
    assert capsys.readouterr().out == "2 answers went in.\n"
    assert import_file("hour", file) == 0
    assert capsys.readouterr().out == "0 answers went in, 2 were there already.\n"
    assert texts(session) == ["One", "Two"]
    assert read_state(session).responses_to(IDEAS)[0].source is Source.PAPER


def test_bad_rows_are_told_on_standard_error_and_exit_is_one(home, session, capsys) -> None:
    file = sheet(home, f"exercise,answer\nnone,One\n{IDEAS},Two\n")

    assert import_file("hour", file) == 1
    said = capsys.readouterr()
    assert said.err.startswith("sheets.csv:2: The plan has no exercise 'none'")
    assert said.out == "1 answer went in; 1 row not taken.\n"
    assert texts(session) == ["Two"]


def test_a_file_of_something_else_changes_nothing(home, session) -> None:
    with pytest.raises(UsageError):
        import_file("hour", sheet(home, "colour\nred\n"))
    assert texts(session) == []
    assert import_file("hour", sheet(home, f"exercise,answer\n{IDEAS},One\n")) == 0


def test_a_session_that_is_not_there(home) -> None:
    with pytest.raises(NotFound):
        import_file("none", sheet(home, "exercise,answer\n"))


async def test_a_living_host_takes_the_rows_itself(home, session, monkeypatch) -> None:
    from tests.hosting import KEY, serving
    from tests.stage import CHAIR
    from workshop.service.client import Ticket
    from workshop.service.clock import SystemClock
    from workshop.store import open_file

    service = service_on(open_file(session, now=SystemClock().now()))
    await service.start()
    async with serving(service, home) as (url, _):

        async def living(_session: Path) -> Ticket:
            return Ticket(url, KEY, CHAIR)

        monkeypatch.setattr("workshop.remote.launcher.find", living)
        done = await importing.fold_in(session, sheet(home, f"exercise,answer\n{IDEAS},Live\n"))

        assert done.taken == 1
        assert [r.answers["text"] for r in service.state.responses_to(IDEAS)] == ["Live"]
    assert texts(session) == ["Live"]
