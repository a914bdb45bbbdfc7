"""A flood hurts whoever makes it, and a whole room behind one address meets no limit."""

from __future__ import annotations

import asyncio

import pytest

from tests.host.programs import api, ask, get, joined, raw
from tests.hosting import client_of
from tests.stage import IDEAS
from workshop.domain.commands import Next
from workshop.host import protocol
from workshop.host.limits import SENDING, Buckets, Rate, Streams, TooMany, Turns
from workshop.remote.http import Http
from workshop.service.session_service import SessionService


class Moments:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again_for_one_sender_alone() -> None:
    moments = Moments()
    buckets = Buckets(Rate(2, 1), moments)
    buckets.take("a")
    buckets.take("a")
    with pytest.raises(TooMany) as raised:
        buckets.take("a")
    buckets.take("b")
    moments.now += 1
    buckets.take("a")

    assert raised.value.after_s == 1.0


async def test_places_are_given_to_senders_in_turn() -> None:
    turns = Turns(at_once=1)
    order: list[str] = []
    hold = asyncio.Event()

    async def work(sender: str) -> None:
        async with turns.turn(sender):
            order.append(sender)
            await hold.wait()

    tasks = [asyncio.create_task(work(sender)) for sender in ("x", *"aaaaa", "b", "c")]
    await asyncio.sleep(0)
    hold.set()
    await asyncio.gather(*tasks)

    assert order == ["x", "a", "b", "c", "a", "a", "a", "a"]


async def test_who_has_too_many_waiting_is_sent_away_and_who_gives_up_leaves_no_gap() -> None:
    turns = Turns(at_once=1)
    async with turns.turn("x"):
        waiting = [asyncio.create_task(turns.turn("a", 2).__aenter__()) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(TooMany):
            await turns.turn("a", 2).__aenter__()
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    async with asyncio.timeout(20), turns.turn("b"):
        pass


def test_streams_are_counted_for_each_and_for_all() -> None:
    streams = Streams(3)
    with streams.open("a", 2), streams.open("a", 2):
        with pytest.raises(TooMany), streams.open("a", 2):
            pass
        with streams.open("b", 2), pytest.raises(TooMany), streams.open("c", 2):
            pass
    with streams.open("a", 1):
        pass


async def test_a_room_of_300_behind_one_address_joins_and_answers_at_once(
    door: str, room: SessionService
) -> None:
    async def one(number: int) -> int:
        http = Http(door, "")
        try:
            found = await http.request("POST", "/api/v1/join", b"{}")
        finally:
            await http.close()
        assert found.status == 201, found.body
        token = found.body.split(b'"token":"')[1].split(b'"')[0].decode()
        given = {"exercise": IDEAS, "key": "k", "answers": {"text": f"idea {number}"}}
        return (await api(door, "/responses", given, token)).status

    statuses = await asyncio.gather(*(one(number) for number in range(300)))

    assert set(statuses) == {201}
    assert len(room.state.responses_to(IDEAS)) == 300


async def test_a_flood_from_one_token_is_told_to_wait_and_hurts_nobody(
    door: str, room: SessionService
) -> None:
    flooder, _ = await joined(door, "flooder")
    others = [(await joined(door, f"other-{number}"))[0] for number in range(20)]

    async def answer(token: str, key: str) -> int:
        given = {"exercise": IDEAS, "key": key, "answers": {"text": key}}
        return (await api(door, "/responses", given, token)).status

    flood = [answer(flooder, f"flood-{number}") for number in range(200)]
    calm = [answer(token, f"calm-{number}") for number, token in enumerate(others)]
    statuses = await asyncio.gather(*flood, *calm)

    assert set(statuses[200:]) == {201}
    assert 429 in statuses[:200]
    assert statuses[:200].count(201) <= SENDING.burst + 10
    client = client_of(door)
    await client.start()
    await client.send(Next())
    await client.close()


async def test_who_is_sent_away_is_told_for_how_long(door: str) -> None:
    token, _ = await joined(door)
    host = door.removeprefix("http://")
    request = get("/api/v1/now", host, f"Authorization: Bearer {token}")
    answers = await asyncio.gather(*(raw(door, request) for _ in range(90)))
    refused = [answer for answer in answers if b" 429 " in answer.splitlines()[0]]

    assert refused
    assert all(b"retry-after: 1" in answer.lower() for answer in refused)


async def test_guessed_tokens_share_what_strangers_get(door: str) -> None:
    found = await asyncio.gather(
        *(ask(door, "/api/v1/now", token=f"guess-{number}") for number in range(100))
    )
    assert {said.status for said in found} == {401}


async def test_a_head_without_end_is_cut_off(door: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(door.rsplit(":", 1)[1]))
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
    with pytest.raises(ConnectionError):
        async with asyncio.timeout(20):
            for _ in range(64 * 16):
                writer.write(b"x" * 1024)
                await writer.drain()
            if await reader.read() == b"":
                raise ConnectionResetError
    writer.close()


async def test_a_listener_that_does_not_read_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    monkeypatch.setattr(protocol, "SLOW_S", 0.1)
    host = door.removeprefix("http://")
    gone = asyncio.Event()
    lost = protocol.PatientProtocol.connection_lost

    def connection_lost(self: protocol.PatientProtocol, exc: Exception | None) -> None:
        gone.set()
        lost(self, exc)

    monkeypatch.setattr(protocol.PatientProtocol, "connection_lost", connection_lost)
    reader, writer = await asyncio.open_connection("127.0.0.1", int(door.rsplit(":", 1)[1]))
    reader._transport.pause_reading()  # type: ignore[attr-defined]
    request = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: %b\r\n\r\n" % host.encode()
    async with asyncio.timeout(20):
        while not gone.is_set():
            writer.write(request * 50)
            await asyncio.sleep(0.01)
    writer.close()
