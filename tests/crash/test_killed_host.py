"""Kills that are real: the host's process in the middle of a stream of commands, the terminal's."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from workshop.commands.run import client_of, new_session
from workshop.domain.commands import Prepare, Start, SubmitResponse
from workshop.domain.ids import CommandId, ExerciseId
from workshop.errors import HostGone, TryAgain
from workshop.kinds.registry import KindRules
from workshop.remote.launcher import Launcher, find
from workshop.remote.remote_client import RemoteClient
from workshop.service.beside import is_alive, process_path, read_process
from workshop.service.client import Link
from workshop.service.reading import state_of
from workshop.store import ReadOnlyFile

PLAN = "exercises-for-tests"
IDEAS = ExerciseId("crash-ideas")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workshop folder with one small plan."""
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    (tmp_path / "session_plans").mkdir()
    (tmp_path / "exercises").mkdir()
    (tmp_path / "session_plans" / f"{PLAN}.yaml").write_text(_PLAN)
    (tmp_path / "exercises" / f"{IDEAS}.yaml").write_text(_EXERCISE)
    return tmp_path


@pytest.fixture
async def launcher(folder: Path) -> AsyncIterator[Launcher]:
    sessions = folder / "sessions"
    launcher = Launcher(sessions, new=new_session(PLAN, sessions, start="now"))
    yield launcher
    if launcher.pid is not None and is_alive(launcher.pid):
        os.kill(launcher.pid, signal.SIGKILL)
    await launcher.ended()


async def begun(launcher: Launcher) -> tuple[RemoteClient, Path]:
    """A client in the first segment of a new session, and the session's file."""
    client = client_of(launcher)
    await client.start()
    clock = client.state.clock
    assert clock.planned_start and clock.must_end_at
    await client.send(Prepare(clock.planned_start, clock.must_end_at))
    await client.send(Start())
    return client, Path(client.health.session_path)


async def test_every_acknowledged_command_outlives_kills_and_counts_once(
    launcher: Launcher,
) -> None:
    client, path = await begun(launcher)
    chance = random.Random(7)
    acknowledged: list[str] = []
    progress = asyncio.Condition()
    pouring = True

    async def pour(name: int) -> None:
        number = 0
        while pouring:
            number += 1
            key = f"{name}-{number}"
            body = SubmitResponse(IDEAS, key, {"text": f"idea {key}"})
            while True:
                try:
                    await client.send(body, id=CommandId(key))
                except (HostGone, TryAgain):
                    continue
                break
            async with progress:
                acknowledged.append(key)
                progress.notify_all()

    async def more(count: int) -> None:
        wanted = len(acknowledged) + count
        async with progress:
            await progress.wait_for(lambda: len(acknowledged) >= wanted)

    async with asyncio.timeout(90):
        senders = [asyncio.create_task(pour(name)) for name in range(4)]
        for _ in range(3):
            await more(chance.randrange(20, 120))
            pid = launcher.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
        await more(20)
        pouring = False
        await asyncio.gather(*senders)
    replica = client.state
    await client.close(end_host=True)

    log = ReadOnlyFile(path)
    state = state_of(log, KindRules())
    commands = [document["cmd"] for document in log.read() if document["last"]]
    log.close()
    keys = [response.answers["text"] for response in state.responses_to(IDEAS)]
    assert sorted(keys) == sorted(f"idea {key}" for key in acknowledged)
    assert len(commands) == len(set(commands))
    assert state == replica


async def test_the_clock_goes_on_as_if_nothing_had_happened(launcher: Launcher) -> None:
    client, _ = await begun(launcher)
    before = client.state.clock
    changes = client.changes()
    pid = launcher.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    links = []
    async with asyncio.timeout(30):
        async for change in changes:
            links.append(change.health.link)
            if links[-1] is Link.CONNECTED and Link.RECONNECTING in links:
                break
    await client.close(end_host=True)

    assert client.state.clock == before
    assert launcher.pid != pid


async def test_a_wanted_quit_ends_the_host_and_leaves_no_process_file(launcher: Launcher) -> None:
    client, path = await begun(launcher)
    await client.close(end_host=True)

    assert await launcher.ended()
    assert not process_path(path).exists()
    assert await find(path) is None
    with pytest.raises(HostGone):
        await launcher.ticket()


async def test_a_host_outlives_its_terminal_and_resume_attaches(folder: Path) -> None:
    terminal = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _TERMINAL, PLAN, stdout=asyncio.subprocess.PIPE
    )
    assert terminal.stdout is not None
    path = Path((await terminal.stdout.readline()).decode().strip())
    terminal.kill()
    await terminal.wait()
    host = read_process(path)
    assert host is not None

    launcher = Launcher(path.parent, session=path)
    launcher.begin()
    client = client_of(launcher)
    await client.start()
    assert launcher.pid is None, "nothing new was started"
    assert [r.answers["text"] for r in client.state.responses_to(IDEAS)] == ["before the kill"]
    await client.close(end_host=True)

    assert not process_path(path).exists()


async def test_a_second_run_on_the_same_file_is_refused(launcher: Launcher, folder: Path) -> None:
    client, path = await begun(launcher)
    second = Launcher(folder, new=new_session(PLAN, folder, path))
    with pytest.raises(Exception, match=r"in use|exists already") as refused:
        await second.ticket()
    await second.ended()
    await client.close(end_host=True)

    assert "resume" in refused.value.hint  # type: ignore[attr-defined]


async def test_a_stale_process_file_is_recognised(launcher: Launcher) -> None:
    client, path = await begun(launcher)
    await client.close()
    assert launcher.pid is not None
    os.kill(launcher.pid, signal.SIGKILL)
    await launcher.ended()
    assert process_path(path).exists()

    assert await find(path) is None
    again = Launcher(path.parent, session=path)
    client = client_of(again)
    await client.start()
    assert client.state.clock.current is not None
    await client.close(end_host=True)
    await again.ended()


_TERMINAL = """
import asyncio, sys
from workshop.commands.run import client_of, new_session
from workshop.domain.commands import Prepare, Start, SubmitResponse
from workshop.remote.launcher import Launcher
from workshop.settings import workshop_folder

async def main():
    folder = workshop_folder().sessions
    launcher = Launcher(folder, new=new_session(sys.argv[1], folder, start="now"))
    client = client_of(launcher)
    await client.start()
    clock = client.state.clock
    await client.send(Prepare(clock.planned_start, clock.must_end_at))
    await client.send(Start())
    await client.send(SubmitResponse("crash-ideas", "k", {"text": "before the kill"}))
    print(client.health.session_path, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""

_PLAN = """\
schema: 1
id: exercises-for-tests
title: A plan to be killed
event: {timezone: UTC}
minutes: 10
parts:
  - id: only
    title: Only
    objectives:
      - {id: o1, text: Outlive a kill}
    segments:
      - {id: one, title: One, minutes: 5, exercise: crash-ideas, objectives: [o1]}
      - {id: two, title: Two, minutes: 5, objectives: [o1]}
"""

_EXERCISE = """\
schema: 1
id: crash-ideas
kind: ideas
title: Ideas
prompt: What?
"""
