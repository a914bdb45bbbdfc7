from __future__ import annotations

import pytest

from workshop.analysis.prose import counted, few, listed, percent, quoted, short


def test_numbers_have_their_singular_and_plural() -> None:
    assert counted(1, "answer") == "1 answer"
    assert counted(0, "answer") == "0 answers"
    assert counted(2.5, "point") == "2.5 points"
    assert counted(3.0, "person", "people") == "3 people"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (0.001, "under 1 %"),
        (0.125, "13 %"),
        (0.5, "50 %"),
        (0.999, "over 99 %"),
        (1, "100 %"),
    ],
)
def test_share_is_never_rounded_to_nothing_or_all(share: float, said: str) -> None:
    assert percent(share) == said


def test_lists_are_joined_as_spoken() -> None:
    assert [listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_long_text_is_cut_at_a_word_with_an_ellipsis() -> None:
    assert quoted("one two\nthree", 10) == "‘one two…’"
    assert short("x" * 30, 10) == "x" * 9 + "…"
    assert short("just right", 10) == "just right"


def test_only_a_few_answers_carry_a_caution() -> None:
    assert few(0) == few(5) == ()
    assert few(2, "pledge") == ("2 pledges are too few to say more.",)
