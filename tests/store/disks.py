"""Disks that fail: one with the power cut at a chosen call, one that refuses calls."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from workshop.store.disk import Disk

PAGE = 4096


class PowerCut(BaseException):
    """The machine stopped in the middle of a call; nothing catches it by mistake."""


@dataclass
class PagedFile:
    """What programs see, what the disk surely holds, and the pages it may or may not hold."""

    seen: bytearray = field(default_factory=bytearray)
    held: bytearray = field(default_factory=bytearray)
    dirty: set[int] = field(default_factory=set)

    def write(self, data: bytes, offset: int) -> None:
        if offset > len(self.seen):
            self.seen.extend(bytes(offset - len(self.seen)))
        self.seen[offset : offset + len(data)] = data
        self.dirty |= set(range(offset // PAGE, (offset + len(data) - 1) // PAGE + 1))

    def sync(self) -> None:
        self.held[:] = self.seen
        self.dirty.clear()

    def survivor(self, reached: Callable[[int], bool], grown: bool) -> PagedFile:
        """The file after the cut: of the dirty pages those that `reached` the disk.

        A page the disk never got holds what was there before, zeros where nothing was. The new
        length is known or not, independent of the pages.
        """
        length = len(self.seen) if grown else len(self.held)
        found = self.held[:length] + bytes(max(0, length - len(self.held)))
        for page in self.dirty:
            if reached(page):
                start, stop = page * PAGE, min((page + 1) * PAGE, length)
                if start < stop:
                    found[start:stop] = self.seen[start:stop]
        return PagedFile(bytearray(found), bytearray(found))


class PagedDisk(Disk):
    """A disk in memory that keeps only what was synced, and any part of the rest.

    The power is cut in call number `cut_at` of those that change something: before it does, or
    (`half`) after it has taken effect in memory. Call number `io_error_at` fails instead.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[Path, PagedFile] = {}
        self.held_names: dict[Path, PagedFile] = {}
        self.open_files: dict[int, PagedFile] = {}
        self.cut_at: int | None = None
        self.io_error_at: int | None = None
        self.half = False
        self.calls = 0
        self._next = 1000

    def after_cut(self, reached: Callable[[int], bool], grown: bool, names: bool) -> PagedDisk:
        """The disk when the power is back; `names` says whether unsynced renames lasted."""
        after = PagedDisk()
        source = self.names if names else self.held_names
        after.names = {path: file.survivor(reached, grown) for path, file in source.items()}
        after.held_names = dict(after.names)
        return after

    def _changing(self, act: Callable[[], None]) -> None:
        self.calls += 1
        if self.calls == self.io_error_at:
            # A failed writeback: the system thinks the pages clean, the disk never gets them.
            for file in self.open_files.values():
                file.dirty.clear()
            raise OSError(errno.EIO, "input/output error")
        if self.calls != self.cut_at:
            act()
            return
        if self.half:
            act()
        raise PowerCut

    def _opened(self, file: PagedFile) -> int:
        self._next += 1
        self.open_files[self._next] = file
        return self._next

    def exists(self, path: Path) -> bool:
        return path in self.names

    def open(self, path: Path, *, write: bool) -> int:
        if path not in self.names:
            raise FileNotFoundError(errno.ENOENT, "no such file")
        return self._opened(self.names[path])

    def open_new(self, path: Path) -> int:
        self.names[path] = PagedFile()
        return self._opened(self.names[path])

    def duplicate(self, fd: int) -> int:
        return self._opened(self.open_files[fd])

    def close(self, fd: int) -> None:
        self.open_files.pop(fd, None)

    def size(self, fd: int) -> int:
        return len(self.open_files[fd].seen)

    def is_at(self, fd: int, path: Path) -> bool:
        return self.names.get(path) is self.open_files[fd]

    def read(self, fd: int, count: int, offset: int) -> bytes:
        return bytes(self.open_files[fd].seen[offset : offset + count])

    def write(self, fd: int, data: bytes, offset: int) -> None:
        self._changing(lambda: self.open_files[fd].write(data, offset))

    def sync(self, fd: int) -> None:
        self._changing(self.open_files[fd].sync)

    def truncate(self, fd: int, size: int) -> None:
        def act() -> None:
            file = self.open_files[fd]
            del file.seen[size:]
            file.dirty = {page for page in file.dirty if page * PAGE < size}

        self._changing(act)

    def replace(self, source: Path, target: Path) -> None:
        def act() -> None:
            self.names[target] = self.names.pop(source)

        self._changing(act)

    def remove(self, path: Path) -> None:
        self.names.pop(path, None)

    def sync_folder(self, folder: Path) -> None:
        def act() -> None:
            self.held_names = dict(self.names)

        self._changing(act)


class FailingDisk(Disk):
    """The real disk, whose named calls fail with an error number until they are let go."""

    def __init__(self, **failing: int) -> None:
        super().__init__()
        self.failing = failing
        self.only_growing = False

    def _fail(self, call: str) -> None:
        if call in self.failing:
            number = self.failing[call]
            raise OSError(number, os.strerror(number))

    def write(self, fd: int, data: bytes, offset: int) -> None:
        if not self.only_growing or offset + len(data) > self.size(fd):
            if "write" in self.failing:
                # A part of it gets through.
                super().write(fd, data[: len(data) // 2], offset)
            self._fail("write")
        super().write(fd, data, offset)

    def sync(self, fd: int) -> None:
        self._fail("sync")
        super().sync(fd)

    def replace(self, source: Path, target: Path) -> None:
        self._fail("replace")
        super().replace(source, target)

    def open_new(self, path: Path) -> int:
        self._fail("open_new")
        return super().open_new(path)

    def open(self, path: Path, *, write: bool) -> int:
        if write:
            self._fail("open")
        return super().open(path, write=write)

    def read(self, fd: int, count: int, offset: int) -> bytes:
        self._fail("read")
        return super().read(fd, count, offset)
