"""Charts as pictures for documents: our own SVG with its words inside, drawn crisply as PNG.

Sizes are in units of which `WIDTH` make the full width of a picture; at the width of a page's
text twenty of them are nine points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from workshop.analysis.prose import figure, percent
from workshop.domain.diverging import axis, sides
from workshop.domain.findings import Bars, Curve, Network, Scales, Themes
from workshop.domain.tabled import themes_bars
from workshop.domain.words import format_duration
from workshop.export.escaping import writable
from workshop.export.report import ObjectiveResult, SegmentTime
from workshop.export.typeface import FAMILY, FONT, measure, wrapped
from workshop.export.wording import settled, signed
from workshop.render import STYLE
from workshop.render.curve import HEIGHT as CURVE_HEIGHT
from workshop.render.curve import WIDTH as CURVE_WIDTH
from workshop.render.curve import curve_svg
from workshop.render.markup import tag
from workshop.render.network import HEIGHT as MAP_HEIGHT
from workshop.render.network import WIDTH as MAP_WIDTH
from workshop.render.network import map_keys, network_svg
from workshop.render.svg import step_class

WIDTH = 1000
PIXELS = 2000
SIZE, LEADING, GAP = 20, 25, 14
TEXT, QUIET, LINE, REST, BLUE, PALE, RED = (
    "#1c1b1a", "#57534e", "#d6d3d1", "#eeecea", "#1f5f8b", "#9cc3de", "#a6461c"
)  # fmt: skip
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and how high it is for its width."""

    png: bytes
    aspect: float


def picture(block: object) -> Picture | None:
    """A block of findings as a picture; None for one that is better read as text or a table."""
    match block:
        case Bars() if block.bars:
            return _drawn(*_bars(block))
        case Themes() if block.groups:
            return _drawn(*_bars(themes_bars(block)))
        case Scales() if block.rows:
            return _drawn(*_scales(block))
        case Network() if block.nodes:
            return _drawn(*_network(block))
        case Curve() if block.stages:
            return _drawn([curve_svg(block)], CURVE_HEIGHT, CURVE_WIDTH)
    return None


def timing_picture(parts: Sequence[tuple[str, Sequence[SegmentTime]]]) -> Picture:
    """Every segment's planned and actual time, part by part."""
    longest = max((max(s.planned_s, s.actual_s) for _, found in parts for s in found), default=0)
    unit = 470 / (longest or 1)
    drawn, y = _timing_keys(), 46.0
    for title, segments in parts:
        y += GAP
        drawn.append(_text(title, 0, y + LEADING / 2, weight=True))
        y += LEADING + 8
        for segment in segments:
            drawn.append(tag("line", x1=0, x2=WIDTH, y1=y - 3, y2=y - 3, stroke=LINE))
            lines = wrapped(segment.title, SIZE, 350, 2)
            high = max(LEADING * len(lines), 30)
            middle = y + high / 2
            drawn += _label(lines, middle)
            within = min(segment.planned_s, segment.actual_s)
            over = max(0.0, segment.actual_s - segment.planned_s)
            drawn += [
                _rect(370, middle - 11, segment.planned_s * unit, 22, PALE),
                _rect(370, middle - 5, within * unit, 10, BLUE),
                _rect(370 + within * unit, middle - 5, over * unit, 10, RED),
            ]
            said = format_duration(segment.actual_s) if segment.start else segment.status.value
            drawn.append(_text(said, 915, middle, anchor="end"))
            if settled(segment) and segment.start:
                colour = RED if segment.difference_s > 0 else QUIET
                drawn.append(
                    _text(signed(segment.difference_s), WIDTH, middle, colour, anchor="end")
                )
            y += high + 8
    return _drawn(drawn, y)


