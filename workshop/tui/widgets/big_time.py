"""Time in block digits, as large as the place allows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

# Digits on a grid of 3 by 5, scaled to the place; a colon and a minus are narrower.
GLYPHS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", " ##", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", " # ", " # "),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    "-": ("  ", "  ", "##", "  ", "  "),
}
ROWS = 5
_THIN = {
    "0": ("┏━┓", "┃ ┃", "┗━┛"),
    "1": ("╺┓ ", " ┃ ", "╺┻╸"),
    "2": ("╺━┓", "┏━┛", "┗━╸"),
    "3": ("╺━┓", " ━┫", "╺━┛"),
    "4": ("╻ ╻", "┗━┫", "  ╹"),
    "5": ("┏━╸", "┗━┓", "╺━┛"),
    "6": ("┏━╸", "┣━┓", "┗━┛"),
    "7": ("╺━┓", "  ┃", "  ╹"),
    "8": ("┏━┓", "┣━┫", "┗━┛"),
    "9": ("┏━┓", "┗━┫", "╺━┛"),
    ":": ("╻", " ", "╹"),
    "-": ("  ", "╺╸", "  "),
}
_THIN_ROWS = 3
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def _columns(text: str) -> int:
    return sum(len(GLYPHS[char][0]) for char in text) + len(text) - 1


@lru_cache(maxsize=64)
def big_text(text: str, width: int, height: int) -> tuple[str, ...]:
    """Lines of large digits for `text` (digits, colon, minus), at most `width` by `height` cells.

    Block digits, a cell holding two square dots above each other; thin ones three lines high
    where those do not fit; the plain text where nothing larger fits.
    """
    if any(char not in GLYPHS for char in text):
        return (text,)
    scale = min(width // max(1, _columns(text)), height * 2 // ROWS)
    if scale > 1:
        return blocks(text, scale)
    if height >= _THIN_ROWS and width >= len(text) * 4:
        return _thin(text)
    return (text,)


def blocks(
    text: str, scale: int, glyphs: Mapping[str, tuple[str, ...]] = GLYPHS
) -> tuple[str, ...]:
    """Lines of block digits, each dot `scale` columns wide and half as many lines high."""
    dots = [
        (" " * scale).join("".join(dot * scale for dot in glyphs[char][row]) for char in text)
        for row in range(ROWS)
        for _ in range(scale)
    ]
    if len(dots) % 2:
        dots.append(" " * len(dots[0]))
    return tuple(
        "".join(
            _HALVES[(above != " ", below != " ")] for above, below in zip(top, bottom, strict=True)
        )
        for top, bottom in zip(dots[::2], dots[1::2], strict=True)
    )


def _thin(text: str) -> tuple[str, ...]:
    return tuple(" ".join(_THIN[char][row] for char in text) for row in range(_THIN_ROWS))


class BigTime(Widget):
    """A time in the biggest digits that fit the widget; its colour comes from its class."""

    DEFAULT_CSS = """
    BigTime { width: 1fr; height: 5; content-align: center middle; text-wrap: nowrap; }
    """

    text: reactive[str] = reactive("")

    def render(self) -> Content:
        return Content("\n".join(big_text(self.text, self.size.width, self.size.height)))
