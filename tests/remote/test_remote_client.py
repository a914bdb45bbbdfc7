"""What only a client over a wire meets: lost replies, silence, gaps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.hosting import client_of, serving
from tests.stage import IDEAS, PHONE, answer, command, header, running_service
from workshop.domain.commands import BlankScreen
from workshop.errors import Forbidden, HostGone, TryAgain
from workshop.service import session_service
from workshop.service.client import Link
from workshop.service.memory_log import MemoryLog
from workshop.service.session_service import SessionService


class Wire:
    """A wire between client and host. `cut_replies` loses so many answers to commands."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cut_replies = 0
        self.commands = 0
        self._writers: set[asyncio.StreamWriter] = set()

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, out = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, out}
        lose = asyncio.Event()
        await asyncio.gather(
            self._carry(reader, out, lose), self._carry(there, writer, lose, back=True)
        )
        self._writers -= {writer, out}

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        lose: asyncio.Event,
        back: bool = False,
    ) -> None:
        try:
            while data := await reader.read(65536):
                if not back and data.startswith(b"POST /api/v1/commands"):
                    self.commands += 1
                    if self.cut_replies:
                        self.cut_replies -= 1
                        lose.set()
                if back and lose.is_set():
                    break
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def wired(service: SessionService, folder: Path) -> AsyncIterator[tuple[str, Wire]]:
    async with serving(service, folder) as (url, _):
        wire = Wire(int(url.rsplit(":", 1)[1]))
        listening = await asyncio.start_server(wire.join, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}", wire
        listening.close()
        wire.cut()
        await listening.wait_closed()


@pytest.fixture
async def service() -> SessionService:
    return await running_service(MemoryLog(header()))


async def test_a_lost_reply_is_asked_for_again_and_counts_once(
    service: SessionService, tmp_path: Path
) -> None:
    async with wired(service, tmp_path) as (url, wire):
        client = client_of(url)
        await client.start()
        wire.cut_replies = 2
        reply = await client.send(answer("Mind maps"))
        await client.close()

    assert wire.commands == 3
    assert reply.repeated and len(reply.events) == 1
    assert [r.answers["text"] for r in client.state.responses_to(IDEAS)] == ["Mind maps"]


async def test_a_cut_stream_is_taken_up_where_it_broke(
    service: SessionService, tmp_path: Path
) -> None:
    async with wired(service, tmp_path) as (url, wire):
        client = client_of(url)
        await client.start()
        changes = client.changes()
        await service.submit(command(answer("while it flows")), PHONE)
        await anext(changes)
        wire.cut()
        await service.submit(command(answer("meanwhile")), PHONE)
        links, seqs = [], []
        async with asyncio.timeout(20):
            async for change in changes:
                links.append(change.health.link)
                seqs += [event.seq for event in change.events]
                if links[-1] is Link.CONNECTED and client.state == service.state:
                    break
        await client.close()

    assert Link.RECONNECTING in links
    assert seqs == [service.state.revision]


async def test_a_reader_too_far_behind_takes_a_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_service, "WINDOW", 50)
    service = await running_service(MemoryLog(header()))
    async with wired(service, tmp_path) as (url, wire):
        client = client_of(url)
        await client.start()
        changes = client.changes()
        host = wire.port
        wire.port = 1  # nobody answers there
        wire.cut()
        for number in range(51):
            await service.submit(command(answer(f"idea {number}")), PHONE)
        wire.port = host
        async with asyncio.timeout(20):
            async for change in changes:
                if change.state.revision == service.state.revision:
                    break
        await client.close()

    assert change.events == ()
    assert client.state == service.state


async def test_a_host_that_stays_away_is_said_and_the_state_stays(
    service: SessionService, tmp_path: Path
) -> None:
    async with serving(service, tmp_path) as (url, host):
        client = client_of(url, patience_s=0.3)
        await client.start()
        host.end()
        with pytest.raises(HostGone):
            while True:
                with suppress(TryAgain):  # its last words
                    await client.send(BlankScreen(True))
    assert client.state.revision
    await client.close()


async def test_a_host_that_is_not_there_is_said_at_once() -> None:
    with pytest.raises(HostGone):
        await client_of("http://127.0.0.1:1").start()


async def test_a_terminal_that_the_host_does_not_know_is_refused(
    service: SessionService, tmp_path: Path
) -> None:
    async with serving(service, tmp_path) as (url, _):
        with pytest.raises(Forbidden):
            await client_of(url, "another key").start()
