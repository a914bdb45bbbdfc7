from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.domain.text import clean_block, clean_line, plain_text

any_text = st.text(st.characters(codec=None, exclude_categories=()))


@given(any_text)
def test_clean_text_can_be_kept_and_shown_and_stays_as_it_is(text: str) -> None:
    block, line = clean_block(text), clean_line(text)
    assert clean_block(block) == block
    assert clean_line(line) == line
    block.encode()
    assert not any(unicodedata.category(char) == "Cc" for char in block.replace("\n", ""))
    assert "\n" not in line
    assert "\u202e" not in block


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "مرحبا", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "naïve", "日本語"])
def test_writing_of_the_world_stays(text: str) -> None:
    assert clean_line(text) == text


def test_what_cannot_be_seen_is_no_text() -> None:
    assert clean_block("\u200b \u2060\n\ufeff") == ""


def test_answers_of_any_shape_are_readable() -> None:
    answers = {"what": "walk", "days": ["30"], "boxes": {"a": "x", "b": ""}, "none": None}
    assert plain_text(answers) == "walk / 30 / a: x"
