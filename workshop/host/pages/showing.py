"""What participants look at: joining, what is on now, what they take home."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from workshop.domain.findings import Findings
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Pace, Participant
from workshop.errors import WorkshopError
from workshop.host.pages import take_home
from workshop.host.pages.assets import asset
from workshop.host.pages.codes import code_svg, takes_ties
from workshop.host.pages.i18n import LANGUAGES
from workshop.host.pages.sections import Section, Trouble, earlier, new_keys, section_of
from workshop.host.pages.visit import FRAGMENT_TEMPLATE, LANGUAGE_COOKIE, Visit, speech_of
from workshop.host.projections import on_now, phone_view
from workshop.host.shown import shown_findings, without_workings
from workshop.host.site import Site
from workshop.host.views import PhoneExercise
from workshop.kinds.base import Kind
from workshop.render import findings_html

_log = logging.getLogger(__name__)

LANGUAGE_S = 90 * 24 * 3600
_STATUS = {
    "forbidden": 403,
    "not-found": 404,
    "conflict": 409,
    "key-reused": 409,
    "usage": 400,
    "try-again": 503,
}


def status_of(error: WorkshopError) -> int:
    return _STATUS.get(error.code, 422)


class Pages:
    """The pages of one host, drawn for whoever asks."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.kinds = _usable(site.kinds, site.service.state.plan)
        self._drawn: dict[tuple[ExerciseId, int], tuple[Findings, Markup]] = {}

    def routes(self) -> list[Route]:
        return [
            Route("/", self.home),
            Route("/language", self.language),
            Route("/take-home", self.sheet),
            Route("/take-home.html", self.sheet_file),
            Route("/take-home.ics", self.calendar_file),
            Route("/pages/{name:str}", asset),
        ]

    async def home(self, request: Request) -> Response:
        return await self.now(await self.visit(request))

    async def sheet(self, request: Request) -> Response:
        """What a participant takes home."""
        visit = await self.visit(request)
        if visit.person is None:
            return RedirectResponse("/", 303)
        sheet = await self._sheet(visit, visit.person)
        return visit.draw("take_home.html", saved=False, sheet=sheet)

    async def sheet_file(self, request: Request) -> Response:
        """The same as one page that needs nothing beside it."""
        visit = await self.visit(request)
        if visit.person is None:
            return RedirectResponse("/", 303)
        sheet = await self._sheet(visit, visit.person)
        drawn = visit.draw("take_home.html", saved=True, sheet=sheet, style=take_home.style())
        return _as_file(drawn, "take-home.html")

    async def calendar_file(self, request: Request) -> Response:
        visit = await self.visit(request)
        if visit.person is None:
            return RedirectResponse("/", 303)
        if not take_home.promises(visit.state, visit.person.id):
            return self.say(visit, Trouble("", "You have made no pledge yet."), 404)
        now = self._site.clock.now()
        text = take_home.calendar(visit.state, visit.person.id, visit.speech, now)
        return _as_file(Response(text, media_type="text/calendar"), "pledges.ics")

    async def language(self, request: Request) -> Response:
        """Choose a language; going back is only to pages of ours."""
        chosen, back = request.query_params.get("to", ""), request.query_params.get("back", "/")
        response = RedirectResponse(back if back in ("/", "/take-home") else "/", 303)
        if chosen in LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, chosen, LANGUAGE_S, httponly=True, samesite="lax")
        return response

    # -- for those who send forms ----------------------------------------------------------

    async def visit(self, request: Request) -> Visit:
        state = self._site.service.state
        person = await self._site.doors.participant_of(request)
        csrf = self._site.doors.csrf_token(request)
        return Visit(request, state, speech_of(request, state.plan), person, csrf)

    async def trouble(self, request: Request, trouble: Trouble, status: int) -> Response:
        """What went wrong: a page of its own, or for a script on top of what is on now."""
        visit = await self.visit(request)
        if visit.by_script and visit.person is not None:
            return await self.now(visit, trouble, status)
        return self.say(visit, trouble, status)

    def say(self, visit: Visit, trouble: Trouble, status: int) -> Response:
        return visit.draw("trouble.html", status, trouble=trouble)

    async def now(
        self, visit: Visit, trouble: Trouble | None = None, status: int = 200
    ) -> Response:
        """What is on now, with what could not be taken; the form that joins for a stranger."""
        if visit.person is None:
            return self.join_form(visit, status)
        state, kinds, speech = visit.state, self.kinds, visit.speech
        mark = await self._site.telling.mark_beside(state, kinds)
        told = self._site.telling.told(state, kinds, visit.person.id)
        view = phone_view(state, visit.person.id, self._site.clock.now(), kinds, told)
        correct = visit.request.query_params.get("correct", "")
        if trouble is not None and trouble.corrects:
            correct = trouble.corrects
        sections = [await self._section(visit, on, correct, trouble) for on in view.exercises]
        places = {section.draft.place for section in sections if section.draft} | {"ask", "profile"}
        run = state.clock.current
        return visit.draw(
            FRAGMENT_TEMPLATE if visit.by_script else "home.html",
            status,
            view=view,
            over=visit.over,
            closing=run is not None and state.plan.part_of(run.segment) is state.plan.parts[-1],
            sections=sections,
            earlier=earlier(state, visit.person.id, speech, kinds, view),
            questions=_questions(visit, visit.person),
            question_key=new_keys(1)[0],
            paces=(Pace.FOLLOWING, Pace.LOST, Pace.TOO_FAST, Pace.TOO_SLOW),
            trouble=trouble,
            # What belongs to a form that is not there any more is said on top.
            on_top=trouble is not None and trouble.place not in places,
            on=msgspec.json.encode(on_now(state, mark)).decode(),
        )

    # -- inside ----------------------------------------------------------------------------

    def join_form(self, visit: Visit, status: int = 200, meets: int = 0) -> Response:
        """The form that joins; `meets` is whose code led here, to which it leads back.

        After the end there is nothing to join, and that is said instead.
        """
        if visit.over:
            return visit.draw("over.html", status)
        return visit.draw(
            "join.html",
            status,
            meets=meets,
            key=self._site.doors.join_key(),
            code=self._site.reaching.code,
            locked=visit.state.locked,
            # A cookie that was given a moment ago and did not come back, the browser refuses.
            refused="joined" in visit.request.query_params,
        )

    async def _section(
        self, visit: Visit, on: PhoneExercise, correct: str, trouble: Trouble | None
    ) -> Section:
        return section_of(
            on,
            visit.state,
            visit.speech,
            kind=self.kinds.get(on.kind),
            correct=correct,
            trouble=trouble,
            results=await self._results(visit, on.id, on.round) if on.shown else None,
            code=self._code(visit) if takes_ties(on.form) else None,
        )

    def _code(self, visit: Visit) -> Markup | None:
        """A participant's own code, which another's phone opens."""
        if visit.person is None:
            return None
        path = f"/c/{self._site.doors.code_of(visit.person.id)}"
        return code_svg(self._site.reaching.url + path, visit.speech.own("Your own code"))

    async def _results(self, visit: Visit, exercise: ExerciseId, round_: int) -> Markup | None:
        """What the room may see, drawn once for all phones."""
        found = await shown_findings(self._site.service, visit.state, exercise)
        if found is None:
            return None
        known = self._drawn.get((exercise, round_))
        if known is None or known[0] is not found:
            known = (found, findings_html(without_workings(found), level=3, title=False))
            self._drawn[(exercise, round_)] = known
        return known[1]

    async def _sheet(self, visit: Visit, person: Participant) -> take_home.Sheet:
        shown = {}
        for exercise, record in visit.state.exercises.items():
            if record.shown:
                shown[exercise] = await self._results(visit, exercise, record.round)
        told = self._site.telling.told(visit.state, self.kinds, person.id)
        return take_home.sheet(visit.state, person.id, visit.speech, self.kinds, shown, told)


def _usable(kinds: Mapping[str, Kind], plan: SessionPlan) -> Mapping[str, Kind]:
    """The kinds that can draw the plan's exercises: one that fails takes no page with it."""
    usable = dict(kinds)
    for exercise in plan.exercises:
        try:
            if exercise.kind in usable:
                usable[exercise.kind].form(exercise)
        except Exception:  # someone else's code: its exercises take no answers from phones
            _log.exception("the kind %r cannot draw %r", exercise.kind, exercise.id)
            del usable[exercise.kind]
    return usable


def _questions(visit: Visit, person: Participant) -> list[str]:
    """What a participant has sent to the organisers."""
    own = [q for q in visit.state.questions.values() if q.participant == person.id]
    return [question.text for question in sorted(own, key=lambda question: question.at)]


def _as_file(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
