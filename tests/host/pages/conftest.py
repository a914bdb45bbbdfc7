from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.browser import NewPage
from tests.host.pages.desk import Room, room_of


@pytest_asyncio.fixture(loop_scope="session")
async def room(tmp_path: Path, new_page: NewPage) -> AsyncIterator[Room]:
    """A session of the bundled hour, in its lobby."""
    async with room_of(tmp_path, new_page) as opened:
        yield opened
