"""Starting: when a session begins, what it is called, which one is resumed."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import pytest

from tests.stage import PLAN, START
from workshop.commands import sessions
from workshop.commands.finding import find_session, is_live, session_lines
from workshop.commands.hosting import chair_of, session_names, start_time
from workshop.commands.run import HostOpener, new_session
from workshop.domain.clock import Stage
from workshop.domain.commands import Back, EndSession, Next, Prepare, Start, Undo
from workshop.domain.ids import PersonId, PlanId
from workshop.domain.plan import EventInfo, Person
from workshop.errors import FileInUse, NotFound, PlanProblems, UsageError
from workshop.remote.launcher import Launcher
from workshop.service.beside import key_path, read_process
from workshop.tui.opener import ExportWish

UTRECHT = replace(
    PLAN,
    event=EventInfo(date=START.date(), start=time(15, 0), timezone="Europe/Amsterdam"),
)
PROGRAMMED = datetime(2026, 4, 15, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "now", "begins"),
    [
        ("now", PROGRAMMED - timedelta(minutes=60, seconds=5), PROGRAMMED - timedelta(minutes=60)),
        ("now", PROGRAMMED, PROGRAMMED),
        ("14:30", PROGRAMMED - timedelta(hours=2), PROGRAMMED - timedelta(minutes=30)),
        ("14:30", PROGRAMMED, PROGRAMMED - timedelta(minutes=30)),
        ("00:15", PROGRAMMED + timedelta(hours=8), PROGRAMMED + timedelta(hours=9, minutes=15)),
        ("", PROGRAMMED - timedelta(hours=2), PROGRAMMED),
        ("", PROGRAMMED + timedelta(minutes=2), PROGRAMMED + timedelta(minutes=2)),
        ("", PROGRAMMED - timedelta(days=30), PROGRAMMED - timedelta(days=30)),
    ],
)
def test_when_a_session_begins(start: str, now: datetime, begins: datetime) -> None:
    assert start_time(UTRECHT, start, now) == begins


@pytest.mark.parametrize("start", ["25:00", "12", "soon", "12:60", ":"])
def test_what_is_no_start_is_refused(start: str) -> None:
    with pytest.raises(UsageError):
        start_time(UTRECHT, start, START)


def test_a_session_is_named_after_plan_and_local_day_and_number(tmp_path: Path) -> None:
    midnight = datetime(2026, 4, 15, 22, 30, tzinfo=UTC)
    (tmp_path / "small-2026-04-16-1.json").touch()
    names = [path.name for path in islice(session_names(tmp_path, UTRECHT, midnight), 2)]

    assert names == ["small-2026-04-16-2.json", "small-2026-04-16-3.json"]


def test_the_chair_is_the_plans() -> None:
    people = (
        Person(PersonId("p"), "Sarah Galloway", "Presenter"),
        Person(PersonId("c"), "Jill  (JD) Duncan", "Session chair"),
    )
    chair = chair_of(replace(PLAN, people=people))

    assert (chair.name, chair.initials) == ("Jill  (JD) Duncan", "JD")
    assert chair_of(PLAN).initials == "CH"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty workshop folder; hosts that still live at the end are ended."""
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    yield tmp_path
    for path in (tmp_path / "sessions").glob("*.json"):
        process = read_process(path)
        if process is not None and process.pid is not None:
            os.kill(process.pid, signal.SIGTERM)


async def test_plans_open_run_end_and_are_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opener = HostOpener()
    plan = next(line for line in await opener.list_plans() if line.minutes == 30)
    client = await opener.open_plan(plan.id)
    path = Path(client.health.session_path)

    async def listed() -> tuple[Stage, float, bool]:
        (line,) = await opener.list_sessions()
        assert (line.path, line.title, line.problem) == (path, plan.title, "")
        return line.stage, line.progress, line.live

    assert await listed() == (Stage.PREFLIGHT, 0.0, True)
    clock = client.state.clock
    assert clock.planned_start and clock.must_end_at
    assert clock.must_end_at - clock.planned_start == timedelta(minutes=30)
    await client.send(Prepare(clock.planned_start, clock.must_end_at))
    assert (await listed())[0] is Stage.LOBBY
    await client.send(Start())
    await client.send(Next())
    share = 1 / len(client.state.plan.segments)
    assert await listed() == (Stage.RUNNING, share, True)
    await client.send(Undo())
    assert await listed() == (Stage.RUNNING, 0.0, True)
    await client.send(Next())
    await client.send(Back())
    await client.send(EndSession())
    assert await listed() == (Stage.ENDED, 1.0, True)
    assert key_path(path).stat().st_mode & 0o077 == 0
    await client.close(end_host=True)

    assert await listed() == (Stage.ENDED, 1.0, False)
    assert sessions.list_sessions(as_json=True) == 0
    assert json.loads(capsys.readouterr().out)[0]["stage"] == "ended"
    assert sessions.show(path.stem) == 0
    assert plan.title in capsys.readouterr().out
    assert sessions.check(path.stem) == 0
    export = await opener.export(path, "", ExportWish(("json",), anonymise=False))
    assert [preview async for preview in export.previews()][-1].share == 1
    assert [written.suffix for written in await export.write()] == [".json"]
    await export.stop()


async def test_a_session_opened_here_is_live_and_another_run_on_it_is_refused(
    folder: Path,
) -> None:
    path = folder / "mine.json"
    plan = "c6-building-social-capital"
    first = Launcher(folder, new=new_session(plan, folder, path, "now"))
    await first.ticket()
    assert is_live(path)
    second = Launcher(folder, new=new_session(plan, folder, path, "now"))
    with pytest.raises(FileInUse) as refused:
        await second.ticket()
    assert "resume" in refused.value.hint

    client = await HostOpener().resume(path)
    assert client.state.plan.id == plan
    await client.close(end_host=True)
    await first.ended()
    await second.ended()


async def test_what_keeps_a_host_from_starting_is_said_by_name(folder: Path) -> None:
    with pytest.raises(NotFound):
        await HostOpener().open_plan(PlanId("no-such-plan"))
    (folder / "session_plans").mkdir()
    (folder / "session_plans" / "broken.yaml").write_text("schema: 1\nid: broken\n")
    with pytest.raises(PlanProblems):
        await HostOpener().open_plan(PlanId("broken"))
    lines = await HostOpener().list_plans()
    assert [line.origin for line in lines if line.problem] == ["yours"]


def test_without_a_name_the_newest_unfinished_session_is_meant(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        find_session(None, tmp_path)
    (tmp_path / "not-a-session.json").write_text("{}")
    with pytest.raises(NotFound):
        find_session(None, tmp_path)
    (line,) = session_lines(tmp_path)

    assert line.problem
    assert find_session("not-a-session", tmp_path) == line.path
