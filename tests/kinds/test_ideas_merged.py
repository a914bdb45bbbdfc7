"""Ideas of which some were merged: once as a text, and everyone who said it."""

from __future__ import annotations

from dataclasses import replace

from tests.kinds import samples
from workshop.domain.findings import Findings
from workshop.domain.records import Response
from workshop.kinds.base import Material

IDEAS = samples.exercise("ideas")
SEEN = samples.badged(samples.typed(IDEAS, "no time", "no hours left", "no money", "time is short"))


def found_with(responses: list[Response] = SEEN) -> Findings:
    """The second and the fourth are merged into the first."""
    one, two, three, four = responses
    return samples.kind_of(IDEAS).analyse(
        Material(IDEAS, [one, three], (), merged={one.id: [two, four]})
    )


def test_what_several_said_is_one_idea_said_by_three() -> None:
    found = found_with()
    assert (found.answers, found.people) == (2, 4)
    assert found.sentences[0] == "4 people gave 2 ideas."
    assert "2 answers were merged into others that say the same." in found.sentences
    assert (
        found.made_of == "4 typed answers, 2 merged by facilitators into others that say the same"
    )
    quotes = {quote.text: quote.who for quote in samples.block(found, "quotes").quotes}
    assert quotes == {"no time": "#1, said by 3", "no money": "#3"}


def test_where_nobody_is_known_it_says_how_often() -> None:
    unknown = [replace(response, badge="") for response in SEEN]
    quotes = samples.block(found_with(unknown), "quotes").quotes
    assert "said 3 times" in [quote.who for quote in quotes]
