"""What every request passes: the host's name, whose turn it is, and the headers of pages."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import ExitStack

import msgspec
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workshop.domain.records import Actor, Role
from workshop.host.doors import FACILITATORS, Doors
from workshop.host.lifetime import Lifetime
from workshop.host.limits import (
    FACILITATING,
    JOINING,
    MOST_WAITING,
    READING,
    SENDING,
    STRANGERS,
    STREAMS,
    Buckets,
    Rate,
    Streams,
    TooMany,
    Turns,
)
from workshop.host.reaching import Reaching
from workshop.service.wire import Problem

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
SAFE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: with it browsers hide from us where a form comes from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""What an answer carries that says nothing else."""
_SAFE_HEADERS = [(name.lower().encode(), value.encode()) for name, value in SAFE_HEADERS.items()]
JOIN_PATHS = ("/join", "/api/v1/join")
STREAM_PATHS = ("/events", "/api/v1/events")
_ROOM = 20
"""How many times as much as a token an address of strangers gets."""


class Guard:
    """The outermost layer of the app."""

    def __init__(
        self,
        app: ASGIApp,
        doors: Doors,
        reaching: Reaching,
        lifetime: Lifetime,
        streams: Streams,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._doors = doors
        self._reaching = reaching
        self._lifetime = lifetime
        self._streams = streams
        self._turns = Turns()
        self._monotonic = monotonic
        self._buckets: dict[Rate, Buckets] = {
            rate: Buckets(rate, monotonic)
            for rate in (READING, SENDING, FACILITATING, STRANGERS, JOINING)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        safely = _with_safe_headers(send)
        hosts = Headers(scope=scope).getlist("host")
        host = hosts[0] if len(hosts) == 1 else ""
        if not self._reaching.is_known(host):
            await _strange_host(scope, receive, safely)
            return
        client = scope.get("client") or ("", 0)
        local = scope.get("server") or ("", 0)
        self._reaching.count(client[0], local[0], host)
        try:
            await self._admitted(scope, receive, safely, client[0])
        except TooMany as error:
            await _too_many(error)(scope, receive, safely)

    async def _admitted(self, scope: Scope, receive: Receive, send: Send, client: str) -> None:
        """Answer when it is the sender's turn. Raises TooMany."""
        actor = self._doors.known(Request(scope))
        sender = f"address {client}" if actor is None else f"{actor.role} {actor.id}"
        room = _ROOM if actor is None else 1
        if actor is not None:
            self._lifetime.active(facilitator=actor.role in FACILITATORS)
        self._buckets[_rate_of(scope["method"], actor)].take(sender)
        if actor is None and scope["method"] == "POST" and scope["path"] in JOIN_PATHS:
            self._buckets[JOINING].take(sender)
        if scope["path"] not in STREAM_PATHS:
            async with self._turns.turn(sender, MOST_WAITING * room):
                await self._app(scope, receive, send)
            return
        # A stream stays open for the hour and takes no turn from anybody.
        with ExitStack() as opened:
            opened.enter_context(self._streams.open(sender, STREAMS * room))
            if actor is not None and actor.role is not Role.PARTICIPANT:
                opened.enter_context(self._reaching.connected(actor.id))
            await self._app(scope, receive, send)


def _rate_of(method: str, actor: Actor | None) -> Rate:
    if actor is None:
        return STRANGERS
    if actor.role in FACILITATORS:
        return FACILITATING
    return READING if method in ("GET", "HEAD") else SENDING


def _with_safe_headers(send: Send) -> Send:
    async def safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = message["headers"]
            names = {name for name, _ in given}
            message["headers"] = [*given, *(own for own in _SAFE_HEADERS if own[0] not in names)]
        await send(message)

    return safely


async def _strange_host(scope: Scope, receive: Receive, send: Send) -> None:
    problem = Problem(
        "error",
        "This host does not go by that name.",
        "Use the address in the join code, or start it with --public-url.",
    )
    await _answer(problem, 400)(scope, receive, send)


def _too_many(error: TooMany) -> Response:
    problem = Problem("try-again", "Too many requests at once.", "Wait a moment, then go on.")
    answer = _answer(problem, 429)
    answer.headers["Retry-After"] = str(math.ceil(error.after_s))
    return answer


def _answer(problem: Problem, status: int) -> Response:
    return Response(msgspec.json.encode(problem), status, media_type="application/json")
