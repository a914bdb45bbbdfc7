"""A state without what tells people apart, so that its report can be passed on."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from immutables import Map

from workshop.domain.forms import NOBODY, Field, PeopleField
from workshop.domain.ids import ExerciseId, ParticipantId, ResponseId
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.export.answers import form_of
from workshop.kinds.registry import load

_log = logging.getLogger(__name__)

WHAT_WAS_DONE = (
    "Badges and participants have new numbers, drawn at random; a person keeps one in this export.",
    "Answers have new ids, and their times are cut to the minute.",
    "Facilitators' initials are left out. The people of the published programme are kept.",
    "Tables are kept: at a table of one or two, an answer may still tell who gave it.",
    "Words are as they were typed. Read them for names and stories before you pass this on.",
)


def anonymised(state: State, draw: random.Random) -> State:
    """The state with numbers drawn anew and initials left out; what `WHAT_WAS_DONE` says.

    Of what a kind keeps of its own only that stays which the kind says names nobody.
    """
    responses = [r for group in state.responses.values() for r in group.values()]
    ids: dict[str, ResponseId] = {
        old: ResponseId(f"a{new}") for old, new in _drawn((r.id for r in responses), draw)
    }
    fields = _telling(state)
    named = (badge for r in responses for badge in _named(r, fields.get(r.exercise, {})))
    badges: dict[str, str] = {
        old: str(new) for old, new in _drawn((*(r.badge for r in responses), *named), draw)
    }
    people = {
        old: ParticipantId(f"p{new}")
        for old, new in _drawn((r.participant or "" for r in responses), draw)
    }

    def without(response: Response) -> Response:
        return replace(
            response,
            id=ids[response.id],
            answers=_unnamed(response.answers, fields.get(response.exercise, {}), badges),
            badge=badges.get(response.badge, ""),
            participant=people.get(response.participant or ""),
            at=_minute(response.at),
            offset_s=None if response.offset_s is None else response.offset_s // 60 * 60,
        )

    groups = {
        exercise: Map({ids[id_]: without(response) for id_, response in group.items()})
        for exercise, group in state.responses.items()
    }
    notes = {
        id_: replace(note, initials="", response=_renamed(note.response, ids))
        for id_, note in state.notes.items()
    }
    objectives = {
        id_: replace(record, evidence=tuple(ids[r] for r in record.evidence if r in ids))
        for id_, record in state.objectives.items()
    }
    return replace(
        state,
        responses=Map(groups),
        response_exercise=Map({ids[r.id]: r.exercise for r in responses}),
        keys=Map(),
        notes=Map(notes),
        participants=Map(),
        objectives=objectives,
        kinds=Map(_kept(state, ids)),
        undo=Map(),
        touched=Map(),
    )


def _kept(state: State, ids: Mapping[str, ResponseId]) -> Iterator[tuple[ExerciseId, Any]]:
    """What each kind keeps of its own and passes on, with the answers' new ids."""
    kinds = load()
    for exercise in state.plan.exercises:
        kind, kept = kinds.get(exercise.kind), state.kinds.get(exercise.id)
        if kind is not None and kept is not None:
            try:
                passed = kind.passed_on(exercise, kept, ids)
            except (
                Exception
            ):  # a kind's failure must not stop an export
                _log.exception("kind %r failed to pass on what it keeps", kind.id)
                continue
            if passed is not None:
                yield exercise.id, passed


def _telling(state: State) -> dict[ExerciseId, Mapping[str, Field]]:
    """The fields of every exercise that hold badges or say who somebody is, by their ids."""
    kinds = load()
    found: dict[ExerciseId, Mapping[str, Field]] = {}
    for exercise in state.plan.exercises:
        form = form_of(kinds.get(exercise.kind), exercise, None)
        found[exercise.id] = {
            field.id: field
            for field in (form.fields if form else ())
            if isinstance(field, PeopleField) or getattr(field, "personal", False)
        }
    return found


def _named(response: Response, fields: Mapping[str, Field]) -> Iterator[str]:
    for name, field in fields.items():
        if isinstance(field, PeopleField):
            yield from (badge for badge in response.answers.get(name, ()) if badge != NOBODY)


def _unnamed(
    answers: Mapping[str, Any], fields: Mapping[str, Field], badges: Mapping[str, str]
) -> Mapping[str, Any]:
    """Answers with badges drawn anew, and without what says who somebody is."""
    kept = dict(answers)
    for name, field in fields.items():
        if name not in kept:
            continue
        if isinstance(field, PeopleField):
            kept[name] = [badges.get(badge, badge) for badge in kept[name]]
        else:
            del kept[name]
    return kept


def _drawn(values: Iterable[str], draw: random.Random) -> list[tuple[str, int]]:
    """Every different value with a number of its own, in an order that says nothing."""
    different = sorted(set(values) - {""})
    draw.shuffle(different)
    return [(value, number) for number, value in enumerate(different, start=1)]


def _renamed(id_: ResponseId | None, ids: Mapping[str, ResponseId]) -> ResponseId | None:
    return None if id_ is None else ids.get(id_)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
