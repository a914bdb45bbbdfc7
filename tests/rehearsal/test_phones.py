"""The simulated room at the door of a real host, which dies and comes back."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from tests.kinds import samples
from workshop.commands.rehearsing import _found, make_room
from workshop.commands.run import client_of, new_session
from workshop.domain import commands as co
from workshop.kinds.registry import load
from workshop.rehearsal.phones import form_of
from workshop.remote.launcher import Launcher
from workshop.service.beside import read_process
from workshop.service.clock import clock_of
from workshop.service.codec import to_plain


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.02)


async def test_a_room_joins_answers_outlives_the_host_and_loses_nothing(tmp_path: Path) -> None:
    new = new_session("team-retrospective", tmp_path, start="now")
    launcher = Launcher(tmp_path, new=(*new, "--bind", "127.0.0.1", "--rehearse", "40,14,3"))
    ticket = await launcher.ticket()
    path = launcher.session
    assert path is not None
    room = await asyncio.to_thread(make_room, path, ticket.url)
    client = client_of(launcher)
    await client.start()
    playing = asyncio.create_task(room.run())
    try:
        now = clock_of(client.state.session).now()
        await client.send(co.Prepare(now, client.state.clock.must_end_at))
        await until(lambda: len(room.ledger.told) >= 8)
        process = read_process(path)
        assert process is not None and process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        told = frozenset(room.ledger.told)
        assert await asyncio.to_thread(_found, path, told) == len(told)

        await client.send(co.Start())
        for _ in range(3):
            await client.send(co.Next())
        exercise = next(s.exercise for s in client.state.plan.segments if s.exercise)
        await client.send(co.OpenExercise(exercise))
        await until(lambda: len(client.state.responses.get(exercise, ())) >= 5)

        people = client.state.participants.values()
        assert 8 <= len(people) <= 14
        assert any(person.organisation for person in people)
        assert await asyncio.to_thread(_found, path, frozenset(room.ledger.told)) == len(
            room.ledger.told
        )
    finally:
        playing.cancel()
        with suppress(asyncio.CancelledError):
            await playing
        await client.close(end_host=True)


def test_forms_read_back_from_what_the_api_says() -> None:
    for exercise in samples.bundled().values():
        form = load()[exercise.kind].form(exercise, None, "me")
        document = msgspec.json.decode(msgspec.json.encode(to_plain(form)))

        assert form_of(document).fields == form.fields
