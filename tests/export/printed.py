"""Pages to print as the tests read them: their text and tags, and what a phone sees in a code."""

from __future__ import annotations

import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from workshop.domain.plan import SessionPlan
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan

C6 = "c6-building-social-capital"

reads_codes = pytest.mark.skipif(
    not (shutil.which("zbarimg") and shutil.which("rsvg-convert")),
    reason="reading codes takes zbarimg and rsvg-convert",
)


def c6() -> SessionPlan:
    return open_plan(C6, Library.open(), load())


def flat(text: str) -> str:
    return " ".join(text.split())


class Page(HTMLParser):
    """A page's text, tags and codes (the SVG of each); a tag that is closed wrongly is an error."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []
        self.text = flat(" ".join(self.words))
        self.codes = [f"<svg {part.split('</svg>')[0]}</svg>" for part in page.split("<svg ")[1:]]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in {"meta", "br"}:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words.append(data)


def read_code(svg: str, folder: Path) -> str:
    """What a camera reads in the picture of a code."""
    drawn, picture = folder / "code.svg", folder / "code.png"
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    drawn.write_text(named, encoding="utf-8")
    subprocess.run(["rsvg-convert", "-w", "300", "-o", picture, drawn], check=True)
    read = subprocess.run(
        ["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, check=True
    )
    return read.stdout.rstrip("\n")
