"""Listeners are told the latest, once, and only while they are welcome."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from tests.stage import CHAIR, SetClock, answer, command, running_service
from workshop.domain.commands import AddTime
from workshop.domain.state import State
from workshop.host.broadcast import Channel
from workshop.host.projections import epoch_ms
from workshop.service.session_service import SessionService


@pytest.fixture
async def service() -> AsyncIterator[SessionService]:
    service = await running_service()
    yield service
    await service.close()


class Maker:
    """Makes the allotted time as the view, and counts how often."""

    def __init__(self) -> None:
        self.made = 0

    async def __call__(self, state: State) -> bytes:
        self.made += 1
        return json.dumps(dict(state.clock.allotted)).encode()


async def told(messages: AsyncIterator[bytes]) -> tuple[str, dict[str, object]]:
    """The next message's event and data."""
    async with asyncio.timeout(20):
        while True:
            lines = (await anext(messages)).decode().splitlines()
            if lines[0].startswith("event: "):
                return lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))


async def test_a_listener_gets_the_view_and_the_hosts_time_at_once(
    service: SessionService,
) -> None:
    clock = SetClock()
    channel = Channel("view", Maker(), service, clock)
    messages = channel.listen()
    assert await told(messages) == ("view", {"now": epoch_ms(clock.at), "view": {}})
    await messages.aclose()
    assert channel.listeners == 0


async def test_many_listeners_cost_one_view_and_unchanged_ones_no_message(
    service: SessionService,
) -> None:
    make = Maker()
    channel = Channel("view", make, service, SetClock())
    listeners = [channel.listen() for _ in range(100)]
    await asyncio.gather(*map(told, listeners))
    assert make.made == 1
    for number in range(5):
        await service.submit(command(answer(f"idea {number}")), CHAIR)
    await service.submit(command(AddTime(60)), CHAIR)
    heard = await asyncio.gather(*map(told, listeners))
    assert {json.dumps(data["view"]) for _, data in heard} == {'{"one": 360}'}
    assert make.made <= 3
    for listener in listeners:
        await listener.aclose()


async def test_who_is_no_longer_welcome_is_told_nothing_more(service: SessionService) -> None:
    welcome = True
    channel = Channel("view", Maker(), service, SetClock())
    messages = channel.listen(lambda: welcome)
    await told(messages)
    welcome = False
    await service.submit(command(AddTime(60)), CHAIR)
    event, data = await told(messages)
    assert event == "bye"
    assert "view" not in data
    with pytest.raises(StopAsyncIteration):
        await anext(messages)


async def test_everyone_is_told_when_the_host_ends() -> None:
    service = await running_service()
    channel = Channel("view", Maker(), service, SetClock())
    messages = channel.listen()
    await told(messages)
    await service.close()
    assert (await told(messages))[0] == "bye"
    await messages.aclose()


async def test_a_view_that_fails_ends_its_stream_and_not_the_host(
    service: SessionService,
) -> None:
    async def fail(_state: State) -> bytes:
        raise ValueError("no view")

    messages = Channel("view", fail, service, SetClock()).listen()
    assert (await told(messages))[0] == "bye"
    await messages.aclose()
    reply = await service.submit(command(AddTime(60)), CHAIR)
    assert reply.events


async def test_what_time_alone_changes_is_told_too(service: SessionService) -> None:
    count = 0

    async def make(_state: State) -> bytes:
        nonlocal count
        count += 1
        return b"%d" % count

    messages = Channel("view", make, service, SetClock(), again_s=0.01).listen()
    seen = [(await told(messages))[1]["view"] for _ in range(3)]
    assert seen == sorted(seen)
    await messages.aclose()
