"""An answer to every field there is, with a bank and without."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from tests.kinds import samples
from workshop.domain.plan import Bank, Exercise
from workshop.kinds.registry import load
from workshop.rehearsal.answering import Asked, answer, spoken
from workshop.rehearsal.people import make_people

PEOPLE = make_people(60, Random(1), 3600, paper_share=0)


def answers_to(exercise: Exercise, round_: int = 1, known: tuple[str, ...] = ()) -> list[dict]:
    kind = load()[exercise.kind]
    form = kind.form(exercise, None, "me")
    asked = Asked(exercise, kind, form, round_, known)
    found = [answer(asked, person, Random(n), n) for n, person in enumerate(PEOPLE)]
    return [dict(given) for given in found if given is not None]


def with_bank(kind: str, options: dict[str, object], bank: Bank) -> Exercise:
    return replace(samples.exercise(kind, options), bank=bank)


@pytest.mark.parametrize("exercise", list(samples.bundled().values()), ids=lambda e: e.id)
def test_every_kind_is_answered_by_its_form(exercise: Exercise) -> None:
    assert len(answers_to(exercise)) > 50


def test_weights_say_what_is_picked() -> None:
    choices = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
    exercise = with_bank("choice", {"choices": choices}, Bank(weights={"a": 9, "b": 1}))
    picked = Counter(given["choice"][0] for given in answers_to(exercise))

    assert picked["a"] > 3 * picked["b"] > 0


def test_means_say_what_is_rated_and_a_second_round_goes_up_by_itself() -> None:
    options = {"statements": [{"id": "s", "text": "S"}, {"id": "t", "text": "T"}]}
    exercise = with_bank("ratings", options, Bank(means={"s": (2.0,), "all": (4.0,)}))

    def mean(id_: str, round_: int) -> float:
        given = [a[id_] for a in answers_to(exercise, round_) if id_ in a]
        return sum(given) / len(given)

    assert 1.6 < mean("s", 1) < 2.5 < 3.6 < mean("t", 1) < 4.4
    assert mean("s", 2) > mean("s", 1) + 0.3


def test_people_are_named_by_the_badges_that_are_there() -> None:
    exercise = samples.exercise("connections", {"most": 5})
    known = tuple(map(str, range(1, 9)))

    assert all(
        set(a["people"]) <= set(known) and len(a["people"]) <= 5
        for a in answers_to(exercise, known=known)
    )
    assert all(a["people"] == ["0"] for a in answers_to(exercise))


@pytest.mark.parametrize(
    "voice", ["plain", "lower", "short", "slip", "trailing", "hedged", "loud", "lively"]
)
def test_a_voice_changes_how_it_is_typed_and_never_the_limit(voice: str) -> None:
    text = "Ask the people who do the work, before anything is planned."
    for seed in range(20):
        said = spoken(text, voice, Random(seed), 70)
        assert said.strip() and len(said) <= 70
        assert (said == text) == (voice == "plain")
        assert len(spoken(text * 3, voice, Random(seed), 70)) <= 70
