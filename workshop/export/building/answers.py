"""Responses as they are read: in words for people, cell by cell for tables."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from workshop.analysis.people import who
from workshop.domain.forms import (
    BoxesField,
    ChoiceField,
    Field,
    Form,
    PointsField,
    ScaleField,
    TextField,
)
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.domain.text import plain_text
from workshop.export.report import Answer, Cell, Status
from workshop.export.times import Local
from workshop.kinds.asking import whole_form
from workshop.kinds.base import Kind

_log = logging.getLogger(__name__)


def form_of(kind: Kind | None, exercise: Exercise, state: State | None) -> Form | None:
    """The exercise's form; None where its kind is missing or fails."""
    if kind is None:
        return None
    try:
        return whole_form(kind, exercise, state)
    except Exception:  # a kind's failure must not keep the room's answers from being exported
        _log.exception("kind %r failed to give the form of %r", kind.id, exercise.id)
        return None


def in_words(form: Form | None) -> bool:
    """Whether answers are worth reading one by one: they have text, or nobody knows better.

    Where statements are voted on, the findings have every statement, and who voted how is not read.
    """
    return form is None or any(
        isinstance(field, BoxesField) or (isinstance(field, TextField) and not field.personal)
        for field in (() if form.hands else form.fields)
    )


def answer_of(response: Response, form: Form | None, local: Local, said_by: int = 1) -> Answer:
    """A response for the report; what it said only where nobody hid it or took it back.

    `said_by`: how many answers say it, those for which it stands among them.
    """
    status = Status.COUNTS
    if response.withdrawn:
        status = Status.WITHDRAWN
    elif response.hidden:
        status = Status.HIDDEN
    elif response.merged_into is not None:
        status = Status.MERGED
    said = response.is_said
    return Answer(
        id=response.id,
        at=local(response.at),
        status=status,
        text=text_of(form, response.answers) if said else "",
        who=_whose(response, said_by),
        table=response.table,
        badge=response.badge,
        participant=response.participant or "",
        source=response.source.value,
        segment=response.segment or "",
        offset_s=response.offset_s,
        starred=response.starred and said,
        parked=response.parked,
        amended=response.amended,
        reason=response.hidden if status is Status.HIDDEN else "",
        merged_into=response.merged_into or "",
        said_by=said_by,
        room=response.room,
        cells=tuple(cells_of(form, response.answers)) if said else (),
    )


def _whose(response: Response, said_by: int) -> str:
    times = f"said {said_by} times" if said_by > 1 else ""
    said = who(response)
    room = "" if response.room in said else response.room
    return ", ".join(filter(None, (said, room, times)))


def text_of(form: Form | None, answers: Mapping[str, Any]) -> str:
    """Answers in words: a first text as it is and the rest behind it, else one thing a line."""
    if form is None:
        return plain_text(answers)
    first = form.fields[0]
    if isinstance(first, TextField) and first.id in answers:
        rest = {name: value for name, value in answers.items() if name != first.id}
        behind = "; ".join(_said(form, cell) for cell in cells_of(form, rest))
        return f"{answers[first.id]} ({behind})" if behind else str(answers[first.id])
    if len(form.fields) == 1:
        return "\n".join(_bare(cell, first) for cell in cells_of(form, answers))
    return "\n".join(_said(form, cell) for cell in cells_of(form, answers))


def _bare(cell: Cell, field: Field) -> str:
    """A cell of a form's only field: an option that was picked, or what stands beside its name."""
    if isinstance(field, ChoiceField):
        return cell.item_label
    return f"{cell.item_label}: {cell.value}" if cell.item_label else str(cell.value)


def _said(form: Form, cell: Cell) -> str:
    field = next((field for field in form.fields if field.id == cell.field), None)
    value = cell.item_label if isinstance(field, ChoiceField) else cell.value
    return f"{cell.label}: {value}"


def cells_of(form: Form | None, answers: Mapping[str, Any]) -> Iterator[Cell]:
    """Every single thing that was answered, in the form's order; nothing is left out."""
    fields = {field.id: field for field in form.fields} if form else {}
    order = [name for name in fields if name in answers]
    order += [name for name in answers if name not in fields]
    for name in order:
        yield from _cells(name, fields.get(name), answers[name])


def _cells(name: str, field: Field | None, value: Any) -> Iterator[Cell]:
    label = field.label if field else name
    match field, value:
        case ChoiceField(), list() | tuple():
            texts = {option.id: option.text for option in field.options}
            for picked in value:
                yield Cell(name, label, str(picked), texts.get(str(picked), str(picked)), 1)
        case PointsField(), Mapping():
            texts = {option.id: option.text for option in field.options}
            for option, points in value.items():
                yield Cell(name, label, str(option), texts.get(str(option), ""), _plain(points))
        case BoxesField(), Mapping():
            titles = {box.id: box.title for box in field.boxes}
            for box, text in value.items():
                yield Cell(name, label, str(box), titles.get(str(box), ""), _plain(text))
        case _, Mapping():
            for key, item in value.items():
                yield Cell(name, label, str(key), str(key), _plain(item))
        case _, list() | tuple():
            for item in value:
                yield Cell(name, label, "", "", _plain(item))
        case _:
            yield Cell(name, label, "", "", _plain(value))


def _plain(value: Any) -> str | int:
    return value if isinstance(value, int | str) and not isinstance(value, bool) else str(value)


def scale_of(form: Form | None) -> tuple[int, int] | None:
    """The lowest and the highest step of the form's ratings, None where it has none."""
    for field in form.fields if form else ():
        if isinstance(field, ScaleField):
            return field.low, field.high
    return None
