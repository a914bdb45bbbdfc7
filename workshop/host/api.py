"""The JSON side for facilitators' terminals: snapshot, commands, events, findings, the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from workshop.domain.ids import ExerciseId
from workshop.domain.moderation import for_the_room
from workshop.domain.records import Actor, Role
from workshop.errors import Forbidden, UsageError
from workshop.host.doors import FACILITATORS
from workshop.host.site import Site
from workshop.service.client import Health
from workshop.service.codec import encode_findings
from workshop.service.session_service import Batch
from workshop.service.wire import (
    Encoded,
    News,
    decode_post,
    encode_actor,
    encode_news,
    encode_snapshot,
)

KEEP_ALIVE_S = 10.0
"""A silent stream says this often that it lives."""
COMMAND_BYTES = 256 * 1024
"""The longest body of a command: a canvas with every box full is far below."""

_JSON = "application/json"


class Api:
    """What a facilitator's terminal follows and sends."""

    def __init__(self, site: Site) -> None:
        self._service = site.service
        self._doors = site.doors
        self._lifetime = site.lifetime
        self._end = site.end
        self._encoded = Encoded()

    def routes(self) -> list[Route]:
        return [
            Route("/me", self.me),
            Route("/state", self.state),
            Route("/commands", self.command, methods=["POST"], max_body_size=COMMAND_BYTES),
            Route("/events", self.events),
            Route("/findings", self.findings),
            Route("/end", self.end, methods=["POST"], max_body_size=1024),
        ]

    async def me(self, request: Request) -> Response:
        """Who the sender is here; a terminal asks it to know whether this is its host."""
        return Response(encode_actor(self._facilitator(request)), media_type=_JSON)

    async def state(self, request: Request) -> Response:
        me = self._facilitator(request)
        service = self._service
        state, health = service.state, service.health
        # A long session takes a while to encode; answers go on being taken meanwhile.
        body = await asyncio.to_thread(encode_snapshot, state, health, me)
        return Response(body, media_type=_JSON)

    async def command(self, request: Request) -> Response:
        """Every event after the sender's revision up to the command's own last one, in order."""
        actor = self._facilitator(request)
        command, since = decode_post(await request.body())
        reply = await self._service.submit(command, actor)
        own = (reply.events[0].seq, reply.events[-1].seq) if reply.events else (0, 0)
        upto = max(reply.revision, since)
        events = self._service.events_after(since, upto) if since >= 0 else None
        news = News(
            epoch=self._service.state.session.epoch,
            revision=upto,
            events=None if events is None else self._encoded.of(events),
            first=since + 1,
            own=own,
            repeated=reply.repeated,
        )
        if events is None or own[0] <= since:
            # Own events that the sender has already, or that no longer join up, come by themselves.
            news.replayed = self._encoded.of(reply.events)
        return Response(encode_news(news), media_type=_JSON)

    async def events(self, request: Request) -> Response:
        """Server-sent events from `after` on, several changes in one, at most 5 a second."""
        actor = self._facilitator(request)
        after = _number(request, "after", 0)
        if _number(request, "epoch", 0) != self._service.state.session.epoch:
            after = -1
        return StreamingResponse(
            self._stream(after, actor),
            media_type="text/event-stream",
        )

    async def findings(self, request: Request) -> Response:
        self._facilitator(request)
        exercise = ExerciseId(request.query_params.get("exercise", ""))
        round_ = _number(request, "round", 0)
        state = self._service.state
        if _number(request, "room", 0):
            state = for_the_room(state, exercise)
        findings = await self._service.findings(exercise, round_ or None, state=state)
        # The map of a large room takes a few milliseconds: phones are answered meanwhile.
        body = await asyncio.to_thread(lambda: msgspec.json.encode(encode_findings(findings)))
        return Response(body, media_type=_JSON)

    async def end(self, request: Request) -> Response:
        if self._facilitator(request).role is not Role.CHAIR:
            raise Forbidden("Only the chair ends the host.", "Ask the chair.")
        self._end()
        return Response(status_code=202)

    def _facilitator(self, request: Request) -> Actor:
        actor = self._doors.program_of(request)
        if actor.role not in FACILITATORS:
            raise HTTPException(403, "This is for facilitators.")
        return actor

    async def _stream(self, after: int, actor: Actor) -> AsyncIterator[bytes]:
        told: Health | None = None
        with self._lifetime.listening():
            async with aclosing(self._service.follow(after)) as batches:
                async for batch in _or_none(batches, KEEP_ALIVE_S):
                    if not self._doors.is_welcome(actor):
                        return
                    if batch is None:
                        yield b":\n\n"
                        continue
                    yield _event(self._news_of(batch, told))
                    told = batch.health
            state = self._service.state
            yield _event(News(state.session.epoch, state.revision, [], bye=True))

    def _news_of(self, batch: Batch, told: Health | None) -> News:
        events = batch.events
        return News(
            epoch=batch.state.session.epoch,
            revision=batch.state.revision,
            events=None if events is None else self._encoded.of(events),
            first=events[0].seq if events else batch.state.revision + 1,
            health=None if batch.health == told else batch.health,
        )


def _event(news: News) -> bytes:
    return b"data: " + encode_news(news) + b"\n\n"


async def _or_none(batches: AsyncIterator[Batch], patience_s: float) -> AsyncIterator[Batch | None]:
    """The batches, and None whenever none came for a while."""
    coming: asyncio.Future[Batch] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(batches))
            done, _ = await asyncio.wait([coming], timeout=patience_s)
            if not done:
                yield None
                continue
            try:
                batch = coming.result()
            except StopAsyncIteration:
                return
            coming = None
            yield batch
    finally:
        if coming is not None:
            coming.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration):
                await coming


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, str(default))
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"'{name}' is not a number.", "Give a whole number.") from None
