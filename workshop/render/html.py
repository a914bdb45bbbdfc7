"""Findings as HTML: every chart is a table, so that it reads aloud, prints, and needs no script.

Themable by the CSS variables of `STYLE`; no style attributes, no script, nothing from outside.
"""

from __future__ import annotations

from importlib import resources

from markupsafe import Markup

from workshop.analysis.prose import figure, percent
from workshop.domain.diverging import axis
from workshop.domain.findings import (
    Bar,
    Bars,
    Boxes,
    Curve,
    Findings,
    Network,
    Quote,
    Quotes,
    Scale,
    Scales,
    Table,
    Theme,
    Themes,
)
from workshop.domain.tabled import as_table, curve_table, network_table, theme_title, themes_bars
from workshop.render.curve import curve_svg
from workshop.render.markup import joined, lines, tag
from workshop.render.network import network_legend, network_svg
from workshop.render.svg import bar, diverging, swatches

STYLE = (resources.files("workshop.render") / "findings.css").read_text("utf-8")
"""The stylesheet; a page's own sets the variables anew where it has a theme."""


def findings_html(findings: Findings, *, level: int = 2, title: bool = True) -> Markup:
    """Everything that findings say to a room, as a section; `level` is that of its heading."""
    lead, *rest = findings.sentences or ("",)
    parts = [
        tag(f"h{level}", findings.title, class_="f-title") if title else Markup(""),
        tag("p", lead, class_="f-lead") if lead else Markup(""),
        *(tag("p", sentence, class_="f-said") for sentence in rest),
        *(block_html(block) for block in findings.blocks),
        tag("p", findings.question, class_="f-question") if findings.question else Markup(""),
        *(tag("p", caution, class_="f-caution") for caution in findings.cautions),
        tag("p", findings.made_of, class_="f-made") if findings.made_of else Markup(""),
    ]
    return tag("section", *parts, class_="findings")


def block_html(block: object) -> Markup:
    """One block as a table, a list or a map."""
    match block:
        case Bars():
            return _bars(block)
        case Scales():
            return _scales(block)
        case Quotes():
            return _quotes(block)
        case Boxes():
            return _boxes(block)
        case Themes():
            return _themes(block)
        case Curve():
            return _curve(block)
        case Network():
            return _network(block)
        case _:
            return _table(as_table(block))


def _head(*names: str, numeric: tuple[int, ...] = (), quiet: bool = False) -> Markup:
    """Column heads; `quiet` ones are only read aloud."""
    cells = (
        tag("th", name, scope="col", class_="f-number" if index in numeric else None)
        for index, name in enumerate(names)
    )
    return tag("thead", tag("tr", *cells), class_="f-aloud" if quiet else None)


def _bars(block: Bars) -> Markup:
    most = max((item.value for item in block.bars), default=0) or 1
    noted = any(item.note for item in block.bars)
    heads = ["What", "Bar", block.unit.capitalize() or "Number", "Share"]
    heads += ["Note"] if noted else []
    rows = (_bar_row(item, most, noted=noted) for item in block.bars)
    name = f"{block.title} ({block.unit})" if block.unit else block.title
    return tag(
        "table",
        tag("caption", name),
        _head(*heads, quiet=True),
        tag("tbody", *rows),
        class_="f-block f-bars",
    )


def _bar_row(item: Bar, most: float, *, noted: bool) -> Markup:
    cells = [
        tag("th", item.label, scope="row"),
        tag("td", bar(item.value / most), class_="f-chart"),
        tag("td", figure(item.value), class_="f-number f-value"),
        tag("td", percent(item.share), class_="f-number"),
    ]
    if noted:
        cells.append(tag("td", item.note, class_="f-note"))
    return tag("tr", *cells)


def _scales(block: Scales) -> Markup:
    middle, unit = axis(block)
    steps = [str(step) for step in range(block.low, block.high + 1)]
    legend = tag(
        "span",
        f"{block.low} {block.low_text}".strip(),
        tag("span", swatches(len(steps)), class_="f-key"),
        f"{block.high} {block.high_text}".strip(),
        class_="f-legend",
    )
    heads = tag(
        "thead",
        tag(
            "tr",
            tag("th", tag("span", "Statement", class_="f-aloud"), scope="col"),
            tag("th", legend, scope="col", class_="f-chart"),
            *(tag("th", f"rated {step}", scope="col", class_="f-aloud") for step in steps),
            tag("th", "middle", scope="col", class_="f-number"),
            tag("th", "n", scope="col", class_="f-number"),
        ),
    )
    rows = (_scale_row(row, middle, unit) for row in block.rows)
    return tag(
        "table",
        tag("caption", block.title),
        heads,
        tag("tbody", *rows),
        class_="f-block f-scales",
    )


