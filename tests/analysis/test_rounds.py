from __future__ import annotations

from tests.kinds import samples
from workshop.analysis.rounds import both_rounds, pairing_caution, shift


def test_a_phone_and_a_card_with_its_badge_are_one_person() -> None:
    before = [
        samples.response(1, {"n": 1}, participant="p1"),
        samples.response(2, {"n": 5}, badge="9"),
        samples.response(3, {"n": 2}),
    ]
    after = [
        samples.response(4, {"n": 3}, badge="#1"),
        samples.response(5, {"n": 2}, badge="8"),
        samples.response(6, {"n": 4}, participant="p1"),
    ]
    both = both_rounds(before, after, samples.people([""]))
    assert [(a.id, b.id) for a, b in both] == [("r1", "r6")]
    assert [(a.id, b.id) for a, b in both_rounds(before, after)] == [("r1", "r6")]


def test_who_moved_which_way_is_counted_and_said() -> None:
    before = samples.badged([samples.response(n, {"n": 3}) for n in range(1, 5)])
    after = samples.badged([samples.response(9 + n, {"n": n} if n else {}) for n in (4, 5, 2, 0)])
    moved = shift(both_rounds(before, after), lambda r: r.answers.get("n"))
    assert (moved.up, moved.down, moved.same, moved.mean) == (2, 1, 0, 2 / 3)
    assert moved.in_words == "2 up, 1 down, 0 the same"
    assert moved.said("rated it", "higher", "lower") == (
        "2 of the 3 people known in both rounds rated it higher and 1 lower"
    )
    assert shift((), lambda _r: 1.0).in_words == "not known"


def test_few_pairs_carry_a_caution() -> None:
    assert "nobody is known" in pairing_caution(0)[0]
    assert pairing_caution(1) == (
        "Only 1 person is known in both rounds, too few to say what moved.",
    )
    assert pairing_caution(5) == ()
