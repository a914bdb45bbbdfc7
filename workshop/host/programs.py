"""What a participant's program asks: join, what is on now, and everything that a phone sends."""

from __future__ import annotations

from itertools import count
from typing import Annotated, Any
from uuid import uuid4

from msgspec import Meta, Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workshop.domain.commands import (
    AmendResponse,
    AskOrganisers,
    Command,
    CommandBody,
    SetProfile,
    SignalPace,
    SubmitResponse,
    WithdrawResponse,
)
from workshop.domain.ids import CommandId, ExerciseId, ParticipantId, QuestionId, ResponseId
from workshop.domain.records import Actor, Pace, Role, Source
from workshop.host.bodies import as_json, body_as
from workshop.host.projections import phone_view
from workshop.host.site import Site

JOIN_BYTES = 1024
ANSWER_BYTES = 64 * 1024
WORDS_BYTES = 16 * 1024


class _JoinIn(Struct, forbid_unknown_fields=True):
    key: Annotated[str, Meta(max_length=64)] = ""


class _ResponseIn(Struct, forbid_unknown_fields=True):
    exercise: Annotated[str, Meta(max_length=200)]
    key: Annotated[str, Meta(min_length=1, max_length=100)]
    answers: dict[str, Any]
    corrects: Annotated[str, Meta(max_length=200)] = ""


class _WithdrawalIn(Struct, forbid_unknown_fields=True):
    response: Annotated[str, Meta(min_length=1, max_length=200)]


class _ProfileIn(Struct, forbid_unknown_fields=True):
    name: Annotated[str, Meta(max_length=200)] = ""
    profession: Annotated[str, Meta(max_length=200)] = ""
    organisation: Annotated[str, Meta(max_length=200)] = ""


class _QuestionIn(Struct, forbid_unknown_fields=True):
    key: Annotated[str, Meta(min_length=1, max_length=64)]
    text: Annotated[str, Meta(max_length=5000)]


class _PaceIn(Struct, forbid_unknown_fields=True):
    pace: Pace


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
            *(
                Route(path, endpoint, methods=["POST"], max_body_size=WORDS_BYTES)
                for path, endpoint in (
                    ("/withdraw", self.withdraw),
                    ("/profile", self.profile),
                    ("/questions", self.ask),
                    ("/pace", self.pace),
                )
            ),
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

    async def withdraw(self, request: Request) -> Response:
        """Take back an answer of one's own."""
        me, given = self._participant(request), await body_as(request, _WithdrawalIn)
        return await self._done(me, WithdrawResponse(ResponseId(given.response)))

    async def profile(self, request: Request) -> Response:
        """Say of oneself what one likes to; all of it anew each time."""
        me, given = self._participant(request), await body_as(request, _ProfileIn)
        return await self._done(me, SetProfile(given.name, given.profession, given.organisation))

    async def ask(self, request: Request) -> Response:
        """A question to the organisers; sent again with its `key` it is one."""
        me, given = self._participant(request), await body_as(request, _QuestionIn)
        self._only_if(self._service.state.plan.phones.questions)
        return await self._done(me, AskOrganisers(QuestionId(f"{me.id}.{given.key}"), given.text))

    async def pace(self, request: Request) -> Response:
        """How one follows."""
        me, given = self._participant(request), await body_as(request, _PaceIn)
        self._only_if(self._service.state.plan.phones.pace)
        return await self._done(me, SignalPace(given.pace))

    async def _done(self, me: Actor, body: CommandBody) -> Response:
        """Durable when this returns."""
        await self._service.submit(Command(CommandId(str(uuid4())), body), me)
        return as_json({"received": True})

    def _only_if(self, offered: bool) -> None:
        if not offered:
            raise HTTPException(404, "This plan does not ask for that.")

    def _participant(self, request: Request) -> Actor:
        me = self._doors.program_of(request)
        if me.role is not Role.PARTICIPANT:
            raise HTTPException(403, "This is for participants.")
        return me
