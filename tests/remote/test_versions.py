"""A terminal and a host of different versions: they say so, and nobody waits for the other."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commands.test_rehearsing import Screen
from tests.hosting import client_of
from tests.remote.test_remote_client import wired
from tests.stage import PHONE, answer, command, header, running_service
from workshop.errors import OtherVersion
from workshop.host import room_api
from workshop.remote import launcher
from workshop.remote.launcher import Launcher
from workshop.service.beside import read_process
from workshop.service.client import Link
from workshop.service.memory_log import MemoryLog
from workshop.service.wire import PROTOCOL, decode_snapshot

THEIRS = PROTOCOL + 1
SAID = (
    f"The host is workshop 9.9.9 and speaks protocol {THEIRS}; "
    f"this terminal is workshop 0.1.0 and speaks protocol {PROTOCOL}."
)
MEND = "Quit, and start again with the same version of workshop on both."
PROGRAM = f"""
import sys
import workshop
workshop.__version__ = "9.9.9"
from workshop.service import wire
wire.PROTOCOL = {THEIRS}
from workshop.commands.hosting import main
sys.exit(main())
"""
OF_ANOTHER_VERSION = (sys.executable, "-c", PROGRAM)
"""A host as `Launcher` starts one, but of a version that is not ours."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workshop folder; a host that still lives at the end is ended."""
    monkeypatch.setenv("WORKSHOP_HOME", str(tmp_path))
    yield tmp_path
    for path in (tmp_path / "sessions").glob("*.json"):
        process = read_process(path)
        if process is not None and process.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGTERM)


@pytest.fixture
async def other(home: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A session with a living host of another version: its file, and the host's address."""
    with monkeypatch.context() as patched:
        patched.setattr(launcher, "HOST_COMMAND", OF_ANOTHER_VERSION)
        new = ("--plan", "team-retrospective", "--sessions", str(home / "sessions"))
        starting = Launcher(home / "sessions", new=(*new, "--start", "now"))
        starting.begin()
        ticket = await starting.ticket()
    assert starting.session is not None
    return starting.session, ticket.url


def workshop(*line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workshop", *line],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def test_resume_ends_with_two_lines(other: tuple[Path, str]) -> None:
    session, _ = other
    with Screen(["resume", str(session)]) as screen:
        await asyncio.to_thread(screen.until, f"{SAID}\r\n{MEND}\r\n")
        assert screen.ended() == 1


async def test_join_ends_with_two_lines_and_asks_for_no_key(other: tuple[Path, str]) -> None:
    _, url = other
    ran = await asyncio.to_thread(workshop, "join", url)

    assert ran.returncode == 1
    assert ran.stderr.strip().splitlines() == [SAID, MEND]


async def test_a_snapshot_of_another_shape_is_known_by_its_version() -> None:
    with pytest.raises(OtherVersion, match=f"speaks protocol {THEIRS};"):
        decode_snapshot(b'{"protocol": %d, "me": 1, "state": []}' % THEIRS)


async def test_a_host_that_comes_back_as_another_version_is_waited_for_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = await running_service(MemoryLog(header()))
    async with wired(service, tmp_path) as (url, wire):
        client = client_of(url, patience_s=5)
        await client.start()
        changes = client.changes()
        await service.submit(command(answer("the stream flows")), PHONE)
        await anext(changes)
        monkeypatch.setattr(room_api, "PROTOCOL", THEIRS)
        monkeypatch.setattr(room_api, "__version__", "9.9.9")
        wire.cut()
        async with asyncio.timeout(20):
            async for change in changes:
                if change.health.link is Link.OTHER_VERSION:
                    break
        with pytest.raises(OtherVersion) as refused:
            await client.send(answer("not sent"))
        await client.close()

    assert change.health.apart == SAID
    assert (refused.value.title, refused.value.hint) == (SAID, MEND)
