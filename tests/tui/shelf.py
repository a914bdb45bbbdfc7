"""An opener on sessions in this process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.stage import HOST, START, SetClock, command
from tests.tui.desk import CHAIR, make_service
from tests.tui.hour import HOUR
from workshop.domain.clock import Stage
from workshop.domain.commands import CreateSession, Prepare, Start
from workshop.domain.ids import PlanId
from workshop.errors import FileInUse
from workshop.service.client import SessionClient
from workshop.service.local_client import LocalClient
from workshop.service.session_service import SessionService
from workshop.tui.opener import PlanLine, Progress, SessionLine

OLD = Path("sessions/old.json")
BUSY = Path("sessions/busy.json")


class Shelf:
    """Two plans, two sessions; the second is in use elsewhere."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self.services: list[SessionService] = []
        self.exported: list[Path] = []

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

    async def export(
        self, path: Path, formats: Sequence[str] = (), progress: Progress | None = None
    ) -> tuple[Path, ...]:
        self.exported.append(path)
        if progress is not None:
            progress(0.5, "half way")
        return (Path("exports/old/report.md"), Path("exports/old/answers.csv"))

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
