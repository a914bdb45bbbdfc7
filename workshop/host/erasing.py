"""Erasing a participant: out of the file and of what lies beside it, and where else they may be."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from workshop.domain.events import Event
from workshop.domain.ids import ParticipantId
from workshop.domain.state import State
from workshop.errors import NotFound
from workshop.service.erasing import Traces, traces_of, without
from workshop.service.room import Erased
from workshop.service.session_service import Change, SessionService

_log = logging.getLogger(__name__)

_NOT_TEXT = frozenset({".lock", ".process", ".key", ".heartbeat", ".facing"})
"""Files beside the session that hold nothing of anybody's."""


class Eraser:
    """Erases from one session, one participant after the other."""

    def __init__(self, service: SessionService, exports: Path | None = None) -> None:
        self._service = service
        self._exports = exports

    async def erase(self, participant: ParticipantId) -> Erased:
        """Take a participant out for good. Raises NotFound, and TryAgain where saving fails."""
        person = self._service.state.participants.get(participant)
        if person is None:
            raise NotFound("There is no such participant.", "They may have been erased already.")
        found: list[Traces] = []

        def look(state: State, events: Iterator[Event]) -> Change:
            found.append(traces_of(participant, state, events))
            return without(found[-1])

        await self._service.rewrite(look)
        path = Path(self._service.health.session_path)
        await asyncio.to_thread(_clean_beside, path, found[-1])
        exports = await asyncio.to_thread(_exports_of, path, self._exports)
        return Erased(person.badge, exports)


def _clean_beside(session: Path, traces: Traces) -> None:
    """Take lines that tell of them out of what was set aside or kept unsent beside the session."""
    for path in session.parent.iterdir():
        ours = path.name.lstrip(".").startswith(f"{session.name}.")
        if not ours or path.suffix in _NOT_TEXT or not path.is_file():
            continue
        try:
            lines = path.read_text("utf-8", errors="surrogateescape").splitlines(keepends=True)
            kept = [line for line in lines if not traces.in_text(line)]
            if lines and not kept:
                path.unlink()
            elif len(kept) < len(lines):
                _replace(path, "".join(kept))
        except OSError as error:
            _log.warning("%s could not be cleaned: %s", path.name, error.strerror)


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(path.stat().st_mode & 0o777)
    fresh.replace(path)


def _exports_of(session: Path, folder: Path | None) -> tuple[str, ...]:
    """Files in the exports' folder that bear the session's name."""
    if folder is None or not folder.is_dir():
        return ()
    # Not those of another session whose number begins with ours.
    own = re.compile(rf"{re.escape(session.stem)}(?!\w)")
    found = (path for path in folder.rglob("*") if own.match(path.name) and path.is_file())
    return tuple(sorted(map(str, found)))
