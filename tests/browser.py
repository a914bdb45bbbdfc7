"""A real browser: one for all tests, with pages of their own that nothing of another's reaches.

A module that uses it runs in the browser's loop:
`pytestmark = pytest.mark.asyncio(loop_scope="session")`.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest_asyncio

# Only browser tests pay for importing it.
if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 568}
PROJECTOR = {"width": 1920, "height": 1080}

NewPage: TypeAlias = "Callable[..., Awaitable[Page]]"

PATIENCE_S = 20
"""How long is waited for what comes at once on a computer that does nothing else."""

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=PATIENCE_S * 1000)

    path = next(filter(None, map(shutil.which, _NAMES)), None)
    assert path, "these tests need chromium; `make test` installs it"
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(browser: Browser) -> AsyncIterator[NewPage]:
    """Opens pages, each as somebody else's browser; takes the options of a browser context.

    A page that logs an error or breaks a rule of its own fails the test.
    """
    complaints: list[str] = []
    async with AsyncExitStack() as stack:

        async def opened(**options: Any) -> Page:
            context = await browser.new_context(**{"viewport": PHONE, "locale": "en-GB", **options})
            stack.push_async_callback(context.close)
            context.set_default_timeout(PATIENCE_S * 1000)
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: _listen(said, complaints))
            return page

        yield opened
    assert complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(new_page: NewPage) -> Page:
    """One page of a phone's size."""
    return await new_page()


def _listen(said: Any, complaints: list[str]) -> None:
    # What the network refuses is a matter of the test; what a script or a policy refuses is not.
    if said.type == "error" and "Failed to load resource" not in said.text:
        complaints.append(said.text)


async def violations(page: Page) -> list[str]:
    """What axe-core finds wrong on a page by WCAG 2.2 AA and its best practices, one a line."""
    await page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


__all__ = [
    "PHONE",
    "PROJECTOR",
    "SMALL_PHONE",
    "NewPage",
    "browser",
    "new_page",
    "page",
    "violations",
]
