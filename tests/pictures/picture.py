"""Pictures as files: small, and the same in every viewer."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from PIL import Image
from textual.app import App

COLOURS = (256, 128, 64, 32)
"""None is left out for being rare: a mark is small, and matters."""
MOST_BYTES = 150_000


def save(app: App[Any], file: Path) -> None:
    """What stands on a terminal, as PNG."""
    svg = app.export_screenshot(title=app.TITLE or "")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono")
    # Otherwise some viewers swallow the space between a key and its label.
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    subprocess.run(["rsvg-convert", "-o", str(file)], input=svg.encode(), check=True)
    shrink(file)


def shrink(file: Path) -> None:
    """Packed well, with as many colours as it may be large."""
    with Image.open(file) as picture:
        whole = picture.convert("RGB")
    for colours in COLOURS:
        whole.quantize(colours, Image.Quantize.MAXCOVERAGE).save(file, optimize=True)
        if file.stat().st_size <= MOST_BYTES:
            return


def side_by_side(files: list[Path], file: Path, columns: int, width: int) -> None:
    """Several pictures as one, each `width` dots wide, with a margin between them."""
    margin = 12
    pictures = []
    for one in files:
        with Image.open(one) as opened:
            height = round(opened.height * width / opened.width)
            pictures.append(opened.convert("RGB").resize((width, height), Image.Resampling.LANCZOS))
    high = max(picture.height for picture in pictures)
    rows = -(-len(pictures) // columns)
    size = (columns * (width + margin) + margin, rows * (high + margin) + margin)
    sheet = Image.new("RGB", size, (200, 204, 210))
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        place = (margin + column * (width + margin), margin + row * (high + margin))
        sheet.paste(picture, place)
    sheet.save(file)
    shrink(file)
