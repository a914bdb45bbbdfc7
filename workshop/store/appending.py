"""The writer of a session file: a batch of events in one write and one sync."""

from __future__ import annotations

import contextlib
import threading
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from workshop.errors import FileDamaged, SaveFailed, StoreError
from workshop.service.log import EventLine
from workshop.store.disk import Disk, check_folder, is_full, save_failed
from workshop.store.format import (
    CLOSING,
    FORMAT,
    check_batch,
    event_document,
    event_line,
    opening,
    padded,
    parse_event,
    parts,
)
from workshop.store.laying import Laid, lay
from workshop.store.lock import SessionLock
from workshop.store.report import Mended
from workshop.store.scanning import good_lines

_AHEAD = 16
"""For how many batches like the one at hand space is reserved, where 64 KiB are less."""
_MOST_AHEAD = 1024 * 1024

Change = Callable[[dict[str, Any]], dict[str, Any]]


def create(path: Path, header: Mapping[str, Any], *, disk: Disk | None = None) -> SessionFile:
    """Take the lock for a new session file, which appears with its first batch.

    `header` is the `session` document; its `format` is `FORMAT`. Raises `StoreError` when there
    is a file of that name, `FileInUse` when another process is about to make one, `SaveFailed`
    when the folder takes no files.
    """
    if header.get("format") != FORMAT or not isinstance(header.get("epoch"), int):
        raise ValueError(f"a new session has format {FORMAT} and an epoch")
    opening(header)
    disk = disk or Disk()
    check_folder(path)
    lock = SessionLock(path)
    if disk.exists(path):
        lock.release()
        raise StoreError(
            f"{path} exists already.",
            "Choose another name, or go on with it: `workshop resume`.",
        )
    return SessionFile(path, header, lock, disk)


