from __future__ import annotations

from workshop.analysis.frequent import STOP_WORDS, frequent_words


def test_words_count_once_a_text_and_in_any_case() -> None:
    texts = ["Ward, ward, WARD", "the ward’s clerk", "a ward and its clerk", "Clerk"]
    assert frequent_words(texts) == [("clerk", 3), ("ward", 2)]


def test_a_word_of_one_text_is_not_frequent() -> None:
    assert frequent_words(["rota", "clerk"]) == []


def test_twenty_texts_ask_for_three() -> None:
    assert frequent_words(["pair"] * 2 + ["trio"] * 3 + ["x"] * 15) == [("trio", 3)]


def test_words_of_the_field_are_no_stop_words() -> None:
    assert not STOP_WORDS & {"work", "help", "group", "system", "room", "time", "people", "team"}


def test_accents_and_hyphens_stay_in_words() -> None:
    assert frequent_words(["équipe co-op", "Équipe co-op"]) == [("co-op", 2), ("équipe", 2)]
