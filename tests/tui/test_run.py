"""The run screen, by its keys."""

from __future__ import annotations

import pytest

from tests.tui.desk import SIZES, make_app


@pytest.mark.parametrize("size", SIZES)
async def test_what_must_be_seen_is_seen(size: tuple[int, int]) -> None:
    async with make_app(size=size) as desk:
        await desk.pass_time(125)
        seen = desk.screen_text()
    assert "must end 16:00" in seen
    assert "Hand over to Bo." in seen
    assert "Welcome" in seen
    assert "normal" in seen
    assert "next: 15:04 A story of two wards" in seen
