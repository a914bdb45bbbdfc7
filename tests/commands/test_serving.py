"""`workshop host` for real: a process of its own that a chair's terminal joins."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.host.programs import api, get, joined
from workshop.commands.run import new_session
from workshop.host.facing import facing_path, kept_facing
from workshop.host.network import interfaces
from workshop.remote.launcher import Launcher
from workshop.service.beside import key_path
from workshop.store import ReadOnlyFile

PLAN = """\
schema: 1
id: hosted
title: Hosted
event: {timezone: UTC}
minutes: 10
parts:
  - id: only
    title: Only
    segments:
      - {id: one, title: One, minutes: 10}
"""


class Host:
    """A `workshop host` and what it printed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.said = ""

    async def ready(self) -> None:
        assert self.process.stdout is not None
        async with asyncio.timeout(30):
            while "A new key" not in self.said:
                line = await self.process.stdout.readline()
                assert line, self.said
                self.said += line.decode()

    @property
    def url(self) -> str:
        found = re.search(r"workshop join (\S+)", self.said)
        assert found
        return re.sub(r"//[^:]+:", "//127.0.0.1:", found[1])

    @property
    def key(self) -> str:
        found = re.search(r"Chair's key  (\S+)", self.said)
        assert found
        return found[1]


async def start(folder: Path, *more: str) -> Host:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "workshop", "host", str(folder / "hosted.yaml"),
        "--session", str(folder / "s.json"), *more,
        env={**os.environ, "WORKSHOP_HOME": str(folder), "WORKSHOP_WIFI_PASSWORD": "open sesame"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    host = Host(process)
    await host.ready()
    return host


@pytest.fixture
async def folder(tmp_path: Path) -> AsyncIterator[Path]:
    (tmp_path / "hosted.yaml").write_text(PLAN)
    yield tmp_path


async def test_it_prints_the_chairs_key_and_goes_on_where_it_was_killed(folder: Path) -> None:
    first = await start(folder, "--port", "28700", "--wifi", "Hall")
    token = (await api(first.url, "/exchange", {"key": first.key}, token="")).json["token"]
    me = await api(first.url, "/me", token=token)
    first.process.send_signal(signal.SIGKILL)
    await first.process.wait()
    second = await start(folder, "--port", "28700", "--wifi", "Hall")
    reach = (await api(second.url, "/reach", token=token)).json
    kept = kept_facing(folder / "s.json")
    second.process.terminate()
    async with asyncio.timeout(20):
        code = await second.process.wait()

    assert me.json["role"] == "chair"
    assert second.url == first.url
    assert reach["wifi"] == {"ssid": "Hall", "password": "open sesame"}
    assert code == 0
    assert kept is not None
    for path in (facing_path(folder / "s.json"), key_path(folder / "s.json")):
        assert path.stat().st_mode & 0o077 == 0


async def test_the_room_is_kept_from_the_first_event_and_when_it_goes_on(folder: Path) -> None:
    for room in ("Hall A", "Hall B"):
        host = await start(folder, "--port", "28704", "--room", room)
        host.process.terminate()
        async with asyncio.timeout(20):
            await host.process.wait()

    log = ReadOnlyFile(folder / "s.json")
    assert log.header["room"] == "Hall A"
    assert {event["room"] for event in log.read()} == {"Hall A"}
    log.close()


async def test_a_new_key_is_issued_on_the_hosts_own_machine(folder: Path) -> None:
    host = await start(folder, "--bind", "127.0.0.1", "--public-url", "https://room.example")
    asking = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "workshop", "host", "--new-key", str(folder / "s.json"),
        env={**os.environ, "WORKSHOP_HOME": str(folder)},
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, _ = await asking.communicate()
    found = re.search(rb"Chair's key: (\S+)", said)
    port = kept_facing(folder / "s.json")
    assert found and port
    url = f"http://127.0.0.1:{port.port}"
    exchanged = await api(url, "/exchange", {"key": found[1].decode()}, token="")
    host.process.terminate()
    await host.process.wait()

    assert "https://room.example" in host.said
    assert exchanged.json["me"]["role"] == "chair"


async def test_with_few_files_streams_are_turned_away_before_answers_are(folder: Path) -> None:
    limited = 'ulimit -n 256; exec "$0" "$@"'
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", limited, sys.executable, "-m", "workshop", "host", str(folder / "hosted.yaml"),
        "--session", str(folder / "s.json"), "--bind", "127.0.0.1",
        env={**os.environ, "WORKSHOP_HOME": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    host = Host(process)
    await host.ready()
    port = int(host.url.rsplit(":", 1)[1])
    statuses, writers = [], []
    for number in range(220):
        token, _ = await joined(host.url, f"phone-{number}")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        cookie = f"Cookie: workshop_p={token}"
        writer.write(get("/events", f"127.0.0.1:{port}", cookie))
        statuses.append((await reader.readline()).split()[1])
        writers.append(writer)
        if statuses[-1] != b"200":
            break
    answer = await api(host.url, "/now", token=token)
    for writer in writers:
        writer.close()
    process.terminate()
    await process.wait()

    assert statuses[-1] == b"429"
    assert statuses.count(b"200") > 100
    assert answer.status == 200


async def test_a_host_that_its_terminal_starts_again_faces_the_room_as_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKSHOP_HOME", str(folder))
    network = ("--bind", "0.0.0.0", "--port", "28720", "--public-url", "https://room.example")
    plan = str(folder / "hosted.yaml")
    launcher = Launcher(folder, new=new_session(plan, folder, folder / "s.json", "now", network))
    first = await launcher.ticket()
    assert launcher.pid is not None
    os.kill(launcher.pid, signal.SIGKILL)
    await launcher.ended()
    second = await launcher.ticket()
    ways = (await api(second.url, "/reach", token=second.token)).json["ways"]
    os.kill(launcher.pid, signal.SIGTERM)
    await launcher.ended()
    resumed = Launcher(folder, session=folder / "s.json")
    third = await resumed.ticket()
    assert resumed.pid is not None
    os.kill(resumed.pid, signal.SIGTERM)
    await resumed.ended()

    assert (first.url, second.url, third.url) == ("http://127.0.0.1:28720",) * 3
    assert ways[0]["url"] == "https://room.example"
    assert len(ways) == 1 + len(interfaces())
