"""Unsent text: kept within two seconds, restored, and gone when it is sent."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from workshop.tui.drafts import DELAY_S, Drafts


def test_nothing_is_older_than_two_seconds() -> None:
    assert DELAY_S < 2


async def test_a_draft_outlives_its_terminal(tmp_path: Path) -> None:
    path = tmp_path / "s.json.chair.drafts"
    drafts = Drafts(path)
    drafts.set("note", "half a thou")
    async with asyncio.timeout(20):
        while not path.exists():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert Drafts(path).get("note") == "half a thou"
    assert path.stat().st_mode & 0o077 == 0


async def test_the_file_goes_with_the_last_draft(tmp_path: Path) -> None:
    path = tmp_path / "d"
    drafts = Drafts(path)
    drafts.set("a", "one")
    drafts.set("b", "two")
    await drafts.flush()
    drafts.clear("a")
    await drafts.flush()
    assert json.loads(path.read_text()) == {"b": "two"}
    drafts.set("b", "")
    await drafts.flush()
    assert not path.exists()


def test_a_damaged_file_is_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "d"
    path.write_text('{"note": ')
    assert Drafts(path).get("note") == ""


async def test_a_folder_that_is_gone_harms_nobody(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "gone" / "d")
    drafts.set("note", "kept in memory")
    await drafts.flush()
    assert drafts.get("note") == "kept in memory"
