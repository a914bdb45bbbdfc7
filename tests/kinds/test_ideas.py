from __future__ import annotations

from dataclasses import replace

import pytest

from tests.kinds import samples

MADE = samples.exercise("ideas", {"limit": 40, "per_person": 2})


def test_idea_is_kept_on_one_line_as_it_was_typed() -> None:
    kept = samples.kind_of(MADE).clean(MADE, {"text": " two\n lines\x00 "})
    assert kept == {"text": "two lines"}


def test_idea_that_is_too_long_is_refused_with_the_limit_and_its_length() -> None:
    with pytest.raises(ValueError, match="room for 40 characters; this has 43, 3 too many"):
        samples.typed(MADE, "x" * 43)


def test_starred_ideas_come_first_and_then_the_newest() -> None:
    responses = samples.typed(MADE, "one", "two", "three")
    responses[0] = replace(responses[0], starred=True)
    quotes = samples.block(samples.findings(MADE, responses), "quotes").quotes
    assert [quote.text for quote in quotes] == ["one", "three", "two"]


def test_words_in_several_ideas_are_counted_once_an_idea() -> None:
    lines = ("rota rota rota", "the Rota is new", "a new clerk", "nothing", "the the the")
    found = samples.findings(MADE, samples.badged(samples.typed(MADE, *lines)))
    assert found.sentences == (
        "5 people gave 5 ideas.",
        (
            "The words that most ideas share are ‘new’ (2) and ‘rota’ (2);"
            " the first stands in 40 % of them."
        ),
    )
    assert [bar.label for bar in samples.block(found, "bars").bars] == ["new", "rota"]


def test_many_ideas_are_quoted_in_part_and_the_title_says_so() -> None:
    found = samples.findings(MADE, samples.typed(MADE, *(f"idea {n}" for n in range(100))))
    quotes = samples.block(found, "quotes")
    assert len(quotes.quotes) == 40
    assert quotes.title == "In their own words (40 of 100: starred ones, then the newest)"


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"limit": "140"}, ("limit",)),
        ({"per_person": -1}, ("per_person",)),
        ({"frame": {"theme": "x"}}, ("frame",)),
        ({"frame": [{"theme": "x", "seeds": []}]}, ("frame", 0, "seeds")),
        ({"frame": [{"theme": "", "seeds": ["a"]}]}, ("frame", 0, "theme")),
        ({"frame": [{"theme": "x", "seeds": [3]}]}, ("frame", 0, "seeds", 0)),
    ],
)
def test_broken_options_are_named(options: dict[str, object], path: tuple[object, ...]) -> None:
    assert [problem.path for problem in samples.kind_of(MADE).check(options)] == [path]
