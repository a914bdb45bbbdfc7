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

    assert "Theme 9<" in drawn and "Theme 10<" not in drawn
    assert "9 smaller themes" in drawn and "Not sorted yet" in drawn
    assert drawn.count(">5 %<") == 11 and ">45 %<" in drawn
    assert "said 0 a" in drawn and "said 0 b" in drawn
    assert not any(
        word in drawn for word in ("said 0 c", "said 1 a", "left", "gone", "old", "word")
    )


def test_few_themes_leave_room_for_more_voices() -> None:
    themes = tuple(
        Theme(f"Theme {n}", (f"r{n}",), (Quote(f"said {n} a"), Quote(f"said {n} b")))
        for n in range(4)
    )
    drawn = str(room_findings(Findings("Ideas", ("It is said.",), (Themes("Themes", themes),))))
    assert all(f"said {n} {q}" in drawn for n in range(3) for q in "ab")
    assert "said 3 a" not in drawn
