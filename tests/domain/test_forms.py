from __future__ import annotations

from typing import Any

import pytest

from workshop.domain.forms import (
    Box,
    BoxesField,
    ChoiceField,
    Form,
    Option,
    PeopleField,
    PointsField,
    ScaleField,
    TextField,
    clean_answers,
)

OPTIONS = (Option("a", "Apples"), Option("b", "Pears"))
FORM = Form(
    "Prompt?",
    (
        TextField("text", "Text", limit=10, required=False),
        TextField("long", "Long", limit=20, lines=3, required=False),
        TextField("day", "Day", limit=10, required=False, format="date"),
        ChoiceField("one", "One", OPTIONS, required=False),
        ScaleField("step", "Step", low=0, high=4, required=False),
        PointsField("points", "Points", OPTIONS, total=5, most_each=4, required=False),
        BoxesField("boxes", "Boxes", (Box("x", "Box x"),), limit=5, required=False),
    ),
)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"text": " a\n b\t\x1b[0m"}, {"text": "a b [0m"}),
        ({"long": "a\r\nb\n\n\n\nc\u202e"}, {"long": "a\nb\n\nc"}),
        ({"day": "2025-06-01"}, {"day": "2025-06-01"}),
        ({"one": "a"}, {"one": ["a"]}),
        ({"one": ["b", "b", ""]}, {"one": ["b"]}),
        ({"step": 0}, {"step": 0}),
        ({"step": "3", "text": ""}, {"step": 3}),
        ({"points": {"b": "2", "a": 0}}, {"points": {"b": 2}}),
        ({"points": {"b": 1, "a": ""}}, {"points": {"b": 1}}),
        ({"boxes": {"x": "in"}, "one": None}, {"boxes": {"x": "in"}}),
    ],
)
def test_answers_are_kept_clean(given: dict[str, Any], kept: dict[str, Any]) -> None:
    assert clean_answers(FORM, given) == kept


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "Nothing has been answered yet."),
        ({"text": "\u200b \x00"}, "Nothing has been answered yet."),
        ({"other": 1}, "This form has no field ‘other’."),
        ({"text": "12345678901"}, "‘Text’ has room for 10 characters; this has 11, 1 too many."),
        ({"text": 7}, "‘Text’ wants text."),
        ({"day": "2025-02-30"}, "wants a date as year-month-day"),
        ({"one": ["c"]}, "‘One’ has no option ‘c’."),
        ({"one": ["a", "b"]}, "‘One’ takes one only; this picks 2."),
        ({"one": {"a": 1}}, "‘One’ wants one of its options."),
        ({"step": 5}, "‘Step’ goes from 0 to 4; not 5."),
        ({"step": "many"}, "‘Step’ wants a whole number."),
        ({"step": True}, "‘Step’ wants a whole number."),
        ({"points": {"a": 4, "b": 2}}, "There are 5 points to spend; this spends 6, 1 too many."),
        ({"points": {"a": 5}}, "At most 4 points on one option; ‘Apples’ has 5."),
        ({"points": {"a": -1}}, "‘Points’ takes no points below 0."),
        ({"points": {"c": 1}}, "‘Points’ has no option ‘c’."),
        ({"points": [1]}, "‘Points’ wants points for its options."),
        ({"boxes": {"y": "in"}}, "There is no box ‘y’."),
        ({"boxes": {"x": "123456"}}, "‘Box x’ has room for 5 characters; this has 6, 1 too many."),
        ({"boxes": "in"}, "‘Boxes’ wants text for its boxes."),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError) as refused:
        clean_answers(FORM, given)
    assert reason in str(refused.value)


def test_required_field_is_asked_for() -> None:
    form = Form("", (TextField("text", "Text"), TextField("more", "More", required=False)))
    with pytest.raises(ValueError, match="‘Text’ is still empty"):
        clean_answers(form, {"more": "x"})


PEOPLE = Form("Who?", (PeopleField("people", "Badges", most=3),))


@pytest.mark.parametrize(
    ("given", "kept"),
    [("12 #07, MK3", ["12", "7", "mk3"]), ([5, "5"], ["5"]), ("0", ["0"]), (9, ["9"])],
)
def test_people_are_badges_in_one_spelling(given: object, kept: list[str]) -> None:
    assert clean_answers(PEOPLE, {"people": given}) == {"people": kept}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("Ada", "is no badge"),
        ("1 2 3 4", "takes 3 at most; this names 4"),
        ("0 1", "0 means nobody"),
        ({"1": 2}, "wants badges"),
        ("", "still empty"),
        ([True], "is no badge"),
    ],
)
def test_what_is_no_badge_is_refused(given: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        clean_answers(PEOPLE, {"people": given})
