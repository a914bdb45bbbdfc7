"""The page that stands alone: whole, harmless, readable by everybody, the same numbers as ever."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.browser import PHONE, NewPage, violations
from tests.export.everything import HOSTILE, everything, example
from tests.export.printed import flat
from workshop.export.as_html import files, html
from workshop.export.report import Report, Timing
from workshop.export.wording import shown_segments

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDE = {"width": 1280, "height": 900}
UNFOLD = "document.querySelectorAll('details').forEach(d => d.open = true)"


def saved(report: Report, folder: Path) -> str:
    path = folder / "report.html"
    path.write_bytes(files(report)[".html"])
    return path.as_uri()


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light")])
async def test_axe_finds_nothing(
    new_page: NewPage, tmp_path: Path, size: dict[str, int], scheme: str
) -> None:
    # axe itself is a script, which the page's own rules do not let in.
    page = await new_page(color_scheme=scheme, viewport=size, bypass_csp=True)
    # What is ugly costs ten times what is plain, and once is enough.
    await page.goto(saved(everything() if size is PHONE else example(), tmp_path))
    await page.evaluate(UNFOLD)
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]


async def test_it_loads_nothing_and_runs_nothing(new_page: NewPage, tmp_path: Path) -> None:
    page = await new_page(viewport=WIDE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    where = saved(everything(), tmp_path)
    await page.goto(where)

    assert asked == [where]
    assert await page.locator("script, img, iframe, object, link, [onclick], [style]").count() == 0


async def test_what_people_typed_comes_out_whole(new_page: NewPage, tmp_path: Path) -> None:
    page = await new_page(viewport=WIDE, bypass_csp=True)
    await page.goto(saved(everything(), tmp_path))
    await page.evaluate(UNFOLD)
    text = flat(await page.evaluate("document.body.innerText"))

    for said in HOSTILE:
        assert flat(said) in text, said[:60]
    assert "a bell and a null inside" in text


async def test_every_answer_that_counts_stands_in_it_and_no_other(
    new_page: NewPage, tmp_path: Path
) -> None:
    page = await new_page(viewport=WIDE, bypass_csp=True)
    await page.goto(saved(example(), tmp_path))
    await page.evaluate(UNFOLD)
    text = flat(await page.evaluate("document.body.innerText"))

    ideas = next(e for e in example().exercises if e.kind == "ideas")
    for answer in ideas.rounds[0].counting:
        assert flat(answer.text) in text
    for pledge in example().pledges:
        assert flat(pledge.what) in text
    for part in example().timing.parts:
        for segment in shown_segments(part.segments):
            assert segment.title in text
    assert "Doctor Example" not in text


async def test_folded_answers_are_printed(new_page: NewPage, tmp_path: Path) -> None:
    page = await new_page(viewport=WIDE, bypass_csp=True)
    await page.goto(saved(example(), tmp_path))
    answers = page.locator("ul.answers").first
    assert not await answers.is_visible()
    await page.emulate_media(media="print")
    shown: Any = await answers.bounding_box()
    assert shown and shown["height"] > 100


async def test_sections_come_summary_first_and_are_all_linked() -> None:
    text = html(example())
    found = re.findall(r'<section id="([\w-]+)"', text)

    assert found == [
        "summary", "timing", "exercises", "objectives", "cases", "pledges", "follow-ups",
        "takeaways", "parked", "notes", "method",
    ]  # fmt: skip
    assert re.findall(r'<li><a href="#([\w-]+)"', text) == found
    assert len(text.encode()) < 400_000


async def test_a_session_that_has_not_begun_is_said_to_be_so() -> None:
    unbegun = Timing(None, None, None, None, 0, 0.0, ())
    about = replace(example().about, finished=False, anonymised=("Badges were drawn anew.",))
    text = html(
        replace(
            example(), timing=unbegun, exercises=(), objectives=(), pledges=(), notes=(), cases=(),
            about=about,
        )
    )  # fmt: skip

    assert "Plan against actual" not in text
    assert "still running then" in text and "Badges were drawn anew." in text
