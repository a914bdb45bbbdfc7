"""The pages that phones, the projector and the chair's tablet see, in Chromium."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page, async_playwright

from tests.browser import PHONE
from tests.hosting import KEY, serving
from tests.pictures.picture import shrink, side_by_side
from tests.pictures.rehearsed import service_at
from workshop.domain.ids import SegmentId
from workshop.domain.plan import SessionPlan
from workshop.host.doors import FACILITATOR_COOKIE
from workshop.host.facing import Facing
from workshop.rehearsal.hour import Moment

FACING = Facing(public_url="http://192.168.178.20:8642")
PROJECTOR = {"width": 1280, "height": 720}
ASKED = Moment(SegmentId("ask-everyone"), 200)
SHEET = Moment(SegmentId("room-network"), 150)


async def _joined(page: Page, url: str) -> None:
    await page.goto(url)
    await page.locator("form[action='/join'] button").click()
    await page.locator(".badge").wait_for()


async def _welcome(page: Page, url: str) -> None:
    await page.goto(url)


def _facing(path: str) -> Callable[[Page, str], Awaitable[None]]:
    async def go(page: Page, url: str) -> None:
        cookie = {"name": FACILITATOR_COOKIE, "value": KEY, "url": url}
        await page.context.add_cookies([cookie])  # type: ignore[list-item]
        await page.goto(f"{url}{path}")
        await page.wait_for_timeout(1200)

    return go


SCENES: dict[str, tuple[Moment, dict[str, int], Callable[[Page, str], Awaitable[None]]]] = {
    "phone-welcome": (Moment(None, -245), PHONE, _welcome),
    "phone-lobby": (Moment(None, -245), PHONE, _joined),
    "phone-asked": (ASKED, PHONE, _joined),
    "phone-network": (SHEET, PHONE, _joined),
    "chair-phone": (SHEET, PHONE, _facing("/chair")),
    "presenter": (SHEET, PHONE, _facing("/presenter")),
    "screen": (ASKED, PROJECTOR, _facing("/screen")),
    "screen-lobby": (Moment(None, -245), PROJECTOR, _facing("/screen")),
}


PHONES = ("phone-welcome", "phone-asked", "phone-network", "chair-phone")
"""Those that stand beside each other in the picture `phones`."""


async def take_phones(plan: SessionPlan, file: Path) -> None:
    """Four phones beside each other."""
    with TemporaryDirectory() as folder:
        files = [Path(folder) / f"{name}.png" for name in PHONES]
        for name, one in zip(PHONES, files, strict=True):
            await take(name, plan, one)
        side_by_side(files, file, len(files), 300)


async def take(name: str, plan: SessionPlan, file: Path) -> None:
    """One picture of a page, as tall as its window."""
    moment, window, go = SCENES[name]
    service, _log, clock = await service_at(plan, moment)
    try:
        with TemporaryDirectory() as folder:
            async with (
                serving(service, Path(folder), facing=FACING, clock=clock) as (url, _),
                _page(window) as page,
            ):
                await go(page, url)
                await page.screenshot(path=file)
    finally:
        if not service._closing:
            await service.close()
    shrink(file)


async def take_file(html: Path, file: Path, window: dict[str, int]) -> None:
    """The top of a page that is a file."""
    async with _page(window) as page:
        await page.goto(html.as_uri())
        await page.screenshot(path=file)
    shrink(file)


@asynccontextmanager
async def _page(window: dict[str, int]) -> AsyncIterator[Page]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = await browser.new_context(viewport=window, locale="en-GB")  # type: ignore[arg-type]
        yield await context.new_page()
        await browser.close()
