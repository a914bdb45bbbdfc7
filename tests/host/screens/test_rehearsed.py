"""The pages of a rehearsal: they say so, and their countdown keeps up with a fast clock."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser import PROJECTOR, NewPage, violations
from tests.host.screens.room import Room, open_room
from tests.host.screens.test_screen import SOME_CHANGES, seconds
from workshop.domain import commands as co
from workshop.domain.state import Rehearsal

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("path", ["screen", "chair"])
async def test_a_page_of_a_rehearsal_says_so_and_counts_as_fast(
    new_page: NewPage, path: str
) -> None:
    async with open_room(rehearsal=Rehearsal(speed=20)) as room:
        await room.do(co.Start())
        page = await room.as_chair(await new_page(viewport=PROJECTOR))
        await page.goto(f"{room.url}/{path}")

        await expect(page.get_by_text("nobody in this room is real")).to_be_visible()
        assert await violations(page) == []
        seen = await page.evaluate(SOME_CHANGES)
        (first, began), (last, ended) = seen[0], seen[-1]
        passed = seconds(first) - seconds(last)
        assert passed == pytest.approx((ended - began) / 1000 * 20, abs=3)


async def test_a_real_room_hears_of_no_rehearsal(room: Room, new_page: NewPage) -> None:
    page = await room.as_chair(await new_page(viewport=PROJECTOR))
    await page.goto(f"{room.url}/screen")

    await expect(page.get_by_text("nobody in this room is real")).to_have_count(0)
