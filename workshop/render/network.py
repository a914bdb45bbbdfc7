"""The map of a network as SVG: organisations by colour and shape, names where they fit.

Sized by attributes and coloured by the classes of `findings.css`, so that a strict content
security policy lets it through; a table beside it says the same to screen readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from workshop.analysis.networks.views import crosses
from workshop.analysis.prose import short
from workshop.domain.findings import Network, NetworkNode
from workshop.render.markup import tag

WIDTH, HEIGHT = 1600, 900
COLOURS = 8
NAMED_IN_FULL, MOST_NAMES = 120, 30
LONGEST_NAME = 20
_MARGIN = 40
_Box = tuple[float, float, float, float]


def network_svg(block: Network) -> Markup:
    """The map; brokers are larger and ringed, ties across organisations and new ones stand out."""
    degree = Counter(end for tie in block.ties for end in (tie.one, tie.other))
    points = [_point(node) for node in block.nodes]
    size = 13.0 if len(points) <= NAMED_IN_FULL else 8.0
    lines = sorted(
        ((tie.new, crosses(block, tie), points[tie.one], points[tie.other]) for tie in block.ties),
        key=lambda line: line[:2],
    )
    ties = (
        tag(
            "line", class_=_tie_class(new=new, across=across),
            x1=_n(one[0]), y1=_n(one[1]), x2=_n(other[0]), y2=_n(other[1]),
        )
        for new, across, one, other in lines
    )  # fmt: skip
    order = sorted(
        range(len(points)), key=lambda place: (not block.nodes[place].broker, -degree[place])
    )
    people = (_mark(block.nodes[place], points[place], size) for place in reversed(order))
    named = order if len(order) <= NAMED_IN_FULL else order[:MOST_NAMES]
    return tag(
        "svg", *ties, *people, *_names(block, points, named, size),
        class_="network", viewBox=f"0 0 {WIDTH} {HEIGHT}", width="100%", aria_hidden="true",
        focusable="false",
    )  # fmt: skip


def network_legend(block: Network) -> Markup:
    """Organisations by shape and colour, and what else is drawn."""
    entries = (tag("li", _key(drawn), name) for drawn, name in map_keys(block))
    return tag("ul", *entries, class_="f-groups")


def map_keys(block: Network) -> Iterator[tuple[Markup, str]]:
    """Every sign of the map, drawn in 24 by 24, with what it stands for."""
    for group, name in enumerate(block.groups):
        yield _shape(group, (12, 12), 9), name
    if any(node.broker for node in block.nodes):
        yield tag("circle", cx=12, cy=12, r=9, class_="f-broker"), "broker"
    for drawn, class_, name in (
        (any(crosses(block, t) for t in block.ties), "f-tie-across", "across organisations"),
        (any(tie.new for tie in block.ties), "f-tie-new", "new"),
    ):
        if drawn:
            yield tag("line", x1=1, y1=12, x2=23, y2=12, class_=f"f-tie {class_}"), name


def _key(drawn: Markup) -> Markup:
    return tag(
        "svg", drawn, class_="f-mark", viewBox="0 0 24 24", width="1em", height="1em",
        aria_hidden="true", focusable="false",
    )  # fmt: skip


def _tie_class(*, new: bool, across: bool) -> str:
    return "f-tie" + (" f-tie-new" if new else " f-tie-across" if across else "")


def _point(node: NetworkNode) -> tuple[float, float]:
    return (
        _MARGIN + node.x * (WIDTH - 2 * _MARGIN),
        _MARGIN + node.y * (HEIGHT - 2 * _MARGIN),
    )


def _mark(node: NetworkNode, point: tuple[float, float], size: float) -> Markup:
    if not node.broker:
        return _shape(node.group, point, size)
    ring = tag("circle", cx=_n(point[0]), cy=_n(point[1]), r=_n(size * 1.9), class_="f-broker")
    return ring + _shape(node.group, point, size * 1.3)


def _shape(group: int, point: tuple[float, float], size: float) -> Markup:
    """A circle, square, triangle or diamond, by the organisation as in the terminal."""
    x, y = point
    class_ = f"f-group-{group % COLOURS}" if group >= 0 else "f-group-none"
    if group < 0:
        return tag("circle", cx=_n(x), cy=_n(y), r=_n(size * 0.6), class_=class_)
    match group % 5:
        case 0:
            return tag("circle", cx=_n(x), cy=_n(y), r=_n(size), class_=class_)
        case 1:
            return tag(
                "rect", x=_n(x - size * 0.9), y=_n(y - size * 0.9),
                width=_n(size * 1.8), height=_n(size * 1.8), class_=class_,
            )  # fmt: skip
        case 2:
            corners = [(0, -1.2), (1.1, 0.8), (-1.1, 0.8)]
        case 3:
            corners = [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)]
        case _:
            corners = [(0, 1.2), (1.1, -0.8), (-1.1, -0.8)]
    path = "L".join(f"{_n(x + dx * size)} {_n(y + dy * size)}" for dx, dy in corners)
    return tag("path", d=f"M{path}z", class_=class_)


def _names(
    block: Network, points: Sequence[tuple[float, float]], named: Sequence[int], size: float
) -> list[Markup]:
    """Names where nothing else stands: to the right of their people, the left, below, above."""
    taken: list[_Box] = [(x - size, y - size, x + size, y + size) for x, y in points]
    # As high as the stylesheet has them.
    high, small = (26.0, "") if len(points) <= NAMED_IN_FULL else (22.0, " f-name-small")
    found = []
    for place in named:
        node, (x, y) = block.nodes[place], points[place]
        text = short(node.name, LONGEST_NAME)
        wide = len(text) * high * 0.58
        away = size * (2.2 if node.broker else 1.4)
        down = size + high * 0.7
        every = (
            ((x + away, y), "start", x + away),
            ((x - away - wide, y), "end", x - away),
            ((x - wide / 2, y + down), "middle", x),
            ((x - wide / 2, y - down), "middle", x),
        )
        places = [
            (box, anchor, at)
            for (start, mid), anchor, at in every
            if _fits(box := (start, mid - high / 2, start + wide, mid + high / 2), taken)
        ]
        if not places and node.broker:  # is named in any case, over whatever stands there
            (start, mid), anchor, at = every[0] if every[0][0][0] + wide <= WIDTH else every[1]
            places = [((start, mid - high / 2, start + wide, mid + high / 2), anchor, at)]
        for box, anchor, at in places[:1]:
            taken.append(box)
            found.append(
                tag(
                    "text", text, x=_n(at), y=_n((box[1] + box[3]) / 2), text_anchor=anchor,
                    dominant_baseline="central",
                    class_=f"f-name{small}{' f-name-broker' if node.broker else ''}",
                )
            )  # fmt: skip
    return found


def _fits(box: _Box, taken: Sequence[_Box]) -> bool:
    inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT
    return inside and not any(_overlap(box, other) for other in taken)


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
