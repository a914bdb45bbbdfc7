"""Findings drawn in a terminal of any width, readable without colour."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.reactive import reactive
from textual.widgets import Static

from workshop.domain.findings import Bars, Boxes, Curve, Findings, Network, Quotes, Scales, Themes
from workshop.domain.tabled import as_table
from workshop.tui.widgets.drawing import PLAIN, Lines, Palette, prose
from workshop.tui.widgets.drawing_bars import draw_bars, draw_scales
from workshop.tui.widgets.drawing_curve import draw_curve
from workshop.tui.widgets.drawing_tables import draw_boxes, draw_quotes, draw_table, draw_themes
from workshop.tui.widgets.network_canvas import COLOURLESS, Inks
from workshop.tui.widgets.network_map import draw_network, theme_inks

NARROWEST = 24
_STYLED = ("lead", "title", "warn", "bar", "low", "high", "star")


def findings_text(
    findings: Findings,
    width: int,
    palette: Palette = PLAIN,
    look: Inks = COLOURLESS,
    *,
    full: bool = False,
) -> Text:
    """What findings say, `width` cells wide; the title is left to the screen.

    Sentences first, then the blocks, a question for the room, cautions, and what the numbers are
    made of. A map fills the screen, so the question stands above it. `full`: the tables behind it
    all at the end. `look` is for maps.
    """
    width = max(width, NARROWEST)
    parts: list[Lines] = [
        [
            line
            for place, sentence in enumerate(findings.sentences)
            for line in prose(sentence, width, palette.lead if place == 0 else palette.text)
        ]
    ]
    blocks = [_draw(block, width, palette, look) for block in findings.blocks]
    question: Lines = []
    if findings.question:
        question = prose(findings.question, width, palette.lead, "Ask the room: ")
    mapped = any(isinstance(block, Network) for block in findings.blocks)
    parts += [question, *blocks] if mapped else [*blocks, question]
    foot = [line for text in findings.cautions for line in prose(text, width, palette.warn, "! ")]
    if findings.made_of:
        foot += prose(f"Made of {findings.made_of}.", width, palette.quiet)
    parts.append(foot)
    if full:
        parts += [_draw(block, width, palette, look) for block in findings.more]
    return Text("\n\n").join(Text("\n").join(lines) for lines in parts if lines)


def _draw(block: object, width: int, palette: Palette, look: Inks) -> Lines:
    match block:
        case Bars():
            return draw_bars(block, width, palette)
        case Scales():
            return draw_scales(block, width, palette)
        case Quotes():
            return draw_quotes(block, width, palette)
        case Boxes():
            return draw_boxes(block, width, palette)
        case Themes():
            return draw_themes(block, width, palette)
        case Curve():
            return draw_curve(block, width, palette)
        case Network():
            return draw_network(block, width, palette, look)
        case _:
            return draw_table(as_table(block), width, palette)


class FindingsView(Static):
    """Shows findings and draws them anew when they, the width or the theme change."""

    DEFAULT_CSS = """
    FindingsView { height: auto; width: 1fr; padding-right: 1; }
    FindingsView > .findings--lead { text-style: bold; }
    FindingsView > .findings--title { color: $primary; text-style: bold; }
    FindingsView > .findings--warn { color: $warning; }
    FindingsView > .findings--bar { color: $primary; }
    FindingsView > .findings--low { color: $warning; }
    FindingsView > .findings--high { color: $success; }
    FindingsView > .findings--star { color: $accent; text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"findings--{name}" for name in _STYLED}

    findings: reactive[Findings | None] = reactive(None, layout=True)
    full: reactive[bool] = reactive(False, layout=True)

    def __init__(self, findings: Findings | None = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(FindingsView.findings, findings)

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._redraw, init=False)

    def on_resize(self) -> None:
        # Drawn while the layout that resized it is under way, its new height would be lost.
        self.call_after_refresh(self._redraw)

    def watch_findings(self) -> None:
        self._redraw()

    def watch_full(self) -> None:
        self._redraw()

    def _redraw(self) -> None:
        if self.findings is None or not self.size.width:
            return
        width, palette, look = self.size.width, self._palette(), theme_inks(self)
        self.update(findings_text(self.findings, width, palette, look, full=self.full))

    def _palette(self) -> Palette:
        styles = {
            name: self.get_component_rich_style(f"findings--{name}", partial=True)
            for name in _STYLED
        }
        # A component's style knows no transparency, so what is quiet is mixed here.
        _base, _text, background, foreground = self.colors
        quiet = Style(color=background.blend(foreground, 0.72).rich_color)
        return Palette(quiet=quiet, **styles)
