from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from workshop.analysis.themes.vocabulary import Vocabulary, common_words


def same(_word: str) -> float:
    return 1.0


def nearness(one: str, other: str) -> float:
    a, b = common_words().vectors([one, other], same)
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_a_word_is_nearer_to_its_like_in_every_language_than_to_another() -> None:
    money = ("money", "geld", "Geld", "argent", "dinero")
    for one, other in pairwise(money):
        assert nearness(one, other) > nearness(one, "tree") + 0.2
    assert nearness("school", "école") > nearness("school", "voiture") + 0.2


@pytest.fixture
def small() -> Vocabulary:
    rows: Any = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    return Vocabulary(["zeit", "mangel", "budget"], rows)


@pytest.mark.parametrize(
    ("word", "row"),
    [
        ("Zeit", (1, 0, 0)),
        ("Zeitmangel", (0.4, 0.6, 0)),
        ("budgets", (0, 0, 6 / 7)),
        ("xqzt", (0, 0, 0)),
        ("", (0, 0, 0)),
    ],
)
def test_a_word_without_a_row_is_read_by_its_parts(
    small: Vocabulary, word: str, row: tuple[float, ...]
) -> None:
    assert small.vectors([word], same)[0] == pytest.approx(row)


def test_a_text_is_the_sum_of_its_words_by_how_much_they_tell(small: Vocabulary) -> None:
    telling = {"zeit": 2.0, "budget": 0.5}
    assert small.vectors(["Zeit Budget"], telling.__getitem__)[0] == pytest.approx((2, 0, 0.5))
