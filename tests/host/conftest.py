from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.hosting import serving
from tests.stage import CHAIR, IDEAS, command, header, running_service
from workshop.domain.commands import OpenExercise
from workshop.service.memory_log import MemoryLog
from workshop.service.session_service import SessionService


@pytest.fixture
async def room() -> SessionService:
    """A session in its first segment, whose exercise takes answers."""
    service = await running_service(MemoryLog(header()))
    await service.submit(command(OpenExercise(IDEAS)), CHAIR)
    return service


@pytest.fixture
async def door(room: SessionService, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a host that serves the room."""
    async with serving(room, tmp_path) as (url, _):
        yield url
