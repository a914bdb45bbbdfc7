"""Make the pictures of the README and the docs.

`python -m tests.pictures [--all] [--size 80x24] [--out FOLDER] [NAME...]`. Without names those
that the docs use. Terminals are the bundled C6 hour, rehearsed up to where a scene wants it; pages
come from Chromium, documents from LibreOffice. `--all` makes every one, terminals in three sizes.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import Any

from tests.pictures import documents, maps, pages, scenes

OUT = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SIZES = [(80, 24), (120, 40), (200, 60)]
SIZE = (120, 40)
USED = (
    "run",
    "room",
    "fit",
    "lobby",
    "objectives",
    "themes",
    "network",
    "network-meet",
    "consensus",
    "curve",
    "reasons",
    "pairs",
    "plan-edit",
    "export",
    "export-preview",
    "phones",
    "screen",
    "report-page",
    "report-word",
    "report-slides",
)
"""Those that README.md and docs/*.md show."""
VIEWS = (
    "network",
    "network-ego",
    "network-organisations",
    "network-meet",
    "network-what-if",
    "network-after",
    "themes",
    "insights-themes",
    "consensus",
    "curve",
    "reasons",
    "pairs",
    "whom",
    "whom-same",
    "ratings",
    "pledges",
)
"""Those that docs/views.md shows in every size."""


def make(name: str, sizes: list[tuple[int, int]], out: Path) -> None:
    """One thing in a picture for each size, or in one where it is no terminal."""
    if name == "phones":
        asyncio.run(pages.take_phones(scenes.c6(), out / "phones.png"))
    elif name in pages.SCENES:
        asyncio.run(pages.take(name, scenes.c6(), out / f"{name}.png"))
    elif name in documents.SCENES:
        asyncio.run(documents.take(name, out / f"{name}.png"))
    elif name in maps.PEOPLE:
        for size in maps.SIZES:
            asyncio.run(maps.take(name, size, out / f"{name}-{size[0]}x{size[1]}.png"))
    else:
        for size in sizes:
            file = out / f"{name}-{size[0]}x{size[1]}.png"
            asyncio.run(scenes.take(name, size, scenes.c6(), file))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--size", default="")
    parser.add_argument("--out", type=Path, default=OUT)
    given: Any = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    every = [
        "home",
        "plan-edit",
        *scenes.SCENES,
        *maps.PEOPLE,
        *pages.SCENES,
        "phones",
        *documents.SCENES,
    ]
    sizes = SIZES if given.all else [SIZE]
    if given.size:
        width, height = given.size.split("x")
        sizes = [(int(width), int(height))]
    for name in given.names or (every if given.all else sorted({*USED, *VIEWS})):
        in_all = name in VIEWS and not given.size
        make(name, SIZES if in_all else sizes, given.out)


if __name__ == "__main__":
    main()
