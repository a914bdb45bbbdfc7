"""Files of plans and exercises written whole or not at all, the former one kept beside."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from workshop.errors import SaveFailed
from workshop.plans.reading import shown_name

BACKUP = ".bak"


def write_new(path: Path, text: str) -> None:
    """Write a file that must not be there yet. Raises FileExistsError and SaveFailed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = _draft(path, text.encode())
        try:
            # A link, unlike a rename, never takes another file's place.
            os.link(draft, path)
        except (NotImplementedError, PermissionError):
            if path.exists():
                raise FileExistsError(path) from None
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except FileExistsError:
        raise
    except OSError as error:
        raise _failed(path, error) from error


def write_over(path: Path, text: str, *, backup: bool = True) -> Path | None:
    """Write a file in another's place; where the former one is kept (`X.yaml.bak`), if it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = _draft(path, text.encode())
        try:
            kept = None
            if backup and path.exists():
                kept = path.with_name(path.name + BACKUP)
                _draft(kept, path.read_bytes()).replace(kept)
            draft.replace(path)
            return kept
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise _failed(path, error) from error


def _draft(path: Path, content: bytes) -> Path:
    """The content in a file of its own beside its place, safe on the disk."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # As any new file is, and not for its owner alone as a temporary one.
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _failed(path: Path, error: Exception) -> SaveFailed:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return SaveFailed(
        f"{shown_name(path)} could not be written: {why.lower()}.",
        "Nothing was changed. See that there is room on the disk and that the folder is yours.",
    )
