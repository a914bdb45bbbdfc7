"""The small files beside a session's file by which a host is found and survives its own death.

`X.json.key` holds the chair's key, `X.json.process` the host's process id and port (written by the
store, which holds the lock), `X.json.heartbeat` the host's last look at the clocks.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import msgspec

from workshop.domain.making import dataclass

HOST_LOG = "host.log"
"""In the sessions' folder: what the hosts had to say."""


@dataclass(frozen=True, slots=True)
class HostProcess:
    """A host as its process file tells it; what is not known is None."""

    pid: int | None = None
    port: int | None = None


def key_path(session: Path) -> Path:
    return session.with_name(f"{session.name}.key")


def process_path(session: Path) -> Path:
    return session.with_name(f"{session.name}.process")


def heartbeat_path(session: Path) -> Path:
    return session.with_name(f"{session.name}.heartbeat")


def read_key(session: Path) -> str | None:
    """The chair's key, None where there is none."""
    try:
        return key_path(session).read_text("ascii").strip() or None
    except (OSError, ValueError):
        return None


def make_key(session: Path) -> str:
    """The chair's key: the one that stands there, so that a restart locks nobody out, or a new one.

    Only the owner can read its file. Raises OSError.
    """
    path = key_path(session)
    known = read_key(session)
    if known is not None and path.stat().st_mode & 0o077 == 0:
        return known
    key = secrets.token_urlsafe(32)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key)
    return key


def read_process(session: Path) -> HostProcess | None:
    """Who says that the session is open; it may be long dead (see `is_alive`)."""
    try:
        return msgspec.json.decode(process_path(session).read_bytes(), type=HostProcess)
    except (OSError, msgspec.DecodeError):
        return None


def is_alive(pid: int | None) -> bool:
    """Whether a process of that id runs; it may be another one than the one that was meant."""
    if pid is None or pid <= 0:
        return False
    if os.name == "nt":
        return _is_alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_alive_on_windows(pid: int) -> bool:
    # os.kill(pid, 0) would end the process there.
    import ctypes

    query_limited, still_active = 0x1000, 259
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(query_limited, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return bool(known) and code.value == still_active
