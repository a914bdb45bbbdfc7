from __future__ import annotations

import pytest

from workshop.commands.output import print_table, print_text


def test_columns_line_up_whatever_the_letters(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(
        ("NAME", "N", "TEXT"), [("会議", "5", "a"), ("e\u0301t\u0301", "10", "b" * 200)], (1,)
    )
    assert capsys.readouterr().out.splitlines() == [
        "NAME   N  TEXT",
        "会議   5  a",
        "e\u0301t\u0301    10  " + "b" * 200,
    ]


def test_text_is_wrapped_with_its_indent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    print_text("one two three four five", "  ", "    ")
    assert capsys.readouterr().out == "  one two three four\n    five\n"
