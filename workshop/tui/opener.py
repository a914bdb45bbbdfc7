"""How the home screen reaches plans, sessions and exports without knowing files or processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from workshop.domain.clock import Stage
from workshop.domain.ids import PlanId
from workshop.service.client import SessionClient


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list: `minutes` and `parts` are its length; `origin` is 'yours' or 'bundled'.

    `problem` is one sentence where the file cannot be used as it is, empty otherwise.
    """

    id: PlanId
    title: str
    minutes: float
    parts: int
    origin: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session's file in the list.

    `date` is when it was made (aware UTC); `progress` runs from 0 to 1 over the plan's segments;
    `live` says that a host has it open now, `rehearsal` that it is only played. `problem` is one
    sentence where it cannot be read.
    """

    path: Path
    title: str
    date: datetime | None
    progress: float
    size_bytes: int
    stage: Stage
    live: bool = False
    problem: str = ""
    rehearsal: bool = False


Progress = Callable[[float, str], None]
"""Told how far a long work is (0 to 1) and what it is doing; called in the event loop."""


class Opener(Protocol):
    """What the home screen needs. Reading happens in a thread; all methods raise named errors.

    A client comes back started: its `state` is there.
    """

    async def list_plans(self) -> tuple[PlanLine, ...]:
        """Plans of the user's first, then the bundled ones."""

    async def list_sessions(self) -> tuple[SessionLine, ...]:
        """Sessions of the workshop folder, newest first."""

    async def open_plan(self, plan_id: PlanId) -> SessionClient:
        """A new session of the plan, starting now."""

    async def resume(self, path: Path) -> SessionClient:
        """Attach to the session's living host, or start one on its file."""

    async def export(
        self, path: Path, formats: Sequence[str] = (), progress: Progress | None = None
    ) -> tuple[Path, ...]:
        """Write the session's outcomes (every format when none is named); the files written."""
