"""What of findings fits the room's screen."""

from __future__ import annotations

from workshop.domain.findings import Bar, Bars, Findings, Quote, Theme, Themes
from workshop.host.screens.drawing import room_findings


def test_many_themes_fit_a_screen_and_keep_their_shares() -> None:
    themes = tuple(
        Theme(f"Theme {n}", (f"r{n}",), tuple(Quote(f"said {n} {q}") for q in "abc"), origin="old")
        for n in range(19)
    )
    block = Themes("Themes", themes, Theme("Not sorted yet", ("x",), (Quote("left"),)), ("gone",))
    words = Bars("Words", (Bar("word", 3, 0.5),))
    drawn = str(room_findings(Findings("Ideas", ("It is said.",), (block, words))))

    assert "Theme 7<" in drawn and "Theme 8<" not in drawn
    assert "11 smaller themes" in drawn and "Not sorted yet" in drawn
    assert drawn.count(">5 %<") == 9 and ">55 %<" in drawn
    assert all(f"said {n} {q}" in drawn for n in range(3) for q in "ab")
    assert not any(
        word in drawn for word in ("said 0 c", "said 3 a", "left", "gone", "old", "word")
    )