def _scale_row(row: Scale, middle: float, unit: float) -> Markup:
    said = [Markup(""), tag("small", row.note, class_="f-note")] if row.note else []
    rated = sum(row.counts)
    chart = diverging(row, middle, unit) if rated else tag("span", "no ratings", class_="f-note")
    return tag(
        "tr",
        tag("th", row.label, *said, scope="row"),
        tag("td", chart, class_="f-chart"),
        *(tag("td", str(count), class_="f-aloud") for count in row.counts),
        tag("td", "–" if row.median is None else figure(row.median), class_="f-number f-value"),
        tag("td", str(rated), class_="f-number"),
    )


def _quotes(block: Quotes) -> Markup:
    return tag(
        "div",
        tag("p", block.title, class_="f-caption"),
        tag("ul", *(_quote(quote) for quote in block.quotes)),
        class_="f-block f-quotes",
    )


def _quote(quote: Quote) -> Markup:
    star = (
        joined([tag("span", "★", aria_hidden="true"), tag("span", "Starred: ", class_="f-aloud")])
        if quote.starred
        else Markup("")
    )
    who = tag("span", quote.who, class_="f-who") if quote.who else Markup("")
    return tag(
        "li",
        star,
        tag("span", lines(quote.text), class_="f-quote"),
        who,
        class_="f-starred" if quote.starred else None,
    )


def _themes(block: Themes) -> Markup:
    """Bars for all themes, then each with how it came about and its quotes."""
    rejected = [tag("li", said) for said in block.rejected]
    return tag(
        "div",
        _bars(themes_bars(block)),
        *(_theme(theme, block.unit) for theme in block.groups if theme.quotes),
        tag("p", "Not kept", class_="f-caption") if rejected else Markup(""),
        tag("ul", *rejected, class_="f-note") if rejected else Markup(""),
        class_="f-themes",
    )


def _theme(theme: Theme, unit: str) -> Markup:
    origin = tag("p", theme.origin, class_="f-note") if theme.origin else Markup("")
    return tag(
        "div",
        tag("p", theme_title(theme, unit), class_="f-caption"),
        origin,
        tag("ul", *(_quote(quote) for quote in theme.quotes)),
        class_="f-block f-quotes",
    )


def _boxes(block: Boxes) -> Markup:
    groups = (tag("th", group.group, scope="col") for group in block.groups)
    head = tag(
        "thead",
        tag("tr", tag("th", tag("span", "Box", class_="f-aloud"), scope="col"), *groups),
    )
    rows = (
        tag(
            "tr",
            tag("th", title, scope="row"),
            *(_box(group.texts[index]) for group in block.groups),
        )
        for index, title in enumerate(block.boxes)
    )
    return _wide(
        tag("table", tag("caption", block.title), head, tag("tbody", *rows), class_="f-boxes"),
        block.title,
    )


def _box(text: str) -> Markup:
    return tag("td", lines(text) if text else tag("span", "(empty)", class_="f-note"))


def _table(block: Table) -> Markup:
    rows = (
        tag(
            "tr",
            *(
                tag("td", lines(cell), class_="f-number" if index in block.numeric else None)
                for index, cell in enumerate(row)
            ),
        )
        for row in block.rows
    )
    note = [tag("small", block.note, class_="f-note")] if block.note else []
    return _wide(
        tag(
            "table",
            tag("caption", block.title, *note),
            _head(*block.columns, numeric=block.numeric),
            tag("tbody", *rows),
            class_="f-table",
        ),
        block.title,
    )


def _network(block: Network) -> Markup:
    """A map, and the same in a table for whoever cannot see it."""
    return tag(
        "div",
        tag("p", block.title, class_="f-caption"),
        network_legend(block),
        network_svg(block),
        tag("div", _table(network_table(block)), class_="f-aloud"),
        class_="f-block f-network",
    )


def _curve(block: Curve) -> Markup:
    """The drawn curve, its scale in words, and its numbered stages with their figures below."""
    head, *others = curve_table(block).columns
    rows = (
        tag(
            "tr",
            tag("th", f"{number}. {label}", scope="row"),
            *(tag("td", cell, class_="f-number") for cell in cells),
            class_="f-falls" if number - 1 in block.steepest else None,
        )
        for number, (label, *cells) in enumerate(curve_table(block).rows, 1)
    )
    heads = [tag("th", head, scope="col")]
    heads += [tag("th", name, scope="col", class_="f-number") for name in others]
    table = tag(
        "table",
        tag("caption", f"{block.title}: the figures", class_="f-aloud"),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *rows),
        class_="f-table",
    )
    ends = (f"{block.low} {block.low_text}".strip(), f"{block.high} {block.high_text}".strip())
    said = f"{ends[0]}, {ends[1]}. The line is the median, the band the middle half of the room."
    return tag(
        "div",
        tag("p", block.title, class_="f-caption"),
        curve_svg(block),
        tag("p", said, class_="f-note"),
        _wide(table, block.title),
        class_="f-block f-curve",
    )


def _wide(table: Markup, name: str) -> Markup:
    """What may be wider than its place scrolls there, by keyboard too."""
    return tag("div", table, class_="f-block f-wide", tabindex=0, role="group", aria_label=name)
