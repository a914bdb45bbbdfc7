"""Which session is meant, and what lies in the workshop's sessions folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workshop.domain.clock import Stage
from workshop.errors import NotFound, WorkshopError
from workshop.service.beside import process_path
from workshop.service.standing import standing
from workshop.settings import workshop_folder
from workshop.store import holder
from workshop.store.glance import glance
from workshop.tui.opener import SessionLine

LATEST = "latest"


def session_lines(folder: Path) -> tuple[SessionLine, ...]:
    """The sessions of a folder, newest first; one that cannot be read says why."""
    lines = [session_line(path) for path in _session_files(folder)]
    return tuple(sorted(lines, key=lambda line: (line.date is not None, line.date), reverse=True))


def session_line(path: Path) -> SessionLine:
    try:
        seen = glance(path)
        stands = standing(seen.header, seen.newest_first())
    except (WorkshopError, OSError, LookupError, ValueError, TypeError) as error:
        why = error.title if isinstance(error, WorkshopError) else "It cannot be read."
        return SessionLine(path, path.stem, None, 0.0, _size(path), Stage.PREFLIGHT, problem=why)
    return SessionLine(
        path=path,
        title=stands.title,
        date=stands.created,
        progress=stands.progress,
        size_bytes=seen.size,
        stage=stands.stage,
        live=is_live(path),
        rehearsal=stands.rehearsal,
    )


def is_live(path: Path) -> bool:
    """Whether some process has the session open."""
    # Asking the lock costs more, and without this file there is nobody to ask about.
    return process_path(path).exists() and holder(path) is not None


def find_session(name: str | None, folder: Path | None = None) -> Path:
    """A session by path, by name in the sessions folder, or 'latest' for the newest.

    Without a name the newest unfinished that is no rehearsal. Raises NotFound.
    """
    folder = folder or workshop_folder().sessions
    if name == LATEST:
        for line in session_lines(folder):
            if not line.problem:
                return line.path
        raise NotFound("There is no session yet.", "`workshop run` begins one.")
    if not name:
        for line in session_lines(folder):
            if not line.problem and line.stage is not Stage.ENDED and not line.rehearsal:
                return line.path
        raise NotFound("There is no unfinished session.", "`workshop run` begins one.")
    for path in (Path(name), folder / name, folder / f"{name}.json"):
        if path.is_file():
            return path.absolute()
    raise NotFound(
        f"There is no session '{name}'.", "`workshop session list` shows those there are."
    )


def _session_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.suffix == ".json" and path.is_file())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
