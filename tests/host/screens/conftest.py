from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.browser import browser, new_page
from tests.host.screens.room import Room, open_room

__all__ = ["browser", "new_page"]


@pytest_asyncio.fixture(loop_scope="session")
async def room() -> AsyncIterator[Room]:
    async with open_room() as opened:
        yield opened
