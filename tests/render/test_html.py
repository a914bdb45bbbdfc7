"""Findings as HTML: everything is said in text, nothing typed becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.analysis.networks.graphs import a_map
from workshop.domain.findings import (
    Bar,
    Bars,
    BoxColumn,
    Boxes,
    Curve,
    CurveStage,
    Findings,
    Network,
    NetworkNode,
    Quote,
    Quotes,
    Scale,
    Scales,
    Table,
    Theme,
    Themes,
)
from workshop.render import block_html, findings_html
from workshop.render.network import network_svg

ATTACK = "</td><script>alert(1)</script><b onclick='x' style=\"y\">&amp;"
BLOCKS = (
    Bars(ATTACK, (Bar(ATTACK, 3, 0.75, ATTACK), Bar("b", 0, 0)), ATTACK),
    Scales(ATTACK, (Scale(ATTACK, (1, 0, 2, 0, 4), 4, 3.9, ATTACK),), 1, 5, ATTACK, ATTACK),
    Curve(
        ATTACK,
        (CurveStage(ATTACK, 60, 40, 80, 9), CurveStage(ATTACK, 3, 2, 4, 9, 5.5, 7)),
        0,
        100,
        ATTACK,
        ATTACK,
        (1,),
    ),
    Quotes(ATTACK, (Quote(ATTACK, ATTACK, starred=True),)),
    Boxes(ATTACK, (ATTACK,), (BoxColumn(ATTACK, (ATTACK,)),)),
    Table(ATTACK, (ATTACK,), ((ATTACK,),), (0,), ATTACK),
    Themes(
        ATTACK,
        (Theme(ATTACK, ("r1",), (Quote(ATTACK, ATTACK),), 1, ATTACK),),
        Theme(ATTACK, ("r2",)),
        (ATTACK,),
    ),
    Network(ATTACK, (ATTACK,), (NetworkNode("1", ATTACK, 0, 0.1, 0.5),), ()),
)


class Read(HTMLParser):
    """The elements, attributes and text that a browser would make of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += f"{data} "


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.kind)
def test_what_was_typed_stays_text(block) -> None:
    read = Read(block_html(block))
    assert not read.tags & {"script", "b", "style", "img"}
    assert not read.attributes & {"style", "onclick"}
    assert ATTACK in read.text


def test_a_bar_says_its_number_and_share_in_text() -> None:
    block = Bars(
        "Who chose what", (Bar("red", 3, 0.75, "before: 2"), Bar("green", 1, 0.25)), "people"
    )
    said = Read(block_html(block)).text
    for word in ("Who chose what (people)", "red", "3", "75 %", "before: 2", "green", "1", "25 %"):
        assert word in said


def test_a_scale_says_how_many_stand_on_each_step() -> None:
    row = Scale("I know why", (1, 0, 2, 0, 4), 4.0)
    html = block_html(Scales("Rated", (row,), 1, 5, "no", "yes"))
    said = Read(html).text.split()
    counts, middle, people = said[-7:-2], said[-2], said[-1]
    assert (counts, middle, people) == (["1", "0", "2", "0", "4"], "4", "7")
    assert "rated 5" in html


def test_nobody_having_rated_is_said() -> None:
    html = block_html(Scales("Rated", (Scale("Why", (0, 0, 0)),), 1, 3))
    assert "no ratings" in html
    assert "–" in html


def test_bars_of_nothing_and_of_little_are_told_apart() -> None:
    html = block_html(Bars("", (Bar("much", 1000, 1), Bar("little", 1, 0.001), Bar("none", 0, 0))))
    widths = [
        part.split('"')[0]
        for part in html.split('class="f-bar"')[1:]
        for part in [part.split('width="')[1]]
    ]
    assert widths == ["100%", "0.4%", "0%"]


def test_the_lead_comes_first_and_what_it_rests_on_last() -> None:
    findings = Findings(
        "A vote",
        ("Red leads.", "Green follows."),
        (BLOCKS[0],),
        ("Too few.",),
        "Why red?",
        "4 typed answers",
    )
    said = Read(findings_html(findings)).text
    order = [
        said.index(part)
        for part in ("A vote", "Red leads", "Green", "Why red", "Too few", "4 typed")
    ]
    assert order == sorted(order)
    assert "<h3" in findings_html(findings, level=3)
    assert "A vote" not in findings_html(findings, title=False)


def test_findings_without_anything_make_an_empty_section() -> None:
    assert Read(findings_html(Findings("Title"))).text.strip() == "Title"


def test_a_map_says_in_a_table_what_it_draws() -> None:
    block = a_map(60)
    html = block_html(block)
    read = Read(html)
    assert {"line", "circle", "rect", "path", "text"} <= read.tags
    assert all(name in read.text for name in block.groups)
    assert all(node.name in read.text for node in block.nodes)
    assert html.count("<line") == len(block.ties) + 2  # two more in the legend
    assert "font-size" not in read.attributes


def test_a_map_of_a_crowd_names_its_brokers_only_and_a_few() -> None:
    block = a_map(400)
    svg = network_svg(block)
    assert all(f">{node.name}</text>" in svg for node in block.nodes if node.broker)
    assert svg.count("<text") <= 30


def test_a_block_that_nobody_knows_is_a_table() -> None:
    read = Read(block_html(object()))
    assert "object" in read.text


def test_themes_stand_as_bars_with_the_words_of_each_below() -> None:
    quotes = (Quote("no time", "table 4"), Quote("too busy"))
    block = Themes(
        "Themes",
        (Theme("Time", ("a", "b", "c"), quotes, 3, "Split from ‘Work’.", 1),),
        Theme("Not sorted yet", ("d",)),
        ("‘Cats’ was removed: a joke",),
        "ideas",
    )
    said = Read(block_html(block)).text
    for words in (
        "Themes (ideas)", "75 %", "Time: 3 ideas from 3 people, 1 of them not quoted here",
        "Split from ‘Work’.", "no time", "table 4", "Not sorted yet", "25 %", "Not kept", "a joke",
    ):  # fmt: skip
        assert words in said


def test_a_curve_has_its_figures_beside_the_picture() -> None:
    stages = (
        CurveStage("Start", 80, 70, 90, 9, 0, 60),
        CurveStage("Doing", 20, 10, 45, 9, 7, 60),
        CurveStage("Nobody", None, None, None, 0),
        CurveStage("Alone", 50, 40, 60, 2),
    )
    html = str(block_html(Curve("Commitment", stages, 0, 100, "none", "all", (1,))))
    text = Read(html).text
    assert "2. Doing ▼" in text and "10 to 45" in text and "0 none, 100 all" in text
    assert html.count('class="f-median f-fall"') == 1
    assert html.count("f-dot") == 3 and "f-spread" in html and "f-median-before" in html