def gain_picture(objectives: Sequence[ObjectiveResult]) -> Picture | None:
    """The room's rating of its objectives before and after; None where nobody rated any."""
    rated = [o for o in objectives if o.before or o.after]
    if not rated:
        return None
    low, high = _ends(rated[0])
    drawn: list[Markup] = []
    left, wide = 500.0, 400.0

    def at(value: float) -> float:
        return left + wide * (value - low) / ((high - low) or 1)

    for step in range(low, high + 1):
        drawn.append(_text(str(step), at(step), 12, QUIET, anchor="middle"))
    y = 34.0
    for objective in rated:
        lines = wrapped(objective.text, SIZE, 440, _MOST_LINES)
        tall = max(LEADING * len(lines), 34)
        middle = y + tall / 2
        drawn += _label(lines, middle)
        drawn.append(tag("line", x1=left, x2=left + wide, y1=middle, y2=middle, stroke=LINE))
        drawn += [
            tag("line", x1=at(step), x2=at(step), y1=middle - 6, y2=middle + 6, stroke=LINE)
            for step in range(low, high + 1)
        ]
        before, after = objective.before, objective.after
        if before and after:
            drawn.append(
                tag("line", x1=at(before.mean), x2=at(after.mean), y1=middle, y2=middle,
                    stroke=BLUE, stroke_width=5)
            )  # fmt: skip
        if before:
            drawn.append(
                tag("circle", cx=at(before.mean), cy=middle, r=8, fill="#ffffff", stroke=BLUE,
                    stroke_width=4)
            )  # fmt: skip
        if after:
            drawn.append(tag("circle", cx=at(after.mean), cy=middle, r=11, fill=BLUE))
        said = " → ".join(f"{r.mean:.1f}" for r in (before, after) if r)
        drawn.append(_text(said, WIDTH, middle, anchor="end"))
        y += tall + GAP
    drawn.append(
        tag("circle", cx=left + 8, cy=y + 12, r=8, fill="#ffffff", stroke=BLUE, stroke_width=4)
    )
    drawn.append(_text("before", left + 26, y + 12, QUIET))
    drawn.append(tag("circle", cx=left + 150, cy=y + 12, r=11, fill=BLUE))
    drawn.append(_text("after", left + 170, y + 12, QUIET))
    return _drawn(drawn, y + 28)


def _ends(objective: ObjectiveResult) -> tuple[int, int]:
    either = objective.after or objective.before
    return (either.low, either.high) if either else (0, 1)


# -- one function a kind of chart --------------------------------------------------------------


def _bars(block: Bars) -> tuple[list[Markup], float]:
    most = max((bar.value for bar in block.bars), default=0) or 1
    drawn: list[Markup] = []
    y = 0.0
    for bar in block.bars:
        lines = wrapped(bar.label, SIZE, 360, _MOST_LINES)
        high = max(LEADING * len(lines), 32)
        middle = y + high / 2
        drawn += _label(lines, middle)
        drawn.append(_rect(385, middle - 14, 450, 28, REST))
        drawn.append(_rect(385, middle - 14, max(450 * bar.value / most, 2), 28, BLUE))
        drawn.append(_text(figure(bar.value), 905, middle, anchor="end"))
        drawn.append(_text(percent(bar.share), WIDTH, middle, QUIET, anchor="end"))
        y += high + GAP
    return drawn, y


def _scales(block: Scales) -> tuple[list[Markup], float]:
    middle_share, unit = axis(block)
    left, wide = 400.0, 470.0
    drawn, y = _scale_keys(block, left, wide)
    for row in block.rows:
        lines = wrapped(row.label, SIZE, 375, _MOST_LINES)
        high = max(LEADING * len(lines), 34)
        middle = y + high / 2
        drawn += _label(lines, middle)
        total = sum(row.counts)
        edge = left + (middle_share - sides(row)[0] * unit) * wide
        counts: list[Markup] = []
        for step, count in enumerate(row.counts):
            across = count / total * unit * wide if total else 0.0
            if across:
                kind = step_class(step, len(row.counts))
                drawn.append(
                    tag("rect", x=_n(edge), y=_n(middle - 16), width=_n(across), height=32,
                        class_=f"f-step {kind}")
                )  # fmt: skip
                if across >= measure(str(count), SIZE) + 2:
                    counts.append(_count(count, edge + across / 2, middle, kind))
            edge += across
        at = _n(left + middle_share * wide)
        drawn.append(
            tag("line", x1=at, x2=at, y1=_n(middle - 20), y2=_n(middle + 20), stroke=QUIET,
                stroke_dasharray="3 3")
        )  # fmt: skip
        drawn += counts
        said = "–" if row.median is None else figure(row.median)
        drawn.append(_text(said, 935, middle, anchor="end"))
        drawn.append(_text(str(total), WIDTH, middle, QUIET, anchor="end"))
        y += high + GAP
    return drawn, y


def _count(count: int, x: float, y: float, kind: str) -> Markup:
    """A number in its piece, in the colour that can be read there."""
    return tag(
        "text", str(count), x=_n(x), y=_n(y + 7), text_anchor="middle",
        style=f"font-size:{SIZE}px", class_=f"{kind}-text",
    )  # fmt: skip


