"""An opener on sessions in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.stage import HOST, START, SetClock, command
from tests.tui.desk import CHAIR, make_service
from tests.tui.hour import HOUR
from workshop.domain.clock import Stage
from workshop.domain.commands import CreateSession, Prepare, Start
from workshop.domain.ids import PlanId
from workshop.domain.state import State
from workshop.errors import FileInUse, WorkshopError
from workshop.service.client import SessionClient
from workshop.service.local_client import LocalClient
from workshop.service.session_service import SessionService
from workshop.tui.opener import Export, ExportPreview, ExportWish, PlanLine, SessionLine

OLD = Path("sessions/old.json")
BUSY = Path("sessions/busy.json")


class ShelfExport:
    """An export that is made as far as a test lets it, and writes nothing."""

    def __init__(self, name: str, wish: ExportWish, failing: WorkshopError | None) -> None:
        self.name, self.wish, self.failing = name, wish, failing
        self.made = asyncio.Event()
        self.written = self.stopped = False

    async def previews(self) -> AsyncIterator[ExportPreview]:
        preview = ExportPreview(
            0.5, "Writing docx", "An hour on networks", ("Began at 15:00.", "3 answers."),
            (("How sure are you?", "Risen by 1.2 steps."),),
            marked=("a1, ‘My pledge’: Ada (a name)",) if self.wish.anonymise else (),
        )  # fmt: skip
        yield preview
        await self.made.wait()
        if self.failing is not None:
            raise self.failing
        files = tuple((f"{self.name}.{format_}", 120_000) for format_ in self.wish.formats)
        unsaid = ("No graphml: no map was drawn.",)
        yield replace(preview, share=1.0, doing="Ready", files=files, unsaid=unsaid)

    async def write(self) -> tuple[Path, ...]:
        self.written = True
        return tuple(Path(f"exports/old/{self.name}.{name}") for name in self.wish.formats)

    async def stop(self) -> None:
        self.stopped = True


class Shelf:
    """Two plans, two sessions; the second is in use elsewhere."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self.services: list[SessionService] = []
        self.wishes: list[tuple[Path | State, str, ExportWish]] = []
        self.export_now: ShelfExport | None = None
        self.failing: WorkshopError | None = None
        self.opened: list[Path] = []
        self.has_windows = True

    async def list_plans(self) -> tuple[PlanLine, ...]:
        return (
            PlanLine(PlanId("hour"), "Joining the dots: an hour on networks", 60, 4, "yours"),
            PlanLine(PlanId("bad"), "Half-written", 0, 0, "yours", "line 4: no minutes"),
        )

    async def list_sessions(self) -> tuple[SessionLine, ...]:
        return (
            SessionLine(OLD, "An hour of last week", START, 0.5, 120_000, Stage.RUNNING),
            SessionLine(BUSY, "An hour elsewhere", START, 0.1, 9_000, Stage.LOBBY, live=True),
        )

    async def open_plan(self, plan_id: PlanId) -> SessionClient:
        return await self._client(begun=False)

    async def resume(self, path: Path) -> SessionClient:
        if path == BUSY:
            raise FileInUse("This session is open elsewhere", "Close it there first")
        return await self._client(begun=True)

    @property
    def exports(self) -> Path:
        return Path("exports/old")

    async def export(self, session: Path | State, name: str, wish: ExportWish) -> Export:
        self.wishes.append((session, name, wish))
        self.export_now = ShelfExport(name, wish, self.failing)
        return self.export_now

    def show_folder(self, folder: Path) -> bool:
        self.opened.append(folder)
        return self.has_windows

    async def _client(self, *, begun: bool) -> SessionClient:
        service = make_service(HOUR, self.clock)
        self.services.append(service)
        await service.start()
        end = START + timedelta(hours=1)
        await service.submit(command(CreateSession(START, end)), HOST)
        if begun:
            await service.submit(command(Prepare(START, end)), CHAIR)
            await service.submit(command(Start()), CHAIR)
        client = LocalClient(service, CHAIR)
        await client.start()
        return client

    async def close(self) -> None:
        for service in self.services:
            await service.close()
