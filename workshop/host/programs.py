"""What a participant's program asks: join, what is on now, send an answer."""

from __future__ import annotations

from itertools import count
from typing import Annotated, Any
from uuid import uuid4

from msgspec import Meta, Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workshop.domain.commands import AmendResponse, Command, SubmitResponse
from workshop.domain.ids import CommandId, ExerciseId, ParticipantId, ResponseId
from workshop.domain.records import Actor, Role, Source
from workshop.host.bodies import as_json, body_as
from workshop.host.projections import phone_view
from workshop.host.site import Site

JOIN_BYTES = 1024
ANSWER_BYTES = 64 * 1024


class _JoinIn(Struct, forbid_unknown_fields=True):
    key: Annotated[str, Meta(max_length=64)] = ""


class _ResponseIn(Struct, forbid_unknown_fields=True):
    exercise: Annotated[str, Meta(max_length=200)]
    key: Annotated[str, Meta(min_length=1, max_length=100)]
    answers: dict[str, Any]
    corrects: Annotated[str, Meta(max_length=200)] = ""


class Programs:
    """The participants' part of the API."""

    def __init__(self, site: Site) -> None:
        self._service = site.service
        self._doors = site.doors
        self._clock = site.clock
        # Ids of commands that nobody sends again: an answer is known by its own key.
        self._run, self._number = uuid4().hex, count()
        self._kinds = site.kinds
        self._telling = site.telling

    def routes(self) -> list[Route]:
        return [
            Route("/responses", self.respond, methods=["POST"], max_body_size=ANSWER_BYTES),
            Route("/join", self.join, methods=["POST"], max_body_size=JOIN_BYTES),
            Route("/now", self.now),
        ]

    async def join(self, request: Request) -> Response:
        """A token and a badge; the same ones for the same `key`, where one is sent."""
        given = await body_as(request, _JoinIn)
        participant, token = await self._doors.join(given.key)
        return as_json({"token": token, "badge": participant.badge}, 201)

    async def now(self, request: Request) -> Response:
        """What is on: open exercises with their forms, the sender's own answers, what they are
        told."""
        me = self._participant(request)
        state = self._service.state
        person = ParticipantId(me.id)
        told = self._telling.told(state, self._kinds, person)
        return as_json(phone_view(state, person, self._clock.now(), told=told))

    async def respond(self, request: Request) -> Response:
        """An answer, durable when this returns. 201 when it is new, 200 when it was known."""
        me = self._participant(request)
        given = await body_as(request, _ResponseIn)
        body: SubmitResponse | AmendResponse
        if given.corrects:
            body = AmendResponse(ResponseId(given.corrects), given.key, given.answers)
            response = given.corrects
        else:
            body = SubmitResponse(
                ExerciseId(given.exercise), given.key, given.answers, source=Source.PHONE
            )
            response = f"{me.id}.{given.key}"
        command = Command(CommandId(f"{self._run}-{next(self._number)}"), body)
        reply = await self._service.submit(command, me)
        return as_json({"response": response, "received": True}, 201 if reply.events else 200)

    def _participant(self, request: Request) -> Actor:
        me = self._doors.program_of(request)
        if me.role is not Role.PARTICIPANT:
            raise HTTPException(403, "This is for participants.")
        return me
