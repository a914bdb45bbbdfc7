"""The drawn part of charts: strips as wide as their place, sized by attributes alone.

No style attributes stand in them, so that a strict content security policy lets them through;
their classes are coloured by `findings.css`. A strip says nothing that its row does not say in
figures, and is hidden from screen readers.
"""

from __future__ import annotations

from markupsafe import Markup

from workshop.domain.diverging import sides
from workshop.domain.findings import Scale
from workshop.render.markup import tag

FITS = 0.045
"""Share of a strip from which a number has room in its piece."""


def _strip(*pieces: Markup, class_: str) -> Markup:
    return tag(
        "svg", *pieces, class_=f"strip {class_}", width="100%", height="100%",
        aria_hidden="true", focusable="false",
    )  # fmt: skip


def _percent(share: float) -> str:
    return f"{round(share * 100, 2):g}%"


def bar(share: float) -> Markup:
    """A bar over a share (0 to 1) of the strip; what exists is never drawn as nothing."""
    width = max(share, 0.004) if share > 0 else 0.0
    return _strip(
        tag("rect", class_="f-rest", x=0, y=0, width="100%", height="100%", rx=2),
        tag("rect", class_="f-bar", x=0, y=0, width=_percent(min(width, 1)), height="100%", rx=2),
        class_="f-bars",
    )


def step_class(step: int, steps: int) -> str:
    """The colour of a step by its side and strength: low ends and high ends are told apart."""
    side = 2 * step - (steps - 1)
    if side == 0:
        return "f-mid"
    strong = abs(side) > (steps - 1) / 2
    return f"f-{'low' if side < 0 else 'high'}-{'strong' if strong else 'soft'}"


def swatches(steps: int) -> Markup:
    """The scale's steps as a legend."""
    each = 1 / steps
    pieces = (
        tag(
            "rect", class_=f"f-step {step_class(step, steps)}", x=_percent(step * each), y=0,
            width=_percent(each), height="100%",
        )
        for step in range(steps)
    )  # fmt: skip
    return _strip(*pieces, class_="f-swatches")


def diverging(row: Scale, middle: float, unit: float) -> Markup:
    """A row's ratings around the middle of the scale: low to the left, high to the right."""
    total, steps = sum(row.counts), len(row.counts)
    pieces: list[Markup] = []
    edge = middle - sides(row)[0] * unit
    for step, count in enumerate(row.counts):
        width = count / total * unit if total else 0.0
        if width:
            colour = step_class(step, steps)
            pieces.append(
                tag(
                    "rect", class_=f"f-step {colour}", x=_percent(edge), y=0,
                    width=_percent(width), height="100%",
                )
            )  # fmt: skip
            if width >= FITS:
                pieces.append(
                    tag(
                        "text", str(count), class_=f"{colour}-text", x=_percent(edge + width / 2),
                        y="50%", text_anchor="middle", dominant_baseline="central",
                    )
                )  # fmt: skip
        edge += width
    at = _percent(middle)
    pieces.append(tag("line", class_="f-axis", x1=at, x2=at, y1=0, y2="100%"))
    return _strip(*pieces, class_="f-scale")


def against_plan(planned: float, actual: float, most: float) -> Markup:
    """What was planned as a pale bar, what it took before it, and what went over in a colour."""
    whole = most or 1.0
    within, over = min(planned, actual), max(0.0, actual - planned)
    pieces = [
        tag("rect", class_="f-planned", x=0, y="10%", width=_percent(planned / whole),
            height="80%", rx=2),
        tag("rect", class_="f-bar", x=0, y="30%", width=_percent(within / whole), height="40%"),
    ]  # fmt: skip
    if over:
        pieces.append(
            tag(
                "rect", class_="f-over", x=_percent(within / whole), y="30%",
                width=_percent(over / whole), height="40%",
            )
        )  # fmt: skip
    return _strip(*pieces, class_="f-against")


def moved(low: int, high: int, before: float | None, after: float | None) -> Markup:
    """Two averages on their scale: a ring before, a dot after, and the way between them."""
    span = (high - low) or 1

    def at(value: float) -> str:
        return _percent(0.04 + 0.92 * (value - low) / span)

    pieces = [tag("line", class_="f-ruler", x1=at(low), x2=at(high), y1="50%", y2="50%")]
    pieces += [
        tag("line", class_="f-ruler", x1=at(step), x2=at(step), y1="25%", y2="75%")
        for step in range(low, high + 1)
    ]
    if before is not None and after is not None:
        ends = {"x1": at(before), "x2": at(after)}
        pieces.append(tag("line", class_="f-way", y1="50%", y2="50%", **ends))
    if before is not None:
        pieces.append(tag("circle", class_="f-before", cx=at(before), cy="50%", r=5))
    if after is not None:
        pieces.append(tag("circle", class_="f-after", cx=at(after), cy="50%", r=6))
    return _strip(*pieces, class_="f-moved")
