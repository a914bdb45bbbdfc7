"""People named by badge, on a phone's form."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from workshop.domain.forms import Form, PeopleField
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Exercise
from workshop.host.pages.forms import answers_of, filled, name_of
from workshop.host.pages.visit import _templates
from workshop.kinds.registry import load

WHO = Exercise(ExerciseId("who"), "connections", "Who knows whom?", "Whom do you know?")


@dataclass
class Posted:
    """What a browser sent."""

    typed: dict[str, str]

    def first(self, name: str) -> str:
        return self.typed.get(name, "")


def test_badges_typed_on_a_phone_are_kept_and_come_back_to_be_corrected() -> None:
    kind = load()["connections"]
    form: Form = kind.form(WHO, None, "p1")
    (field,) = form.fields
    assert isinstance(field, PeopleField) and field.required
    sent = answers_of(form, Posted({name_of(field): " 17, #5 mk3 "}))  # type: ignore[arg-type]
    kept = kind.clean(WHO, sent)
    assert kept == {"people": ["17", "5", "mk3"]}
    assert filled(form, kept) == {name_of(field): ["17 5 mk3"]}


def test_a_phone_is_given_one_input_with_what_was_typed_before() -> None:
    (field,) = load()["connections"].form(WHO, None, "p1").fields
    words = {"_": lambda text, **_more: text, "said": str, "csrf": "x"}
    macros: Any = _templates().get_template("fields.html").make_module(words)
    draft = SimpleNamespace(place="p", typed={name_of(field): ['17 "5"']})
    html = str(macros.one(field, draft, 1))
    assert 'name="f.people"' in html and 'value="17 &#34;5&#34;"' in html
    assert "Their badges" in html and "0 for nobody" in html and "required" in html
