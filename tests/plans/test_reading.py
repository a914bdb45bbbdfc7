from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans.making import PLAN
from workshop.plans.reading import MAX_BYTES, parse, read


def first_problem(text: str) -> str:
    document = parse(text, "plan.yaml")
    assert not document.readable
    return str(document.problems[0])


def test_every_key_and_item_knows_its_line() -> None:
    document = parse("# a comment\ntitle: x\nparts:\n  - id: a\n    title: b\n  - id: c\n", "f")
    assert document.line(("title",)) == 2
    assert document.line(("parts", 0, "title")) == 5
    assert document.line(("parts", 1)) == 6
    assert document.line(("parts", 1, "no-such-key")) == 6


def test_scalars_follow_yaml_1_2() -> None:
    text = "a: 1:30\nb: 15:00\nc: yes\nd: 010\ne: 2025-05-22\nf: 2.5\ng: true\nh: ~\ni: '8'\nj:\n"
    assert parse(text, "f").data == {
        "a": "1:30",
        "b": "15:00",
        "c": "yes",
        "d": 10,
        "e": "2025-05-22",
        "f": 2.5,
        "g": True,
        "h": None,
        "i": "8",
        "j": None,
    }


def test_an_older_version_asked_for_by_the_file_changes_nothing() -> None:
    assert parse("%YAML 1.1\n---\na: 1:30\nb: on\n", "f").data == {"a": "1:30", "b": "on"}


def test_controls_and_bidi_overrides_do_not_come_in_by_escapes() -> None:
    assert parse('a: "x\\u202ey\\e[31m\\ud800z"\n', "f").data == {"a": "xy[31mz"}


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "empty"),
        ("# nothing\n", 1, "empty"),
        ("- a\n- b\n", 1, "does not begin with keys"),
        ("title: x\n\tid: y\n", 2, "tab"),
        ("title: one: two\n", 1, "colon"),
        ("a: [1, 2\n", 2, "bracket"),
        ('a: "never closed\n', 2, "quotation mark"),
        ("a:\n  b: 1\n c: 2\n", 3, "fits no level"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: &x 1\nb: *x\n", 2, "`*x`"),
        ("? {a: b}\n: c\n", 1, "a key is a whole"),
        ("a: @x\n", 1, "quotes"),
    ],
)
def test_broken_yaml_is_told_in_plain_words_with_its_line(text: str, line: int, word: str) -> None:
    told = first_problem(text)
    assert told.startswith(f"plan.yaml:{line}: ")
    assert word in told
    assert "; " in told


def test_a_double_key_keeps_the_first_and_says_both_lines() -> None:
    document = parse("id: a\ntitle: b\nid: {x: 1}\n", "f")
    assert document.data == {"id": "a", "title": "b"}
    assert [str(problem) for problem in document.problems] == [
        "f:3: `id` stands twice (first in line 1); keep one of them"
    ]
    assert document.line(("id",)) == 1


def test_bytes_that_are_no_utf_8_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"id: a\ntitle: caf\xe9\n")
    [problem] = read(path).problems
    assert (problem.line, problem.what) == (2, "is not UTF-8 text")


def test_a_byte_order_mark_and_windows_line_ends_are_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"\xef\xbb\xbfid: a\r\ntitle: b\r\n")
    assert read(path).data == {"id": "a", "title": "b"}


def test_nul_bytes_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"id: a\n\0")
    [problem] = read(path).problems
    assert problem.line == 2
    assert "U+0000" in problem.what


def test_what_is_no_ordinary_file_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    told = {
        name: read(tmp_path / name).problems[0].what for name in (".", "pipe", "large.yaml", "gone")
    }
    assert told["."] == "is a folder, not a file"
    assert told["pipe"] == "is not an ordinary file"
    assert told["large.yaml"] == "is larger than 1 MiB"
    assert told["gone"].startswith("cannot be read")


@pytest.mark.parametrize(
    "text",
    [
        "[" * MAX_BYTES,
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50)),
        "a: [" + "x," * 300_000,
        "- " * 400_000,
    ],
)
def test_a_bomb_is_refused_before_it_grows(text: str) -> None:
    began = time.monotonic()
    assert not parse(text, "f").readable
    assert time.monotonic() - began < 10


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_problems(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    document = read(path)
    assert document.readable or document.problems


_YAML_LIKE = st.text(st.sampled_from("ab:- \n\t'\"[]{}&*!|>%@`?#,~<0123.\\\u2028é"), max_size=80)


@settings(max_examples=400, deadline=None)
@given(_YAML_LIKE)
def test_anything_that_looks_like_yaml_gives_a_document_or_problems(text: str) -> None:
    document = parse(text, "f")
    assert document.readable or document.problems
    for problem in document.problems:
        assert "\n" not in str(problem)
        assert 1 <= problem.line <= text.count("\n") + text.count("\u2028") + 1


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_plan_with_a_piece_torn_out_never_raises(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(PLAN)))
    end = data.draw(st.integers(start, len(PLAN)))
    document = parse(PLAN[:start] + PLAN[end:], "f")
    assert document.readable or document.problems
