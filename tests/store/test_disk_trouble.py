"""What happens when the disk refuses: the error, what is safe, and the way back."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workshop.errors import SaveFailed
from workshop.store import ReadOnlyFile, create, mend, open_file
from workshop.store.format import RESERVE

from .disks import FailingDisk
from .making import HEADER, NOW, command, event, made, seqs


def acknowledged_on_disk(path: Path) -> list[int]:
    reader = ReadOnlyFile(path)
    try:
        return seqs(reader)
    finally:
        reader.close()


@pytest.mark.parametrize("call", ["write", "sync"])
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_nothing_of_a_failed_batch_counts_and_the_next_one_is_kept(
    tmp_path: Path, call: str, number: int
) -> None:
    path = tmp_path / "s.json"
    disk = FailingDisk()
    log = made(path, [[event(1)], [event(2)]], disk)
    disk.failing[call] = number
    for _ in range(3):
        with pytest.raises(SaveFailed) as failed:
            log.append(command(3, [9000, 9000]))
        assert "safe" in failed.value.hint
        assert log.revision == 2
        assert seqs(log) == [1, 2]
    disk.failing.clear()
    inode = path.stat().st_ino
    log.append([event(3, "another")])
    assert path.stat().st_ino != inode
    assert b"xxxx" not in path.read_bytes()
    assert [*json.loads(path.read_bytes())["events"]] == ["1", "2", "3"]
    log.append([event(4)])
    log.close()
    assert acknowledged_on_disk(path) == [1, 2, 3, 4]


@pytest.mark.parametrize("call", ["open_new", "replace", "sync", "read"])
def test_until_a_fresh_copy_is_written_saving_stays_failed(tmp_path: Path, call: str) -> None:
    path = tmp_path / "s.json"
    disk = FailingDisk()
    log = made(path, [[event(1)], [event(2)]], disk)
    disk.failing["write"] = errno.EIO
    with pytest.raises(SaveFailed):
        log.append([event(3)])
    disk.failing = {call: errno.EIO}
    for _ in range(2):
        with pytest.raises(SaveFailed):
            log.append([event(3)])
    disk.failing = {}
    log.append([event(3)])
    log.close(ended=True)
    assert acknowledged_on_disk(path) == [1, 2, 3]
    assert not list(tmp_path.glob(".*"))


def test_a_full_disk_is_met_while_reserving_and_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    disk = FailingDisk()
    log = made(path, [[event(1)]], disk)
    disk.failing["write"], disk.only_growing = errno.ENOSPC, True
    log.append([event(2)])
    before = path.read_bytes()
    with pytest.raises(SaveFailed, match="full"):
        log.append([event(3, "x" * RESERVE)])
    assert path.read_bytes() == before
    inode = path.stat().st_ino
    log.append([event(3, "short")])
    assert path.stat().st_ino == inode
    disk.failing.clear()
    log.append([event(4, "x" * RESERVE)])
    assert path.stat().st_ino == inode
    log.close()
    assert acknowledged_on_disk(path) == [1, 2, 3, 4]


def test_bytes_that_come_back_changed_are_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    disk = FailingDisk()
    log = made(path, [[event(1, "first")], [event(2)]], disk)
    disk.failing["sync"] = errno.EIO
    with pytest.raises(SaveFailed):
        log.append([event(3)])
    disk.failing.clear()
    good = path.read_bytes()
    path.write_bytes(good.replace(b"first", b"fjrst"))
    with pytest.raises(SaveFailed, match="line 3"):
        log.append([event(3)])
    path.write_bytes(good)
    log.append([event(3)])
    log.close()


def test_a_first_batch_that_fails_leaves_no_file_and_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    disk = FailingDisk(sync=errno.EIO)
    log = create(path, HEADER, disk=disk)
    with pytest.raises(SaveFailed):
        log.append([event(1)])
    assert not path.exists()
    disk.failing.clear()
    log.append([event(1)])
    log.close()
    assert acknowledged_on_disk(path) == [1]


@pytest.mark.parametrize("call", ["write", "sync", "replace"])
def test_a_rewriting_that_fails_changes_nothing(tmp_path: Path, call: str) -> None:
    path = tmp_path / "s.json"
    disk = FailingDisk()
    log = made(path, [[event(1)], [event(2)]], disk)
    before = path.read_bytes()
    disk.failing[call] = errno.EIO
    with pytest.raises(SaveFailed):
        log.rewrite(lambda document: document | {"answers": None})
    assert path.read_bytes() == before
    assert log.header["epoch"] == 1
    disk.failing.clear()
    log.append([event(3)])
    log.close()


def test_a_disk_that_takes_no_writes_refuses_the_opening_but_not_the_reading(
    tmp_path: Path,
) -> None:
    path = tmp_path / "s.json"
    made(path, [[event(1)]]).close()
    for call in ("open", "write", "sync"):
        with pytest.raises(SaveFailed, match="may not be written"):
            open_file(path, now=NOW, disk=FailingDisk(**{call: errno.EROFS}))
    torn = path.read_bytes().rstrip()[:-20]
    path.write_bytes(torn)
    with pytest.raises(SaveFailed):
        mend(path, now=NOW, disk=FailingDisk(write=errno.ENOSPC))
    assert path.read_bytes() == torn
    assert acknowledged_on_disk(path) == []


@pytest.fixture
def frozen_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that takes no new files, for the superuser too where the system can do that."""
    folder = tmp_path / "frozen"
    folder.mkdir()
    as_root = os.geteuid() == 0
    if as_root:
        try:
            done = subprocess.run(["chattr", "+i", folder], capture_output=True, check=False)
        except FileNotFoundError:
            pytest.skip("no chattr")
        if done.returncode:
            pytest.skip("this file system cannot freeze a folder")
    else:
        folder.chmod(0o500)
    yield folder
    if as_root:
        subprocess.run(["chattr", "-i", folder], check=True)
    folder.chmod(0o700)


def test_a_read_only_folder_is_said_at_once(frozen_folder: Path) -> None:
    with pytest.raises(SaveFailed, match="may not be written"):
        create(frozen_folder / "s.json", HEADER)
    assert list(frozen_folder.iterdir()) == []


LIMITED = """
import resource, sys
from pathlib import Path
from tests.store.making import event, made
from workshop.errors import SaveFailed
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
log = made(Path(sys.argv[1]), [])
saved, refused = 0, 0
while refused < 3:
    try:
        log.append([event(saved + 1, "x" * 1000)])
        saved += 1
    except SaveFailed as error:
        assert "full" in error.title, error
        refused += 1
print(saved, flush=True)
"""


def test_a_real_limit_on_the_files_length_is_met_as_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, path],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    saved = int(run.stdout)
    assert saved > 100
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 200_000
    log = open_file(path, now=NOW)
    assert log.mended is None
    assert log.revision == saved
    log.append([event(saved + 1, "x" * 1000)])
    log.close()
    json.loads(path.read_bytes())
