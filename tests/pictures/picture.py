"""Pictures as files: small, and the same in every viewer."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from rich.cells import cell_len
from textual.app import App

COLOURS = (256, 128, 64, 32)
"""None is left out for being rare: a mark is small, and matters."""
MOST_BYTES = 150_000


def save(app: App[Any], file: Path) -> None:
    """What stands on a terminal, as PNG."""
    svg = app.export_screenshot(title=app.TITLE or "")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono")
    svg = _RUN.sub(_cell_by_cell, svg)
    width, height = map(float, _SIZE.findall(svg)[0])
    with TemporaryDirectory() as folder:
        page = Path(folder) / "terminal.html"
        page.write_text(f"<style>body {{margin: 0}} svg {{width: {width}px}}</style>{svg}", "utf-8")
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        assert browser is not None, "pictures are made with Chromium"
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--disable-background-networking", f"--user-data-dir={folder}/profile",
             f"--window-size={ceil(width)},{ceil(height)}", f"--screenshot={file}", page.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip
    shrink(file)


_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_RUN = re.compile(r'(<text [^>]*?)x="([\d.]+)"([^>]*?) textLength="([\d.]+)"([^>]*>)([^<]*)</text>')


def _cell_by_cell(run: re.Match[str]) -> str:
    """Every letter in its own cell, whichever font has it: dots of maps are wider than letters."""
    before, start, middle, length, after, text = run.groups()
    letters = unescape(text)
    cell = float(length) / max(cell_len(letters), 1)
    at, x = [], float(start)
    for letter in letters:
        at.append(f"{x:.1f}")
        x += cell * cell_len(letter)
    return f'{before}x="{" ".join(at)}"{middle}{after}{text}</text>'


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
