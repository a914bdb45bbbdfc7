"""A room's curve as SVG: the median as a line, the middle half as a band, the falls marked.

Stages carry numbers, which the table below it names: names would have no room on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from markupsafe import Markup

from workshop.analysis.prose import figure
from workshop.domain.findings import Curve, CurveStage
from workshop.render.markup import tag

WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 30, 18, 44
_Point = tuple[float, float]


def curve_svg(block: Curve) -> Markup:
    """The curve over its numbered stages; the steps into the stages where most fall are heavier."""
    return tag(
        "svg", *_grid(block), *_bands(block), *_befores(block), *_lines(block), *_points(block),
        class_="curve", viewBox=f"0 0 {WIDTH} {HEIGHT}", width="100%", aria_hidden="true",
        focusable="false",
    )  # fmt: skip


def _x(block: Curve, place: int) -> float:
    steps = max(1, len(block.stages) - 1)
    return round(_LEFT + 20 + place / steps * (WIDTH - _LEFT - 20 - _RIGHT), 1)


def _y(block: Curve, value: float) -> float:
    share = (value - block.low) / (block.high - block.low)
    return round(_TOP + (1 - share) * (HEIGHT - _TOP - _BOTTOM), 1)


def _grid(block: Curve) -> Iterator[Markup]:
    for value in (block.low, (block.low + block.high) / 2, block.high):
        y = _y(block, value)
        yield tag("line", class_="f-grid", x1=_LEFT, x2=WIDTH - 8, y1=y, y2=y)
        yield tag(
            "text", figure(value), class_="f-tick", x=_LEFT - 10, y=y, text_anchor="end",
            dominant_baseline="central",
        )  # fmt: skip


def _drawn(block: Curve) -> Iterator[list[tuple[int, CurveStage]]]:
    """Stages that somebody drew, in runs without a gap."""
    for there, run in groupby(enumerate(block.stages), lambda pair: pair[1].median is not None):
        if there:
            yield list(run)


def _bands(block: Curve) -> Iterator[Markup]:
    for run in _drawn(block):
        above = [(_x(block, i), _y(block, s.upper)) for i, s in run if s.upper is not None]
        below = [(_x(block, i), _y(block, s.lower)) for i, s in run if s.lower is not None]
        if len(above) > 1:
            yield tag("path", class_="f-band", d=f"{_path([*above, *reversed(below)])}Z")
        elif above:  # one stage by itself has a spread, too
            yield tag(
                "line", class_="f-spread",
                x1=above[0][0], x2=below[0][0], y1=above[0][1], y2=below[0][1],
            )  # fmt: skip


def _lines(block: Curve) -> Iterator[Markup]:
    for run in _drawn(block):
        for (i, one), (j, other) in pairwise(run):
            ends = [(_x(block, i), _y(block, one.median or 0)),
                    (_x(block, j), _y(block, other.median or 0))]  # fmt: skip
            fall = " f-fall" if j in block.steepest else ""
            yield tag("path", class_=f"f-median{fall}", d=_path(ends))


def _befores(block: Curve) -> Iterator[Markup]:
    points = [
        (_x(block, i), _y(block, stage.before))
        for i, stage in enumerate(block.stages)
        if stage.before is not None
    ]
    if points:
        yield tag("path", class_="f-median-before", d=_path(points))


def _points(block: Curve) -> Iterator[Markup]:
    for i, stage in enumerate(block.stages):
        x = _x(block, i)
        yield tag("text", f"{i + 1}", class_="f-stage", x=x, y=HEIGHT - 12, text_anchor="middle")
        if stage.median is None:
            continue
        y = _y(block, stage.median)
        fall = i in block.steepest
        yield tag("circle", class_=f"f-dot{' f-fall' if fall else ''}", cx=x, cy=y, r=8)
        if fall:
            top = y - 13 if y > _TOP + 30 else y + 29
            yield tag("path", class_="f-mark-fall", d=f"M{x - 9} {top - 12}h18l-9 12Z")


def _path(points: Sequence[_Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
