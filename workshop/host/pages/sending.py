"""What participants send: every form works without script; a script sends the same forms."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Protocol, TypeAlias, TypeVar
from uuid import UUID, uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from workshop.domain import commands as co
from workshop.domain.forms import Form
from workshop.domain.ids import ActorId, CommandId, ExerciseId, QuestionId, ResponseId
from workshop.domain.records import Actor, Pace, Participant, Role, Source
from workshop.errors import KeyReused, NotFound, UsageError, WorkshopError
from workshop.host.pages.forms import answers_of, typed_in
from workshop.host.pages.sections import BESIDE, Trouble, form_place
from workshop.host.pages.showing import Pages, status_of
from workshop.host.pages.visit import Visit
from workshop.host.posted import Posted, posted
from workshop.host.site import Site
from workshop.kinds.asking import whole_form

LONGEST_ANSWER = 256 * 1024
"""The longest body of an answer: a canvas with every box full stays below it."""
LONGEST_FORM = 16 * 1024
CODE_PATH = re.compile(r"/c/[0-9A-Za-z_-]{1,100}")
_PROFILE = ("name", "profession", "organisation")


class _OnPages(Protocol):
    """Whoever sends forms of these pages."""

    pages: Pages


Owner = TypeVar("Owner", bound=_OnPages)
Endpoint: TypeAlias = Callable[[Owner, Request], Awaitable[Response]]


def said_on_a_page(endpoint: Endpoint[Owner]) -> Endpoint[Owner]:
    """What goes wrong is said on a page, in the participant's language, by its owner's `pages`."""

    @wraps(endpoint)
    async def friendly(self: Owner, request: Request) -> Response:
        try:
            return await endpoint(self, request)
        except WorkshopError as error:
            trouble = Trouble("", error.title, error.hint)
            return await self.pages.trouble(request, trouble, status_of(error))
        except HTTPException as error:
            return await self.pages.trouble(request, Trouble("", error.detail), error.status_code)

    return friendly


class Sending:
    """The forms of the participants' pages."""

    def __init__(self, site: Site, pages: Pages) -> None:
        self._site = site
        self.pages = pages

    def routes(self) -> list[Route]:
        routes = [Route("/responses", self.answer, methods=["POST"], max_body_size=LONGEST_ANSWER)]
        for path, endpoint in (
            ("/join", self.join),
            ("/withdraw", self.withdraw),
            ("/votes", self.vote),
            ("/pace", self.pace),
            ("/questions", self.ask),
            ("/profile", self.profile),
        ):
            routes.append(Route(path, endpoint, methods=["POST"], max_body_size=LONGEST_FORM))
        return routes

    @said_on_a_page
    async def join(self, request: Request) -> Response:
        """A badge at once; joining twice, or by the same form again, is joining once.

        A form that was opened before the end joins nobody after it.
        """
        doors = self._site.doors
        doors.check_origin(request)
        form = await posted(request)
        if (await self.pages.visit(request)).over:
            return RedirectResponse("/", 303)
        response = RedirectResponse(f"{_way_back(form.first('next'))}?joined", 303)
        if await doors.participant_of(request) is None:
            await doors.admit_participant(response, request, form.first("key"))
        return response

    @said_on_a_page
    async def answer(self, request: Request) -> Response:
        """An answer or a correction. What is refused comes back as it was typed."""
        visit, person, form = await self.sent(request)
        exercise, corrects = ExerciseId(form.first("exercise")), form.first("corrects")
        round_ = _number(form.first("round"))
        asked = self._form_of(visit, person, exercise)
        try:
            await self.submit(person, _answer(visit, form, exercise, round_, asked))
        except WorkshopError as error:
            title, hint = error.title, error.hint
            if isinstance(error, KeyReused):
                # Somebody went back to a form that has been sent, and wrote something else in it.
                title, hint = "This form has been sent already", "Send it again to add another"
            part = BESIDE if form.first("part") == BESIDE else ""
            place = form_place(exercise, round_, corrects, part)
            typed = typed_in(asked, form)
            trouble = Trouble(place, title, hint, typed, corrects)
            return await self.pages.now(visit, trouble, status_of(error))
        return await self._done(visit, f"x-{exercise}-{round_}")

    @said_on_a_page
    async def withdraw(self, request: Request) -> Response:
        visit, person, form = await self.sent(request)
        await self.submit(person, co.WithdrawResponse(ResponseId(form.first("response"))))
        return await self._done(visit)

    @said_on_a_page
    async def vote(self, request: Request) -> Response:
        visit, person, form = await self.sent(request)
        _only_if(visit.state.plan.phones.upvotes)
        up = form.first("up", "1") == "1"
        await self.submit(person, co.VoteResponse(ResponseId(form.first("response")), up))
        return await self._done(visit, form.first("at"))

    @said_on_a_page
    async def pace(self, request: Request) -> Response:
        visit, person, form = await self.sent(request)
        _only_if(visit.state.plan.phones.pace)
        pace = form.first("pace")
        if pace not in set(Pace):
            raise UsageError("There is no such button.")
        await self.submit(person, co.SignalPace(Pace(pace)))
        return await self._done(visit, "pace")

    @said_on_a_page
    async def ask(self, request: Request) -> Response:
        """A question or message to the organisers; one that is sent twice is one."""
        visit, person, form = await self.sent(request)
        _only_if(visit.state.plan.phones.questions)
        id_ = QuestionId(f"{person.id}.{_key(form)}")
        try:
            await self.submit(person, co.AskOrganisers(id_, form.first("text")))
        except WorkshopError as error:
            trouble = Trouble("ask", error.title, error.hint, {"text": [form.first("text")]})
            return await self.pages.now(visit, trouble, status_of(error))
        return await self._done(visit, "ask")

    @said_on_a_page
    async def profile(self, request: Request) -> Response:
        visit, person, form = await self.sent(request)
        try:
            await self.submit(person, co.SetProfile(*(form.first(name) for name in _PROFILE)))
        except WorkshopError as error:
            typed = {name: [form.first(name)] for name in _PROFILE}
            trouble = Trouble("profile", error.title, error.hint, typed)
            return await self.pages.now(visit, trouble, status_of(error))
        return await self._done(visit, "profile")

    # -- inside ----------------------------------------------------------------------------

    async def sent(self, request: Request) -> tuple[Visit, Participant, Posted]:
        """A form, and who sent it."""
        visit = await self.pages.visit(request)
        if visit.person is None:
            raise HTTPException(401, "This host does not know you.")
        await self._site.doors.check_csrf(request)
        return visit, visit.person, await posted(request)

    async def submit(self, person: Participant, body: co.CommandBody) -> None:
        """Send it and wait until it is durable: only then does a page say 'received'."""
        actor = Actor(ActorId(person.id), Role.PARTICIPANT)
        await self._site.service.submit(co.Command(CommandId(str(uuid4())), body), actor)

    async def _done(self, visit: Visit, place: str = "") -> Response:
        """Back to the page: swapped in by a script, loaded again without one."""
        if visit.by_script:
            return await self.pages.now(await self.pages.visit(visit.request))
        known = all(char.isalnum() or char in "-_" for char in place)
        return RedirectResponse(f"/#{place}" if place and known else "/", 303)

    def _form_of(self, visit: Visit, person: Participant, exercise: ExerciseId) -> Form:
        try:
            known = visit.state.plan.exercise(exercise)
            kind = self.pages.kinds[known.kind]
        except KeyError:
            raise NotFound("There is no such exercise", "Load the page again") from None
        return whole_form(kind, known, visit.state, person.id)


def _answer(
    visit: Visit, form: Posted, exercise: ExerciseId, round_: int, asked: Form
) -> co.SubmitResponse | co.AmendResponse:
    """The command in a form. An answer that waited on a phone belongs to the round it was for."""
    answers, key, table = answers_of(asked, form), _key(form), form.first("table")
    if corrects := form.first("corrects"):
        return co.AmendResponse(ResponseId(corrects), key, answers, table=table)
    record = visit.state.exercises.get(exercise)
    known = record is not None and 1 <= round_ <= record.round
    return co.SubmitResponse(
        exercise, key, answers, round_ if known else 0, source=Source.PHONE, table=table
    )


def _key(form: Posted) -> str:
    """The key that came with the form from here. Raises UsageError."""
    try:
        return str(UUID(form.first("key")))
    except ValueError:
        raise UsageError("This form is too old: load the page again.") from None


def _way_back(path: str) -> str:
    """Where somebody who joined came from: a page of ours, and of those that can be come from."""
    return path if CODE_PATH.fullmatch(path) else "/"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _only_if(offered: bool) -> None:
    if not offered:
        raise HTTPException(404, "There is no such form.")
