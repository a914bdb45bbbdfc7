from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop.errors import FileDamaged, FileInUse, NewerFile, NotFound, SaveFailed
from workshop.store import ReadOnlyFile, check, open_file
from workshop.store.format import CLOSING, RESERVE, opening
from workshop.store.lock import holder

from .disks import PagedDisk, PagedFile
from .making import HEADER, NOW, command, event, made, seqs

BATCHES = [[event(1, "one")], command(2, [5, 9]), [event(4, "é\u2028"), *command(5, [3, 3, 3])]]


def lay_file(path: Path, *, ended: bool = False) -> bytes:
    made(path, BATCHES).close(ended=ended)
    return path.read_bytes()


def line_starts(data: bytes) -> list[int]:
    """Where each of the seven events' lines begins."""
    return [data.index(b'\n"%d":{' % seq) + 1 for seq in range(1, 8)]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for opened in (lambda p: open_file(p, now=NOW), ReadOnlyFile, check):
        with pytest.raises(NotFound, match=r"nothing\.json"):
            opened(tmp_path / "nothing.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{}", b'{"_default":{"1":{}}}', b"\0" * 9000])
def test_another_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(content)
    for opened in (lambda p: open_file(p, now=NOW), ReadOnlyFile):
        with pytest.raises(FileDamaged) as refused:
            opened(path)
        assert refused.value.line == 1
    assert path.read_bytes() == content
    assert holder(path) is None


def test_a_second_opener_in_the_same_process_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = made(path, BATCHES)
    with pytest.raises(FileInUse):
        open_file(path, now=NOW)
    log.append([event(8)])
    log.close()
    open_file(path, now=NOW).close()


