"""The map of a network as a widget of any size, and as lines among other findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from workshop.analysis.networks.views import around
from workshop.domain.findings import Network
from workshop.tui.widgets.drawing import Lines, Palette, heading
from workshop.tui.widgets.network_canvas import (
    COLOURLESS,
    Canvas,
    Inks,
    Run,
    draw_organisations,
    draw_people,
    inks,
    legend,
)

LEAST_HEIGHT, MOST_HEIGHT = 14, 32
LEGEND_SHARE = 5
"""The legend takes at most one row of so many: what is asked for is the map."""


def draw_network(block: Network, width: int, palette: Palette, look: Inks = COLOURLESS) -> Lines:
    """The map as lines under its title and legend."""
    lines = heading(block.title, width, palette)
    lines += [_text(row) for row in legend_rows(block, width, look)]
    height = min(max(width * 9 // 32, LEAST_HEIGHT), MOST_HEIGHT)
    canvas = draw_people(block, width, height, look)
    return lines + [_text(row) for row in canvas.rows()]


def legend_rows(block: Network, width: int, look: Inks, most: int = 99) -> list[list[Run]]:
    """The legend in as many rows as it needs, or with fewer organisations in `most` rows."""
    rows = _legend_rows(legend(block, look), width)
    named = len(block.groups)
    while len(rows) > most and named > 1:
        named -= 1
        rows = _legend_rows(legend(block, look, named), width)
    return rows


def _legend_rows(entries: Iterable[Run], width: int) -> list[list[Run]]:
    rows: list[list[Run]] = [[]]
    used = 0
    for text, style in entries:
        size = cell_len(text)
        if used + cell_len(text.rstrip()) > width and rows[-1]:
            rows.append([])
            used = 0
        if used + size > width:
            text = text.rstrip()[: width - used]
        rows[-1].append((text, style))
        used += cell_len(text)
    return [row for row in rows if row]


def _text(runs: list[Run]) -> Text:
    return Text.assemble(*runs, no_wrap=True)


class NetworkMap(Widget):
    """Draws a block over its whole size: everyone, those around `ego`, or the organisations."""

    DEFAULT_CSS = "NetworkMap { width: 1fr; height: 1fr; }"

    block: reactive[Network | None] = reactive(None)
    ego: reactive[str] = reactive("")
    by_organisation: reactive[bool] = reactive(False)

    def __init__(self, block: Network | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._drawn: tuple[object, list[list[Run]]] = (None, [])
        self.set_reactive(NetworkMap.block, block)

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._redraw, init=False)

    def _redraw(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        rows = self._rows()
        runs = rows[y] if y < len(rows) else []
        strip = Strip([Segment(text, style) for text, style in runs])
        # Without the widget's own style the background of the theme would be lost.
        return strip.adjust_cell_length(self.size.width).apply_style(self.rich_style)

    def _rows(self) -> list[list[Run]]:
        """All rows, drawn once for as long as nothing changes."""
        block, width, height = self.block, self.size.width, self.size.height
        key = (block, self.ego, self.by_organisation, width, height, self.app.theme)
        if self._drawn[0] != key:
            rows = [] if block is None or width < 4 else self._draw(block, width, height)
            self._drawn = (key, rows)
        return self._drawn[1]

    def _draw(self, block: Network, width: int, height: int) -> list[list[Run]]:
        look = theme_inks(self)
        # Organisations bear their names on the map itself.
        named = around(block, self.ego) if self.ego else block
        most = height // LEGEND_SHARE
        rows = [] if self.by_organisation else legend_rows(named, width, look, most)
        left = height - len(rows)
        if left < 3:
            return rows[:height]
        return [*rows, *self._canvas(block, width, left, look).rows()]

    def _canvas(self, block: Network, width: int, height: int, look: Inks) -> Canvas:
        if self.by_organisation:
            return draw_organisations(block, width, height, look)
        if not self.ego:
            return draw_people(block, width, height, look)
        near = around(block, self.ego)
        known = {node.id for node in near.nodes}
        others = replace(block, ties=(), nodes=tuple(n for n in block.nodes if n.id not in known))
        canvas = draw_people(near, width, height, look, chosen=self.ego)
        _put_faintly(canvas, others, look)
        return canvas


def theme_inks(widget: Widget) -> Inks:
    """The inks of the theme that a widget stands in."""
    _base, _text, background, foreground = widget.colors
    accent = widget.app.current_theme.accent or foreground.hex
    return inks(background.hex, foreground.hex, accent)


def _put_faintly(canvas: Canvas, others: Network, look: Inks) -> None:
    """Those who are not looked at, as dots where nothing else stands."""
    for node in others.nodes:
        column, row = round(node.x * canvas.width), round(node.y * canvas.height - 0.5)
        column, row = min(max(column, 0), canvas.width - 1), min(max(row, 0), canvas.height - 1)
        if canvas.free(column, row) and row * canvas.width + column not in canvas.dots:
            canvas.write(column, row, "·", look.quiet)
