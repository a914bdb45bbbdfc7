"""The pages as a real browser prints them: nothing runs over onto a page of its own."""

from __future__ import annotations

import re

import pytest

from tests.browser import NewPage
from tests.export.printed import c6
from workshop.export.printing import handout, posters, sheets
from workshop.export.printing.address import read_address
from workshop.kinds.registry import load
from workshop.service.room import Wifi

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAN = c6()
LONG = read_address(f"https://room.example/{'workshops/' * 9}")
SHORT = read_address("10.0.0.2:8642")
WIFI = Wifi("A guests' network of 32 letters.", "p" * 63)
PAGES = {
    "poster": (posters.render_posters(PLAN, SHORT, WIFI), 1),
    "poster with a long address": (posters.render_posters(PLAN, LONG, WIFI), 1),
    "poster to write on": (posters.render_posters(PLAN, None, None), 1),
    "cards": (posters.render_cards(PLAN, LONG, WIFI), 1),
    # Ten statements to agree with turn the page; every other sheet is one.
    "sheets": (sheets.render(PLAN, load()), len(list(sheets.paper_sheets(PLAN, load()))) + 1),
    "handout": (handout.render(PLAN, load()), 3),
}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", PAGES)
async def test_it_fits_its_pages(name: str, paper: str, new_page: NewPage) -> None:
    html, wanted = PAGES[name]
    page = await new_page()
    await page.set_content(html)
    pdf = await page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == wanted


@pytest.mark.parametrize("name", ["poster", "poster with a long address", "cards"])
async def test_nothing_runs_out_of_its_place(name: str, new_page: NewPage) -> None:
    page = await new_page(viewport={"width": 700, "height": 900})
    await page.set_content(PAGES[name][0])
    await page.emulate_media(media="print")
    over = """[...document.querySelectorAll('.card, .poster, .steps > *')].filter(
        part => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1
    ).length"""
    assert await page.evaluate(over) == 0
