"""Openers for pictures: a shelf of plans and sessions, and a desktop to export to."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from workshop.commands.exporting import begin
from workshop.domain.clock import Stage
from workshop.domain.ids import PlanId
from workshop.domain.state import State
from workshop.errors import NotFound
from workshop.service.client import SessionClient
from workshop.tui.opener import Export, ExportWish, PlanLine, SessionLine


class Shelf:
    """An opener that only lists."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    async def list_plans(self) -> tuple[PlanLine, ...]:
        return (
            PlanLine(PlanId("c6"), "Building social capital: understanding, developing, and "
                     "leveraging networks", 60, 5, "bundled"),
            PlanLine(PlanId("one"), "Joining the dots: how we connect", 20, 3, "bundled"),
            PlanLine(PlanId("retro"), "Team retrospective", 30, 4, "yours"),
            PlanLine(PlanId("bad"), "Half-written plan", 0, 0, "yours", "line 4: no minutes"),
        )  # fmt: skip

    async def list_sessions(self) -> tuple[SessionLine, ...]:
        return (
            SessionLine(Path("c6-2.json"), "Building social capital", self.now, 0.4, 84_000,
                        Stage.RUNNING, live=True),
            SessionLine(Path("c6-1.json"), "Building social capital", self.now - timedelta(days=3),
                        1.0, 1_840_000, Stage.ENDED),
        )  # fmt: skip

    async def open_plan(self, plan_id: PlanId) -> SessionClient:
        raise NotFound(f"No plan '{plan_id}'")

    async def resume(self, path: Path) -> SessionClient:
        raise NotFound(f"No session '{path}'")

    @property
    def exports(self) -> Path:
        return Path("exports")

    async def export(self, session: Path | State, name: str, wish: ExportWish) -> Export:
        raise NotFound(f"No session '{name}'")

    def show_folder(self, folder: Path) -> bool:
        return False


class Desktop(Shelf):
    """One that makes exports, as a chair's laptop would; nothing is written."""

    @property
    def exports(self) -> Path:
        return Path("/home/jill/Workshop/exports")

    async def export(self, session: Path | State, name: str, wish: ExportWish) -> Export:
        return await begin(session, name, wish, self.exports)
