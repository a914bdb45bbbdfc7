"""The host over a real socket, asked by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.host.test_heartbeat import reading
from tests.hosting import CO_KEY, KEY, SCREEN_KEY, client_of, serving
from tests.stage import SetClock, answer, command, header, running_service
from workshop.host import protocol
from workshop.host.api import COMMAND_BYTES
from workshop.host.heartbeat import Heartbeat
from workshop.host.process import HostProcess
from workshop.remote.http import Answer, Http
from workshop.service.client import Link
from workshop.service.codec import encode_command
from workshop.service.memory_log import MemoryLog


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[tuple[str, HostProcess]]:
    service = await running_service(MemoryLog(header()))
    async with serving(service, tmp_path) as found:
        yield found


@pytest.fixture
def url(host: tuple[str, HostProcess]) -> str:
    return host[0]


async def ask(
    url: str, path: str, token: str = KEY, method: str = "GET", body: bytes = b""
) -> Answer:
    http = Http(url, token)
    try:
        return await http.request(method, path, body)
    finally:
        await http.close()


@pytest.mark.parametrize("path", ["state", "events", "findings", "me"])
async def test_nobody_reads_without_a_token(url: str, path: str) -> None:
    found = await ask(url, f"/api/v1/{path}", "guess")

    assert found.status == 401
    assert json.loads(found.body)["code"] == "forbidden"


async def test_a_screen_reads_no_state_and_sends_nothing(url: str) -> None:
    assert (await ask(url, "/api/v1/state", SCREEN_KEY)).status == 403
    assert (await ask(url, "/api/v1/commands", SCREEN_KEY, "POST", b"{}")).status == 403


async def test_only_the_chair_ends_the_host(url: str) -> None:
    assert (await ask(url, "/api/v1/end", CO_KEY, "POST")).status == 403
    assert (await ask(url, "/healthz")).body == b"ok"


async def test_another_hosts_name_is_refused(url: str) -> None:
    port = url.rsplit(":", 1)[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    writer.write(f"GET /healthz HTTP/1.1\r\nHost: evil.example:{port}\r\n\r\n".encode())
    status = await reader.readline()
    writer.close()

    assert b"400" in status


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"[]", b'{"command":{}}', b'{"command":{"id":"x","type":"nothing"}}',
     b'{"command":{"id":"","type":"next"}}',
     b'{"command":{"id":"x","type":"start","body":{"ago_s":"y"}}}'],
)  # fmt: skip
async def test_what_is_no_command_is_said_in_one_shape(url: str, body: bytes) -> None:
    found = await ask(url, "/api/v1/commands", method="POST", body=body)

    assert found.status == 400
    assert set(json.loads(found.body)) == {"code", "title", "hint"}


async def test_a_body_beyond_the_limit_is_refused(url: str) -> None:
    body = json.dumps({"command": "x" * COMMAND_BYTES}).encode()
    assert (await ask(url, "/api/v1/commands", method="POST", body=body)).status == 413


async def test_a_command_by_hand_brings_what_came_before_it(url: str) -> None:
    first = json.loads((await ask(url, "/api/v1/state")).body)["state"]["revision"]
    for number in range(2):
        post = {"since": first, "command": encode_command(command(answer(f"idea {number}")))}
        found = await ask(url, "/api/v1/commands", method="POST", body=json.dumps(post).encode())

    news = json.loads(found.body)
    assert [event["seq"] for event in news["events"]] == [first + 1, first + 2]
    assert news["own"] == [first + 2, first + 2]


async def test_a_request_that_never_ends_is_closed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(protocol, "PATIENCE_S", 0.05)
    service = await running_service(MemoryLog(header()))
    async with serving(service, tmp_path) as (url, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rsplit(":", 1)[1]))
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        async with asyncio.timeout(20):
            with pytest.raises(ConnectionResetError):
                if await reader.read() == b"":
                    raise ConnectionResetError
        writer.close()


async def test_a_reading_that_shows_a_sleep_reaches_the_chair(tmp_path: Path) -> None:
    clock = SetClock()
    service = await running_service(MemoryLog(header()), clock)
    readings = iter([reading(0), reading(5), reading(305, running=10), reading(310, running=15)])
    last = reading(310, running=15)
    heartbeat = Heartbeat(tmp_path / "beat", lambda: next(readings, last))
    async with serving(service, tmp_path, heartbeat=heartbeat) as (url, _):
        client = client_of(url)
        changes = client.changes()
        await client.start()
        async with asyncio.timeout(20):
            while client.state.clock.gap is None:
                await anext(changes)
        await client.close()

    assert client.state.clock.gap is not None
    assert client.state.clock.gap.cause == "sleep"
    assert client.state.clock.gap.seconds == 295


async def test_a_host_that_ends_in_order_says_good_bye(
    host: tuple[str, HostProcess], url: str
) -> None:
    client = client_of(url)
    await client.start()
    changes = client.changes()
    host[1].end()
    async with asyncio.timeout(20):
        async for change in changes:
            if change.health.link is Link.CLOSED:
                break
    await client.close()

    assert client.health.link is Link.CLOSED
