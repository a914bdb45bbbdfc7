"""Pages of the report of the example: as Word, as slides, as a page."""

from __future__ import annotations

import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.examples import report
from tests.pictures.pages import take_file
from tests.pictures.picture import side_by_side
from workshop.export.writing import make

SHOWN = 6
"""Pages and slides in a picture, three beside each other."""


async def _word(folder: Path, file: Path) -> None:
    pages = _printed(folder / "example.docx")
    side_by_side(pages[:SHOWN], file, 3, 360)


async def _slides(folder: Path, file: Path) -> None:
    pages = _printed(folder / "example.pptx")
    side_by_side(pages[:SHOWN], file, 3, 440)


async def _page(folder: Path, file: Path) -> None:
    await take_file(folder / "example.html", file, {"width": 1280, "height": 900})


SCENES: dict[str, tuple[str, Callable[[Path, Path], Awaitable[None]]]] = {
    "report-word": ("docx", _word),
    "report-slides": ("pptx", _slides),
    "report-page": ("html", _page),
}


async def take(name: str, file: Path) -> None:
    """One picture of a document."""
    format_, draw = SCENES[name]
    with TemporaryDirectory() as made:
        for suffix, content in make(report(), (format_,)).items():
            (Path(made) / f"example{suffix}").write_bytes(content)
        await draw(Path(made), file)


def _printed(document: Path) -> list[Path]:
    """Every page as a picture, by LibreOffice."""
    folder = document.parent
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", document.name],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    pdf = document.with_suffix(".pdf")
    subprocess.run(["pdftoppm", "-r", "110", "-png", pdf, folder / "page"], check=True)
    return sorted(folder.glob("page-*.png"))
