"""Blocks of findings in a Word document."""

from __future__ import annotations

from functools import singledispatch

from workshop.analysis.prose import counted
from workshop.domain.findings import Bars, Boxes, Curve, Network, Quotes, Scales, Themes
from workshop.domain.tabled import as_table, theme_title
from workshop.export.pictures import picture
from workshop.export.word.paper import BULLET, SMALL, Paper
from workshop.export.word.xml import QUIET, Run


def said_by(text: str, who: str, *, starred: bool = False) -> list[Run]:
    """What somebody said, and who."""
    star = [Run("★ ", colour="8A5A00")] if starred else []
    return [*star, Run(text), *([Run(f" ({who})", colour=QUIET)] if who else [])]


@singledispatch
def draw(block: object, paper: Paper) -> None:
    """A block of findings; one that has no form of its own here as a table."""
    found = as_table(block)
    paper.table(found.title, found.columns, found.rows, numeric=found.numeric)
    if found.note:
        paper.text(found.note, SMALL)


@draw.register(Bars)
@draw.register(Scales)
def _(block: Bars | Scales, paper: Paper) -> None:
    drawn = picture(block)
    found = as_table(block)
    if drawn:
        said = "; ".join(f"{row[0]}: {', '.join(row[1:])}" for row in found.rows)
        heads = ", ".join(found.columns[1:])
        paper.figure(drawn, block.title, f"{block.title} ({heads}). {said}")


@draw.register
def _(block: Network, paper: Paper) -> None:
    if drawn := picture(block):
        people, ties = (
            counted(len(block.nodes), "person", "people"),
            counted(len(block.ties), "tie"),
        )
        alt = f"{block.title}: a map of {people} and {ties}; a table in the appendix says the same."
        paper.figure(drawn, block.title, alt)


@draw.register
def _(block: Curve, paper: Paper) -> None:
    found = as_table(block)
    rows = found.rows
    if drawn := picture(block):
        rows = tuple((f"{n}. {row[0]}", *row[1:]) for n, row in enumerate(found.rows, 1))
        ends = f"{block.low} {block.low_text}, {block.high} {block.high_text}"
        said = f"{block.title}. The line is the median, the band the middle half; {ends}"
        paper.figure(drawn, said, f"{block.title}: a curve; the table says the same.")
    paper.table(f"{block.title}, as a table.", found.columns, rows, numeric=found.numeric)


@draw.register
def _(block: Themes, paper: Paper) -> None:
    drawn = picture(block)
    if drawn:
        said = "; ".join(f"{theme.name}: {len(theme.answers)}" for theme in block.groups)
        paper.figure(drawn, block.title, f"{block.title} ({block.unit}). {said}")
    for theme in block.groups:
        if theme.quotes:
            paper.heading(theme_title(theme, block.unit), 3)
            if theme.origin:
                paper.text(theme.origin, SMALL)
            for quote in theme.quotes:
                paper.text(said_by(quote.text, quote.who, starred=quote.starred), BULLET)
    for line in block.rejected:
        paper.text(f"Not kept: {line}", SMALL)


@draw.register
def _(block: Quotes, paper: Paper) -> None:
    paper.heading(block.title, 3)
    for quote in block.quotes:
        paper.text(said_by(quote.text, quote.who, starred=quote.starred), BULLET)


@draw.register
def _(block: Boxes, paper: Paper) -> None:
    rows = []
    for index, box in enumerate(block.boxes):
        filled = [(group.group, group.texts[index]) for group in block.groups if group.texts[index]]
        rows += [(box if not n else "", who, text) for n, (who, text) in enumerate(filled)]
        rows += [] if filled else [(box, "", "nobody filled this box")]
    paper.table(block.title, ("Box", "Who", "What they wrote"), rows, (26, 14, 60))
