"""Opening a session file: to go on with it, or to read it beside whoever writes it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workshop.errors import NewerFile, NotFound, SaveFailed
from workshop.service.log import EventLine
from workshop.store.appending import Change, SessionFile
from workshop.store.disk import Disk, save_failed
from workshop.store.format import CLOSING, FORMAT, event_document, padded, parse_event
from workshop.store.laying import Laid, lay, new_path
from workshop.store.lock import SessionLock
from workshop.store.report import Mended
from workshop.store.scanning import Scanner, Tail, damaged, good_lines


def open_file(path: Path, *, now: datetime, disk: Disk | None = None) -> SessionFile:
    """Open a session file to go on with it, and mend its end where a last write was torn.

    What was cut is set aside in `<file>.cut-<now>` and said in `mended`. Raises `NotFound`,
    `FileInUse`, `FileDamaged`, `NewerFile`, and `SaveFailed` when the disk takes no writes.
    """
    disk = disk or Disk()
    must_exist(disk, path)
    lock = SessionLock(path)
    with contextlib.ExitStack() as undo:
        undo.callback(lock.release)
        try:
            fd = disk.open(path, write=True)
            undo.callback(_close_quietly, disk, fd)
            with contextlib.suppress(OSError):
                disk.remove(new_path(path))
            log = _opened(disk, path, lock, fd, now)
        except OSError as error:
            raise save_failed(path, error) from error
        undo.pop_all()
    return log


class ReadOnlyFile:
    """An `EventLog` that only reads, without a lock, also while another process appends.

    It holds what was in the file when it was opened; a torn end is left out, in memory only.
    """

    def __init__(self, path: Path, *, disk: Disk | None = None) -> None:
        self.path = path
        self._disk = disk or Disk()
        must_exist(self._disk, path)
        try:
            self._fd: int | None = self._disk.open(path, write=False)
        except OSError as error:
            raise cannot_read(path, error) from error
        try:
            scanner = settled_scan(self._disk, self._fd, path)
            self._header = scanner.header
            self.revision = scanner.whole()
            self._offsets = scanner.offsets
            self._end = scanner.end_of(self.revision)
            self.size = self._disk.size(self._fd)
        except BaseException:
            self.close()
            raise

    @property
    def header(self) -> Mapping[str, Any]:
        return MappingProxyType(self._header)

    @property
    def name(self) -> str:
        return str(self.path)

    def append(self, batch: Sequence[EventLine]) -> None:  # noqa: ARG002 - the protocol's
        raise self._read_only()

    def rewrite(self, change: Change) -> None:  # noqa: ARG002 - the protocol's
        raise self._read_only()

    def read(self, after: int = 0) -> Iterator[dict[str, Any]]:
        if self._fd is None or after >= self.revision:
            return
        first = self._offsets[after : after + 1]
        for line in good_lines(self._disk, self._fd, self.path.name, first, after, self._end):
            parsed = parse_event(line)
            if parsed is not None:
                yield event_document(line, parsed)

    def close(self, *, ended: bool = False) -> None:  # noqa: ARG002 - the protocol's
        if self._fd is not None:
            self._disk.close(self._fd)
            self._fd = None

    def _read_only(self) -> SaveFailed:
        return SaveFailed(
            f"{self.path.name} was opened for reading only.", "`workshop resume` opens it to go on."
        )


def settled_scan(disk: Disk, fd: int, path: Path) -> Scanner:
    """The good lines of a file that may be written meanwhile; `FileDamaged` when it stays bad."""
    scanner = Scanner(disk, fd, path.name)
    scanner.advance()
    seen: tuple[int, bytes] | None = None
    while scanner.judge() is Tail.DAMAGED:
        # A read that crosses a write finds old bytes before new ones; a second look does not.
        found = (scanner.revision, scanner.rest())
        if found == seen:
            if is_newer(scanner.header):
                raise newer(path, scanner.header)
            raise damaged(path.name, scanner.line)
        seen = found
        scanner.advance()
    return scanner


def is_newer(header: Mapping[str, Any]) -> bool:
    version = header.get("format")
    return isinstance(version, int) and version > FORMAT


def newer(path: Path, header: Mapping[str, Any]) -> NewerFile:
    return NewerFile(
        f"{path.name} was written by a newer version (format {header['format']}, known: {FORMAT}).",
        "Update workshop to go on with it; as far as it can be read, it can be exported as it is.",
    )


def must_exist(disk: Disk, path: Path) -> None:
    if not disk.exists(path):
        raise NotFound(
            f"There is no session file {path}.", "`workshop session list` shows those there are."
        )


def cannot_read(path: Path, error: OSError) -> SaveFailed:
    return SaveFailed(
        f"{path.name} cannot be read: {error.strerror}.", "Check its permissions and its disk."
    )


def _close_quietly(disk: Disk, fd: int) -> None:
    with contextlib.suppress(OSError):
        disk.close(fd)


def _opened(disk: Disk, path: Path, lock: SessionLock, fd: int, now: datetime) -> SessionFile:
    scanner = Scanner(disk, fd, path.name)
    if not scanner.header_holds:
        raise damaged(path.name, 1)
    if is_newer(scanner.header):
        raise newer(path, scanner.header)
    if scanner.header.get("format") != FORMAT:
        raise damaged(path.name, 1)
    scanner.advance()
    tail = scanner.judge()
    if tail is Tail.DAMAGED:
        raise damaged(path.name, scanner.line)
    log = SessionFile(path, scanner.header, lock, disk)
    keep = scanner.whole()
    if tail is Tail.TORN or keep < scanner.revision or scanner.ragged:
        log.take(*_cut(disk, path, fd, scanner, keep, now, log))
        _close_quietly(disk, fd)
    else:
        log.take(_settle(disk, path, fd, scanner, tail))
        if tail is Tail.UNCLOSED:
            log.mended = Mended(path, scanner.line, keep)
    return log


def _settle(disk: Disk, path: Path, fd: int, scanner: Scanner, tail: Tail) -> Laid:
    """Write the last batch once more where it stands, and sync it.

    Its process may have died between write and sync, or after a sync that failed: then the
    system shows bytes that the disk does not have, and would never write them by itself.
    """
    start = scanner.offsets[scanner.sync - 1] if scanner.sync else scanner.start
    text_end = scanner.end + len(CLOSING)
    size = disk.size(fd)
    data = disk.read(fd, scanner.end - start, start) + CLOSING
    if tail is not Tail.SOUND:
        size = max(size, padded(text_end))
        data += b" " * (size - text_end)
    disk.write(fd, data, start)
    disk.sync(fd)
    disk.sync_folder(path.parent)
    return Laid(fd, scanner.offsets, scanner.end, max(size, text_end))


def _cut(
    disk: Disk, path: Path, fd: int, scanner: Scanner, keep: int, now: datetime, log: SessionFile
) -> tuple[Laid, dict[str, Any]]:
    """A new file with the events up to `keep`; what else stood there is set aside first."""
    cut = scanner.rest(keep).strip(b" \0\n,")
    if cut == CLOSING.strip():
        cut = b""
    header = dict(scanner.header)
    aside = None
    if cut:
        aside = set_aside(disk, path, "cut", cut + b"\n", now)
        # Whoever read the cut events without the lock must not take others for them.
        header["epoch"] = header.get("epoch", 0) + 1
    laid = lay(disk, path, header, scanner.lines(keep), replaces=fd)
    log.mended = Mended(path, keep + 3, keep, len(cut), aside)
    return laid, header


def set_aside(disk: Disk, path: Path, why: str, data: bytes, now: datetime) -> Path:
    """Keep `data` beside the session file, synced, under a name that is still free."""
    base = f"{path.name}.{why}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    number, aside = 1, path.with_name(base)
    while disk.exists(aside):
        number += 1
        aside = path.with_name(f"{base}-{number}")
    fd = disk.open_new(aside)
    try:
        disk.write(fd, data, 0)
        disk.sync(fd)
    finally:
        disk.close(fd)
    disk.sync_folder(path.parent)
    return aside
