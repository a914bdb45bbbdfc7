"""What every SessionClient does, local or remote."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.hosting import CO, CO_KEY, client_of, serving
from tests.stage import CHAIR, IDEAS, PHONE, SetClock, answer, command, header, running_service
from workshop.domain.commands import (
    AddTime,
    BlankScreen,
    EditNote,
    Next,
    Pause,
    Resume,
    SendMessage,
    TakeNote,
    Undo,
)
from workshop.domain.ids import CommandId, ExerciseId, NoteId
from workshop.errors import Conflict, Forbidden, KeyReused, NotFound, SaveFailed, TryAgain
from workshop.service.client import Change, Link, SessionClient
from workshop.service.local_client import LocalClient
from workshop.service.memory_log import MemoryLog
from workshop.service.session_service import SessionService


class Room:
    """A service, and clients of one sort at it."""

    def __init__(self, service: SessionService, log: MemoryLog, clock: SetClock) -> None:
        self.service = service
        self.log = log
        self.clock = clock
        self.make: Callable[[bool], SessionClient]


@pytest.fixture(params=["local", "remote"])
async def room(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Room]:
    log, clock = MemoryLog(header()), SetClock()
    room = Room(await running_service(log, clock), log, clock)
    async with AsyncExitStack() as stack:
        if request.param == "local":
            room.make = lambda chair: LocalClient(room.service, CHAIR if chair else CO)
            stack.push_async_callback(room.service.close)
        else:
            url, _ = await stack.enter_async_context(serving(room.service, tmp_path))
            room.make = lambda chair: client_of(url) if chair else client_of(url, CO_KEY, CO)
        yield room


@pytest.fixture
async def client(room: Room) -> AsyncIterator[SessionClient]:
    client = room.make(True)
    await client.start()
    yield client
    await client.close()


@pytest.fixture
async def other(room: Room) -> AsyncIterator[SessionClient]:
    client = room.make(False)
    await client.start()
    yield client
    await client.close()


async def until(changes: AsyncIterator[Change], holds: Callable[[Change], bool]) -> list[Change]:
    """Changes up to the first that holds."""
    found = []
    async with asyncio.timeout(20):
        async for change in changes:
            found.append(change)
            if holds(change):
                return found
    raise AssertionError("the changes ended before it came")


async def test_a_started_client_has_the_state_and_knows_who_it_is(
    client: SessionClient, room: Room
) -> None:
    assert client.state == room.service.state
    assert client.me == CHAIR
    assert client.health.link is Link.CONNECTED


async def test_starting_twice_is_starting_once(client: SessionClient) -> None:
    await client.start()
    await client.send(answer("one"))
    assert len(client.state.responses_to(IDEAS)) == 1


async def test_a_reply_is_durable_and_applied(client: SessionClient, room: Room) -> None:
    reply = await client.send(answer("Mind maps"))

    assert room.log.revision == reply.revision == client.state.revision
    assert [event.seq for event in reply.events] == [reply.revision]
    assert client.state == room.service.state


async def test_every_sort_of_command_gives_the_same_replica(
    client: SessionClient, room: Room
) -> None:
    note = NoteId("n1")
    for body in (
        Pause(), Resume(), AddTime(60), SendMessage("wind up"), BlankScreen(True),
        TakeNote(note, "Ask about Utrecht"), EditNote(note, "Ask about Tilburg"), Undo(), Next(),
    ):  # fmt: skip
        room.clock.move(7)
        await client.send(body)

    assert client.state == room.service.state
    assert client.state.notes[note].text == "Ask about Utrecht"


async def test_own_events_reach_the_readers_with_the_reply(client: SessionClient) -> None:
    changes = client.changes()
    for number in range(20):
        reply = await client.send(answer(f"idea {number}"))
        async with asyncio.timeout(20):
            change = await anext(changes)
        assert change.state.revision >= reply.revision
        assert change.events[-1].seq >= reply.revision


async def test_a_reply_brings_what_others_did_before_it(client: SessionClient, room: Room) -> None:
    for number in range(3):
        await room.service.submit(command(answer(f"phone {number}")), PHONE)
    await client.send(answer("typed"))

    texts = [r.answers["text"] for r in client.state.responses_to(IDEAS)]
    assert texts == ["phone 0", "phone 1", "phone 2", "typed"]


async def test_readers_get_everything_once_and_in_order(
    client: SessionClient, other: SessionClient, room: Room
) -> None:
    first = client.state.revision
    one, two = client.changes(), client.changes()

    async def pour() -> None:
        for number in range(40):
            await room.service.submit(command(answer(f"phone {number}")), PHONE)
            if number % 10 == 0:
                await client.send(answer(f"typed {number}"))
                await other.send(answer(f"co {number}"))

    pouring = asyncio.create_task(pour())
    end = first + 48
    heard = await until(one, lambda change: change.state.revision == end)
    also = await until(two, lambda change: change.state.revision == end)
    await pouring

    for changes in (heard, also):
        assert [e.seq for c in changes for e in c.events] == list(range(first + 1, end + 1))
    assert client.state == room.service.state


async def test_a_repeated_id_counts_once(client: SessionClient) -> None:
    id_ = CommandId("once")
    first = await client.send(answer("one", "k"), id=id_)
    await client.send(answer("two"))
    again = await client.send(answer("one", "k"), id=id_)

    assert (first.repeated, again.repeated) == (False, True)
    assert again.events == first.events and again.revision == first.revision
    assert len(client.state.responses_to(IDEAS)) == 2


async def test_two_facilitators_cannot_both_press_next(client: SessionClient, room: Room) -> None:
    seen = client.state.clock.version
    await room.service.submit(command(Next()), CHAIR)
    with pytest.raises(Conflict):
        await client.send(Next(), expect={"clock": seen})


async def test_refusals_arrive_as_named_errors(client: SessionClient, other: SessionClient) -> None:
    await client.send(answer("one", "k"))
    with pytest.raises(KeyReused) as reused:
        await client.send(answer("two", "k"))
    with pytest.raises(Forbidden):
        await other.send(Next())
    with pytest.raises(NotFound):
        await client.send(EditNote(NoteId("nowhere"), "text"))

    assert reused.value.title


async def test_a_failed_save_is_said_and_taken_back(client: SessionClient, room: Room) -> None:
    changes = client.changes()
    room.log.failure = SaveFailed("The disk is full.", "Make room.")
    with pytest.raises(TryAgain):
        await client.send(answer("lost"))
    await until(changes, lambda change: change.health.saving_failed == "The disk is full.")
    room.log.failure = None
    await until(changes, lambda change: change.health.saving_failed == "")
    await client.send(answer("kept"))

    assert [r.answers["text"] for r in client.state.responses_to(IDEAS)] == ["kept"]


async def test_findings_are_the_kinds(client: SessionClient) -> None:
    await client.send(answer("Mind maps"))
    findings = await client.findings(IDEAS)

    assert findings.answers == 1
    assert not findings.raw
    with pytest.raises(NotFound):
        await client.findings(ExerciseId("nowhere"))


async def test_closing_ends_the_changes(room: Room) -> None:
    client = room.make(True)
    await client.start()
    changes = client.changes()
    await client.close()

    assert client.health.link is Link.CLOSED
    async with asyncio.timeout(20):
        assert [change.state.revision async for change in changes] in ([], [client.state.revision])
