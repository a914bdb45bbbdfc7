"""What a participant takes home: their own answers, pledges, the framework, the shared findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import resources

from markupsafe import Markup

from workshop.domain.forms import BoxesField
from workshop.domain.ids import ExerciseId, ParticipantId
from workshop.domain.plan import Exercise, SessionPlan
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.domain.telling import Told
from workshop.host.pages.i18n import Speech
from workshop.host.pages.sections import Earlier, earlier, own_answers
from workshop.kinds.base import Kind
from workshop.kinds.pledge import due, horizons_of
from workshop.render import STYLE

PLEDGE = "pledge"
FOLD = 75
"""The most octets in a line of a calendar file (RFC 5545)."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A pledge with its day; `named` tells a day that its maker gave from a first horizon."""

    id: str
    what: str
    partner: str
    day: date
    named: bool


@dataclass(frozen=True, slots=True)
class Framework:
    """A canvas to go on with: (title, hint, own text) a box."""

    title: str
    prompt: str
    boxes: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the page; `shared` are (title, findings) that the room was shown, `told` what
    is told to this participant alone."""

    answers: Sequence[Earlier]
    pledges: Sequence[Promise]
    frameworks: Sequence[Framework]
    shared: Sequence[tuple[str, Markup]]
    told: Sequence[Told] = ()


def sheet(
    state: State,
    participant: ParticipantId,
    speech: Speech,
    kinds: Mapping[str, Kind],
    shown: Mapping[ExerciseId, Markup | None],
    told: Sequence[Told] = (),
) -> Sheet:
    """One participant's sheet; `shown` are the findings that the room may see."""
    plan = state.plan
    apart = {exercise.id for exercise in plan.exercises if exercise.kind == PLEDGE}
    apart |= {exercise.id for exercise in plan.exercises if _boxes(exercise, kinds)}
    return Sheet(
        answers=earlier(state, participant, speech, kinds, without=apart),
        pledges=promises(state, participant),
        frameworks=[
            _framework(state, participant, exercise, field)
            for exercise in plan.exercises
            if (field := _boxes(exercise, kinds)) is not None
        ],
        shared=[
            (plan.exercise(exercise).title, html)
            for exercise, html in shown.items()
            if html is not None
        ],
        told=told,
    )


def _boxes(exercise: Exercise, kinds: Mapping[str, Kind]) -> BoxesField | None:
    kind = kinds.get(exercise.kind)
    fields = kind.form(exercise).fields if kind else ()
    return next((field for field in fields if isinstance(field, BoxesField)), None)


def _framework(
    state: State, participant: ParticipantId, exercise: Exercise, field: BoxesField
) -> Framework:
    texts: dict[str, str] = {}
    for response in own_answers(state, participant):
        if response.exercise == exercise.id:
            texts.update(response.answers.get(field.id, {}))
    boxes = [(box.title, box.hint, texts.get(box.id, "")) for box in field.boxes]
    return Framework(exercise.title, exercise.prompt, boxes)


def promises(state: State, participant: ParticipantId) -> list[Promise]:
    """A participant's pledges by their day."""
    plan = state.plan
    pledges = {exercise.id: exercise for exercise in plan.exercises if exercise.kind == PLEDGE}
    found = [
        _promise(plan, pledges[response.exercise], response, state.day)
        for response in own_answers(state, participant)
        if response.exercise in pledges
    ]
    return sorted(found, key=lambda promise: promise.day)


def _promise(
    plan: SessionPlan, exercise: Exercise, response: Response, day: date | None
) -> Promise:
    by = due(
        response.answers, day or response.at.astimezone(plan.zone).date(), horizons_of(exercise)
    )
    answers = response.answers
    return Promise(response.id, answers.get("what", ""), answers.get("with", ""), by.day, by.named)


def style() -> str:
    """The stylesheet inside a page that is kept as a file."""
    own = resources.files("workshop.host.pages") / "static" / "page.css"
    return STYLE + own.read_text("utf-8")


# -- the calendar ----------------------------------------------------------------------------


def calendar(state: State, participant: ParticipantId, speech: Speech, now: datetime) -> bytes:
    """The pledges as all-day events (RFC 5545); each reminds on its morning."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//workshop//take-home//EN"]
    for promise in promises(state, participant):
        lines += _event(state, promise, speech, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(state: State, promise: Promise, speech: Speech, now: datetime) -> Iterable[str]:
    told = [speech.own("With: {partner}", partner=promise.partner)] if promise.partner else []
    told.append(speech.own("From: {title}", title=speech.plan(state.plan.title)))
    summary = speech.own("My pledge: {what}", what=promise.what)
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(promise.id)}@{_escaped(state.session.id)}.workshop"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{promise.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{promise.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(summary)}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(told))}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(promise.what)}"
    yield "TRIGGER:PT9H"
    yield "END:VALARM"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> Iterable[str]:
    """A line in pieces of at most 75 octets, none of which cuts a character."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > FOLD:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece
