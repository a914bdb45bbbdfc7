"""One row of a paper sheet as answers: a typed line, or a column a field, an option or a box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.domain.forms import BoxesField, ChoiceField, Field, Form, Option, PointsField
from workshop.domain.plan import Exercise
from workshop.domain.text import clean_line
from workshop.kinds.base import Kind
from workshop.service.sheets import named

_PICKED = frozenset({"x", "1", "yes", "y", "true", "✓", "✔", "ja", "oui", "sí"})
_NOT_PICKED = frozenset({"0", "no", "n", "false", "-", "–", "nein", "nee", "non"})


@dataclass(frozen=True, slots=True)
class Answers:
    """What a row says: `line` as it would be typed, or `cells` by column (names as `named`)."""

    line: str
    cells: Mapping[str, str]


def read_answers(kind: Kind, exercise: Exercise, given: Answers) -> Mapping[str, Any]:
    """The answers, not cleaned yet; ValueError with a sentence for the person who typed them."""
    if given.line and given.cells:
        others = ", ".join(f"'{name}'" for name in given.cells)
        raise ValueError(f"There is an 'answer' and something in {others}; keep one of the two.")
    if given.line:
        return kind.parse_line(exercise, given.line)
    if not given.cells:
        raise ValueError("The row has no answer.")
    form = kind.form(exercise)
    answers: dict[str, Any] = {}
    for column, cell in given.cells.items():
        _take(form, column, cell, answers)
    return answers


def _take(form: Form, column: str, cell: str, answers: dict[str, Any]) -> None:
    """Put one cell where it belongs: a field first, then an option or a box of one."""
    for field in form.fields:
        if column in (named(field.id), named(field.label)):
            answers[field.id] = _whole(field, cell)
            return
    for field in form.fields:
        item = _item(field, column)
        if item is not None:
            _take_item(field, item, cell, answers)
            return
    raise ValueError(f"The column '{column[:40]}' is no part of this exercise's form.")


def _item(field: Field, column: str) -> str | None:
    """The id of the option or box that a column is called after."""
    match field:
        case ChoiceField(options=options) | PointsField(options=options):
            return next((o.id for o in options if column in (named(o.id), named(o.text))), None)
        case BoxesField(boxes=boxes):
            return next((b.id for b in boxes if column in (named(b.id), named(b.title))), None)
        case _:
            return None


def _whole(field: Field, cell: str) -> Any:
    """A whole field in one cell: several options with | between, points as 'option: n'."""
    match field:
        case ChoiceField():
            return [_option(field.options, part) for part in cell.split("|") if part.strip()]
        case PointsField():
            pairs = [part.rpartition(":") for part in cell.split("|") if part.strip()]
            return {_option(field.options, name): points.strip() for name, _, points in pairs}
        case BoxesField():
            raise ValueError(f"'{field.label}' has boxes: give each a column of its own.")
        case _:
            return cell


def _option(options: tuple[Option, ...], given: str) -> str:
    """An option's id by id or text; what is neither is left for the form to refuse."""
    wanted = named(given)
    return next(
        (o.id for o in options if wanted in (named(o.id), named(o.text))), clean_line(given)
    )


def _take_item(field: Field, item: str, cell: str, answers: dict[str, Any]) -> None:
    if not isinstance(field, ChoiceField):
        answers.setdefault(field.id, {})[item] = cell
    elif named(cell) in _PICKED:
        answers.setdefault(field.id, []).append(item)
    elif named(cell) not in _NOT_PICKED:
        raise ValueError(f"'{clean_line(cell)[:20]}' is no tick: write x, or leave it empty.")
