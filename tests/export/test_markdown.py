"""Markdown that shows what people typed as they typed it, and nothing that they did not."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.examples import report
from tests.export.telling import CO, hour, made, say
from workshop.domain import commands as co
from workshop.domain.ids import NoteId
from workshop.domain.records import NoteTag
from workshop.domain.text import clean_block, clean_line
from workshop.export.as_markdown import markdown
from workshop.export.escaping import md_block, md_line

PARSER = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(
    ["table", "strikethrough"]
)

HOSTILE = [
    "# no heading",
    "> no quote",
    "- no list",
    "+ no list",
    "1. no list",
    "12) no list",
    "a | b | c",
    "*no* _no_ **no** __no__ ~~no~~ `no`",
    "[link](https://example.org) ![image](x.png)",
    "<script>alert(1)</script> <b>bold</b> <!-- gone -->",
    "&lt; &#35; AT&T",
    "https://example.org www.example.org someone@example.org",
    "back\\slash \\* and \\",
    "=1+1",
    "---",
    "===",
    "```",
    "$x$ ^a^ {b}",
    "snake_case _edge_ 2*3*4",
    "שלום עולם and العربية",
    "👩‍🔬👍🏽 and \u00e9",
    "[^1]: note",
    "| --- |",
]


def seen(html: str) -> str:
    """The words of some HTML, as a reader sees them."""
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def elements(html: str) -> set[str]:
    return set(re.findall(r"<(\w+)", html))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_lines_are_shown_whole_and_harmless(text: str) -> None:
    html = PARSER.render(f"- {md_line(text)}\n")

    assert seen(html) == " ".join(text.split())
    assert elements(html) <= {"ul", "li"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_of_a_table_stays_one_cell(text: str) -> None:
    html = PARSER.render(f"| a | b |\n| --- | --- |\n| {md_line(text)} | end |\n")

    cells = re.findall(r"<td>(.*?)</td>", html)
    assert [seen(cell) for cell in cells] == [" ".join(text.split()), "end"]


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    line = clean_line(text)
    html = PARSER.render(f"x {md_line(line)}\n")

    assert seen(html) == f"x {line}".strip()
    assert elements(html) <= {"p"}


@given(st.text(alphabet="-+=*_#>|`~ 1.)\n:ab\\<&[]", max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_markup_over_several_lines_is_shown_as_it_is(text: str) -> None:
    block = clean_block(text)
    html = PARSER.render(f"- {md_block(block, '  ')}\n")

    assert seen(html).split() == block.split()
    assert elements(html) <= {"ul", "li", "br"}


def test_the_whole_report_reads_by_its_headings() -> None:
    text = markdown(report())
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)

    assert headings == [
        "In short",
        "What the room said, by objective",
        "Pledges, by date",
        "Follow-up: whom to ask, and what",
        "Worth taking home",
        "Parking lot",
        "Case study: Too little movement, a problem nobody owns",
        "Exercises, one by one",
        "Plan against actual",
        "Notes",
        "How this was made, and what it cannot say",
    ]
    assert len(re.findall(r"^#### .+\n\n\*\*[✔◐✘○]", text, re.MULTILINE)) == 10


def test_every_answer_that_counts_stands_in_it_once_and_no_other() -> None:
    made_report = report()
    html = unescape(PARSER.render(markdown(made_report)))
    exercises = next(e for e in made_report.exercises if e.kind == "ideas")
    section = html.split(">Exercises, one by one<")[1]

    for answer in exercises.rounds[0].counting:
        assert section.count(answer.text) >= 1, answer.text
    assert "Doctor Example" not in html


def test_hostile_answers_and_notes_leave_the_report_in_one_piece() -> None:
    told = hour()
    for number, text in enumerate(HOSTILE):
        say(told, text, badge=str(number + 1))
        told.do(CO, co.TakeNote(NoteId(f"n{number}"), f"{text}\n\n{text}", NoteTag.PARKED))
    html = PARSER.render(markdown(made(told.state)))

    assert elements(html) <= {
        "h1", "h2", "h3", "h4", "p", "ul", "li", "em", "strong", "br", "blockquote", "table",
        "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    words = unescape(re.sub(r"<[^>]+>", "", html))
    for text in HOSTILE:
        assert text in words


def test_a_note_of_four_thousand_characters_comes_out_whole() -> None:
    told = hour()
    told.do(CO, co.TakeNote(NoteId("n"), "word " * 799))
    assert ("word " * 799).strip() in markdown(made(told.state))
