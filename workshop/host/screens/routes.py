"""The routes of the room's screen, the presenter's and the chair's phone, and all event streams."""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator
from contextlib import AbstractContextManager, aclosing, nullcontext
from importlib import resources
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from workshop.domain.ids import ActorId
from workshop.domain.on_now import shown_exercise
from workshop.domain.records import Actor, Role
from workshop.domain.state import State
from workshop.errors import WorkshopError
from workshop.host.broadcast import Broadcaster
from workshop.host.doors import FACILITATOR_COOKIE, FACILITATORS
from workshop.host.posted import posted
from workshop.host.projections import (
    chair_view,
    epoch_ms,
    on_now,
    presenter_view,
    screen_view,
)
from workshop.host.screens.acting import SAID, command_of
from workshop.host.screens.drawing import clock_values, draw, left_ms
from workshop.host.screens.parts import Page, chair_page, presenter_page, screen_page
from workshop.host.shown import RestingFindings
from workshop.host.site import Site
from workshop.host.views import JoinCode, ScreenView
from workshop.render import STYLE
from workshop.service.clock import speed_of
from workshop.service.wire import Problem, problem_of

LOOK_AGAIN_S = 1.0
"""How often a page is looked over for what time alone changes."""
_ROLES = {
    "screen": FACILITATORS | {Role.PRESENTER, Role.SCREEN},
    "presenter": FACILITATORS | {Role.PRESENTER},
    "chair": FACILITATORS,
}
_NAMES = {
    "screen": "The room's screen",
    "presenter": "The presenter's page",
    "chair": "The facilitators' page",
}
_OWN = {Role.SCREEN: "screen", Role.PRESENTER: "presenter"}
_STATUS = {"forbidden": 403, "not-found": 404, "usage": 400, "try-again": 503, "refused": 422}
_DEVICES = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")


