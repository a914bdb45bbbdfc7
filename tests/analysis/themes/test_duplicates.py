from __future__ import annotations

import pytest
from rapidfuzz import fuzz

from workshop.analysis.themes.duplicates import ALIKE, Heard, plain, twin_of

KNOWN = [plain(text) for text in ("No money for a second nurse.", "Managers do not support us")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("no money for a second nurse", 0),
        ("No money for second nurses!", 0),
        ("for a second nurse no money", 0),
        ("Managers do support us", None),
        ("No money", None),
        ("", None),
    ],
)
def test_only_what_means_the_same_is_a_twin(text: str, place: int | None) -> None:
    found = twin_of(text, KNOWN)
    assert (None if found is None else found[0]) == place


def test_another_number_is_another_answer() -> None:
    known = [plain("We have waited 3 years for the new system")]
    assert twin_of("We have waited 4 years for the new system", known) is None
    assert twin_of("We have waited 3 years for the new systems", known) is not None


def test_texts_of_every_length_that_can_be_alike_are_looked_at() -> None:
    said = ["a" * length for length in range(1, 60)]
    heard = Heard(said)
    for text in said:
        alike = [other for other in said if fuzz.ratio(text, other) >= ALIKE]
        # The same text is the nearest; without it the next one is, shorter or longer.
        others = Heard([other for other in said if other != text])
        assert heard.twin_of(text) == (said.index(text), 100)
        assert (others.twin_of(text) is None) == (len(alike) == 1)


def test_what_was_heard_is_learnt_anew_where_it_is_no_longer_the_same() -> None:
    heard = Heard(["No money", "Managers do not support us"])
    heard.become(["No money", "Managers do not support us", "Rooms are locked"])
    assert heard.twin_of("rooms are locked") == (2, 100)
    heard.become(["Managers do not support us"])
    assert heard.twin_of("no money") is None
    assert heard.twin_of("managers do not support us") == (0, 100)
