"""Any block of findings as a table, for whoever cannot draw it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, is_dataclass, replace

from workshop.domain.findings import (
    Bar,
    Bars,
    Boxes,
    Curve,
    CurveStage,
    Network,
    Quotes,
    Scales,
    Table,
    Theme,
    Themes,
)

MOST_NAMED = 12
MOST_SAID = 3


def filled(table: Table) -> Table:
    """The table without its columns that no row fills."""
    kept = [i for i in range(len(table.columns)) if any(row[i] for row in table.rows)]
    return replace(
        table,
        columns=tuple(table.columns[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in table.rows),
        numeric=tuple(kept.index(i) for i in table.numeric if i in kept),
    )


def as_table(block: object) -> Table:
    """The block's content in rows; a block of a kind that nobody knows gives its parts as text."""
    if isinstance(block, Table):
        return block
    match block:
        case Network():
            return network_table(block)
        case Themes():
            return themes_table(block)
        case Curve():
            return curve_table(block)
        case Bars():
            return bars_table(block)
        case Scales():
            return scales_table(block)
        case Quotes():
            return _quotes_table(block)
        case Boxes():
            return _boxes_table(block)
    title = str(getattr(block, "title", type(block).__name__))
    parts = fields(block) if is_dataclass(block) else ()
    rows = [(part.name, str(getattr(block, part.name))) for part in parts if part.name != "title"]
    return Table(title, ("Part", "Says"), tuple(rows))


def network_table(block: Network) -> Table:
    """Everyone on a map with whom they are tied to, those with the most ties first."""
    tied: dict[int, list[str]] = defaultdict(list)
    for tie in block.ties:
        tied[tie.one].append(block.nodes[tie.other].name)
        tied[tie.other].append(block.nodes[tie.one].name)
    order = sorted(range(len(block.nodes)), key=lambda place: -len(tied[place]))
    rows = []
    for place in order:
        node, names = block.nodes[place], tied[place]
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        rows.append(
            (
                f"{node.name} ★" if node.broker else node.name,
                block.groups[node.group] if node.group >= 0 else "",
                str(len(names)),
                ", ".join(names[:MOST_NAMED]) + more,
            )
        )
    return Table(block.title, ("Who", "Organisation", "Ties", "With"), tuple(rows), numeric=(2,))


def bars_table(block: Bars) -> Table:
    """Each bar with its number and its share in per cent."""
    noted = any(bar.note for bar in block.bars)
    rows = tuple(
        (bar.label, f"{bar.value:g}", f"{bar.share * 100:.1f}", *((bar.note,) if noted else ()))
        for bar in block.bars
    )
    columns = ("What", block.unit or "number", "per cent", *(("note",) if noted else ()))
    return Table(block.title, columns, rows, numeric=(1, 2))


def scales_table(block: Scales) -> Table:
    """How often each step was given to each statement, with median and mean."""
    steps = [str(step) for step in range(block.low, block.high + 1)]
    ends = [f"{steps[0]} {block.low_text}".strip(), f"{steps[-1]} {block.high_text}".strip()]
    rows = tuple(
        (
            f"{row.label} ({row.note})" if row.note else row.label,
            *map(str, row.counts),
            str(sum(row.counts)),
            "" if row.median is None else f"{row.median:g}",
            "" if row.mean is None else f"{row.mean:.2f}",
        )
        for row in block.rows
    )
    columns = ("Statement", ends[0], *steps[1:-1], ends[1], "ratings", "median", "mean")
    return Table(block.title, columns, rows, numeric=tuple(range(1, len(columns))))


def _quotes_table(block: Quotes) -> Table:
    rows = tuple((quote.text, quote.who, "★" if quote.starred else "") for quote in block.quotes)
    return Table(block.title, ("Answer", "Who", "Starred"), rows)


def _boxes_table(block: Boxes) -> Table:
    rows = tuple(
        (box, *(group.texts[index] for group in block.groups))
        for index, box in enumerate(block.boxes)
    )
    return Table(block.title, ("Box", *(group.group for group in block.groups)), rows)


def themes_bars(block: Themes) -> Bars:
    """How many answers every theme has, the unsorted last."""
    whole = block.total or 1
    bars = (Bar(g.name, len(g.answers), len(g.answers) / whole) for g in block.groups)
    return Bars(block.title, tuple(bars), unit=block.unit)


def theme_title(theme: Theme, unit: str) -> str:
    """A theme over its quotes: 'Time: 52 ideas from 39 people, 12 of them not quoted here'."""
    number = len(theme.answers)
    said = f"{theme.name}: {number} {unit.removesuffix('s') if number == 1 else unit}"
    if theme.people:
        said += f" from {theme.people} {'person' if theme.people == 1 else 'people'}"
    return f"{said}, {theme.unquoted} of them not quoted here" if theme.unquoted else said


def themes_table(block: Themes) -> Table:
    """A theme a row, with how many answers and people, how it came about, and a few quotes."""
    whole = block.total or 1
    rows = tuple(
        (
            group.name,
            str(len(group.answers)),
            f"{round(100 * len(group.answers) / whole)} %",
            "" if group.people is None else str(group.people),
            group.origin,
            _few_quotes(group),
        )
        for group in block.groups
    )
    columns = ("Theme", block.unit.capitalize(), "Share", "People", "Came about", "For example")
    return Table(block.title, columns, rows, numeric=(1, 2, 3))


def _few_quotes(group: Theme) -> str:
    return " · ".join(f"‘{quote.text}’" for quote in group.quotes[:MOST_SAID])


def curve_table(block: Curve) -> Table:
    """A stage a row: the middle, where the middle half lies, how many drew it and fall there."""
    before = any(stage.before is not None for stage in block.stages)
    ends = (f"{block.low} {block.low_text}".strip(), f"{block.high} {block.high_text}".strip())
    rows = tuple(
        (
            f"{stage.label} ▼" if place in block.steepest else stage.label,
            *((_plain(stage.before),) if before else ()),
            _plain(stage.median),
            _half(stage),
            str(stage.number),
            _plain(round(stage.falls, 1)),
        )
        for place, stage in enumerate(block.stages)
    )
    columns = (
        "Stage",
        *(("Before",) if before else ()),
        "Median",
        "Middle half",
        "People",
        "Fall most here",
    )
    numeric = tuple(range(1, len(columns)))
    return Table(f"{block.title} ({ends[0]} to {ends[1]})", columns, rows, numeric)


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _half(stage: CurveStage) -> str:
    return "–" if stage.lower is None else f"{_plain(stage.lower)} to {_plain(stage.upper)}"
