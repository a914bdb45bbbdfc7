"""A phone's camera in front of a terminal: what its codes say."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import zxingcpp
from rich.color import ColorType
from rich.segment import Segment

from workshop.tui.app import WorkshopApp

WIDTH, HEIGHT = 6, 12
"""Dots of a cell."""
_HALVES = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}


def picture(app: WorkshopApp) -> list[bytes]:
    """The terminal as lines of grey dots, half blocks drawn as half blocks, letters as bars."""
    lines: list[bytes] = []
    for strip in app.screen._compositor.render_strips(app.size):
        cells = [(char, segment) for segment in strip for char in segment.text]
        for half in (0, 1):
            dots = b"".join(_half(char, segment, half) for char, segment in cells)
            lines += [dots] * (HEIGHT // 2)
    return lines


def _half(char: str, segment: Segment, half: int) -> bytes:
    front, back = (_grey(segment, ground) for ground in ("color", "bgcolor"))
    if char in _HALVES:
        return bytes([front if _HALVES[char][half] else back]) * WIDTH
    return bytes([back, front]) * (WIDTH // 2)


def _grey(segment: Segment, ground: str) -> int:
    color = getattr(segment.style, ground, None)
    if color is None or color.type is ColorType.DEFAULT:
        return 230 if ground == "color" else 20
    red, green, blue = color.get_truecolor()
    return (red * 30 + green * 59 + blue * 11) // 100


def read(app: WorkshopApp) -> list[str]:
    """What a reader makes of the terminal as it stands."""
    lines = picture(app)
    seen = memoryview(b"".join(lines)).cast("B", (len(lines), len(lines[0])))
    return [code.text for code in zxingcpp.read_barcodes(seen)]


def zbar_is_here() -> bool:
    return shutil.which("zbarimg") is not None


def read_with_zbar(app: WorkshopApp, folder: Path) -> list[str]:
    """The same by another reader."""
    lines = picture(app)
    file = folder / "terminal.pgm"
    file.write_bytes(f"P5 {len(lines[0])} {len(lines)} 255\n".encode() + b"".join(lines))
    seen = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "--nodbus", str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return seen.stdout.splitlines()
