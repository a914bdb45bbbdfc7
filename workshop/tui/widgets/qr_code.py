"""A QR code in half blocks, dark on light whatever the theme, as large as the place allows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

QUIET = 4
"""Modules of light around a code, without which phones do not find it."""
_SCALES = (4, 2, 1)
"""Columns a module takes. Odd ones above 1 would cut modules in the middle of a cell, where fonts
leave seams that readers stumble over."""
_DARK, _LIGHT = "#000000", "#ffffff"
_CELLS = {
    (False, False): Segment(" ", Style(bgcolor=_LIGHT)),
    (True, True): Segment(" ", Style(bgcolor=_DARK)),
    (True, False): Segment("▄", Style(color=_LIGHT, bgcolor=_DARK)),
    (False, True): Segment("▄", Style(color=_DARK, bgcolor=_LIGHT)),
}
"""A cell by its upper and its lower half. Whole cells are backgrounds, which leave no seams; mixed
ones are all the same glyph, so that a font that draws it askew shifts every edge alike."""


@dataclass(frozen=True, slots=True)
class Code:
    """Rows of modules (True is dark) with the quiet zone, and columns a module takes."""

    modules: tuple[tuple[bool, ...], ...]
    scale: int

    @property
    def size(self) -> Size:
        side = len(self.modules) * self.scale
        return Size(side, -(-side // 2))


@lru_cache(maxsize=16)
def fitting(text: str, width: int, height: int) -> Code | None:
    """The largest code of a text in a place of cells; None where not even the smallest fits.

    Among codes of one size the one that bears more dirt is taken.
    """
    best: Code | None = None
    for robust in (True, False):
        modules = _modules(text, robust=robust)
        room = min(width, height * 2) // len(modules)
        scale = next((scale for scale in _SCALES if scale <= room), 0)
        if scale and (best is None or scale > best.scale):
            best = Code(modules, scale)
    return best


def _modules(text: str, *, robust: bool) -> tuple[tuple[bool, ...], ...]:
    # Most terminals never show one, and the import costs a first paint.
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

    code = QRCode(error_correction=ERROR_CORRECT_M if robust else ERROR_CORRECT_L, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


class QrCode(Widget):
    """The largest code that its container has room for."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; }
    """

    text: reactive[str] = reactive("", layout=True)
    spare: reactive[int] = reactive(0, layout=True)
    """Columns of the container that are left to others."""

    _place = Size(0, 0)

    @property
    def code(self) -> Code | None:
        """What is drawn; None where the place is too small or there is nothing to draw."""
        width, height = self._place
        return fitting(self.text, max(0, width - self.spare), height) if self.text else None

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        self._place = container
        return self.code.size.width if self.code else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        self._place = container
        return self.code.size.height if self.code else 0

    def render_line(self, y: int) -> Strip:
        code = self.code
        if code is None or y >= code.size.height:
            return Strip.blank(self.size.width)
        above, below = (_row(code, 2 * y + half) for half in (0, 1))
        cells = [_CELLS[pair] for pair in zip(above, below, strict=True)]
        return Strip(cells, len(cells)).simplify()


def _row(code: Code, dots: int) -> list[bool]:
    """One line of dots; past the last one there is only light."""
    row = dots // code.scale
    modules = code.modules[row] if row < len(code.modules) else (False,) * len(code.modules)
    return [module for module in modules for _ in range(code.scale)]
