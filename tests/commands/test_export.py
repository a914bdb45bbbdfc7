"""`workshop export` on real files, live and finished."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.stage import CHAIR, START, answer, begin, command, header, service_on
from workshop.commands.export import export, export_file
from workshop.commands.finding import find_session
from workshop.domain.commands import EndSession, TakeNote
from workshop.domain.ids import NoteId
from workshop.errors import NotFound, UsageError
from workshop.store import create, open_file


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    (tmp_path / "sessions").mkdir()
    return tmp_path


async def told(path: Path, *texts: str, ended: bool = False) -> None:
    """A session's file with these answers."""
    log = create(path, header())
    service = service_on(log)
    await service.start()
    await begin(service)
    for text in texts:
        await service.submit(command(answer(text)), CHAIR)
    if ended:
        await service.submit(command(EndSession()), CHAIR)
    await service.close()


def report_in(folder: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / name).read_text(encoding="utf-8"))["report"]
    return found


async def test_a_finished_session_is_written_and_named(home, capsys) -> None:
    await told(home / "sessions" / "hour.json", "One", "Two", ended=True)

    assert export("hour", (), None, False) == 0

    written = capsys.readouterr().out.split()
    names = {Path(line).name for line in written}
    assert {"hour.md", "hour.json", "hour-csv.zip", "hour.xlsx", "hour.ics"} <= names
    assert {Path(line).parent for line in written} == {home / "exports"}
    assert "- One" in (home / "exports" / "hour.md").read_text(encoding="utf-8")


async def test_a_live_session_is_read_beside_its_writer(home) -> None:
    path = home / "sessions" / "live.json"
    log = create(path, header())
    service = service_on(log)
    await service.start()
    await begin(service)
    await service.submit(command(answer("Said so far")), CHAIR)
    try:
        (written,) = export_file(path, ("md",), home / "out")
        text = written.read_text(encoding="utf-8")
        await service.submit(command(answer("Said after")), CHAIR)
    finally:
        await service.close()

    assert "It was still running then" in text
    assert "Said so far" in text and "Said after" not in text
    reopened = open_file(path, now=START + timedelta(hours=1))
    assert sum("Said" in str(event) for event in reopened.read()) == 2
    reopened.close()


async def test_anonymise_is_said_in_name_and_report(home, capsys) -> None:
    path = home / "sessions" / "hour.json"
    await told(path, "One")
    log = open_file(path, now=START)
    service = service_on(log)
    await service.start()
    await service.submit(command(TakeNote(NoteId("n"), "A note", initials="ZQX")), CHAIR)
    await service.close()

    assert export("hour", ("json",), home / "out", True) == 0

    report = report_in(home / "out", "hour-anonymised.json")
    assert report["about"]["anonymised"]  # type: ignore[index]
    assert "ZQX" not in json.dumps(report)
    assert "read it before you pass this on" in capsys.readouterr().err


async def test_latest_is_the_newest_session(home) -> None:
    await told(home / "sessions" / "only.json")
    assert find_session("latest") == home / "sessions" / "only.json"


@pytest.mark.parametrize("name", ["latest", "none", "none.json"])
def test_a_session_that_is_not_there(home, name: str) -> None:
    with pytest.raises(NotFound):
        export(name, (), None, False)


def test_a_format_that_is_not_there_is_wrong_usage(home) -> None:
    with pytest.raises(UsageError):
        export("latest", ("docx2",), None, False)
