"""A client of a host over HTTP: the chair's terminal, on loopback or from another laptop."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import replace
from functools import cache
from urllib.parse import quote
from uuid import uuid4

import msgspec

from workshop.domain.apply import apply
from workshop.domain.commands import Command, CommandBody
from workshop.domain.findings import Findings
from workshop.domain.ids import CommandId, ExerciseId
from workshop.domain.records import Actor
from workshop.domain.rules import Rules
from workshop.domain.state import State
from workshop.errors import Forbidden, HostGone, OtherVersion, WorkshopError
from workshop.remote.greeting import greet
from workshop.remote.http import Answer, Http, NotWelcome
from workshop.remote.remote_room import RemoteRoom
from workshop.service.client import Change, Health, Link, Reply, Ticket
from workshop.service.codec import decode_findings
from workshop.service.readers import Readers
from workshop.service.wire import (
    News,
    decode_news,
    decode_problem,
    decode_snapshot,
    encode_post,
    error_of,
    news_after,
    reply_of,
)

_log = logging.getLogger(__name__)

PATIENCE_S = 12.0
"""How long a command waits for a host that is being started again."""
_LONGEST_PAUSE_S = 2.0
_END_S = 8.0
_PAINT_S = 0.3

FindHost = Callable[[], Awaitable[Ticket]]
"""Where the host is now; starts it (again) where that is ours to do. Raises WorkshopError."""


class RemoteClient:
    """A SessionClient whose replica follows the host's event stream; it reconnects by itself."""

    def __init__(
        self, find_host: FindHost, rules: Callable[[], Rules], *, patience_s: float = PATIENCE_S
    ) -> None:
        """`rules` loads the kinds, which a first paint need not wait for: it is called later."""
        self._find_host = find_host
        self._rules = cache(rules)
        self.room = RemoteRoom(self._ask)
        self._patience_s = patience_s
        self._readers = Readers()
        self._health = Health(Link.RECONNECTING)
        self._starting = asyncio.Lock()
        self._connected = asyncio.Event()
        self._following: asyncio.Task[None] | None = None
        self._apart: OtherVersion | None = None
        self._ticket: Ticket
        self._http: Http
        self._state: State
        self._me: Actor

    @property
    def state(self) -> State:
        """The replica; there is none before `start`."""
        return self._state

    @property
    def health(self) -> Health:
        return self._health

    @property
    def me(self) -> Actor:
        return self._me

    async def start(self) -> None:
        """Find the host and take a snapshot; once is enough. Raises HostGone and the host's own."""
        async with self._starting:
            if self._following is not None:
                return
            await self._use(await self._find_host())
            try:
                await self._take_snapshot()
            except OSError as error:
                raise self._gone() from error
            except WorkshopError:
                await self._http.close()
                raise
            self._connected.set()
            self._following = asyncio.create_task(self._follow(), name="follow")

    async def send(
        self,
        body: CommandBody,
        *,
        expect: Mapping[str, int] | None = None,
        id: CommandId | None = None,
    ) -> Reply:
        command = Command(id or CommandId(str(uuid4())), body, expect or {})
        # The id makes a repeat harmless, so a lost reply is simply asked for again.
        answer = await self._insist("POST", "/commands", command)
        news = decode_news(answer.body)
        reply = reply_of(news)
        if not self._absorb(news):
            await self._snapshot_or_reconnect()
        return reply

    def changes(self) -> AsyncIterator[Change]:
        return self._readers.changes()

    async def findings(
        self, exercise: ExerciseId, round_: int | None = None, *, for_the_room: bool = False
    ) -> Findings:
        path = f"/findings?exercise={quote(exercise)}&round={round_ or 0}"
        if for_the_room:
            path += "&room=1"
        answer = await self._insist("GET", path)
        return decode_findings(msgspec.json.decode(answer.body))

    async def close(self, *, end_host: bool = False) -> None:
        following, self._following = self._following, None
        if following is not None:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
            if end_host:
                await self._end_host()
            await self._http.close()
        self._say(replace(self._health, link=Link.CLOSED))
        self._readers.close()

    async def _end_host(self) -> None:
        """Ask the host to end and wait until it has let go of the file."""
        with suppress(OSError):
            async with asyncio.timeout(_END_S):
                await self._http.request("POST", "/api/v1/end")
                # Its port closes last.
                while (await self._http.request("GET", "/healthz")).status == 200:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)

    # -- asking ----------------------------------------------------------------------------

    async def _ask(self, method: str, path: str, body: bytes) -> bytes:
        return (await self._insist(method, path, body=body)).body

    async def _insist(
        self, method: str, path: str, command: Command | None = None, body: bytes = b""
    ) -> Answer:
        """Ask until there is an answer; HostGone when the host stays away, or what it says."""
        until = time.monotonic() + self._patience_s
        while self._following is not None and not self._following.done():
            try:
                # The revision is taken anew each time: news may have come in between.
                if command is not None:
                    body = encode_post(command, self._state.revision)
                answer = await self._http.request(method, f"/api/v1{path}", body)
            except OSError:
                if time.monotonic() >= until:
                    break
                await self._until_connected(until)
            else:
                if answer.status < 400:
                    return answer
                raise error_of(decode_problem(answer.body))
        raise self._gone()

    async def _until_connected(self, until: float) -> None:
        """Wait for the link, or a moment where its loss is not noticed yet."""
        await asyncio.sleep(_jitter(0.1))
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, until - time.monotonic())):
                await self._connected.wait()

    def _gone(self) -> WorkshopError:
        if self._health.link is Link.SHUT_OUT:
            return Forbidden("The chair has shut this device out.", "Ask the chair for a new key.")
        if self._apart is not None:
            return self._apart
        return HostGone("The host does not answer.", "It may come back; nothing saved is lost.")

    # -- following -------------------------------------------------------------------------

    async def _follow(self) -> None:
        pause = 0.1
        # Before the first key, after the first paint.
        loop = asyncio.get_running_loop()
        loop.call_later(_PAINT_S, loop.run_in_executor, None, self._rules)
        refused: Ticket | None = None
        again = False
        while True:
            try:
                began = time.monotonic()
                if again:
                    # What has come back need not be what was there; its events might not be ours.
                    await greet(self._http)
                if await self._listen():
                    return self._leave_off(Link.CLOSED)
                if time.monotonic() - began > _LONGEST_PAUSE_S:
                    pause = 0.1
            except NotWelcome:
                # A host that was started again may have given us another token meanwhile.
                if refused == self._ticket:
                    return self._leave_off(Link.SHUT_OUT)
                refused = self._ticket
            except OtherVersion as error:
                return self._part(error)
            except (OSError, WorkshopError) as error:
                _log.info("the stream broke off: %s", error)
            again = True
            self._connected.clear()
            self._say(replace(self._health, link=Link.RECONNECTING))
            # Spread, so that many terminals do not come back in one moment.
            await asyncio.sleep(_jitter(pause))
            pause = min(pause * 2, _LONGEST_PAUSE_S)
            try:
                await self._use(await self._find_host())
            except OtherVersion as error:
                return self._part(error)
            except (OSError, WorkshopError) as error:
                _log.warning("the host is not there: %s", error)

    def _leave_off(self, link: Link) -> None:
        self._connected.clear()
        self._say(replace(self._health, link=link))

    def _part(self, error: OtherVersion) -> None:
        self._apart = error
        self._health = replace(self._health, apart=error.title)
        self._leave_off(Link.OTHER_VERSION)

    async def _listen(self) -> bool:
        """Follow the stream until it breaks; True when the host said good-bye."""
        path = f"/api/v1/events?after={self._state.revision}&epoch={self._state.session.epoch}"
        async with aclosing(self._http.stream(path)) as stream:
            async for data in stream:
                news = decode_news(data)
                if news.bye:
                    return True
                if not self._connected.is_set():
                    self._connected.set()
                    self._say(replace(news.health or self._health, link=Link.CONNECTED))
                if not self._absorb(news):
                    await self._take_snapshot()
        return False

    async def _use(self, ticket: Ticket) -> None:
        known = getattr(self, "_ticket", None)
        if known is not None and (known.url, known.token) == (ticket.url, ticket.token):
            return
        if known is not None:
            await self._http.close()
        self._ticket, self._me = ticket, ticket.actor
        self._http = Http(ticket.url, ticket.token)

    # -- the replica -----------------------------------------------------------------------

    def _absorb(self, news: News) -> bool:
        """Apply events that join up with the replica; False where a snapshot is due."""
        health = self._health
        if news.health is not None:
            health = replace(news.health, link=health.link)
        state = self._state
        if news.epoch != state.session.epoch or news.events is None:
            return False
        fresh = news_after(news, state.revision)
        for event in fresh:
            if event.seq != state.revision + 1:
                return False
            state = apply(state, event, self._rules())
        if fresh or health != self._health:
            self._state, self._health = state, health
            self._readers.push(state, health, fresh)
        return True

    async def _snapshot_or_reconnect(self) -> None:
        try:
            await self._take_snapshot()
        except OSError:
            # The stream is lost as well then, and brings what is missing when it is back.
            _log.warning("no snapshot: the host is not there")

    async def _take_snapshot(self) -> None:
        answer = await self._http.request("GET", "/api/v1/state")
        if answer.status != 200:
            raise error_of(decode_problem(answer.body))
        state, health, self._me = await asyncio.to_thread(decode_snapshot, answer.body)
        known = getattr(self, "_state", None)
        if (
            known
            and known.session.epoch == state.session.epoch
            and (known.revision > state.revision)
        ):
            return  # A reply came meanwhile and brought more.
        self._state, self._health = state, replace(health, link=Link.CONNECTED)
        self._readers.push(self._state, self._health, fresh=True)

    def _say(self, health: Health) -> None:
        if health != self._health:
            self._health = health
            if hasattr(self, "_state"):
                self._readers.push(self._state, health)


def _jitter(seconds: float) -> float:
    return seconds * random.uniform(0.5, 1.5)  # noqa: S311 - it spreads, it hides nothing
