"""What is taken for a name, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.export.anonymising.telling_words import KnownNames, likely

KNOWN = KnownNames(
    ("Ada Quillfeather", "Bo", "Will Hope", "Anne-Marie O'Brien", "Zoë", "李雷"),
    badges=("4711", "mk88"),
    common=("Who will ask, and what do we hope for?",),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask Ada Quillfeather about it", "Ask [name] about it"),
        ("ada, then QUILLFEATHER", "[name], then [name]"),
        ("Ada's ward, with Bo", "[name]'s ward, with [name]"),
        ("bo is short, Bo is a name", "bo is short, [name] is a name"),
        ("I hope we will; Hope will", "I hope we will; Hope will"),
        ("we met Will and then Hope", "we met [name] and then [name]"),
        ("Anne-Marie O'Brien", "[name] O'[name]"),
        ("zoë said so", "[name] said so"),
        ("adaptation of Adams", "adaptation of Adams"),
        ("write to a.b+c@example.co.uk!", "write to [e-mail]!"),
        ("call +44 (0)20 7946 0958 or 0612345678", "call [number] or [number]"),
        ("on 2025-06-21, 21/06/2025 or 3 of 12", "on 2025-06-21, 21/06/2025 or 3 of 12"),
        ("by 1 000 000 people", "by 1 000 000 people"),
        ("see @ada_q there", "see [handle] there"),
        ("#12, badge 12 and mk88, not 12", "[badge], [badge] and [badge], not 12"),
        ("", ""),
    ],
)
def test_what_is_known_is_taken_out(text: str, left: str) -> None:
    assert KNOWN.without(text) == left


def test_a_name_in_another_script_is_one_too() -> None:
    assert KNOWN.without("问 李雷 吧, 问李雷吧") == "问 [name] 吧, 问[name]吧"


@given(st.text(max_size=200))
def test_taking_out_twice_is_taking_out_once(text: str) -> None:
    once = KNOWN.without(text)
    assert KNOWN.without(once) == once


@given(st.lists(st.sampled_from(["Ada", "QUILLFEATHER", "quillfeather", "x", ",", "2"])))
def test_no_known_name_is_left_as_a_word(pieces: list[str]) -> None:
    assert "quillfeather" not in KNOWN.without(" ".join(pieces)).casefold()


def marked(text: str) -> list[tuple[str, str]]:
    return [(text[mark.start : mark.end], mark.why) for mark in sorted(likely(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The ward asked Brunhilde. She knows", [("Brunhilde", "name")]),
        ("Ask IT, then Jo", [("IT", "initials or abbreviation"), ("Jo", "name")]),
        ("Walk more. Talk more! “Quoted” (Bracketed)", []),
        ("- Point\n- Other point", []),
        ("mail x@y.org or @z9 or 06-12345678", [
            ("x@y.org", "e-mail"), ("@z9", "handle"), ("06-12345678", "number"),
        ]),
        ("[name] and [e-mail] again", []),
        ("nothing at all", []),
        ("a walk on Sundays in June", []),
        ("then I said", []),
    ],
)  # fmt: skip
def test_what_looks_like_a_name_is_marked(text: str, found: list[tuple[str, str]]) -> None:
    assert marked(text) == found