class Screens:
    """Pages that are let in by a one-time key, and the event streams of all pages."""

    def __init__(self, site: Site) -> None:
        self._service = site.service
        self._doors = site.doors
        self._lifetime = site.lifetime
        self._clock = site.clock
        self._reaching = site.reaching
        self._kinds = site.kinds
        self._telling = site.telling
        self._findings = RestingFindings(site.service)
        self._channels = Broadcaster(site.service, site.clock)
        self._channels.add("phone", "now", self._phone_message)
        self._channels.add("screen", "view", self._screen_message, LOOK_AGAIN_S)
        self._channels.add("presenter", "view", self._presenter_message)
        self._channels.add("chair", "view", self._chair_message, LOOK_AGAIN_S)

    def routes(self) -> list[Route]:
        return [
            Route("/events", self.events),
            Route("/screen", self.screen),
            Route("/presenter", self.presenter),
            Route("/chair", self.chair),
            Route("/chair", self.act, methods=["POST"], max_body_size=32 * 1024),
            Route("/chair/end", self.ask_to_end),
            Route("/{page:str}/key", self.exchange, methods=["POST"], max_body_size=4096),
            Route("/screens/{name:str}", _static),
        ]

    def listeners(self) -> dict[str, int]:
        """How many listen to event streams, by sort."""
        return self._channels.listeners()

    # -- pages -----------------------------------------------------------------------------

    async def screen(self, request: Request) -> Response:
        if isinstance(actor := self._let_in(request, "screen"), Response):
            return actor
        view = await self._screen_view(self._service.state)
        clock = clock_values(view.timing, self._clock.now())
        page = screen_page(view, self._service.state.plan.zone, clock)
        return self._page("screen.html", page)

    async def presenter(self, request: Request) -> Response:
        if isinstance(actor := self._let_in(request, "presenter"), Response):
            return actor
        page = presenter_page(presenter_view(self._service.state, self._clock.now()))
        return self._page("presenter.html", page)

    async def chair(self, request: Request) -> Response:
        if isinstance(actor := self._let_in(request, "chair"), Response):
            return actor
        return self._chair(request, actor, said=SAID.get(request.query_params.get("did", ""), ""))

    async def ask_to_end(self, request: Request) -> Response:
        if isinstance(actor := self._let_in(request, "chair"), Response):
            return actor
        return HTMLResponse(
            draw(
                "end.html",
                title=self._service.state.plan.title,
                csrf=self._doors.csrf_token(request),
                key=secrets.token_urlsafe(12),
            )
        )

    async def act(self, request: Request) -> Response:
        """A button of the chair's phone; a script asks for JSON and stays on the page."""
        actor = self._doors.facilitator_of(request)
        await self._doors.check_csrf(request)
        form = await posted(request)
        by_script = "application/json" in request.headers.get("accept", "")
        try:
            await self._service.submit(command_of(form, self._service.state), actor)
        except WorkshopError as error:
            problem = problem_of(error)
            status = _STATUS.get(problem.code, 409)
            if by_script:
                return Response(msgspec.json.encode(problem), status, media_type="application/json")
            return self._chair(request, actor, problem=problem, status=status)
        did = form.first("do")
        if by_script:
            return JSONResponse({"said": SAID.get(did, ""), "key": secrets.token_urlsafe(12)})
        return RedirectResponse(f"/chair?did={did}", 303)

    async def exchange(self, request: Request) -> Response:
        """A one-time key for the cookie of this device."""
        page = request.path_params["page"]
        if page not in _ROLES:
            raise HTTPException(404, "There is no such page.")
        await self._doors.check_csrf(request)
        form = await posted(request)
        try:
            token = await self._doors.exchange(
                form.first("key"), form.first("initials"), _device(request), mark=form.first("mark")
            )
        except WorkshopError as error:
            return self._ask_key(request, page, 403, problem_of(error))
        response = RedirectResponse(f"/{page}", 303)
        self._doors.set_cookie(response, FACILITATOR_COOKIE, token, request)
        return response

    # -- event streams ---------------------------------------------------------------------

    async def events(self, request: Request) -> Response:
        """Server-sent events: for phones what is on, for a page of ours what it shows."""
        here: AbstractContextManager[None] = nullcontext()
        sort = request.query_params.get("for", "phone")
        channel = self._channels.channel(sort)
        if channel is None:
            raise HTTPException(404, "There are no such events.")
        if sort == "phone":
            person = await self._doors.participant_of(request)
            if person is None or person.removed:
                # A browser that gets this does not ask again.
                return Response(status_code=204)
            actor = Actor(ActorId(person.id), Role.PARTICIPANT)
        else:
            actor = self._doors.one_of(request, _ROLES[sort])
            if actor.role in FACILITATORS:
                here = self._lifetime.listening()
        messages = channel.listen(lambda: self._doors.is_welcome(actor))
        return StreamingResponse(
            _while(here, messages),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def _screen_message(self, state: State) -> bytes:
        return screen_page(await self._screen_view(state), state.plan.zone).message()

    async def _phone_message(self, state: State) -> bytes:
        told = await self._telling.mark_beside(state, self._kinds)
        return msgspec.json.encode(on_now(state, told))

    async def _presenter_message(self, state: State) -> bytes:
        return presenter_page(presenter_view(state, self._clock.now())).message()

    async def _chair_message(self, state: State) -> bytes:
        return chair_page(chair_view(state, self._clock.now())).message()

    async def _screen_view(self, state: State) -> ScreenView:
        shown = None if state.blank else shown_exercise(state)
        found = await self._findings.of(state, shown) if shown is not None else None
        join = JoinCode(self._reaching.url, self._reaching.code)
        return screen_view(state, found, join)

    # -- inside ----------------------------------------------------------------------------

    def _let_in(self, request: Request, page: str) -> Actor | Response:
        """Who asks for a page, or the form for a key, or the way to the page that is theirs."""
        try:
            actor = self._doors.actor_of(request)
        except HTTPException:
            return self._ask_key(request, page, 401)
        if actor.role not in _ROLES[page]:
            own = _OWN.get(actor.role)
            return RedirectResponse(f"/{own}", 303) if own else self._ask_key(request, page, 403)
        return actor

    def _ask_key(
        self, request: Request, page: str, status: int, problem: Problem | None = None
    ) -> Response:
        return HTMLResponse(
            draw(
                "key.html",
                what=_NAMES[page],
                path=f"/{page}",
                key=request.query_params.get("key", "")[:20],
                mark=secrets.token_urlsafe(18),
                csrf=self._doors.csrf_token(request),
                problem=problem,
            ),
            status,
        )

    def _page(self, template: str, page: Page, status: int = 200, **values: Any) -> Response:
        now, state = self._clock.now(), self._service.state
        html = draw(
            template,
            title=state.plan.title,
            mode=page.mode,
            parts=page.parts,
            values=page.values,
            clock=clock_values(page.timing, now),
            timing=msgspec.json.encode(page.timing).decode(),
            now=epoch_ms(now),
            speed=f"{speed_of(state.session):g}",
            rehearsal=state.session.rehearsal is not None,
            **values,
        )
        return HTMLResponse(html, status)

    def _chair(
        self,
        request: Request,
        actor: Actor,
        *,
        said: str = "",
        problem: Problem | None = None,
        status: int = 200,
    ) -> Response:
        state, now = self._service.state, self._clock.now()
        view = chair_view(state, now)
        left = left_ms(view.timing, now)
        device = state.devices.get(actor.id)
        return self._page(
            "chair.html",
            chair_page(view, None if left is None else view.timing.allotted_ms - left),
            status,
            is_chair=actor.role is Role.CHAIR,
            has_clock=actor.role is Role.CHAIR or (device is not None and device.clock),
            csrf=self._doors.csrf_token(request),
            key=secrets.token_urlsafe(12),
            said=said,
            problem=problem,
        )


async def _while(
    here: AbstractContextManager[None], messages: AsyncGenerator[bytes, None]
) -> AsyncGenerator[bytes, None]:
    """The messages, in a context that lasts as long as somebody listens."""
    with here:
        async with aclosing(messages):
            async for message in messages:
                yield message


def _device(request: Request) -> str:
    """What sort of device asks, for the chair's list of who is connected."""
    agent = request.headers.get("user-agent", "")
    return next((name for name in _DEVICES if name in agent), "browser")


def _files() -> dict[str, tuple[bytes, str]]:
    static = resources.files("workshop.host.screens") / "static"
    return {
        "findings.css": (STYLE.encode(), "text/css"),
        "screens.css": ((static / "screens.css").read_bytes(), "text/css"),
        "screens.js": ((static / "screens.js").read_bytes(), "text/javascript"),
    }


async def _static(request: Request) -> Response:
    found = _files().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404, "There is no such file.")
    body, kind = found
    return Response(body, media_type=kind, headers={"Cache-Control": "no-cache"})
