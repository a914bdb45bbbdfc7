"""A network as cells of a terminal: ties in braille dots, people as shapes, names where they fit.

Pure drawing; the widget and the findings put it on a screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style

from workshop.analysis.networks.views import between, crosses, organisations
from workshop.analysis.prose import counted
from workshop.domain.findings import Network, NetworkNode, NetworkTie
from workshop.tui.widgets.drawing import clipped

SHAPES = "●■▲◆▼○□△◇▽"
"""One an organisation, so that it is told apart without colour; beyond the tenth they repeat."""
NOBODYS = "∙"
BROKER = "★"
COLOURS = (
    "#5ab8ff", "#ffb347", "#7fcf86", "#ff6fa3", "#c2a5ff", "#4fd6cc", "#e6dc5c", "#d8a27a",
)  # fmt: skip
NAMED_IN_FULL = 120
"""Up to so many people every name is tried; above, only the brokers' and the best connected."""
MOST_NAMES = 30
LONGEST_NAME = 18
THINNED_FROM = 400
"""Ties from which only every second dot of those across is drawn, then every third: a wall of
dots shows nothing."""

_BRAILLE = 0x2800
_DOT = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
# Which tie shows where several cross a cell: a group keeps its colour where others pass through.
_ACROSS, _BROKERS, _INSIDE, _NEW, _CHOSEN = range(5)

Run = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class Inks:
    """Styles of a map; `groups` and `inside` (ties in a group) are taken in turn."""

    text: Style
    quiet: Style
    across: Style
    bright: Style
    new: Style
    groups: tuple[Style, ...]
    inside: tuple[Style, ...]

    def group(self, number: int) -> Style:
        return self.groups[number % len(self.groups)] if number >= 0 else self.text

    def within(self, number: int) -> Style:
        return self.inside[number % len(self.inside)] if number >= 0 else self.quiet


_PLAIN, _DIM, _BOLD = Style(), Style(dim=True), Style(bold=True)
COLOURLESS = Inks(_PLAIN, _DIM, _PLAIN, _BOLD, _BOLD, groups=(_PLAIN,), inside=(_DIM,))
"""For a terminal without colour, and for text that is only copied."""


def inks(background: str, foreground: str, accent: str) -> Inks:
    """Inks for a theme: ties inside an organisation are its colour, toned down."""

    def toned(colour: str, share: float) -> Style:
        back, front = (Color.parse(c).get_truecolor() for c in (background, colour))
        mixed = (round(b + (f - b) * share) for b, f in zip(back, front, strict=True))
        return Style(color=Color.from_rgb(*mixed))

    return Inks(
        text=Style(color=foreground),
        quiet=toned(foreground, 0.45),
        across=toned(foreground, 0.55),
        bright=toned(foreground, 0.9),
        new=Style(color=accent, bold=True),
        groups=tuple(Style(color=colour) for colour in COLOURS),
        inside=tuple(toned(colour, 0.45) for colour in COLOURS),
    )


def shape_of(group: int) -> str:
    return SHAPES[group % len(SHAPES)] if group >= 0 else NOBODYS


@dataclass(slots=True)
class Canvas:
    """Cells `width` by `height`: dots of ties below, characters over them."""

    width: int
    height: int
    dots: dict[int, int] = field(default_factory=dict)
    rank: dict[int, tuple[int, Style]] = field(default_factory=dict)
    over: dict[int, Run] = field(default_factory=dict)

    def line(
        self, start: tuple[int, int], end: tuple[int, int], rank: int, style: Style, every: int = 1
    ) -> None:
        """Dots from the middle of one cell to that of another, or `every` other one of them."""
        x0, y0 = start[0] * 2, start[1] * 4 + 1
        x1, y1 = end[0] * 2, end[1] * 4 + 1
        steps = max(abs(x1 - x0), abs(y1 - y0))
        if not steps:
            return
        dx, dy = (x1 - x0) / steps * every, (y1 - y0) / steps * every
        x, y = x0 + 0.5, y0 + 0.5
        width, dots, ranks = self.width, self.dots, self.rank
        for _ in range(0, steps, every):
            column, row = int(x), int(y)
            cell = (row >> 2) * width + (column >> 1)
            dots[cell] = dots.get(cell, 0) | _DOT[row & 3][column & 1]
            if cell not in ranks or ranks[cell][0] < rank:
                ranks[cell] = (rank, style)
            x += dx
            y += dy

    def free(self, column: int, row: int, cells: int = 1) -> bool:
        """Whether nothing is written on the cells yet."""
        if not (0 <= row < self.height and column >= 0 and column + cells <= self.width):
            return False
        start = row * self.width + column
        return all(cell not in self.over for cell in range(start, start + cells))

    def write(self, column: int, row: int, text: str, style: Style) -> None:
        """Characters over the dots, kept as one piece: letters may join to fewer cells."""
        cell = row * self.width + column
        self.over[cell] = (text, style)
        for more in range(1, cell_len(text)):
            self.over[cell + more] = ("", style)

    def rows(self) -> Iterator[list[Run]]:
        """Every row as runs of one style, exactly as wide as the canvas."""
        blank = Style()
        for row in range(self.height):
            cells = [self._cell(row * self.width + column, blank) for column in range(self.width)]
            yield [
                ("".join(text for text, _ in run), style)
                for style, run in groupby(cells, key=lambda cell: cell[1])
            ]

    def _cell(self, cell: int, blank: Style) -> Run:
        if cell in self.over:
            return self.over[cell]
        if cell in self.dots:
            return chr(_BRAILLE + self.dots[cell]), self.rank[cell][1]
        return " ", blank