def test_a_file_cut_off_at_any_byte_keeps_every_whole_command_before(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    data = lay_file(path)
    text = data.rstrip()
    ends = {seq: (line_starts(data)[seq] - 2 if seq < 7 else len(text) - 3) for seq in (1, 3, 4, 7)}
    first = line_starts(data)[0] - 1
    for length in range(first, len(text) + 2):
        for filler in (b"", b" " * 700, b"\0" * 700):
            disk = PagedDisk()
            torn = data[:length] + filler
            disk.names[path] = PagedFile(bytearray(torn), bytearray(torn))
            keep = max((seq for seq, end in ends.items() if end <= length), default=0)
            reader = ReadOnlyFile(path, disk=disk)
            assert seqs(reader) == list(range(1, keep + 1))
            assert disk.names[path].seen == torn
            log = open_file(path, now=NOW, disk=disk)
            assert seqs(log) == list(range(1, keep + 1))
            log.append([event(keep + 1)])
            log.close()
            assert len(json.loads(disk.names[path].seen)["events"]) == keep + 1
            aside = disk.names.get(tmp_path / "s.json.cut-20261124T150000Z")
            assert aside is None or aside.seen.strip() in data


def test_what_was_cut_is_set_aside_and_said(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    data = lay_file(path)
    # The last write: events 4 (one command) and 5 to 7 (another); the middle of 6 is lost.
    at = line_starts(data)[5] + 10
    path.write_bytes(data[:at] + b" " * 20 + data[at + 20 :])
    log = open_file(path, now=NOW)
    assert seqs(log) == [1, 2, 3, 4]
    assert log.mended
    assert log.mended.aside == tmp_path / "s.json.cut-20261124T150000Z"
    assert (log.mended.line, log.mended.revision) == (7, 4)
    assert log.header["epoch"] == 2
    kept_aside = log.mended.aside.read_bytes()
    assert kept_aside.startswith(b'"5":{')
    assert b'"7":{' in kept_aside
    assert "never acknowledged" in str(log.mended)
    assert "s.json.cut-20261124T150000Z" in str(log.mended)
    log.close()
    assert open_again(path).mended is None


def open_again(path: Path) -> ReadOnlyFile | object:
    log = open_file(path, now=NOW)
    log.close()
    return log


@pytest.mark.parametrize("ended", [False, True])
def test_a_bit_that_rots_in_an_earlier_line_is_refused_and_nothing_changed(
    tmp_path: Path, ended: bool
) -> None:
    path = tmp_path / "s.json"
    data = lay_file(path, ended=ended)
    starts = [*line_starts(data), len(data.rstrip()) - 3]
    # In a file that was ended no write was under way, so the last batch is no torn tail either.
    for seq in range(1, 8 if ended else 4):
        for at in range(starts[seq - 1], starts[seq] - 2, 7):
            rotten = bytearray(data)
            rotten[at] ^= 1
            path.write_bytes(rotten)
            for opened in (lambda p: open_file(p, now=NOW), ReadOnlyFile):
                with pytest.raises(FileDamaged) as refused:
                    opened(path)
                assert refused.value.line == seq + 2
            assert path.read_bytes() == rotten
    assert sorted(found.name for found in tmp_path.iterdir()) == ["s.json", "s.json.lock"]


def test_a_line_taken_out_or_swapped_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    lines = lay_file(path).split(b"\n")
    without = lines[:3] + lines[4:]
    swapped = [*lines[:2], lines[3], lines[2], *lines[4:]]
    twice = [*lines[:3], lines[2], *lines[3:]]
    for changed, bad in ((without, 4), (swapped, 3), (twice, 4)):
        path.write_bytes(b"\n".join(changed))
        with pytest.raises(FileDamaged) as refused:
            open_file(path, now=NOW)
        assert refused.value.line == bad


def test_a_comma_that_rotted_is_put_back(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    data = lay_file(path)
    for start in line_starts(data)[1:]:
        path.write_bytes(data[: start - 2] + data[start - 1 :])
        log = open_file(path, now=NOW)
        assert seqs(log) == list(range(1, 8))
        assert log.mended
        log.close()
        json.loads(path.read_bytes())


def test_a_zeroed_end_longer_than_one_write_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = made(path, [])
    for seq in range(1, 13):
        log.append([event(seq, "x" * 500_000)])
    log.close()
    data = path.read_bytes()
    for zeroed, refused in ((5_500_000, True), (400_000, False)):
        path.write_bytes(data[:-zeroed] + bytes(zeroed))
        if refused:
            with pytest.raises(FileDamaged):
                open_file(path, now=NOW)
        else:
            open_file(path, now=NOW).close()


def test_zeros_in_the_reserve_become_spaces(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    data = lay_file(path)
    path.write_bytes(data + bytes(RESERVE))
    log = open_file(path, now=NOW)
    assert log.mended is None
    assert seqs(log) == list(range(1, 8))
    log.close()
    assert path.read_bytes() == data + b" " * RESERVE


def test_a_changed_header_is_damage_and_a_newer_one_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    data = lay_file(path)
    path.write_bytes(data.replace("Übung".encode(), "Übong".encode(), 1))
    with pytest.raises(FileDamaged) as refused:
        open_file(path, now=NOW)
    assert refused.value.line == 1
    newer = opening({**HEADER, "format": 2}) + data[len(opening(HEADER)) :]
    path.write_bytes(newer)
    with pytest.raises(NewerFile, match="format 2"):
        open_file(path, now=NOW)
    reader = ReadOnlyFile(path)
    assert seqs(reader) == list(range(1, 8))
    reader.close()
    path.write_bytes(newer.replace(b'"answers"', b'"gewater"'))
    with pytest.raises(NewerFile):
        ReadOnlyFile(path)
    assert path.read_bytes() != data


def test_a_reader_sees_what_was_there_and_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = made(path, BATCHES)
    reader = ReadOnlyFile(path)
    log.append([event(8)])
    log.rewrite(lambda document: document)
    assert seqs(reader) == list(range(1, 8))
    assert seqs(reader, 5) == [6, 7]
    assert reader.name == str(path)
    with pytest.raises(SaveFailed):
        reader.append([event(8)])
    reader.close()
    log.close()


def test_an_unfinished_command_of_a_sound_file_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    data = lay_file(path)
    end = line_starts(data)[6] - 2
    path.write_bytes(data[:end] + CLOSING + b" " * 100)
    json.loads(path.read_bytes())
    log = open_file(path, now=NOW)
    assert log.mended
    assert seqs(log) == [1, 2, 3, 4]
    log.close()
