"""An empty batch asks whether the disk takes events again."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from workshop.errors import SaveFailed
from workshop.store.disk import Disk

from .making import event, made, seqs


class FullDisk(Disk):
    """Has no room for growth while `full`."""

    def __init__(self) -> None:
        super().__init__()
        self.full = False

    def write(self, fd: int, data: bytes, offset: int) -> None:
        if self.full and not data.strip(b" "):
            raise OSError(errno.ENOSPC, "no space left on device")
        super().write(fd, data, offset)


def test_an_empty_batch_fails_as_long_as_the_disk_is_full(tmp_path: Path) -> None:
    disk = FullDisk()
    log = made(tmp_path / "s.json", [[event(1)]], disk)
    disk.full = True
    with pytest.raises(SaveFailed):
        log.append([event(2, "x" * 70_000)])
    with pytest.raises(SaveFailed):
        log.append([])
    disk.full = False
    log.append([])
    log.append([event(2)])

    assert seqs(log) == [1, 2]
    log.close()