class SessionFile:
    """An `EventLog` in one TinyDB file, written by this process alone.

    Between two calls of `append` the file on the disk is a valid TinyDB file with every
    acknowledged event. After a write or a sync that failed, nothing on the disk is believed: the
    next `append` first writes a fresh copy from the events that were acknowledged.
    """

    def __init__(
        self, path: Path, header: Mapping[str, Any], lock: SessionLock, disk: Disk
    ) -> None:
        self.path = path
        self.mended: Mended | None = None
        """What was cut when the file was opened."""
        self._header = dict(header)
        self._lock = lock
        self._disk = disk
        # Readers in other threads take a consistent view of the fields below.
        self._view = threading.Lock()
        self._fd: int | None = None
        self._offsets: array[int] = array("Q")
        self._end = 0
        self._size = 0
        self._doubtful = False

    @property
    def header(self) -> Mapping[str, Any]:
        return MappingProxyType(self._header)

    @property
    def revision(self) -> int:
        return len(self._offsets)

    @property
    def name(self) -> str:
        return str(self.path)

    @property
    def size(self) -> int:
        """Bytes on the disk, the reserve included."""
        return self._size

    def announce(self, port: int) -> None:
        """Say beside the file at which port its host answers."""
        self._lock.announce(port)

    def append(self, batch: Sequence[EventLine]) -> None:
        """Make the events durable, all or none; whole commands only.

        An empty batch makes sure that the disk takes events (again). Raises `SaveFailed` when
        the disk does not take them (to be tried again), `ValueError` when they could not stand
        in a file whatever the disk does.
        """
        check_batch(batch, self.revision)
        if not batch and self._fd is None:
            return
        try:
            if self._fd is None:
                lines = [event_line(event, event.seq) for event in batch]
                self.take(lay(self._disk, self.path, self._header, lines))
                return
            # Whether the name still leads to our file is asked when the reserve is to grow: the
            # question makes the next sync slower.
            added = sum([len(event.body) for event in batch])
            self._make_sure(self._fd, not batch or self._end + 2 * added >= self._size)
            if batch:
                self._extend(self._fd, batch)
            else:
                # What is left of the reserve proves nothing about a disk that was full.
                self._reserve(self._fd, self._size, 0)
        except OSError as error:
            raise save_failed(self.path, error) from error

    def read(self, after: int = 0) -> Iterator[dict[str, Any]]:
        with self._view:
            if self._fd is None or after >= self.revision:
                return
            first, stop = self._offsets[after : after + 1], self._end
            # Our own descriptor: a rewriting meanwhile closes the other one.
            fd = self._disk.duplicate(self._fd)
        try:
            for line in good_lines(self._disk, fd, self.path.name, first, after, stop):
                parsed = parse_event(line)
                if parsed is not None:
                    yield event_document(line, parsed)
        finally:
            self._disk.close(fd)

    def rewrite(self, change: Change, change_header: Change | None = None) -> None:
        """Put every event through `change`, in one atomic step that raises the epoch.

        `change` gives back an event with the same `seq` and `last` (erasing empties an event and
        does not remove it). Raises `SaveFailed`, and then everything is as it was.
        """
        header = dict(self._header)
        if change_header:
            header = change_header(header)
        header["epoch"] = self._header["epoch"] + 1
        header["format"] = FORMAT
        if self._fd is None:
            self._header = header
            return
        try:
            growing = self._size > self._end + len(CLOSING)
            lines = (changed_line(event, change) for event in self.read())
            laid = lay(self._disk, self.path, header, lines, growing=growing, replaces=self._fd)
        except OSError as error:
            raise save_failed(self.path, error) from error
        self.take(laid, header)

    def close(self, *, ended: bool = False) -> None:
        try:
            if self._fd is not None:
                if ended:
                    self._trim(self._fd)
                with self._view:
                    self._disk.close(self._fd)
                    self._fd = None
        except OSError as error:
            raise save_failed(self.path, error) from error
        finally:
            self._lock.release()

    def take(self, laid: Laid, header: Mapping[str, Any] | None = None) -> None:
        """Go on with a file that was just laid out or found good."""
        with self._view:
            old, self._fd = self._fd, laid.fd
            self._offsets, self._end, self._size = laid.offsets, laid.end, laid.size
            if header is not None:
                self._header = dict(header)
            self._doubtful = False
        if old is not None:
            with contextlib.suppress(OSError):
                self._disk.close(old)

    def _make_sure(self, fd: int, look_closely: bool) -> None:
        """Have the good file under its name: it may be in doubt, deleted or replaced."""
        if not self._doubtful:
            self._doubtful = not self._disk.exists(self.path)
        if not self._doubtful and look_closely and not self._disk.is_at(fd, self.path):
            # Another program's file (a cloud client's, say) is not ours to delete.
            self._disk.replace(self.path, _free_name(self._disk, self.path))
            self._doubtful = True
        if not self._doubtful:
            return
        lines = good_lines(self._disk, fd, self.path.name, self._offsets[:1], 0, self._end)
        try:
            self.take(lay(self._disk, self.path, self._header, lines, replaces=fd))
        except FileDamaged as error:
            raise SaveFailed(
                f"{self.path.name} cannot be read back at line {error.line}.",
                "The disk gives back other bytes than were written. Export what is on the screen "
                "to another disk now.",
            ) from error

    def _extend(self, fd: int, batch: Sequence[EventLine]) -> None:
        end = self._end
        lead = b",\n" if self.revision else b"\n"
        offsets: list[int] = []
        writes: list[tuple[int, bytes]] = []
        for events in parts(batch):
            sync = events[0].seq
            lines = [event_line(event, sync) for event in events]
            writes.append((end, b"".join([lead, b",\n".join(lines), CLOSING])))
            for line in lines:
                end += len(lead)
                offsets.append(end)
                end += len(line)
                lead = b",\n"
        self._reserve(fd, end + len(CLOSING), _AHEAD * (end - self._end))
        self._doubtful = True
        for offset, data in writes:
            self._disk.write(fd, data, offset)
            self._disk.sync(fd)
        self._doubtful = False
        with self._view:
            self._offsets.extend(offsets)
            self._end = end

    def _reserve(self, fd: int, needed: int, ahead: int) -> None:
        """Have the disk give the space before anything is written into it.

        A full disk is met here, where no byte of the file has been touched yet.
        """
        if needed < self._size:
            return
        size = padded(needed, min(ahead, _MOST_AHEAD))
        try:
            self._disk.write(fd, b" " * (size - self._size), self._size)
            self._disk.sync(fd)
        except OSError as error:
            self._doubtful = not is_full(error)
            with contextlib.suppress(OSError):
                self._disk.truncate(fd, self._size)
            raise
        self._size = size

    def _trim(self, fd: int) -> None:
        self._make_sure(fd, True)
        fd = self._fd if self._fd is not None else fd
        self._disk.truncate(fd, self._end + len(CLOSING))
        self._disk.sync(fd)


def changed_line(event: dict[str, Any], change: Change) -> bytes:
    """The line of an event after `change`; it stands for itself, since the file is new."""
    seq, last = event["seq"], bool(event.get("last"))
    changed = change(event)
    if changed.get("seq") != seq or bool(changed.get("last")) != last:
        raise ValueError(f"event {seq} has to keep its `seq` and its `last`")
    return event_line(EventLine(seq, orjson.dumps(changed), last), seq)


def _free_name(disk: Disk, path: Path) -> Path:
    number = 1
    while disk.exists(found := path.with_name(f"{path.name}.replaced-{number}")):
        number += 1
    return found