def _scale_keys(block: Scales, left: float, wide: float) -> tuple[list[Markup], float]:
    """The ends of the scale with its colours between them, and the heads of the columns."""
    steps = block.high - block.low + 1
    low = wrapped(f"{block.low} {block.low_text}".strip(), 18, 160, 1)[0]
    high = wrapped(f"{block.high} {block.high_text}".strip(), 18, 200, 1)[0]
    first = left + measure(low, 18) + 14
    last = left + wide - measure(high, 18) - 14
    each = min(20.0, (last - first) / steps)
    drawn = [
        _text(low, left, 12, QUIET, size=18),
        _text(high, first + each * steps + 14, 12, QUIET, size=18),
        _text("median", 950, 12, QUIET, anchor="end", size=18),
        _text("n", WIDTH, 12, QUIET, anchor="end", size=18),
    ]
    drawn += [
        tag("rect", x=_n(first + step * each), y=4, width=_n(each), height=16,
            class_=f"f-step {step_class(step, steps)}")
        for step in range(steps)
    ]  # fmt: skip
    return drawn, 38.0


def _network(block: Network) -> tuple[list[Markup], float]:
    legend: list[Markup] = []
    x, y = 14.0, 14.0
    for drawn, said in map_keys(block):
        name = wrapped(said, SIZE, 400, 1)[0]
        needed = 48 + measure(name, SIZE)
        if x + needed > WIDTH and x > 14:
            x, y = 14.0, y + LEADING + 6
        moved = tag("g", drawn, transform=f"translate({_n(x - 12)} {_n(y - 12)})")
        legend += [moved, _text(name, x + 20, y)]
        x += needed
    top = y + 26 if legend else 0.0
    high = MAP_HEIGHT * WIDTH / MAP_WIDTH
    inner = str(network_svg(block)).replace(
        'width="100%"', f'x="0" y="{_n(top)}" width="{WIDTH}" height="{_n(high)}"', 1
    )
    return [*legend, Markup(inner)], top + high  # noqa: S704 - made by `network_svg`


def _timing_keys() -> list[Markup]:
    return [
        _rect(370, 2, 40, 22, PALE), _text("planned", 420, 13, QUIET),
        _rect(530, 8, 40, 10, BLUE), _text("actual", 580, 13, QUIET),
        _rect(670, 8, 40, 10, RED), _text("over the plan", 720, 13, QUIET),
    ]  # fmt: skip


# -- drawing -----------------------------------------------------------------------------------


def _text(
    said: str, x: float, y: float, colour: str = TEXT, *, anchor: str = "start", size: int = SIZE,
    weight: bool = False,
) -> Markup:  # fmt: skip
    """A line of text around the height `y`; `weight` thickens it, as the font has no bold."""
    return tag(
        "text", said, x=_n(x), y=_n(y + size * 0.35), fill=colour, style=f"font-size:{size}px",
        text_anchor=anchor, stroke=colour if weight else None,
        stroke_width="0.7" if weight else None,
    )  # fmt: skip


def _label(lines: Sequence[str], middle: float) -> list[Markup]:
    top = middle - LEADING * (len(lines) - 1) / 2
    return [_text(line, 0, top + LEADING * number) for number, line in enumerate(lines)]


def _rect(x: float, y: float, width: float, height: float, colour: str) -> Markup:
    return tag(
        "rect", x=_n(x), y=_n(y), width=_n(max(width, 0)), height=_n(height), rx=2, fill=colour
    )


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _drawn(parts: Sequence[Markup], height: float, width: float = WIDTH) -> Picture:
    # A renderer in Rust, which only documents need.
    import resvg_py

    whole = tag(
        "svg", *parts, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {_n(width)} {_n(height)}",
        width=_n(width), height=_n(height), font_family=FAMILY,
    )  # fmt: skip
    text = writable(str(whole))
    # Only for what the bundled font does not have are the computer's own fonts worth their time.
    alone = all(ord(char) < 0x0590 or 0x2000 <= ord(char) < 0x2300 for char in text)
    png = bytes(
        resvg_py.svg_to_bytes(
            svg_string=text, width=PIXELS, background="#ffffff", style_sheet=_stylesheet(),
            font_files=[str(FONT)], font_family=FAMILY, sans_serif_family=FAMILY,
            skip_system_fonts=alone,
        )
    )  # fmt: skip
    return Picture(png, height / width)


@cache
def _stylesheet() -> str:
    """The stylesheet of findings by day, with its variables filled in, for a renderer without."""
    day = STYLE.split("@media", 1)[0]
    values = dict(re.findall(r"(--f-[\w-]+):\s*([^;]+);", day))
    rules = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", STYLE)
    rules = re.sub(r"var\((--f-[\w-]+)\)", lambda found: values.get(found[1], "none"), rules)
    return rules.replace(".findings ", "")
