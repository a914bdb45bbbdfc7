"""Asks and offers: what a pair shares, and that the choice of pairs is fair and nearly the best."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from random import Random

import pytest

from workshop.analysis.exchange import (
    STEP,
    Item,
    Match,
    Tag,
    alike,
    assignment,
    matched,
    resemblances,
)


def asks(*texts: str, person: str = "a") -> list[Item]:
    return [Item(f"{person}{n}", f"{person}{n}", text) for n, text in enumerate(texts)]


def offers(*texts: str) -> list[Item]:
    return asks(*texts, person="o")


def pairs(found: list[Match]) -> list[tuple[str, str]]:
    return [(match.ask, match.offer) for match in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("chart", "charts"),
        ("measure", "measurement"),
        ("daten", "datenanalyse"),
        ("management", "zeitmanagement"),
        ("facilitator", "facilitation"),
        ("gps", "gp"),
    ],
)
def test_forms_of_one_word_are_alike(one: str, other: str) -> None:
    assert alike(one, other) and alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("change", "exchange"), ("community", "communication"), ("care", "career")]
)
def test_words_that_only_look_alike_are_not(one: str, other: str) -> None:
    assert not alike(one, other)


def test_an_ask_meets_the_offer_that_shares_its_words_and_says_which() -> None:
    found = matched(
        asks("Help with run charts", "Somebody who translates leaflets"),
        offers("I can translate", "Cooking", "Experience with run charts in Excel"),
    )
    assert set(pairs(found)) == {("a0", "o2"), ("a1", "o0")}
    assert set(found[0].words) == {"run", "charts"}


def test_words_of_asking_and_giving_bring_nobody_together() -> None:
    assert matched(asks("I need help from somebody"), offers("I can help somebody")) == []
    assert matched(asks("Ich suche jemanden mit Erfahrung"), offers("Hilfe, Erfahrung")) == []


def test_fields_of_words_and_tags_meet_where_no_word_is_shared() -> None:
    (budget,) = matched(asks("a budget"), offers("money"))
    assert (budget.words, budget.about) == ((), ("money",))
    tags = [Tag("measurement", ("run chart", "SPC"))]
    assert matched(asks("learning SPC"), offers("run charts")) == []
    (tagged,) = matched(asks("learning SPC"), offers("run charts"), tags)
    assert tagged.about == ("measurement",)


def test_nobody_is_matched_with_themselves() -> None:
    mine = [Item("r1", "#7", "run charts")], [Item("r2", "#7", "run charts")]
    assert matched(*mine) == []
    unknown = [Item("r1", "", "run charts")], [Item("r1", "", "run charts")]
    assert matched(*unknown) == []


def test_one_answer_may_hold_an_ask_and_an_offer() -> None:
    given = [Item("r1", "#1", "run charts"), Item("r2", "#2", "a van")]
    offered = [Item("r1", "#1", "a van"), Item("r2", "#2", "run charts")]
    assert set(pairs(matched(given, offered))) == {("r1", "r2"), ("r2", "r1")}


def test_everybody_has_a_first_before_anybody_has_a_second() -> None:
    greedy = [Item(f"a{n}", "#1", "run charts") for n in range(5)]
    other = [Item("b", "#2", "run charts, please, and more of the same words")]
    given = [Item("o0", "#3", "run charts"), Item("o1", "#4", "run charts")]
    found = matched([*greedy, *other], given)
    assert Counter("#2" if match.ask == "b" else "#1" for match in found) == {"#1": 1, "#2": 1}


def test_one_person_has_few_asks_answered_and_gives_few_times() -> None:
    many = [Item(f"a{n}", "#1", "run charts") for n in range(9)]
    given = [Item(f"o{n}", "#2", "run charts") for n in range(9)]
    assert len(matched(many, given)) == 3
    assert len(matched(many, given, settled=[("a0", "o0")])) == 2


def test_what_is_settled_is_taken_and_what_was_taken_apart_stays_apart() -> None:
    wanted, given = asks("run charts", "run charts"), offers("run charts", "run charts")
    found = matched(wanted, given, settled=[("a0", "o0")])
    assert pairs(found) == [("a1", "o1")]
    assert matched(wanted[:1], given[:1], apart={("a0", "o0")}) == []


def test_the_same_asks_give_the_same_pairs() -> None:
    wanted = asks(*(f"charts {n % 7} ward {n % 5}" for n in range(60)))
    given = offers(*(f"ward {n % 6} charts {n % 4}" for n in range(60)))
    assert matched(wanted, given) == matched(wanted, given)
    found = resemblances(wanted, given)
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)


@pytest.mark.parametrize("seed", range(20))
def test_an_assignment_is_the_best_but_for_a_step_a_pair(seed: int) -> None:
    draw = Random(seed)
    left, right = "abcdef"[: draw.randint(1, 6)], "uvwxyz"[: draw.randint(1, 6)]
    weights = {
        (one, other): 1 + draw.random() for one in left for other in right if draw.random() < 0.6
    }
    found = assignment(weights)
    assert len(set(found.values())) == len(found)
    total = sum(weights[pair] for pair in found.items())
    size = max(len(left), len(right))
    padded = [*right, *[""] * size]
    best = max(
        sum(weights.get(pair, 0.0) for pair in zip(left, order, strict=False))
        for order in permutations(padded[: len(right) + len(left)], len(left))
    )
    assert best - len(left) * STEP - 1e-9 <= total <= best + 1e-9
