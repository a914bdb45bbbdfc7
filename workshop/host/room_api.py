"""What facilitators ask of the host itself: keys, how phones get in, erasing someone."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workshop import __version__
from workshop.domain.ids import ParticipantId
from workshop.domain.records import Actor, Role
from workshop.errors import Forbidden, HostGone
from workshop.host.bodies import as_json, body_as
from workshop.host.doors import FACILITATORS, KEY_LIFE
from workshop.host.erasing import Eraser
from workshop.host.openapi import openapi_document
from workshop.host.site import Site
from workshop.service.room import OneTimeKey
from workshop.service.wire import PROTOCOL

SMALL_BYTES = 4 * 1024
_PAGES = {Role.SCREEN: "screen", Role.PRESENTER: "presenter"}

_Line = Annotated[str, Meta(max_length=200)]


class _ExchangeIn(Struct, forbid_unknown_fields=True):
    key: Annotated[str, Meta(min_length=1, max_length=64)]
    initials: _Line = ""
    device: _Line = ""
    name: _Line = ""
    mark: _Line = ""
    protocols: tuple[int, ...] = (PROTOCOL,)


class _KeyIn(Struct, forbid_unknown_fields=True):
    role: Role
    name: _Line = ""


class _ChooseIn(Struct, forbid_unknown_fields=True):
    address: _Line


class _EraseIn(Struct, forbid_unknown_fields=True):
    participant: _Line


class RoomApi:
    """The host's own part of the API."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._service = site.service
        self._doors = site.doors
        self._reaching = site.reaching
        self._eraser = Eraser(site.service, site.exports)

    def routes(self) -> list[Route]:
        return [
            Route("/hello", self.hello),
            Route("/exchange", self.exchange, methods=["POST"], max_body_size=SMALL_BYTES),
            Route("/keys", self.new_key, methods=["POST"], max_body_size=SMALL_BYTES),
            Route("/reach", self.reach),
            Route("/reach", self.choose, methods=["POST"], max_body_size=SMALL_BYTES),
            Route("/erase", self.erase, methods=["POST"], max_body_size=SMALL_BYTES),
            Route("/openapi.json", self.describe),
        ]

    async def hello(self, _request: Request) -> Response:
        """What this is, for whoever wants to join: no token needed, nothing private told."""
        return as_json(
            {
                "title": self._service.state.plan.title,
                "code": self._reaching.code,
                "protocols": [PROTOCOL],
                "version": __version__,
            }
        )

    async def exchange(self, request: Request) -> Response:
        """A one-time key for a token of the device's own."""
        given = await body_as(request, _ExchangeIn)
        if PROTOCOL not in given.protocols:
            # Before the key is used: with the right version it is still good.
            theirs = " and ".join(map(str, given.protocols)) or "none"
            raise HostGone(
                f"This host speaks protocol {PROTOCOL}; you speak {theirs}.",
                "Start again with the same version of workshop on both.",
            )
        token = await self._doors.exchange(
            given.key, given.initials, given.device, name=given.name, mark=given.mark
        )
        me = self._doors.bearer(token)
        return as_json({"token": token, "me": me, "protocol": PROTOCOL}, 201)

    async def new_key(self, request: Request) -> Response:
        self._one_of(request, frozenset({Role.CHAIR}))
        given = await body_as(request, _KeyIn)
        key = self._doors.new_key(given.role, given.name)
        base, asked = self._reaching.url, f"?key={quote(key)}"
        co_facilitator = given.role is Role.CO_FACILITATOR
        return as_json(
            OneTimeKey(
                key=key,
                role=given.role,
                url=f"{base}/{_PAGES.get(given.role, 'chair')}{asked}",
                minutes=int(KEY_LIFE.total_seconds() // 60),
                command=f'workshop join "{base}/{asked}"' if co_facilitator else "",
            ),
            201,
        )

    async def reach(self, request: Request) -> Response:
        self._one_of(request, FACILITATORS)
        return as_json(self._reaching.reach())

    async def choose(self, request: Request) -> Response:
        self._one_of(request, frozenset({Role.CHAIR}))
        given = await body_as(request, _ChooseIn)
        self._reaching.choose(given.address)
        return as_json(self._reaching.reach())

    async def erase(self, request: Request) -> Response:
        """Take everything of a participant out of the file."""
        self._one_of(request, frozenset({Role.CHAIR}))
        given = await body_as(request, _EraseIn)
        return as_json(await self._eraser.erase(ParticipantId(given.participant)))

    async def describe(self, _request: Request) -> Response:
        return Response(msgspec.json.encode(openapi_document()), media_type="application/json")

    def _one_of(self, request: Request, roles: frozenset[Role]) -> Actor:
        actor = self._doors.program_of(request)
        if actor.role not in roles:
            raise Forbidden("This is not for your role.", "Ask the chair.")
        return actor
