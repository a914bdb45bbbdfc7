from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from workshop.analysis.themes.sorting import BY_WORDS, Sorter, Theme

THEMES = (
    Theme("time", "Time", ("no time", "too busy", "protected hours")),
    Theme("money", "Money", ("no budget", "funding ends", "too expensive")),
    Theme("people", "People", ("staff leave", "vacancies", "nobody stays")),
)


def sorted_to(text: str, themes: Sequence[Theme] = THEMES, said: Sequence[str] = ()) -> str | None:
    found = Sorter(themes, [*said, text]).sort(text)
    return found.guesses[0].theme if found.sure else None


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("We never have the time for it", "time"),
        ("the budgets were cut again", "money"),
        ("a grant that ran out", "money"),
        ("Two vacancies on our ward", "people"),
        ("purple elephants", None),
        ("and the", None),
        ("!!", None),
        ("", None),
    ],
)
def test_an_answer_goes_to_its_theme_or_stays_unsorted(text: str, theme: str | None) -> None:
    assert sorted_to(text) == theme


def test_an_answer_between_two_themes_is_left_to_a_person_with_both_as_guesses() -> None:
    found = Sorter(THEMES, []).sort("no time and no budget")
    assert not found.sure
    assert {guess.theme for guess in found.guesses[:2]} == {"time", "money"}


def test_what_a_person_put_into_a_theme_teaches_it() -> None:
    text = "the rotunda is always locked"
    assert sorted_to(text) is None
    taught = (*THEMES[:2], Theme("people", "People", ("staff leave",), ("the rotunda was locked",)))
    assert sorted_to(text, taught) == "people"


FRAMES = {
    "nl": (("geen tijd", "te druk met zorg"), ("geen geld", "subsidie stopt"),
           ("Er is te weinig tijd voor overleg", "De subsidies zijn gestopt")),
    "de": (("keine Zeit", "zu viel Arbeit"), ("kein Geld", "Förderung endet"),
           ("Im Alltag fehlt die Zeit dafür", "Die Förderungen sind ausgelaufen")),
    "fr": (("pas le temps", "surcharge de travail"), ("pas d'argent", "budget trop petit"),
           ("On manque de temps pour se réunir", "Les budgets ont été coupés")),
    "es": (("falta de tiempo", "demasiada carga"), ("falta de dinero", "presupuesto pequeño"),
           ("No tenemos tiempo para reunirnos", "Nos recortaron los presupuestos")),
    "en": (("no time", "too busy with care"), ("no money", "the budget is too small"),
           ("There is too little time to meet", "The budgets were cut")),
}  # fmt: skip


@pytest.mark.parametrize("language", FRAMES)
def test_seeds_sort_in_five_languages(language: str) -> None:
    time, money, (about_time, about_money) = FRAMES[language]
    themes = (Theme("time", "1", time), Theme("money", "2", money))
    assert sorted_to(about_time, themes, [about_money]) == "time"
    # Another form of a word is found too; of two answers nobody can be sure yet.
    guesses = Sorter(themes, [about_time, about_money]).sort(about_money).guesses
    assert guesses[0].theme == "money"


class Colours:
    """A model that knows nothing but colours."""

    name = "colours 1"

    def vectors(self, texts: Sequence[str]) -> Any:
        import numpy as np

        warm = [any(word in text for word in ("red", "scarlet")) for text in texts]
        return np.array([[1.0, 0.1] if w else [0.1, 1.0] for w in warm])


def test_a_model_of_meanings_is_heard_and_named() -> None:
    themes = (Theme("warm", "A", ("red",)), Theme("cold", "B", ("blue",)))
    sorter = Sorter(themes, [], Colours())
    assert sorter.sort("scarlet").guesses[0].theme == "warm"
    assert sorter.technique == f"{BY_WORDS} + colours 1"
    assert Sorter(themes, []).technique == BY_WORDS


def test_without_themes_nothing_is_sorted() -> None:
    assert Sorter((), ["a", "b"]).sort("a").guesses == ()


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("nobody gives us any cash", "money"),
        ("everyone is in a hurry", "time"),
        ("colleagues quit", "people"),
        ("niemand geeft ons geld", "money"),
        ("die Zeit fehlt überall", "time"),
        ("nos collègues démissionnent", "people"),
    ],
)
def test_words_are_known_by_what_they_mean_across_languages(text: str, theme: str) -> None:
    assert Sorter(THEMES, []).sort(text).guesses[0].theme == theme


@pytest.mark.parametrize("text", ["", "!!", "😀 👍", "...", "xqzt", "zzzz qqqq"])
def test_what_means_nothing_gets_no_theme(text: str) -> None:
    said = ["there is no time", "the budget is gone", text]
    assert not Sorter(THEMES, said).sort(text).sure


def test_sureness_is_a_share_and_falls_from_a_seed_to_a_tie_to_what_fits_nowhere() -> None:
    sorter = Sorter(THEMES, [])
    seed, tie, nowhere = (
        sorter.sort(text).sureness for text in ("no budget", "no time and no budget", "xqzt")
    )
    assert 1 >= seed > tie > nowhere > 0
    assert Sorter((), []).sort("no budget").sureness == 0


def test_an_example_that_a_person_placed_wins_over_what_its_words_mean() -> None:
    text = "the budget meeting took all day"
    assert Sorter(THEMES, []).sort(text).guesses[0].theme == "money"
    taught = (Theme("time", "Time", THEMES[0].seeds, (text,)), *THEMES[1:])
    found = Sorter(taught, []).sort(text)
    assert found.guesses[0].theme == "time"


def test_reading_ahead_changes_no_judgement() -> None:
    themes = (Theme("warm", "A", ("red",)), Theme("cold", "B", ("blue",)))
    one, other = Sorter(themes, [], Colours()), Sorter(themes, [], Colours())
    other.read_ahead(["scarlet", "blue sky"])
    assert one.sort("scarlet") == other.sort("scarlet")
