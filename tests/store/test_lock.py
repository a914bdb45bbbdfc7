from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from workshop.errors import FileInUse
from workshop.store import Holder, holder
from workshop.store.lock import SessionLock, process_path


def test_nobody_holds_what_was_never_locked(tmp_path: Path) -> None:
    assert holder(tmp_path / "s.json") is None
    assert list(tmp_path.iterdir()) == []


def test_the_holder_says_who_and_where_and_can_let_go_in_another_thread(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    lock = SessionLock(path)
    assert holder(path) == Holder(os.getpid(), None)
    lock.announce(8123)
    assert holder(path) == Holder(os.getpid(), 8123)
    letting_go = threading.Thread(target=lock.release)
    letting_go.start()
    letting_go.join()
    assert holder(path) is None
    SessionLock(path).release()


@pytest.mark.parametrize("said", [b"", b"[]", b"{", b'"x"'])
def test_a_process_file_that_says_nothing_refuses_all_the_same(tmp_path: Path, said: bytes) -> None:
    path = tmp_path / "s.json"
    lock = SessionLock(path)
    process_path(path).write_bytes(said)
    with pytest.raises(FileInUse, match="another process"):
        SessionLock(path)
    assert holder(path) == Holder(None, None)
    process_path(path).unlink()
    assert holder(path) == Holder(None, None)
    lock.release()
