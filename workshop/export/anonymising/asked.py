"""What an exercise asks: which of its fields tell whose answer it is, and how few it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workshop.analysis.suppressing import SMALLEST_GROUP
from workshop.domain.forms import Field, Form, PeopleField, TextField
from workshop.domain.plan import Exercise
from workshop.export.building.answers import form_of
from workshop.kinds.registry import load

_TRAITS = (("role", "organisation"), ("own_role", "own_organisation"))
_THRESHOLDS = ("smallest_group", "least")
"""Options of kinds that say how few people a figure may stand for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An exercise's fields by what they tell: badges, who somebody is, their role, words."""

    people: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    traits: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()


def asked(exercise: Exercise) -> Asked:
    """The fields of one exercise; none where its kind is not at hand."""
    form = form_of(load().get(exercise.kind), exercise, None)
    if form is None:
        return Asked()
    fields: Mapping[str, Field] = {field.id: field for field in _fields(form)}
    people = tuple(id_ for id_, field in fields.items() if isinstance(field, PeopleField))
    traits = tuple(pair for pair in _TRAITS if pair[0] in fields and (people or "own" in pair[0]))
    about = {id_ for pair in traits for id_ in pair}
    texts = {id_: f for id_, f in fields.items() if isinstance(f, TextField)}
    dates = {id_ for id_, field in texts.items() if field.format == "date"}
    boxes = {id_ for id_, field in fields.items() if hasattr(field, "boxes")}
    return Asked(
        people=people,
        personal=tuple(id_ for id_, field in texts.items() if field.personal),
        traits=traits,
        words=tuple((set(texts) - about - dates) | boxes),
        known=frozenset(fields),
    )


def _fields(form: Form) -> Iterator[Field]:
    yield from form.fields
    yield from form.beside


def guarded(exercise: Exercise) -> Exercise:
    """The exercise with its own threshold, where it has one, no lower than this export's."""
    kind = load().get(exercise.kind)
    options = dict(exercise.options)
    for name in _THRESHOLDS:
        given = options.get(name)
        least = max(given, SMALLEST_GROUP) if isinstance(given, int) else SMALLEST_GROUP
        tried = {**exercise.options, name: least}
        if kind is not None and not any(p.path == (name,) for p in kind.check(tried)):
            options[name] = least
    return replace(exercise, options=options)
