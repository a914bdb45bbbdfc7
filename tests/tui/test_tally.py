"""Hands and paper counted."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.hour import HOUR
from tests.tui.taking import HANDS, TAKING
from workshop.domain.forms import Option
from workshop.domain.records import Tally
from workshop.errors import SaveFailed
from workshop.tui.widgets.typed import TallyLine, tally_line

OPTIONS = (Option("for", "For it"), Option("against", "Against it"), Option("none", "Neither"))


def tallies(desk: Desk) -> list[Tally]:
    return desk.state.tallies_of(HANDS)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("table 4: 6 for, 2 against", TallyLine("4", {"for": 6, "against": 2})),
        ("t4 6 a, 2 b, 9 present", TallyLine("4", {"for": 6, "against": 2}, 9)),
        ("most for; few against", TallyLine("", {"for": "most", "against": "few"})),
        ("a: 6, b=half, of 12", TallyLine("", {"for": 6, "against": "half"}, 12)),
        ("6 FOR IT, 0 nei", TallyLine("", {"for": 6, "none": 0})),
    ],
)
def test_a_count_is_read_from_one_line(line: str, read: TallyLine) -> None:
    assert tally_line(line, OPTIONS) == read


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("t4", "Nothing is counted"),
        ("many for", "no count"),
        ("6 perhaps", "none of the options"),
        ("6 a, 3 for", "counted twice"),
        ("9 present", "Nothing is counted"),
    ],
)
def test_a_count_that_is_not_understood_says_why(line: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        tally_line(line, OPTIONS)


@pytest.mark.parametrize("size", SIZES)
async def test_one_line_counts_a_table(size: tuple[int, int]) -> None:
    async with make_app(plan=TAKING, size=size) as desk:
        await desk.press("l", *"table 4: 6 for, 2 against, 9 present", "enter")
        await desk.until(lambda: tallies(desk))
        tally = tallies(desk)[0]
        assert (tally.table, tally.counts, tally.present) == ("4", {"for": 6, "against": 2}, 9)
        assert tally.segment == "welcome"
        await desk.until(lambda: "table 4: 6 For it, 2 Against it" in desk.text("#tally-known"))
        assert desk.app.screen.query_one("#tally-line", Input).value == ""


@pytest.mark.parametrize("size", SIZES)
async def test_boxes_count_the_room_with_words_where_nobody_can_count(
    size: tuple[int, int],
) -> None:
    async with make_app(plan=TAKING, size=size) as desk:
        await desk.press("l", "enter", "enter", *"40", "enter", *"most", "enter", *"few", "enter")
        await desk.until(lambda: tallies(desk))
        tally = tallies(desk)[0]
        assert (tally.table, tally.present) == ("", 40)
        assert tally.counts == {"for": "most", "against": "few"}


async def test_a_later_count_of_a_table_takes_the_place_of_the_earlier() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.press("l", *"t4 6 a", "enter")
        await desk.press(*"t4 7 a", "enter")
        await desk.until(lambda: [t.counts for t in tallies(desk)] == [{"for": 7}])
        await desk.until(lambda: desk.text("#tally-known").strip() == "table 4: 7 For it")


async def test_what_is_no_count_stays_and_says_why() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.press("l", *"t4 six a", "enter")
        assert desk.text("#tally-said").startswith("! ")
        assert desk.app.screen.query_one("#tally-line", Input).value == "t4 six a"
        assert not tallies(desk)


async def test_a_count_waits_until_it_can_be_saved() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.press("l")
        desk.log.failure = SaveFailed("The disk is full", "Make room")
        await desk.press(*"t4 6 a", "enter", "escape")
        assert not tallies(desk)
        desk.log.failure = None
        await desk.until(lambda: tallies(desk))


async def test_a_plan_without_anything_to_count_says_so() -> None:
    async with make_app(plan=HOUR) as desk:
        await desk.press("l")
        assert "Nothing in this plan can be counted" in desk.screen_text()
        await desk.press("enter", "escape")
