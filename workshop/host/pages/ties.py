"""Ties by code: one participant opens the QR on another's phone and says that they know them.

The code tells who somebody is and nothing else: it is signed, so that nobody makes one up, and it
lets nobody in. A tie is an answer of the one who opened it, like a badge that they had typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from workshop.domain import commands as co
from workshop.domain.records import Participant, Source
from workshop.errors import Forbidden, NotFound, Refused
from workshop.host.pages.codes import people_field
from workshop.host.pages.sending import LONGEST_FORM, Sending, said_on_a_page
from workshop.host.pages.showing import Pages
from workshop.host.pages.visit import Visit
from workshop.host.projections import phone_view
from workshop.host.site import Site
from workshop.host.views import OwnAnswer, PhoneExercise


@dataclass(frozen=True, slots=True)
class _Asked:
    """The exercise on now that takes ties, the field for them, and what was answered to it."""

    on: PhoneExercise
    field: str

    def names(self, other: Participant) -> bool:
        """Whether an answer that stands names somebody."""
        return any(str(other.badge) in _people(own, self.field) for own in self.on.own)


class Ties:
    """The pages behind participants' own codes."""

    def __init__(self, site: Site, pages: Pages, sending: Sending) -> None:
        self._site = site
        self._sending = sending
        self.pages = pages

    def routes(self) -> list[Route]:
        return [
            Route("/c/{code:str}", self.look),
            Route("/c/{code:str}", self.tie, methods=["POST"], max_body_size=LONGEST_FORM),
        ]

    @said_on_a_page
    async def look(self, request: Request) -> Response:
        """Who it is, and the form that makes the tie; for a stranger the form that joins."""
        visit, other = await self.pages.visit(request), self._other(request)
        if visit.person is None:
            return self.pages.join_form(visit, meets=other.badge)
        _may_meet(visit.person, other)
        asked = self._asked(visit, visit.person)
        return visit.draw(
            "code.html",
            other=other,
            on=asked.on if asked else None,
            prompt=visit.state.plan.exercise(asked.on.id).prompt if asked else "",
            tied=asked is not None and asked.names(other),
        )

    @said_on_a_page
    async def tie(self, request: Request) -> Response:
        """Make the tie; made again, or by a form that is sent twice, it is the same one."""
        other = self._other(request)
        visit, person, _form = await self._sending.sent(request)
        _may_meet(person, other)
        asked = self._asked(visit, person)
        if asked is None:
            raise Refused("Nobody asks for ties now", "Try again when the exercise is open")
        if not asked.names(other):
            answers = {asked.field: [str(other.badge)]}
            body = co.SubmitResponse(
                asked.on.id, _key(visit, person, asked, other), answers, source=Source.PHONE
            )
            await self._sending.submit(person, body)
        return RedirectResponse(request.url.path, 303)

    # -- inside ----------------------------------------------------------------------------

    def _other(self, request: Request) -> Participant:
        """Whose code was opened. Raises NotFound for one that is not ours, or whose owner left."""
        id_ = self._site.doors.shown_by(request.path_params["code"])
        if id_ is None:
            raise NotFound("This is no code of this session", "Scan it again from their phone")
        other = self._site.service.state.participants.get(id_)
        if other is None or other.removed:
            raise NotFound("They are not in this session any more", "No tie was made")
        return other

    def _asked(self, visit: Visit, person: Participant) -> _Asked | None:
        """What is on now and takes ties, if anything."""
        view = phone_view(visit.state, person.id, self._site.clock.now(), self.pages.kinds)
        for on in view.exercises:
            if field := people_field(on.form):
                return _Asked(on, field.id)
        return None


def _may_meet(person: Participant, other: Participant) -> None:
    """Raise where there is nothing to be tied."""
    if person.removed:
        raise Forbidden("You are no longer in this session", "Speak to the facilitator")
    if person.id == other.id:
        raise Refused("This is your own code", "Show it to somebody else, or open theirs")


def _people(own: OwnAnswer, field: str) -> Sequence[str]:
    found: Sequence[str] = own.answers.get(field, ())
    return found


def _key(visit: Visit, person: Participant, asked: _Asked, other: Participant) -> str:
    """The same for a form that is sent twice, another where the tie was taken back in between."""
    before = (visit.state.response(sent) for sent in visit.state.sent.get(person.id, ()))
    withdrawn = sum(1 for r in before if r is not None and (r.withdrawn or r.amended))
    place = f"{asked.on.id} {asked.on.round} {other.badge} {withdrawn}"
    return str(uuid5(NAMESPACE_OID, place))
