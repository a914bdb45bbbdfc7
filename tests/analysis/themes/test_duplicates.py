from __future__ import annotations

import pytest

from workshop.analysis.themes.duplicates import plain, twin_of

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
