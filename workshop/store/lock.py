"""One writer a session file: an OS lock on a file beside it, and a file that says who holds it."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from workshop.errors import FileInUse
from workshop.store.disk import save_failed

_PATIENCE_S = 0.2
"""How long a look at the lock by another process may be in the way."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that has a session file open; what it did not say is `None`."""

    pid: int | None
    port: int | None


def lock_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def process_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.process")


class SessionLock:
    """The lock of one session file, held from the first moment until `release`.

    Raises `FileInUse` when another holds it, `SaveFailed` when the folder takes no lock file.
    Any death of the process frees it; the lock file itself stays, for its removal would let two
    processes lock two files of one name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # The log may be closed in another thread than the one that opened it.
        self._lock = FileLock(lock_path(path), thread_local=False)
        try:
            self._lock.acquire(timeout=_PATIENCE_S, poll_interval=0.02)
        except Timeout:
            raise in_use(path) from None
        except OSError as error:
            raise save_failed(path, error) from error
        self.announce()

    def announce(self, port: int | None = None) -> None:
        """Say beside the file which process holds it, and at which port it answers."""
        with contextlib.suppress(OSError):
            # The lock protects without it; only the message of a refusal is poorer.
            process_path(self._path).write_bytes(orjson.dumps({"pid": os.getpid(), "port": port}))

    def release(self) -> None:
        with contextlib.suppress(OSError):
            process_path(self._path).unlink()
        self._lock.release()


def holder(path: Path) -> Holder | None:
    """Who has the session file open, `None` when nobody has."""
    if not lock_path(path).exists():
        return None
    probe = FileLock(lock_path(path), thread_local=False)
    try:
        probe.acquire(timeout=0)
    except Timeout:
        return _said(path)
    except OSError:
        # A folder that cannot be written to has no writer of ours in it.
        return None
    probe.release()
    return None


def in_use(path: Path) -> FileInUse:
    """The error for a file that another process has open."""
    said = _said(path)
    who = f"process {said.pid}" if said.pid else "another process"
    return FileInUse(
        f"{path.name} is in use by {who}.",
        "`workshop resume` attaches to it; end the session there before opening it here.",
    )


def _said(path: Path) -> Holder:
    try:
        said = orjson.loads(process_path(path).read_bytes())
        return Holder(said.get("pid"), said.get("port"))
    except (OSError, ValueError, AttributeError):
        return Holder(None, None)
