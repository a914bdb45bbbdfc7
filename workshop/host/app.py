"""The web side as one Starlette app: routes, who may ask, and errors in one shape."""

from __future__ import annotations

import logging
from typing import cast

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from workshop.errors import WorkshopError
from workshop.host.answering import FirstDoor
from workshop.host.api import Api
from workshop.host.guard import Guard
from workshop.host.limits import Streams
from workshop.host.pages import pages_routes
from workshop.host.programs import ANSWER_BYTES, Programs
from workshop.host.room_api import RoomApi
from workshop.host.screens import screens_routes
from workshop.host.server import most_streams
from workshop.host.site import Site
from workshop.service.wire import Problem, problem_of

_log = logging.getLogger(__name__)

_STATUS = {
    "forbidden": 403,
    "not-found": 404,
    "conflict": 409,
    "key-reused": 409,
    "refused": 422,
    "usage": 400,
    "try-again": 503,
    "host-gone": 426,
}

_UNFORESEEN = Problem("error", "The host could not do that.", "Its log says why.")


def build_app(site: Site) -> ASGIApp:
    """The app of one session's host, behind its guard."""
    programs = Programs(site)
    api = [*programs.routes(), *Api(site).routes(), *RoomApi(site).routes()]
    app = Starlette(
        routes=[
            # Routes are tried in turn: what a room sends comes first.
            Mount("/api/v1", routes=api),
            *pages_routes(site),
            *screens_routes(site),
            Route("/healthz", _healthy),
        ],
        exception_handlers={
            WorkshopError: _named,
            HTTPException: _plain,
            Exception: _unforeseen,
        },
        max_body_size=64 * 1024,
    )
    answers = FirstDoor(app, "/api/v1/responses", programs.respond, ANSWER_BYTES, _failed)
    # Outside of everything: whatever is answered, it goes out with safe headers.
    return Guard(answers, site.doors, site.reaching, site.lifetime, Streams(most_streams()))


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _failed(request: Request, error: Exception) -> Response:
    """What any error is answered with."""
    if isinstance(error, WorkshopError):
        return await _named(request, error)
    if isinstance(error, HTTPException):
        return await _plain(request, error)
    _log.error("an answer failed", exc_info=error)
    return _problem(_UNFORESEEN, 500)


async def _named(_request: Request, error: Exception) -> Response:
    problem = problem_of(cast("WorkshopError", error))
    return _problem(problem, _STATUS.get(problem.code, 500))


async def _plain(_request: Request, error: Exception) -> Response:
    http = cast("HTTPException", error)
    code = "forbidden" if http.status_code in (401, 403) else "error"
    return _problem(Problem(code, http.detail), http.status_code)


async def _unforeseen(_request: Request, error: Exception) -> Response:
    # Starlette raises it again after this answer, so that the server's log has the traceback.
    _log.error("a request failed: %r", error)
    return _problem(_UNFORESEEN, 500)


def _problem(problem: Problem, status: int) -> Response:
    return Response(msgspec.json.encode(problem), status, media_type="application/json")
