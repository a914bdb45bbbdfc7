"""The typeface of pictures and slides: Liberation Sans, each letter as wide as in Arial.

It is bundled whole and unmodified (licence beside it), so that a picture looks the same everywhere
and a text can be measured without the program that will set it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FONT = Path(__file__).parent / "fonts" / "LiberationSans-Regular.ttf"
FAMILY = "Liberation Sans"
_SCALE = 1000
BOLD = 1.08
"""How much wider a line in bold is, at most, than the same in regular."""


@cache
def _font() -> Any:
    # Pillow costs 40 ms, and only pictures, documents and slides need it.
    from PIL import ImageFont

    return ImageFont.truetype(FONT, _SCALE, layout_engine=ImageFont.Layout.BASIC)


@cache
def _wide(char: str) -> float:
    """The width of a character in ems; a wide guess for what the font does not have."""
    width: float = _font().getlength(char) / _SCALE
    return width if ord(char) < 0x2E80 else max(width, 1.0)


def measure(text: str, size: float) -> float:
    """The width of a line, in the unit of `size`."""
    return sum(map(_wide, text)) * size


def wrapped(text: str, size: float, width: float, most: int = 0) -> list[str]:
    """The text in lines that fit a width; past `most` lines (0: any) it ends in an ellipsis."""
    found: list[str] = []
    for line in _lines(text, size, width):
        if most and len(found) == most:
            found[-1] = _ended(found[-1], size, width)
            break
        found.append(line)
    return found or [""]


def _ended(line: str, size: float, width: float) -> str:
    while line and measure(f"{line}…", size) > width:
        line = line[:-1]
    return f"{line.rstrip(' ,;:.')}…"


def _lines(text: str, size: float, width: float) -> Iterator[str]:
    for paragraph in text.split("\n"):
        line, at = "", 0.0
        for word in paragraph.split():
            for piece, wide in _pieces(word, size, width):
                gap = _wide(" ") * size if line else 0.0
                if line and at + gap + wide > width:
                    yield line
                    line, at, gap = "", 0.0, 0.0
                line, at = f"{line} {piece}" if line else piece, at + gap + wide
        yield line


def _pieces(word: str, size: float, width: float) -> Iterator[tuple[str, float]]:
    """The word, or pieces of it where it is wider than a line."""
    wide = measure(word, size)
    while wide > width and len(word) > 1:
        cut, at = 1, _wide(word[0]) * size
        while cut < len(word) and at + _wide(word[cut]) * size <= width:
            at += _wide(word[cut]) * size
            cut += 1
        yield word[:cut], at
        word = word[cut:]
        wide = measure(word, size)
    yield word, wide
