from __future__ import annotations

import re

import httpx
import pytest
from playwright.async_api import Request

from tests.browser import NewPage
from tests.host.pages.desk import IDEAS, SURE, Room

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST_BYTES = 20 * 1024
MOST_REQUESTS = 3


async def test_a_first_load_is_light(room: Room, new_page: NewPage) -> None:
    """Page, stylesheet, script; then the event stream, and nothing from outside."""
    page = await room.joined()
    await room.open(IDEAS, SURE)
    fresh = await page.context.new_page()
    requests: list[Request] = []
    fresh.on("request", lambda request: requests.append(request))
    await fresh.goto(room.url, wait_until="load")
    await fresh.locator("form.draft").first.wait_for()
    loaded = [r for r in requests if not r.url.startswith("data:")]
    first = [r for r in loaded if not r.url.endswith("/events")]
    assert len(first) <= MOST_REQUESTS
    assert all(r.url.startswith(room.url) for r in loaded)
    sizes = [await r.sizes() for r in first]
    assert sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes) <= MOST_BYTES


async def test_files_are_kept_for_good_and_pages_never(room: Room) -> None:
    async with httpx.AsyncClient(base_url=room.url) as client:
        page = await client.get("/")
        assert page.headers["cache-control"] == "no-store"
        paths = re.findall(r'(?:href|src)="(/pages/[^"]+)"', page.text)
        assert len(paths) == 2
        for path in paths:
            packed = await client.get(path, headers={"Accept-Encoding": "gzip"})
            plain = await client.get(path, headers={"Accept-Encoding": "identity"})
            assert "immutable" in packed.headers["cache-control"]
            assert packed.headers["content-encoding"] == "gzip"
            assert "content-encoding" not in plain.headers
            assert packed.content == plain.content
        stale = await client.get("/pages/page.000000000000.js")
        assert stale.status_code == 404
