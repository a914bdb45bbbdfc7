from __future__ import annotations

import pytest

from tests.kinds import samples

BOXES = [{"id": "where", "title": "Where to?"}, {"id": "who", "title": "Who decides?"}]
MADE = samples.exercise("canvas", {"boxes": BOXES, "limit": 40})


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        ("1: home", {"where": "home"}),
        ("whe: home", {"where": "home"}),
        ("1: home | 2: we | they", {"where": "home", "who": "we | they"}),
        ("2: first ⏎ second", {"who": "first\nsecond"}),
        ("1: at 10:30", {"where": "at 10:30"}),
    ],
)
def test_box_is_named_before_its_text(line: str, texts: dict[str, str]) -> None:
    assert samples.typed(MADE, line)[0].answers == {"boxes": texts}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("home", "Type the box, a colon and the text"),
        ("3: home", "no option ‘3’"),
        ("1: a | 1: b", "Two texts for one box"),
        ("1: " + "x" * 41, "‘Where to\\?’ has room for 40 characters; this has 41, 1 too many"),
        ("w: home", "may mean ‘Where to\\?’ or ‘Who decides\\?’"),
    ],
)
def test_line_that_does_not_fit_is_refused(line: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        samples.typed(MADE, line)


def test_latest_text_of_each_box_stands_for_its_table() -> None:
    responses = [
        samples.response(1, {"boxes": {"where": "old", "who": "we"}}, table="4"),
        samples.response(2, {"boxes": {"where": "new"}}, table="Table 4"),
        samples.response(3, {"boxes": {"where": "south"}}, table="blue"),
    ]
    found = samples.findings(MADE, responses)
    groups = samples.block(found, "boxes").groups
    assert [(group.group, group.texts) for group in groups] == [
        ("Table 4", ("new", "we")),
        ("Blue", ("south", "")),
    ]
    assert found.sentences == (
        "2 groups filled 3 of 4 boxes.",
        "‘Who decides?’ is filled least, by 1 of 2 groups.",
        "Every group filled ‘Where to?’.",
    )
    assert found.question == "What makes ‘Who decides?’ hard to fill, and who could help?"


def test_empty_boxes_and_entries_without_a_table_are_said() -> None:
    found = samples.findings(MADE, samples.typed(MADE, "1: here"))
    assert "‘Who decides?’ stands empty everywhere." in found.sentences
    assert found.cautions == (
        "1 entry came without a table; together they are shown as one group.",
    )


def test_people_without_a_table_have_canvases_of_their_own() -> None:
    first, second = samples.typed(MADE, "1: a", "1: b")
    responses = [first, samples.response(2, second.answers, participant="p9")]
    groups = samples.block(samples.findings(MADE, responses), "boxes").groups
    assert [group.group for group in groups] == ["No table given", "Person 1"]
