"""Several processes on one file: the lock, real kills, a reader beside a writer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tinydb import TinyDB

from workshop.errors import FileInUse
from workshop.store import Holder, ReadOnlyFile, check, create, holder, open_file
from workshop.store.lock import process_path

from .making import HEADER, NOW, command, event, made, seqs

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from tests.store.making import HEADER, NOW, command
from workshop.store import create, open_file
path = Path(sys.argv[1])
log = open_file(path, now=NOW) if path.exists() else create(path, HEADER)
log.announce(8123)
print("open", log.revision, flush=True)
while True:
    log.append(command(log.revision + 1, [50, 3000, 20]) + command(log.revision + 4, [700]))
    print(log.revision, flush=True)
"""


def writer(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def killed(process: subprocess.Popen[str]) -> int:
    """Kill it, and give back the last revision it had acknowledged (0: none)."""
    assert process.stdout
    process.send_signal(signal.SIGKILL)
    said = process.stdout.read().splitlines()
    process.stdout.close()
    process.wait()
    return max((int(line) for line in said if line.isdigit()), default=0)


def test_a_second_process_is_refused_and_told_who_and_where(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    process = writer(path)
    assert process.stdout
    process.stdout.readline()
    process.stdout.readline()
    try:
        with pytest.raises(FileInUse) as refused:
            open_file(path, now=NOW)
        assert str(process.pid) in refused.value.title
        assert holder(path) == Holder(process.pid, 8123)
        assert check(path).in_use
    finally:
        killed(process)
    assert holder(path) is None
    assert process_path(path).exists()
    log = open_file(path, now=NOW)
    assert holder(path) == Holder(os.getpid(), None)
    log.close()
    assert not process_path(path).exists()


def test_every_acknowledged_event_is_there_after_each_of_many_kills(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    acknowledged = 0
    for kill in range(8):
        process = writer(path)
        assert process.stdout
        for _ in range(2 + kill * 5):
            said = process.stdout.readline().strip()
            acknowledged = int(said) if said.isdigit() else acknowledged
        acknowledged = max(acknowledged, killed(process))
        assert check(path).revision >= acknowledged
        log = open_file(path, now=NOW)
        found = list(log.read())
        assert [document["seq"] for document in found] == list(range(1, len(found) + 1))
        assert len(found) >= acknowledged
        assert found[-1]["last"]
        log.close()
        with TinyDB(path, access_mode="r", encoding="utf-8") as database:
            assert len(database.table("events")) == len(found)
    assert acknowledged > 100


def test_a_reader_beside_a_writer_always_sees_whole_commands(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    process = writer(path)
    assert process.stdout
    process.stdout.readline()
    process.stdout.readline()
    seen = 0
    try:
        for _ in range(25):
            reader = ReadOnlyFile(path)
            found = seqs(reader)
            reader.close()
            assert found == list(range(1, len(found) + 1))
            assert len(found) >= seen
            assert len(found) % 4 in {0, 3}
            seen = len(found)
    finally:
        killed(process)


def test_reads_in_another_thread_go_on_while_batches_are_appended(tmp_path: Path) -> None:
    log = made(tmp_path / "s.json", [[event(1)]])
    wrong: list[list[int]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            after = max(0, log.revision - 30)
            found = seqs(log, after)
            if found != list(range(after + 1, after + 1 + len(found))) or not found:
                wrong.append(found)

    thread = threading.Thread(target=read)
    thread.start()
    for _ in range(150):
        log.append(command(log.revision + 1, [10, 2000]))
    log.rewrite(lambda document: document)
    log.append([event(log.revision + 1)])
    done.set()
    thread.join()
    assert wrong == []
    log.close()


def test_the_lock_is_free_after_a_refused_creation(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(b"something")
    for _ in range(2):
        with pytest.raises(Exception, match="exists"):
            create(path, HEADER)
    assert holder(path) is None
