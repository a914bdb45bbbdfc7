"""What stands on a participant's page, section by section, ready to be drawn."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from markupsafe import Markup

from workshop.domain.forms import Form
from workshop.domain.ids import ExerciseId, ParticipantId, ResponseId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.domain.text import plain_text
from workshop.host.pages.forms import Typed, filled, told
from workshop.host.pages.i18n import Speech
from workshop.host.views import OthersAnswer, PhoneExercise, PhoneView
from workshop.kinds.base import Kind

MOST_SPARE_KEYS = 4
"""Answers that a page may keep while it has no connection, beside the first."""
BESIDE = "beside"
"""The part of an exercise's form that is sent by itself."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not taken, and what had been typed, so that nothing is lost.

    `place` is the form's id; `title` and `hint` are the domain's own sentences.
    """

    place: str
    title: str
    hint: str = ""
    typed: Typed = field(default_factory=dict)
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer that was received: what it says as (label, text) lines, and when (local time)."""

    id: ResponseId
    lines: Sequence[tuple[str, str]]
    at: str
    amended: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A form to fill in. `keys` make what is sent count once, one an answer; `place` is its id."""

    place: str
    exercise: ExerciseId
    round: int
    form: Form
    keys: tuple[str, ...]
    typed: Typed = field(default_factory=dict)
    corrects: str = ""
    trouble: Trouble | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """An exercise on a phone: what was sent, and the form where one more may be, or a correction.

    `again` marks an exercise that is used twice: 1 before, 2 after, 0 for any other. `code` is the
    participant's own, where others may open it to make a tie. `beside` is a second form, sent by
    itself; `goes_on`: after one form comes the next, until `waits`: all there is has been answered.
    """

    place: str
    title: str
    prompt: str
    instructions: str
    sent: Sequence[Sent]
    draft: Draft | None
    open: bool
    again: int = 0
    left: int | None = None
    results: Markup | None = None
    others: Sequence[OthersAnswer] = ()
    code: Markup | None = None
    beside: Draft | None = None
    goes_on: bool = False
    waits: bool = False


def form_place(exercise: str, round_: int, corrects: str = "", part: str = "") -> str:
    place = f"f-{exercise}-{round_}" + (f"-{corrects[-12:]}" if corrects else "")
    return f"{place}-{part}" if part else place


def section_of(
    on: PhoneExercise,
    state: State,
    speech: Speech,
    *,
    kind: Kind | None,
    correct: str = "",
    trouble: Trouble | None = None,
    results: Markup | None = None,
    code: Markup | None = None,
) -> Section:
    """One exercise's section; `correct` is the answer that is being corrected, if any."""
    plan = state.plan
    exercise = plan.exercise(on.id)
    shown_form = on.whole or on.form or (kind.form(exercise) if kind else None)
    own = next((answer for answer in on.own if answer.response == correct), None)
    draft = beside = None
    if on.form is not None and own is not None:
        kept = state.response(own.response)
        asked = _part_of(on.whole, own.answers) if on.whole else on.form
        typed = {**filled(asked, own.answers), "table": [kept.table if kept else ""]}
        draft = _draft(on, asked, 1, trouble, typed, own.response)
    elif on.form is not None and on.whole is not None:
        draft = _draft(on, on.form, 1, trouble) if on.form.fields else None
        if on.form.beside:
            part = replace(on.form, fields=on.form.beside)
            beside = _draft(on, part, MOST_SPARE_KEYS + 1, trouble, part=BESIDE)
    elif on.form is not None and on.more:
        left = on.form.per_person - len(on.own) if on.form.per_person else MOST_SPARE_KEYS + 1
        draft = _draft(on, on.form, left, trouble)
    per_person = on.form.per_person if on.form else 1
    return Section(
        place=f"x-{on.id}-{on.round}",
        title=on.title,
        prompt=exercise.prompt,
        instructions=exercise.participant if draft else "",
        sent=[
            Sent(
                answer.response,
                told(shown_form, answer.answers, speech) if shown_form else [("", answer.text)],
                _clock_time(answer.at, plan),
                answer.amended,
            )
            for answer in on.own
            if own is None or answer.response != own.response
        ],
        draft=draft,
        open=on.form is not None,
        again=on.round if _uses(plan, on.id) == 2 else 0,
        left=per_person - len(on.own) if per_person > 1 and on.form else None,
        results=results,
        others=on.others,
        code=code if draft is not None and not draft.corrects else None,
        beside=beside,
        goes_on=on.whole is not None,
        waits=on.form is not None and draft is None and on.whole is not None,
    )


def _part_of(whole: Form, answers: Mapping[str, Any]) -> Form:
    """What was answered at once, to be corrected at once; none of it may be left empty."""
    fields = (replace(field, required=True) for field in whole.fields if field.id in answers)
    return replace(whole, fields=tuple(fields))


def _draft(
    on: PhoneExercise,
    form: Form,
    number: int,
    trouble: Trouble | None,
    typed: Typed | None = None,
    corrects: str = "",
    part: str = "",
) -> Draft:
    place = form_place(on.id, on.round, corrects, part)
    mine = trouble if trouble is not None and trouble.place == place else None
    return Draft(
        place=place,
        exercise=on.id,
        round=on.round,
        form=form,
        keys=new_keys(min(number, MOST_SPARE_KEYS + 1)),
        typed=mine.typed if mine else typed or {},
        corrects=corrects,
        trouble=mine,
        part=part,
    )


def new_keys(number: int) -> tuple[str, ...]:
    return tuple(str(uuid4()) for _ in range(number))


def _uses(plan: SessionPlan, exercise: ExerciseId) -> int:
    return sum(1 for _place, used in plan.uses() if used == exercise)


def _clock_time(at: datetime, plan: SessionPlan) -> str:
    return at.astimezone(plan.zone).strftime("%H:%M")


def own_answers(state: State, participant: ParticipantId) -> list[Response]:
    """What a participant sent and did not withdraw, in order."""
    found = (state.response(sent) for sent in state.sent.get(participant, ()))
    return [response for response in found if response is not None and not response.withdrawn]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Answers to an exercise that takes none any more."""

    title: str
    again: int
    sent: Sequence[Sent]


def earlier(
    state: State,
    participant: ParticipantId,
    speech: Speech,
    kinds: Mapping[str, Kind],
    view: PhoneView | None = None,
    without: Container[ExerciseId] = (),
) -> list[Earlier]:
    """What a participant sent, exercise by exercise in order; without what is on now in `view`."""
    on = {(exercise.id, exercise.round) for exercise in view.exercises} if view else set()
    grouped: dict[tuple[ExerciseId, int], list[Response]] = {}
    for response in own_answers(state, participant):
        place = (response.exercise, response.round)
        if place not in on and response.exercise not in without:
            grouped.setdefault(place, []).append(response)
    return [
        Earlier(
            state.plan.exercise(exercise).title,
            round_ if _uses(state.plan, exercise) == 2 else 0,
            sent_of(state.plan, responses, speech, kinds),
        )
        for (exercise, round_), responses in grouped.items()
    ]


def sent_of(
    plan: SessionPlan, responses: Iterable[Response], speech: Speech, kinds: Mapping[str, Kind]
) -> list[Sent]:
    found = []
    for response in responses:
        exercise = plan.exercise(response.exercise)
        kind = kinds.get(exercise.kind)
        lines = (
            told(kind.form(exercise), response.answers, speech)
            if kind
            else [("", plain_text(response.answers))]
        )
        at = _clock_time(response.at, plan)
        found.append(Sent(response.id, lines, at, response.amended))
    return found
