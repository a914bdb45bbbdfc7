"""A client in the same process as the service: for headless rehearsals and tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from uuid import uuid4

from workshop.domain.commands import Command, CommandBody
from workshop.domain.findings import Findings
from workshop.domain.ids import CommandId, ExerciseId
from workshop.domain.moderation import for_the_room as passed
from workshop.domain.records import Actor
from workshop.domain.state import State
from workshop.service.client import Change, Health, Link, Reply
from workshop.service.readers import Readers
from workshop.service.room import Room
from workshop.service.session_service import SessionService


class LocalClient:
    """A SessionClient on a service that runs in this event loop; `close(end_host=True)` ends it."""

    def __init__(self, service: SessionService, me: Actor, room: Room | None = None) -> None:
        self._service = service
        self.room = room
        self._me = me
        self._state = service.state
        self._health = service.health
        self._readers = Readers()
        self._following: asyncio.Task[None] | None = None

    @property
    def state(self) -> State:
        return self._state

    @property
    def health(self) -> Health:
        return self._health

    @property
    def me(self) -> Actor:
        return self._me

    async def start(self) -> None:
        self._state, self._health = self._service.state, self._service.health
        self._following = asyncio.create_task(self._follow(), name="follow")

    async def send(
        self,
        body: CommandBody,
        *,
        expect: Mapping[str, int] | None = None,
        id: CommandId | None = None,
    ) -> Reply:
        command = Command(id or CommandId(str(uuid4())), body, expect or {})
        reply = await self._service.submit(command, self._me)
        # Own events never wait for the batch.
        self._catch_up()
        return reply

    def changes(self) -> AsyncIterator[Change]:
        return self._readers.changes()

    async def findings(
        self, exercise: ExerciseId, round_: int | None = None, *, for_the_room: bool = False
    ) -> Findings:
        state = passed(self._service.state, exercise) if for_the_room else None
        return await self._service.findings(exercise, round_, state=state)

    async def close(self, *, end_host: bool = False) -> None:
        if self._following is not None:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following
        self._health = Health(Link.CLOSED, session_path=self._health.session_path)
        self._readers.close()
        if end_host:
            await self._service.close()

    async def _follow(self) -> None:
        async for _ in self._service.follow(self._state.revision):
            self._catch_up()

    def _catch_up(self) -> None:
        state, health = self._service.state, self._service.health
        if state is self._state and health == self._health:
            return
        events = self._service.events_after(self._state.revision)
        self._state, self._health = state, health
        self._readers.push(state, health, events or (), fresh=events is None)
