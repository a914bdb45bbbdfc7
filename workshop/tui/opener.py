"""How the home screen reaches plans, sessions and exports without knowing files or processes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from workshop.domain.clock import Stage
from workshop.domain.ids import PlanId
from workshop.domain.state import State
from workshop.service.client import SessionClient

if TYPE_CHECKING:
    # What reads plans costs a terminal time that its first paint does not have.
    from workshop.plans.editing import PlanFile


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


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What to export: formats by their names, and whether without what tells people apart."""

    formats: tuple[str, ...]
    anonymise: bool


@dataclass(frozen=True, slots=True)
class ExportPreview:
    """An export as far as it is made: `share` of it (0 to 1), and `doing` what.

    `said` are the first sentences of the report; `came_out` are titles of exercises with what
    they say; `files` are names with their size in bytes; `unsaid` says which formats have nothing
    to write; `marked` are texts in which something looks like a name, where it is anonymised.
    """

    share: float
    doing: str
    title: str = ""
    said: tuple[str, ...] = ()
    came_out: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, int], ...] = ()
    unsaid: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


class Export(Protocol):
    """An export on its way. Nothing is on disk before `write`; it holds what the preview said."""

    def previews(self) -> AsyncIterator[ExportPreview]:
        """The preview as it grows; the last one is whole. Raises named errors."""

    async def write(self) -> tuple[Path, ...]:
        """Write the files, once the preview is whole; the files written. Raises SaveFailed."""

    async def stop(self) -> None:
        """Give it up, or be done with it."""


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

    async def edit_plan(self, plan_id: PlanId) -> PlanFile:
        """A plan's file, to be edited; one that ships is saved as the user's own."""

    async def resume(self, path: Path) -> SessionClient:
        """Attach to the session's living host, or start one on its file."""

    @property
    def exports(self) -> Path:
        """The folder that exports are written into."""

    async def export(self, session: Path | State, name: str, wish: ExportWish) -> Export:
        """Begin to make the session's outcomes: of its file, or of its state as a host tells it.

        `name` is what the files are called, where `session` is a state. The work is done beside
        the terminal.
        """

    def show_folder(self, folder: Path) -> bool:
        """Open a folder where the system has a window for it; False where it has none."""
