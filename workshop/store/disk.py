"""The calls on files that the store makes; tests put a failing disk in its place."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from pathlib import Path

from workshop.errors import SaveFailed

if sys.platform == "darwin":
    import fcntl

_BINARY = getattr(os, "O_BINARY", 0)
_OWNER_WRITES = 0o644


class Disk:
    """Files on the real disk, by file descriptor. Every method may raise `OSError`."""

    def __init__(self) -> None:
        # Windows has neither pread nor pwrite; seek and read must not be parted there.
        self._seeking = threading.Lock()

    def exists(self, path: Path) -> bool:
        # No stat: where a file's times were looked at, Linux notes the next write's time to the
        # nanosecond, and the sync after it takes half as long again.
        return os.access(path, os.F_OK)

    def open(self, path: Path, *, write: bool) -> int:
        return os.open(path, (os.O_RDWR if write else os.O_RDONLY) | _BINARY)

    def open_new(self, path: Path) -> int:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY, _OWNER_WRITES)

    def duplicate(self, fd: int) -> int:
        return os.dup(fd)

    def close(self, fd: int) -> None:
        os.close(fd)

    def size(self, fd: int) -> int:
        return os.fstat(fd).st_size

    def is_at(self, fd: int, path: Path) -> bool:
        """Whether `path` still names the open file (it may have been deleted or replaced)."""
        try:
            return os.path.samestat(os.fstat(fd), path.stat())
        except FileNotFoundError:
            return False

    def read(self, fd: int, count: int, offset: int) -> bytes:
        """Up to `count` bytes at `offset`; fewer only at the end of the file."""
        pieces: list[bytes] = []
        while count > 0:
            piece = self._read_once(fd, count, offset)
            if not piece:
                break
            pieces.append(piece)
            count -= len(piece)
            offset += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def write(self, fd: int, data: bytes, offset: int) -> None:
        """All of `data` at `offset`: one call, unless the system takes it in pieces."""
        view = memoryview(data)
        while view:
            done = self._write_once(fd, view, offset)
            view = view[done:]
            offset += done

    def sync(self, fd: int) -> None:
        """Have the disk keep what was written: the contents, and the length where it changed."""
        if sys.platform == "darwin":
            # fsync leaves the data in the drive's cache there.
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        elif hasattr(os, "fdatasync"):
            os.fdatasync(fd)
        else:
            os.fsync(fd)

    def truncate(self, fd: int, size: int) -> None:
        os.ftruncate(fd, size)

    def replace(self, source: Path, target: Path) -> None:
        source.replace(target)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Have the disk keep the folder's names (Windows keeps them by itself)."""
        if sys.platform == "win32":
            return
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        except OSError as error:
            # Some network and FUSE file systems know no sync of a folder.
            if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
                raise
        finally:
            os.close(fd)

    def _read_once(self, fd: int, count: int, offset: int) -> bytes:
        if hasattr(os, "pread"):
            return os.pread(fd, count, offset)
        with self._seeking:
            os.lseek(fd, offset, os.SEEK_SET)
            return os.read(fd, count)

    def _write_once(self, fd: int, data: memoryview, offset: int) -> int:
        if hasattr(os, "pwrite"):
            return os.pwrite(fd, data, offset)
        with self._seeking:
            os.lseek(fd, offset, os.SEEK_SET)
            return os.write(fd, data)


def check_folder(path: Path) -> None:
    """Refuse early when the folder of `path` is missing or takes no files: `SaveFailed`."""
    probe = path.with_name(f".{path.name}.new")
    try:
        os.close(os.open(probe, os.O_RDWR | os.O_CREAT, _OWNER_WRITES))
    except OSError as error:
        raise save_failed(path, error) from error
    with contextlib.suppress(OSError):
        probe.unlink()


def is_full(error: OSError) -> bool:
    """Whether the disk, the quota or a limit on the file's length gave no more space."""
    return error.errno in {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def save_failed(path: Path, error: OSError) -> SaveFailed:
    """The error for a person: what is wrong with the disk, what is safe, what to do."""
    safe = "Everything acknowledged before is safe."
    if is_full(error):
        return SaveFailed(
            f"The disk is full: {path.name} cannot be saved.",
            f"{safe} Free some space on the disk of {path.parent}, then go on.",
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return SaveFailed(
            f"{path.parent} may not be written to.",
            f"{safe} Make the folder writable, or choose another one.",
        )
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return SaveFailed(
            f"The folder {path.parent} is not there.",
            f"{safe} Plug the disk in again or create the folder, then go on.",
        )
    reason = error.strerror or type(error).__name__
    return SaveFailed(
        f"{path.name} could not be saved: {reason}.",
        f"{safe} Check the disk of {path.parent}; the next save writes a fresh copy.",
    )
