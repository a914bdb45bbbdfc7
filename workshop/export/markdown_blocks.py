"""Blocks of findings as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import singledispatch

from workshop.analysis.prose import percent
from workshop.domain.findings import Bars, Boxes, Quote, Quotes, Scales, Table, Themes
from workshop.domain.tabled import as_table, theme_title, themes_table
from workshop.export.escaping import md_block, md_line

BAR_CELLS = 20


@singledispatch
def draw(block: object) -> Iterator[str]:
    """A block of findings as lines of Markdown; one that cannot be drawn here as a table."""
    yield from draw(as_table(block))


@draw.register
def _(block: Table) -> Iterator[str]:
    yield from (f"**{md_line(block.title)}**", "")
    if block.note:
        yield from (md_line(block.note), "")
    rows = (tuple(map(md_line, row)) for row in block.rows)
    yield from table(tuple(map(md_line, block.columns)), rows, block.numeric)


@draw.register
def _(block: Bars) -> Iterator[str]:
    yield from (f"**{md_line(block.title)}**", "")
    yield from table(
        ("", md_line(block.unit), "share", ""),
        (
            (
                f"{md_line(bar.label)}{f' ({md_line(bar.note)})' if bar.note else ''}",
                f"{bar.value:g}",
                percent(bar.share),
                "█" * round(bar.share * BAR_CELLS),
            )
            for bar in block.bars
        ),
        numeric=(1, 2),
    )


@draw.register
def _(block: Scales) -> Iterator[str]:
    yield from (f"**{md_line(block.title)}**", "")
    steps = [str(step) for step in range(block.low, block.high + 1)]
    if block.low_text or block.high_text:
        low, high = md_line(block.low_text), md_line(block.high_text)
        yield from (f"{block.low} is ‘{low}’, {block.high} ‘{high}’.", "")
    yield from table(
        ("", *steps, "median", "average"),
        (
            (
                f"{md_line(row.label)}{f' ({md_line(row.note)})' if row.note else ''}",
                *map(str, row.counts),
                "" if row.median is None else f"{row.median:g}",
                "" if row.mean is None else f"{row.mean:.1f}",
            )
            for row in block.rows
        ),
        numeric=tuple(range(1, len(steps) + 3)),
    )


@draw.register
def _(block: Quotes) -> Iterator[str]:
    yield from (f"**{md_line(block.title)}**", "")
    yield from map(_quote, block.quotes)


@draw.register
def _(block: Themes) -> Iterator[str]:
    found = themes_table(block)
    # The examples stand under the theme's own heading.
    rows = tuple(row[:-1] for row in found.rows)
    yield from draw(replace(found, columns=found.columns[:-1], rows=rows))
    for theme in block.groups:
        if theme.quotes:
            yield from ("", f"**{md_line(theme_title(theme, block.unit))}**", "")
            yield from map(_quote, theme.quotes)
    if block.rejected:
        yield from ("", "**Not kept**", "", *(f"- {md_line(said)}" for said in block.rejected))


def _quote(quote: Quote) -> str:
    star, who = "★ " if quote.starred else "", f" ({md_line(quote.who)})" if quote.who else ""
    return f"- {star}{md_block(quote.text, '  ')}{who}"


@draw.register
def _(block: Boxes) -> Iterator[str]:
    for index, box in enumerate(block.boxes):
        yield from (f"**{md_line(box)}**", "")
        filled = [(group.group, group.texts[index]) for group in block.groups]
        filled = [(name, text) for name, text in filled if text]
        yield from (f"- {md_line(name)}: {md_block(text, '  ')}" for name, text in filled)
        if not filled:
            yield "- *nobody filled this box*"
        yield ""


def table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[int] = ()
) -> Iterator[str]:
    """A table; cells are escaped already."""
    yield f"| {' | '.join(columns)} |"
    rules = ("---:" if index in numeric else "---" for index in range(len(columns)))
    yield f"| {' | '.join(rules)} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
