"""One request of a participant's page: who asks, in which language, and pages drawn for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import Response

from workshop.domain.clock import Stage
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Participant
from workshop.domain.state import State
from workshop.host.pages.assets import assets, page
from workshop.host.pages.forms import name_of
from workshop.host.pages.i18n import LANGUAGES, Speech, wished
from workshop.render.templating import templates

LANGUAGE_COOKIE = "workshop_lang"
FRAGMENT = "x-fragment"
"""Our script asks with this header for what changes on a page, not the page around it."""
FRAGMENT_TEMPLATE = "now.html"
"""What changes; its answer carries the header too, so that the script knows it from a page."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks for what; `person` is None before joining."""

    request: Request
    state: State
    speech: Speech
    person: Participant | None
    csrf: str

    @property
    def by_script(self) -> bool:
        return FRAGMENT in self.request.headers

    @property
    def over(self) -> bool:
        return self.state.clock.stage is Stage.ENDED

    def draw(self, template: str, status: int = 200, **values: Any) -> Response:
        headers = {"Vary": _VARY}
        if template == FRAGMENT_TEMPLATE:
            headers["X-Fragment"] = "1"
        return page(self.request, self.html(template, **values), status, headers)

    def html(self, template: str, **values: Any) -> str:
        speech, plan = self.speech, self.state.plan
        return (
            _templates()
            .get_template(template)
            .render(
                _=speech.own,
                ngettext=speech.count,
                said=speech.said,
                line=speech.line,
                plain=speech.plan,
                day=speech.day,
                lang=speech.language,
                languages=LANGUAGES,
                plan=plan,
                session=self.state.session,
                person=self.person,
                csrf=self.csrf,
                files=assets(),
                here=self.request.url.path,
                encrypted=self.request.url.scheme == "https",
                words=_script_words(speech),
                **values,
            )
        )


_VARY = "Accept-Encoding, Accept-Language, Cookie"


@cache
def _templates() -> Environment:
    made = templates(PackageLoader("workshop.host.pages"))
    made.globals.update(name_of=name_of)
    made.tests["field"] = lambda field, kind: type(field).__name__ == f"{kind}Field"
    return made


def speech_of(request: Request, plan: SessionPlan) -> Speech:
    """The words of the language that was chosen or that the browser wishes."""
    accept = request.headers.get("accept-language", "")
    return _speech(wished(accept, request.cookies.get(LANGUAGE_COOKIE, "")), _Same(plan))


class _Same:
    """A plan as a key: the same object, since a plan never changes while its session lives."""

    def __init__(self, plan: SessionPlan) -> None:
        self.plan = plan

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.plan is self.plan

    def __hash__(self) -> int:
        return id(self.plan)


@lru_cache(maxsize=16)
def _speech(language: str, same: _Same) -> Speech:
    return Speech(language, same.plan)


def _script_words(speech: Speech) -> Mapping[str, str]:
    """What the script says; {0} is filled in there."""
    return {
        "left": speech.own("{number} left", number="{0}"),
        "ofLeft": speech.own("{number} of {most} left", number="{0}", most="{1}"),
        "over": speech.own("{number} too many", number="{0}"),
        "pointsLeft": speech.own("{number} points left", number="{0}"),
        "sending": speech.own("Sending …"),
        "received": speech.own("Received."),
        "waits": speech.own("No connection: this waits here and is sent by itself."),
        "waiting": speech.own("Waiting to be sent"),
        "shut": speech.own("This takes no answers any more. What you wrote is still here."),
        "changed": speech.own("The page has changed."),
        "told": speech.own("There is news for you alone."),
        "offline": speech.own("No connection. This page goes on by itself when there is one."),
        "more": speech.own("One more"),
        "less": speech.own("One less"),
        "close": speech.own("Put away"),
        "print": speech.own("Print"),
    }
