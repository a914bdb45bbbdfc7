from __future__ import annotations

import json
import os
from pathlib import Path

import orjson
import pytest
from tinydb import TinyDB

from workshop.errors import FileInUse, SaveFailed, StoreError
from workshop.service.log import EventLine
from workshop.store import MAX_EVENT, ReadOnlyFile, create, open_file
from workshop.store.format import MAX_WRITE, RESERVE
from workshop.store.lock import lock_path

from .making import HEADER, NOW, command, event, made, seqs


def plain(path: Path) -> dict[str, list[dict[str, object]]]:
    with TinyDB(path, access_mode="r", encoding="utf-8") as database:
        return {name: [dict(doc) for doc in database.table(name)] for name in database.tables()}


def test_what_is_appended_is_read_again_and_after_a_reopening(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    batches = [[event(1, "one")], command(2, [3, 5, 7]), [event(5, "two\u2028lines"), event(6)]]
    log = made(path, batches)
    given = [orjson.loads(line.body) for batch in batches for line in batch]
    assert list(log.read()) == given
    assert list(log.read(4)) == given[4:]
    assert list(log.read(6)) == []
    assert log.revision == 6
    log.close()
    again = open_file(path, now=NOW)
    assert dict(again.header) == HEADER
    assert list(again.read()) == given
    assert again.mended is None
    again.append([event(7)])
    assert seqs(again, 5) == [6, 7]
    again.close()


def test_plain_tinydb_reads_every_batch(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = create(path, HEADER)
    assert not path.exists()
    seq = 0
    for size in (1, 3, 1, 300, 2):
        log.append([event(seq + i + 1, '\u2028\u0085 é\\"}\n' * 3) for i in range(size)])
        seq += size
        tables = plain(path)
        assert list(json.loads(path.read_bytes())) == ["session", "events"]
        assert set(tables) == {"session", "events"}
        assert [doc["seq"] for doc in tables["events"]] == list(range(1, seq + 1))
        assert tables["session"][0]["room"] == "main"
    with TinyDB(path, access_mode="r", encoding="utf-8") as database:
        assert database.table("events").get(doc_id=seq)["seq"] == seq
    log.close(ended=True)
    assert plain(path)["events"][-1]["seq"] == seq


def test_the_reserve_is_spaces_in_64_kib_and_goes_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = made(path, [[event(1)]])
    for seq in range(2, 500):
        log.append([event(seq, "y" * 300)])
        size = path.stat().st_size
        assert size % RESERVE == 0
        assert path.read_bytes().endswith(b" ")
    assert size == log.size == 4 * RESERVE
    log.close(ended=True)
    assert path.read_bytes().endswith(b"}\n}}\n")
    again = open_file(path, now=NOW)
    assert again.mended is None
    again.append([event(500)])
    assert path.stat().st_size % RESERVE == 0
    again.close()
    json.loads(path.read_bytes())


@pytest.mark.parametrize("spare", range(-6, 4))
def test_every_length_around_the_reserves_end_fits(tmp_path: Path, spare: int) -> None:
    path = tmp_path / "s.json"
    log = made(path, [[event(1)]])
    overhead = len(event(2, "").body) + len(b',\n"2":,"sync":2,"crc":4000000000')
    text = len(path.read_bytes().rstrip())
    log.append([event(2, "z" * (RESERVE - text - overhead + spare))])
    log.append([event(3)])
    log.close()
    again = open_file(path, now=NOW)
    assert again.mended is None
    assert seqs(again) == [1, 2, 3]
    again.close()


def test_documents_longer_than_the_reserve_and_than_one_write(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = made(path, [[event(1, "a" * 200_000)], [event(2, "b" * 70_000)]])
    many = command(3, [1_000_000] * 9)
    assert sum(len(line.body) for line in many) > 2 * MAX_WRITE
    log.append(many)
    log.append([event(12)])
    assert seqs(log) == list(range(1, 13))
    log.close()
    again = open_file(path, now=NOW)
    assert again.mended is None
    assert len(next(again.read(1))["answers"]["text"]) == 70_000
    again.close()


def test_a_batch_that_could_not_be_read_again_is_the_callers_mistake(tmp_path: Path) -> None:
    log = create(tmp_path / "s.json", HEADER)
    wrong = [
        [event(2)],
        [event(1), event(1)],
        [event(1, last=False)],
        [EventLine(1, b'{"seq":1,\n"last":true}', True)],
        [EventLine(1, b"[1]", True)],
        [EventLine(1, b'{"seq":1}', True)],
        [EventLine(1, b"{}", True)],
        [EventLine(1, b'{"last":true,"x":"%s"}' % (b"x" * MAX_EVENT), True)],
    ]
    for batch in wrong:
        with pytest.raises(ValueError, match=r"event|batch"):
            log.append(batch)
    log.append([])
    log.append([event(1)])
    assert log.revision == 1
    log.close()


def test_create_refuses_at_once(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    with pytest.raises(ValueError, match="format"):
        create(path, {**HEADER, "format": 2})
    log = create(path, HEADER)
    with pytest.raises(FileInUse) as refused:
        create(path, HEADER)
    assert str(os.getpid()) in refused.value.title
    log.append([event(1)])
    log.close()
    with pytest.raises(StoreError, match="exists"):
        create(path, HEADER)
    open_file(path, now=NOW).close()
    with pytest.raises(SaveFailed, match="not there"):
        create(tmp_path / "nowhere" / "s.json", HEADER)
    assert not (tmp_path / "nowhere").exists()


def test_a_session_without_events_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    create(path, HEADER).close(ended=True)
    assert [found.name for found in tmp_path.iterdir()] == [lock_path(path).name]


def test_a_rewriting_keeps_numbers_and_raises_the_epoch(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = made(path, [[event(1)], command(2, [4, 4]), [event(4)]])

    def erase(document: dict[str, object]) -> dict[str, object]:
        return document | {"answers": None} if document["seq"] == 2 else document

    reading = log.read()
    assert next(reading)["seq"] == 1
    log.rewrite(erase, lambda header: header | {"room": "other"})
    assert [document["seq"] for document in reading] == [2, 3, 4]
    assert (log.header["epoch"], log.header["room"]) == (2, "other")
    log.append([event(5)])
    assert b"2:xxxx" not in path.read_bytes()
    with pytest.raises(ValueError, match="keep"):
        log.rewrite(lambda document: document | {"seq": 9})
    log.append([event(6)])
    log.close()
    reader = ReadOnlyFile(path)
    assert [document["answers"] is None for document in reader.read()] == [
        False,
        True,
        False,
        False,
        False,
        False,
    ]
    assert reader.header["epoch"] == 2
    reader.close()


def test_a_file_deleted_or_replaced_meanwhile_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = made(path, [[event(1)], [event(2)]])
    path.unlink()
    log.append([event(3)])
    assert [doc["seq"] for doc in plain(path)["events"]] == [1, 2, 3]
    other = tmp_path / "other"
    other.write_text("a cloud client's")
    other.replace(path)
    log.append([event(4, "x" * RESERVE)])
    assert [doc["seq"] for doc in plain(path)["events"]] == [1, 2, 3, 4]
    assert (tmp_path / "s.json.replaced-1").read_text() == "a cloud client's"
    log.close()