def draw_people(block: Network, width: int, height: int, look: Inks, chosen: str = "") -> Canvas:
    """Everyone on the map; `chosen` is the id of somebody who stands out, with their ties."""
    canvas = Canvas(width, height)
    degree = Counter(end for tie in block.ties for end in (tie.one, tie.other))
    order = sorted(
        range(len(block.nodes)),
        key=lambda p: (block.nodes[p].id != chosen, not block.nodes[p].broker, -degree[p]),
    )
    crowd = len(order) > NAMED_IN_FULL
    named = order[:MOST_NAMES] if crowd else order
    sure = {p for p in named if crowd or block.nodes[p].broker}
    cells = _cells(block.nodes, order, width, height, sure)
    every = min(1 + len(block.ties) // THINNED_FROM, 3)
    for tie in block.ties:
        rank, style = _tie_ink(block, tie, look, chosen)
        # The weak ties across give way; a group's body and what brokers hold together stay.
        thin = every if rank == _ACROSS else 1
        canvas.line(cells[tie.one], cells[tie.other], rank, style, thin)
    for place in order:
        node, (column, row) = block.nodes[place], cells[place]
        stands_out = node.broker or node.id == chosen
        style = look.group(node.group)
        shape = BROKER if node.broker else shape_of(node.group)
        canvas.write(column, row, shape, style + Style(reverse=True) if stands_out else style)
    for place in named:
        node = block.nodes[place]
        style = look.group(node.group)
        if node.broker or node.id == chosen:
            style += Style(bold=True, reverse=True)
        _name(canvas, cells[place], node.name, style)
    return canvas


def draw_organisations(block: Network, width: int, height: int, look: Inks) -> Canvas:
    """One mark an organisation with its people, and the number of ties between each two."""
    canvas = Canvas(width, height)
    groups = organisations(block)
    nodes = [NetworkNode(str(g.group), g.name, g.group, g.x, g.y) for g in groups]
    cells = dict(
        zip((g.group for g in groups), _cells(nodes, range(len(nodes)), width, height), strict=True)
    )
    numbers = between(block)
    inside = {b.one: b.ties for b in numbers if b.one == b.other}
    across = [b for b in numbers if b.one != b.other]
    for found in across:
        canvas.line(
            cells[found.one], cells[found.other],
            _NEW if found.new else _ACROSS, look.new if found.new else look.across,
        )  # fmt: skip
    for group in groups:
        column, row = cells[group.group]
        style = look.group(group.group)
        canvas.write(column, row, shape_of(group.group), style + Style(reverse=True, bold=True))
    for group in groups:
        said = (
            f"{counted(group.people, 'person', 'people')},"
            f" {counted(inside.get(group.group, 0), 'tie')} inside"
        )
        _named_twice(canvas, cells[group.group], group.name, said, look.group(group.group), look)
    for found in across:
        (x0, y0), (x1, y1) = cells[found.one], cells[found.other]
        text = f" {found.ties} " + (f"(+{found.new}) " if found.new else "")
        for share in (0.5, 0.42, 0.58, 0.34, 0.66):
            column = round(x0 + (x1 - x0) * share) - len(text) // 2
            row = round(y0 + (y1 - y0) * share)
            if canvas.free(column, row, len(text)):
                canvas.write(column, row, text, look.new if found.new else look.bright)
                break
    return canvas


def _named_twice(
    canvas: Canvas, cell: tuple[int, int], name: str, said: str, style: Style, look: Inks
) -> None:
    """An organisation's name, and under it what it holds: on the side where both have room."""
    most = max(LONGEST_NAME, canvas.width // 3)
    name, said = clipped(name, most), clipped(said, most)
    column, row = cell
    for under in (row + 1, row - 1):
        for side in (1, -1):
            x = [column + 2 if side > 0 else column - 1 - cell_len(t) for t in (name, said)]
            if canvas.free(x[0], row, cell_len(name)) and canvas.free(x[1], under, cell_len(said)):
                canvas.write(x[0], row, name, style)
                canvas.write(x[1], under, said, look.quiet)
                return
    _name(canvas, cell, name, style, most)


def legend(block: Network, look: Inks, most: int = 99) -> Iterator[Run]:
    """At `most` so many organisations by shape and colour, then what else is drawn.

    Entries end in two blanks.
    """
    drawn = sorted({node.group for node in block.nodes} - {-1})
    for group in drawn[:most]:
        yield f"{shape_of(group)} {clipped(block.groups[group], 24)}  ", look.group(group)
    if len(drawn) > most:
        yield f"and {len(drawn) - most} more  ", look.quiet
    if any(node.group < 0 for node in block.nodes):
        yield f"{NOBODYS} not known  ", look.text
    if any(node.broker for node in block.nodes):
        yield f"{BROKER} broker", look.text + Style(reverse=True)
        yield "  ", look.text
    if any(crosses(block, tie) for tie in block.ties):
        yield "⠒ across organisations  ", look.bright
    if any(tie.new for tie in block.ties):
        yield "⠒ new  ", look.new


def _tie_ink(block: Network, tie: NetworkTie, look: Inks, chosen: str) -> tuple[int, Style]:
    one, other = block.nodes[tie.one], block.nodes[tie.other]
    if chosen and chosen in (one.id, other.id):
        return _CHOSEN, look.new if tie.new else look.bright
    if tie.new:
        return _NEW, look.new
    if crosses(block, tie):
        known = one.broker or other.broker
        return (_BROKERS, look.bright) if known else (_ACROSS, look.across)
    return _INSIDE, look.within(one.group if one.group == other.group else -1)


def _cells(
    nodes: Sequence[NetworkNode],
    order: Sequence[int],
    width: int,
    height: int,
    named: Collection[int] = (),
) -> list[tuple[int, int]]:
    """A cell for each, none taken twice: the nearest free one to where they stand.

    A cell is left free between neighbours in a row for as long as there is room, and beside those
    of `named` the cells of their names.
    """
    taken: set[tuple[int, int]] = set()
    found: list[tuple[int, int]] = [(0, 0)] * len(nodes)
    right, low = max(width - 2, 1), max(height - 1, 1)
    gap = 1 if len(nodes) * 3 < width * height else 0
    for place in order:
        node = nodes[place]
        column = min(max(round(node.x * width), 1), right)
        row = min(max(round(node.y * height - 0.5), 0), low)
        found[place] = next(
            (
                cell
                for cell in _outwards(column, row)
                if 1 <= cell[0] <= right
                and 0 <= cell[1] <= low
                and not any((cell[0] + near, cell[1]) in taken for near in range(-gap, gap + 1))
            ),
            (column, row),
        )
        taken.add(found[place])
        if place in named:
            column, row = found[place]
            size = min(cell_len(node.name), LONGEST_NAME) + 2
            first = column + 1 if column + size < width else column - size
            taken |= {(x, row) for x in range(first, first + size)}
    return found


def _outwards(column: int, row: int) -> Iterator[tuple[int, int]]:
    """Cells around one, the nearest first as the eye measures (a cell is twice as high as wide)."""
    yield column, row
    for away in range(1, 40):
        for down in range(-away, away + 1):
            across = 2 * (away - abs(down))
            for side in {across, across + 1} if abs(down) < away else {0, 1}:
                yield column + side, row + down
                yield column - side, row + down


def _name(
    canvas: Canvas, cell: tuple[int, int], name: str, style: Style, most: int = LONGEST_NAME
) -> None:
    """Write a name where it fits: to the right, the left, below or above; else not at all."""
    text = clipped(name, most)
    size = cell_len(text)
    (column, row), half = cell, cell_len(text) // 2
    for x, y in (
        (column + 2, row),
        (column - 1 - size, row),
        (column - half, row + 1),
        (column - half, row - 1),
    ):
        # Free at both ends too, or two names read as one.
        first, last = max(x - 1, 0), min(x + size + 1, canvas.width)
        if x >= 0 and x + size <= canvas.width and canvas.free(first, y, last - first):
            canvas.write(x, y, text, style)
            return
