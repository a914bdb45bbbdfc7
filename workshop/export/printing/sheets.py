"""The participants' paper sheets: one a form, made so that a row of them is typed in seconds.

A sheet names the columns that `session import` reads: those above the answer stand in its foot,
and beside every field, option and box stands the name of its own column.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from workshop.domain.forms import (
    BoxesField,
    ChoiceField,
    Field,
    Form,
    PeopleField,
    PointsField,
    ScaleField,
    TextField,
)
from workshop.domain.ids import SegmentId
from workshop.domain.plan import Exercise, SessionPlan
from workshop.export.pages import page, shown_date
from workshop.kinds.base import Kind
from workshop.kinds.lines import letter
from workshop.service.importing import ANSWER_COLUMNS

# Room for handwriting: about so many letters on a line, and no field is a page of its own.
_LETTERS_A_LINE = 55
_MOST_LINES = 14
_MOST_REPEATS = 6
_SHORT_OPTION = 18

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Block:
    """What stands together on paper: one field, or several scales under one head."""

    shape: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One sheet. `round` is 0 where the exercise is used once; `when` says what it is for.

    `answers` says how often the form stands on it; `hint` how an answer is typed as one line.
    """

    exercise: Exercise
    form: Form
    blocks: tuple[Block, ...]
    answers: int
    round: int
    when: str
    hint: str


def render(plan: SessionPlan, kinds: Mapping[str, Kind]) -> str:
    """Every sheet of the plan on a page of its own, in the order of the hour."""
    return page(
        "sheets.html",
        plan=plan,
        date=shown_date(plan),
        sheets=list(paper_sheets(plan, kinds)),
        letter=letter,
        lines=_lines,
        short=_short,
        marks=_marks,
        columns=ANSWER_COLUMNS,
    )


def paper_sheets(plan: SessionPlan, kinds: Mapping[str, Kind]) -> Iterator[PaperSheet]:
    """A sheet for every use of an exercise, those that only stand ready after the others."""
    uses = list(plan.uses())
    used = [exercise for _, exercise in uses]
    for segment, id_ in sorted(uses, key=lambda use: _stands_ready(plan, use[0])):
        round_ = plan.round_of(segment, id_) if used.count(id_) > 1 else 0
        when = "before the start" if segment is None else plan.segment(segment).title
        yield _sheet(plan.exercise(id_), kinds, round_, when)
    for exercise in plan.exercises:
        if exercise.id not in used:
            yield _sheet(exercise, kinds, 0, "to work on further")


def _stands_ready(plan: SessionPlan, segment: SegmentId | None) -> bool:
    return segment is not None and plan.segment(segment).planned_s == 0


def form_of(exercise: Exercise, kinds: Mapping[str, Kind]) -> Form:
    """The exercise's form; lines to write on where its kind is missing or fails."""
    try:
        return kinds[exercise.kind].form(exercise)
    except Exception:  # a kind meets the core here, and the other sheets are wanted all the same
        _log.exception("kind %r has no form for %r", exercise.kind, exercise.id)
        field = TextField("answer", "Your answer", limit=_LETTERS_A_LINE * 8)
        return Form(exercise.prompt, (field,), exercise.participant)


def _sheet(exercise: Exercise, kinds: Mapping[str, Kind], round_: int, when: str) -> PaperSheet:
    form = form_of(exercise, kinds)
    # A form of one field is short: several answers of one person go on one sheet.
    repeats = form.per_person if len(form.fields) == 1 and not form.by_table else 1
    return PaperSheet(
        exercise=exercise,
        form=form,
        blocks=tuple(_blocks(form)),
        answers=min(max(repeats, 1), _MOST_REPEATS),
        round=round_,
        when=when,
        hint=_hint(exercise, kinds),
    )


def _hint(exercise: Exercise, kinds: Mapping[str, Kind]) -> str:
    try:
        return kinds[exercise.kind].line_hint(exercise)
    except Exception:  # as above: a sheet without its hint is still a sheet
        return ""


def _blocks(form: Form) -> Iterator[Block]:
    for (shape, *_), fields in groupby(form.fields, key=_alike):
        if shape == "scale":
            yield Block(shape, tuple(fields))
        else:
            yield from (Block(shape, (field,)) for field in fields)


def _alike(field: Field) -> tuple[str, ...]:
    """What a field looks like; neighbours that look alike may share a head."""
    match field:
        case TextField():
            return (field.format,) if field.format == "date" else ("text",)
        case ChoiceField():
            return ("choice",)
        case ScaleField():
            return ("scale", f"{field.low} {field.high}", field.low_text, field.high_text)
        case PointsField():
            return ("points",)
        case BoxesField():
            return ("boxes",)
        case PeopleField():
            return ("text",)


def _lines(field: TextField | PeopleField) -> int:
    """Lines to write a text or badges on."""
    if isinstance(field, PeopleField):
        return 1 if field.most == 1 else 2
    return min(max(field.lines, ceil(field.limit / _LETTERS_A_LINE)), _MOST_LINES)


def _marks(field: ScaleField) -> range:
    """The numbers to circle: every step of a scale, about ten along a slider."""
    tenth = ceil((field.high - field.low) / 10)
    return range(field.low, field.high + 1, max(field.slide, tenth) if field.slide else 1)


def _short(field: ChoiceField) -> bool:
    """Whether the options stand beside each other."""
    return len(field.options) <= 5 and all(len(o.text) <= _SHORT_OPTION for o in field.options)
