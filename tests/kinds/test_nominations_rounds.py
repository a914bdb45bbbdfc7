"""Whom people turn to, asked twice: what is compared, and what must not be worked out from it."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from tests.kinds.test_nominations import KIND, MADE, act, everything, said
from workshop.analysis.suppressing import HIDDEN
from workshop.domain.findings import Findings, Network, Table
from workshop.domain.ids import ResponseId
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.nominations.mentions import key_of

LEAST = 3
NAMED = "Who was named, before and now"


def answers(round_: int, **lines: list[int]) -> list[Response]:
    """Whoever has one of the badges says the line: `{line: badges}`."""
    made: list[Response] = []
    for line, badges in lines.items():
        made += [r for badge in badges for r in said(badge, line.replace("_", " "))]
    return [
        replace(r, id=ResponseId(f"{round_}-{n}"), seq=round_ * 1000 + n, round=round_)
        for n, r in enumerate(made)
    ]


def lines(round_: int, given: dict[str, list[int]]) -> list[Response]:
    return answers(round_, **given)


def compared(before: dict[str, list[int]], now: dict[str, list[int]], **more: Any) -> Findings:
    first = Material(MADE, lines(1, before), (), **more)
    return KIND.analyse(Material(MADE, lines(2, now), (), 2, first, **more))


def rows(found: Findings, title: str = NAMED) -> list[tuple[str, ...]]:
    return [
        row
        for table in found.more
        if isinstance(table, Table) and table.title == title
        for row in table.rows
    ]


def comparison(found: Findings) -> str:
    """Everything that only the comparison says."""
    tables = [t for t in found.more if "before and now" in t.title]
    return everything([*found.sentences[3:], *found.cautions, *tables])


ADVICE = "I ask them for advice on improving"


def test_who_is_turned_to_by_more_and_by_fewer_is_said_with_both_numbers() -> None:
    found = compared(
        {"1: lead @ B": [1, 2, 3], "1: mayor @ Town": [1, 2, 3, 4, 5, 6, 7]},
        {"1: lead @ B": [1, 2, 3, 4, 5, 6, 7], "1: mayor @ Town": [1, 2, 3]},
    )
    assert f"Lead, B is named by more people for ‘{ADVICE}’: 7 now, 3 in the first round." in (
        found.sentences
    )
    assert f"Mayor, Town is named by fewer people for ‘{ADVICE}’: 3 now, 7 in the first round." in (
        found.sentences
    )
    assert rows(found) == [
        ("lead, B", ADVICE, "3", "7", "+4"), ("mayor, Town", ADVICE, "7", "3", "−4"),
    ]  # fmt: skip
    assert found.made_of == (
        "10 mentions by 7 people, beside 10 mentions by 7 people before;"
        " 7 people known in both rounds"
    )


@pytest.mark.parametrize("before", [[], [1], [1, 2]])
def test_what_was_under_the_threshold_reads_as_what_was_not_there(before: list[int]) -> None:
    """One person or two, or nobody: the comparison says the same."""
    other = {"1: lead @ B": [1, 2, 3, 4], "1: cook @ C": [1, 2, 3, 4, 5]}
    given = {**other, "1: mayor @ Town": before} if before else other
    found = compared(given, {**other, "1: mayor @ Town": [1, 2, 3, 4]})
    assert "Named by 3 or more only now: mayor, Town." in found.sentences
    assert ("mayor, Town", ADVICE, HIDDEN, "4", "by 3 or more now") in rows(found)
    back = compared({**other, "1: mayor @ Town": [1, 2, 3, 4]}, given)
    assert "No longer named by 3 or more: mayor, Town." in back.sentences
    assert ("mayor, Town", ADVICE, "4", HIDDEN, "by fewer now") in rows(back)


def test_a_change_of_fewer_people_than_the_threshold_has_no_number() -> None:
    found = compared(
        {"1: lead @ B": [1, 2, 3], "1: cook @ C": [1, 2, 3]},
        {"1: lead @ B": [1, 2, 3, 4], "1: cook @ C": [1, 2, 3]},
    )
    # Nor does it tell which of the two changed at all.
    assert rows(found) == [
        ("cook, C", ADVICE, HIDDEN, HIDDEN, "about as many"),
        ("lead, B", ADVICE, HIDDEN, HIDDEN, "about as many"),
    ]
    assert (
        "Whoever was named by 3 or more in the first round, too, is named by about as many."
        in found.sentences
    )


def test_one_small_cell_cannot_be_worked_out_from_its_rounds_total() -> None:
    """All but one are told, and how many there were in all is known: 11 - 5 - 4 would be 2."""
    before = {"1: lead @ B": [1, 2, 3, 4, 5], "1: cook @ C": [1, 2, 3, 4], "1: mayor @ T": [6, 7]}
    now = {"1: lead @ B": [*range(1, 10)], "1: cook @ C": [*range(1, 9)]}
    found = compared(before, now)
    told = {row[0]: row[2] for row in rows(found) if row[2] != HIDDEN}
    assert told == {"lead, B": "5"}
    assert "mayor" not in comparison(found)
    assert worked_out(found, before, now) == {}


def worked_out(
    found: Findings, before: dict[str, list[int]], now: dict[str, list[int]]
) -> dict[str, int]:
    """Small cells that follow from the comparison: the attack.

    Whoever reads it knows for each question and round how many mentions there were and how many
    kinds of people, and takes from them what is told. Where one kind is left, its number follows;
    a change of a kind told in both rounds follows, too.
    """
    guessed: dict[str, int] = {}
    for column, given in ((2, before), (3, now)):
        for ask, text in (("1", ADVICE), ("3", "I want to reach them and cannot")):
            sizes = {
                line.partition(": ")[2].replace(" @ ", ", "): len(set(badges))
                for line, badges in given.items()
                if line.startswith(f"{ask}:")
            }
            told = {r[0]: int(r[column]) for r in rows(found) if r[1] == text
                    and r[column] != HIDDEN}  # fmt: skip
            assert all(sizes[name] == n for name, n in told.items())
            guessed |= {name: n for name, n in told.items() if n < LEAST}
            left = sizes.keys() - told.keys()
            if len(left) == 1:
                rest = sum(sizes.values()) - sum(told.values())
                guessed |= {name: rest for name in left if rest < LEAST}
    for row in rows(found):
        if HIDDEN not in row[2:4] and abs(int(row[3]) - int(row[2])) < LEAST:
            guessed[row[0]] = int(row[3]) - int(row[2])
    return guessed


@pytest.mark.parametrize("seed", range(40))
def test_no_small_cell_follows_from_the_comparison_of_any_room(seed: int) -> None:
    draw = random.Random(seed)
    kinds = [f"{ask}: {role} @ {at}" for ask in "13" for role in ("lead", "cook", "mayor")
             for at in "BC"]  # fmt: skip

    def room() -> dict[str, list[int]]:
        made = {}
        for line in kinds:
            badges = draw.sample(range(1, 13), draw.choice((0, 1, 2, 2, 3, 4, 5, 8)))
            if badges:
                made[line] = badges
        return made

    before, now = room(), room()
    if not before or not now:
        pytest.skip("an empty room compares nothing")
    found = compared(before, now)
    assert worked_out(found, before, now) == {}
    # Nobody who is under the threshold in both rounds is named by it at all.
    small = Counter(
        {line: max(len(before.get(line, ())), len(now.get(line, ()))) for line in kinds}
    )
    for role, at in {(r, a) for r in ("lead", "cook", "mayor") for a in "BC"}:
        if all(small[f"{ask}: {role} @ {at}"] < LEAST for ask in "13"):
            assert f"{role}, {at}" not in comparison(found)


def test_rooms_that_differ_in_one_small_cell_read_alike() -> None:
    """Where two cells are small, a reader cannot tell which of them is the larger."""
    other = {"1: lead @ B": [1, 2, 3, 4, 5], "1: cook @ C": [1, 2, 3, 4]}
    now = {"1: lead @ B": [*range(1, 10)], "1: cook @ C": [*range(1, 9)]}
    texts = set()
    for one, two in ((1, 2), (2, 1)):
        small = {"1: mayor @ T": [*range(1, 1 + one)], "1: judge @ T": [*range(1, 1 + two)]}
        texts.add(comparison(compared({**other, **small}, now)))
    assert len(texts) == 1


# -- ties --------------------------------------------------------------------------------------


def test_ties_before_and_now_and_what_is_new_across_organisations() -> None:
    who = [1, 2, 3]
    found = compared(
        {"1: lead @ A | nurse @ A": who, "2: lead @ B": [1, 2]},
        {"1: lead @ A | nurse @ A": who, "2: lead @ B": who},
    )
    assert (
        "Ties that 3 or more people stand behind: 2 now, 1 in the first round; 1 of them new."
        in found.sentences
    )
    assert "New across organisations: nurse, A to lead, B." in found.sentences
    (block,) = [b for b in found.blocks if isinstance(b, Network)]
    new = [(block.nodes[t.one].name, block.groups[block.nodes[t.other].group])
           for t in block.ties if t.new]  # fmt: skip
    assert new == [("nurse", "B")]
    assert rows(found, "Ties between organisations, before and now") == [
        # That three stayed inside before would tell with their total how many did not.
        ("A", "B", HIDDEN, "3", "by 3 or more now"),
    ]


def test_a_tie_that_was_said_the_other_way_round_is_not_new() -> None:
    who = [1, 2, 3]
    found = compared({"1: lead @ B | nurse @ A": who}, {"1: nurse @ A | lead @ B": who})
    assert (
        "Ties that 3 or more people stand behind: 1 now, 1 in the first round; 0 of them new."
        in found.sentences
    )


def test_who_people_are_need_not_be_said_again_in_the_second_round() -> None:
    who = [1, 2, 3]
    found = compared({"1: lead @ B | nurse @ A": who}, {"1: cook @ C": who})
    assert "New across organisations: nurse, A to cook, C." in found.sentences


# -- out of reach ------------------------------------------------------------------------------

REACH = "3: mayor @ Town"


@pytest.mark.parametrize(
    ("wished", "turn", "told"),
    [
        ([1, 2, 3], [1, 2, 3], "3 of the 3 who could not reach mayor, Town in the first round"),
        ([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4], "4 of the 7 who could not reach"),
        # One whose wish did not come true, one who had not wished, two who had: all too few.
        ([1, 2, 3, 4], [1, 2, 3], "Out of reach in the first round, and turned to by 3"),
        ([1, 2, 3], [1, 2, 3, 4], "Out of reach in the first round, and turned to by 3"),
        ([1, 2, 3, 4, 5], [1, 2, 8, 9], "Out of reach in the first round, and turned to by 3"),
        ([1, 2], [1, 2, 3], ""),
        ([1, 2, 3], [1, 2], ""),
    ],
)  # fmt: skip
def test_wishes_that_became_ties_are_counted_where_nobody_is_told_by_it(
    wished: list[int], turn: list[int], told: str
) -> None:
    found = compared({REACH: wished}, {"1: mayor @ Town": turn})
    said_so = [s for s in found.sentences if "reach" in s and "first round" in s]
    if told:
        assert len(said_so) == 1 and told in said_so[0]
        if "Out of reach" in told:
            assert "mayor, Town." in said_so[0]
    else:
        assert said_so == []


def test_no_two_numbers_of_a_wish_leave_a_small_rest() -> None:
    people = range(1, 9)
    for size in (3, 4, 5, 6, 7):
        for turn in combinations(people, 4):
            found = compared({REACH: [*range(1, size + 1)]}, {"1: mayor @ Town": [*turn]})
            for sentence in found.sentences:
                if "who could not reach" in sentence:
                    have = int(sentence.split(" of the ")[0])
                    for rest in (size - have, len(turn) - have):
                        assert rest == 0 or rest >= LEAST


# -- the same entries, the same people ---------------------------------------------------------


def test_entries_merged_in_one_round_are_one_in_the_other() -> None:
    state = act(
        None,
        {"do": "merge", "one": key_of("role", "quality leed"), "into": key_of("role", "lead")},
    )
    found = compared(
        {"1: quality leed @ B": [1, 2, 3]}, {"1: LEAD @ b": [*range(1, 8)]}, state=state
    )
    ((name, _ask, was, now, change),) = rows(found)
    assert (name.casefold(), was, now, change) == ("lead, b", "3", "7", "+4")
    assert "leed" not in everything(found)


def test_who_is_known_in_both_rounds_and_how_many_answered_is_cautioned() -> None:
    before = {"1: lead @ B": [*range(1, 11)]}
    found = compared(before, {"1: lead @ B": [11, 12, 13]})
    assert any(c.startswith("Before and after may be different people") for c in found.cautions)
    assert (
        "3 people answered now and 10 in the first round: who is named by more or fewer may only"
        " show that." in found.cautions
    )
    assert not any("answered now" in c for c in compared(before, before).cautions)


def test_a_first_round_without_answers_is_compared_with_nothing() -> None:
    found = KIND.analyse(
        Material(MADE, lines(2, {"1: lead @ B": [1, 2, 3]}), (), 2, Material(MADE, [], ()))
    )
    assert "before" not in everything(found)
    assert (
        found.sentences
        == KIND.analyse(Material(MADE, lines(1, {"1: lead @ B": [1, 2, 3]}), ())).sentences
    )
