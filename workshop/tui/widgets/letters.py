"""Words in block letters, broken over lines so that they come out as large as the place allows."""

from __future__ import annotations

import re
from functools import lru_cache

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from workshop.tui.widgets.big_time import GLYPHS, ROWS, blocks

_LETTERS = {
    "A": (" # ", "# #", "###", "# #", "# #"),
    "B": ("## ", "# #", "## ", "# #", "## "),
    "C": (" ##", "#  ", "#  ", "#  ", " ##"),
    "D": ("## ", "# #", "# #", "# #", "## "),
    "E": ("###", "#  ", "## ", "#  ", "###"),
    "F": ("###", "#  ", "## ", "#  ", "#  "),
    "G": (" ###", "#   ", "# ##", "#  #", " ###"),
    "H": ("# #", "# #", "###", "# #", "# #"),
    "I": ("###", " # ", " # ", " # ", "###"),
    "J": ("  #", "  #", "  #", "# #", " # "),
    "K": ("#  #", "# # ", "##  ", "# # ", "#  #"),
    "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    "M": ("#   #", "## ##", "# # #", "#   #", "#   #"),
    "N": ("#   #", "##  #", "# # #", "#  ##", "#   #"),
    "O": (" ## ", "#  #", "#  #", "#  #", " ## "),
    "P": ("## ", "# #", "## ", "#  ", "#  "),
    "Q": (" ## ", "#  #", "#  #", "# # ", " # #"),
    "R": ("## ", "# #", "## ", "# #", "# #"),
    "S": (" ##", "#  ", " # ", "  #", "## "),
    "T": ("###", " # ", " # ", " # ", " # "),
    "U": ("# #", "# #", "# #", "# #", "###"),
    "V": ("# #", "# #", "# #", "# #", " # "),
    "W": ("#   #", "#   #", "# # #", "## ##", "#   #"),
    "X": ("# #", "# #", " # ", "# #", "# #"),
    "Y": ("# #", "# #", " # ", " # ", " # "),
    "Z": ("###", "  #", " # ", "#  ", "###"),
    ".": (" ", " ", " ", " ", "#"),
    "/": ("  #", "  #", " # ", "#  ", "#  "),
    "_": ("   ", "   ", "   ", "   ", "###"),
    " ": ("  ", "  ", "  ", "  ", "  "),
}
_ALL = {**GLYPHS, **_LETTERS}
_BREAK = re.compile(r"[^ .:/-]*[ .:/-]*")
_LARGEST = 6


@lru_cache(maxsize=32)
def big_words(text: str, width: int, height: int) -> tuple[str, ...]:
    """Lines of block letters for a text, at most `width` by `height` cells; the text itself where
    they do not fit. It breaks after spaces, dots, colons, slashes and hyphens."""
    capital = text.upper()
    if not all(char in _ALL for char in capital):
        return (text,)
    pieces = [piece for piece in _BREAK.findall(capital) if piece]
    for scale in range(_LARGEST, 0, -1):
        lines = _wrapped(pieces, width, scale)
        deep = -(-ROWS * scale // 2)
        if lines and len(lines) * (deep + 1) - 1 <= height:
            drawn = [("", *blocks(line, scale, _ALL)) for line in lines]
            return tuple(row for block in drawn for row in block)[1:]
    return (text,)


def _wrapped(pieces: list[str], width: int, scale: int) -> list[str]:
    """The pieces on as few lines as hold them; none where a piece alone is too wide."""
    lines = [""]
    for piece in pieces:
        if _columns(piece) * scale > width:
            return []
        if lines[-1] and _columns(lines[-1] + piece) * scale > width:
            lines.append("")
        lines[-1] += piece
    return lines


def _columns(text: str) -> int:
    return sum(len(_ALL[char][0]) + 1 for char in text) - 1


class BigWords(Widget):
    """A text as large as the widget's place allows; its height is what that takes."""

    DEFAULT_CSS = """
    BigWords { width: 1fr; height: auto; text-wrap: nowrap; }
    """

    text: reactive[str] = reactive("", layout=True)
    most: reactive[int] = reactive(11, layout=True)
    """Lines that it may take."""

    def _lines(self, width: int) -> tuple[str, ...]:
        return big_words(self.text, width, self.most)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n".join(self._lines(self.content_size.width)))
