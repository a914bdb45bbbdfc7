from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.export.printed import Page, c6, flat
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
from workshop.domain.plan import Exercise
from workshop.export.printing.sheets import PaperSheet, paper_sheets, render
from workshop.kinds.base import Kind
from workshop.kinds.registry import load
from workshop.service.answer_cells import Answers, read_answers

PLAN = c6()
SHEETS = list(paper_sheets(PLAN, load()))


def pages(page: str) -> list[str]:
    return re.findall(r'<main class="page sheet">.*?</main>', page, re.DOTALL)


def test_every_use_of_an_exercise_has_a_sheet() -> None:
    ids = [sheet.exercise.id for sheet in SHEETS]
    assert set(ids) == {exercise.id for exercise in PLAN.exercises}
    assert [s.round for s in SHEETS if s.exercise.id == "confidence"] == [1, 2]
    assert len(pages(render(PLAN, load()))) == len(SHEETS)


def test_what_only_stands_ready_comes_after_the_hour() -> None:
    ids = [sheet.exercise.id for sheet in SHEETS]
    assert ids.index("network-pledge") < ids.index("learnt-not-used")


@pytest.mark.parametrize("number", range(len(SHEETS)))
def test_a_sheet_says_what_its_form_asks(number: int) -> None:
    sheet, page = SHEETS[number], Page(pages(render(PLAN, load()))[number])
    assert flat(sheet.form.prompt) in page.text
    assert flat(sheet.exercise.participant) in page.text
    assert flat(sheet.hint) in page.text
    assert str(sheet.exercise.id) in page.text
    for field in sheet.form.fields:
        for word in _words(field):
            assert flat(word) in page.text
    assert "Table" in page.text
    assert ("Badge" in page.text) is not sheet.form.by_table


@pytest.mark.parametrize("number", range(len(SHEETS)))
def test_the_columns_on_a_sheet_are_those_that_an_import_reads(number: int) -> None:
    sheet = SHEETS[number]
    printed = re.findall(r"<code>([^<]+)</code>", pages(render(PLAN, load()))[number])
    cells = {column: _typed(sheet, column) for column in printed}
    cells = {column: cell for column, cell in cells.items() if cell}
    kind = load()[sheet.exercise.kind]
    if sheet.answers > 1:
        cells = {"text": "One after the other"}
    answers = kind.clean(sheet.exercise, read_answers(kind, sheet.exercise, Answers("", cells)))
    assert set(answers) == {field.id for field in sheet.form.fields} - {"by"}


def _words(field: Field) -> list[str]:
    match field:
        case ChoiceField(options=options) | PointsField(options=options):
            return [option.text for option in options]
        case ScaleField():
            return [field.label, field.low_text, field.high_text]
        case BoxesField(boxes=boxes):
            return [word for box in boxes for word in (box.title, box.hint)]
        case TextField() | PeopleField():
            return []


def _typed(sheet: PaperSheet, column: str) -> str:
    """What a typist puts under a column: the first option, a point, a middling mark, words.

    Where one form asks for several choices, each by its own name and not by its options'.
    """
    several = sum(isinstance(field, ChoiceField) for field in sheet.form.fields) > 1
    for field in sheet.form.fields:
        match field:
            case ScaleField(id=id_) if id_ == column:
                return "3"
            case TextField(id=id_) if id_ == column:
                return "" if field.format == "date" else "Some words"
            case PeopleField(id=id_) if id_ == column:
                return "12"
            case ChoiceField(id=id_, options=options) if several and id_ == column:
                return options[0].id
            case ChoiceField(options=options) if not several and column == options[0].id:
                return "x"
            case PointsField(options=options) if column in [o.id for o in options]:
                return "1"
            case BoxesField(boxes=boxes) if column in [b.id for b in boxes]:
                return "Some words"
    return ""


def test_answers_beside_each_other_on_a_sheet_are_rows_of_their_own() -> None:
    several = next(sheet for sheet in SHEETS if sheet.exercise.id == "who-moves-together")
    assert several.answers == 3
    assert "one row an answer" in Page(pages(render(PLAN, load()))[SHEETS.index(several)]).text


class Odd:
    """A kind whose form holds what the bundled ones do not; it fails to give its line's hint."""

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        return Form(
            exercise.prompt,
            (
                ScaleField("first", "First", 0, 10, "never", "always"),
                ScaleField("second", "Second", 1, 3),
                ScaleField("third", "<script>", 1, 3),
                ChoiceField("some", "Some", (), most=2),
            ),
            per_person=0,
        )


def test_any_form_can_be_drawn_and_hostile_text_stays_text() -> None:
    exercise = replace(PLAN.exercises[0], kind="odd", title='"><img src=x>')
    kinds: Mapping[str, Kind] = {"odd": Odd()}  # type: ignore[dict-item]
    page = render(replace(PLAN, exercises=(exercise,), lobby=(exercise.id,), parts=()), kinds)
    read = Page(page)
    assert read.tags.isdisjoint({"script", "img", "link"})
    assert "0 = never" in read.text
    assert "10 = always" in read.text
    assert "1 = lowest" in read.text
    assert "tick up to 2" in read.text
    assert page.count('<table class="scales">') == 2
    assert not re.search(r"url\(|@import|src=[^x]|href=", page)


def test_a_kind_that_is_missing_leaves_lines_to_write_on(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL):
        page = render(PLAN, {})
    assert page.count('class="write"') >= len(SHEETS)
    assert flat(PLAN.exercises[0].prompt) in Page(page).text
