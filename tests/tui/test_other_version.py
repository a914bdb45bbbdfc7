"""A host that comes back as another version: the terminal says so, with the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosting import client_of
from tests.remote.test_remote_client import wired
from tests.stage import running_service
from tests.tui.desk import SIZES
from tests.tui.test_two_terminals import terminal
from workshop.host import room_api
from workshop.service.client import Link
from workshop.service.wire import PROTOCOL
from workshop.tui.app import WorkshopApp


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_said_with_both_versions_and_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    async with wired(await running_service(), tmp_path) as (url, wire):
        client = client_of(url)
        async with terminal(WorkshopApp(client), size) as shown:
            assert "t note" in shown.seen
            monkeypatch.setattr(room_api, "PROTOCOL", PROTOCOL + 1)

            def apart() -> bool:
                # The stream may open only after a first cut.
                if shown.app.health.link is Link.CONNECTED:
                    wire.cut()
                return shown.app.health.link is Link.OTHER_VERSION

            await shown.until(apart)
            for said in (f"protocol {PROTOCOL + 1}", f"protocol {PROTOCOL}.", "same version"):
                await shown.sees(said)
            assert "t note" not in shown.seen
            await client.close()
