"""Forms both ways: the names of their inputs, what was typed into them, answers as they are read.

An input is called `f.FIELD`, one of points or boxes `f.FIELD.OPTION`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from workshop.domain.forms import (
    BoxesField,
    ChoiceField,
    Field,
    Form,
    Option,
    PeopleField,
    PointsField,
    ScaleField,
    TextField,
)
from workshop.host.pages.i18n import Speech
from workshop.host.posted import Posted

Typed: TypeAlias = Mapping[str, Sequence[str]]
"""What stands in a form's inputs, by their names."""


def name_of(field: Field, part: str = "") -> str:
    return f"f.{field.id}.{part}" if part else f"f.{field.id}"


def answers_of(form: Form, posted: Posted) -> dict[str, Any]:
    """The answers in a posted form, not cleaned yet; what is no field of it is left out."""
    return {field.id: _value(field, posted) for field in form.fields}


def _value(field: Field, posted: Posted) -> Any:
    match field:
        case ChoiceField():
            return posted.all(name_of(field))
        case PointsField(options=options):
            return {o.id: posted.first(name_of(field, o.id)) for o in options}
        case BoxesField(boxes=boxes):
            return {box.id: posted.first(name_of(field, box.id)) for box in boxes}
        case ScaleField() if field.slide:
            # A slider always has a number; the tick beside it says that it is none.
            values = posted.all(name_of(field))
            return "" if "" in values else next(iter(values), "")
        case _:
            return posted.first(name_of(field))


def typed_in(form: Form, posted: Posted) -> dict[str, list[str]]:
    """What stands in a posted form, to draw it again."""
    names = [name for field in form.fields for name in _names(field)]
    return {name: posted.all(name) for name in (*names, "table")}


def _names(field: Field) -> list[str]:
    match field:
        case PointsField(options=options):
            return [name_of(field, option.id) for option in options]
        case BoxesField(boxes=boxes):
            return [name_of(field, box.id) for box in boxes]
        case _:
            return [name_of(field)]


def filled(form: Form, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Kept answers as a form that holds them, to be corrected."""
    typed: dict[str, list[str]] = {}
    for field in form.fields:
        value = answers.get(field.id)
        if isinstance(value, Mapping):
            typed.update({name_of(field, str(part)): [str(v)] for part, v in value.items()})
        elif isinstance(field, PeopleField) and isinstance(value, Sequence):
            typed[name_of(field)] = [" ".join(map(str, value))]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            typed[name_of(field)] = [str(item) for item in value]
        elif value is not None:
            typed[name_of(field)] = [str(value)]
    return typed


def told(form: Form, answers: Mapping[str, Any], speech: Speech) -> list[tuple[str, str]]:
    """Answers as their sender reads them: (label, text) a line; a lone field has no label."""
    lines = [line for field in form.fields for line in _told(field, answers, speech)]
    lone = len(form.fields) == 1 and isinstance(form.fields[0], TextField | ChoiceField)
    return [("", text) for _label, text in lines] if lone else lines


def _told(field: Field, answers: Mapping[str, Any], speech: Speech) -> list[tuple[str, str]]:
    value = answers.get(field.id)
    if value in (None, "", [], {}):
        return []
    label = speech.plan(field.label)
    match field:
        case ChoiceField(options=options):
            return [(label, ", ".join(_names_of(options, value, speech)))]
        case PointsField(options=options):
            return [(speech.plan(o.text), str(value[o.id])) for o in options if value.get(o.id)]
        case PeopleField():
            return [(label, " ".join(map(str, value)))]
        case BoxesField(boxes=boxes):
            return [(speech.plan(box.title), value[box.id]) for box in boxes if value.get(box.id)]
        case ScaleField(high=high):
            return [(label, speech.own("{number} of {most}", number=value, most=high))]
        case _:
            return [(label, str(value))]


def _names_of(options: Sequence[Option], picked: Sequence[str], speech: Speech) -> list[str]:
    names = {option.id: speech.plan(option.text) for option in options}
    return [names.get(str(one), str(one)) for one in picked]
