from __future__ import annotations

import json
from pathlib import Path

import pytest

from workshop.errors import FileDamaged, FileInUse
from workshop.store import ReadOnlyFile, check, mend, open_file
from workshop.store.format import opening

from .making import HEADER, NOW, command, event, made, seqs


def lay_file(path: Path) -> list[bytes]:
    made(path, [[event(1)], command(2, [5, 6, 7]), [event(5)], [event(6)]]).close()
    return path.read_bytes().split(b"\n")


def test_a_sound_file_has_no_problems_and_needs_no_mending(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    lay_file(path)
    before = path.read_bytes()
    report = check(path)
    assert report.sound
    assert report.tables == {"events": 6, "session": 1}
    assert (report.revision, report.epoch, report.format, report.ended) == (6, 1, 1, False)
    assert json.loads(json.dumps(report.to_json()))["problems"] == []
    assert mend(path, now=NOW) is None
    assert path.read_bytes() == before


def test_a_torn_end_is_reported_and_mended_like_an_opening_does(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(b"\n".join(lay_file(path)[:6])[:-30])
    before = path.read_bytes()
    report = check(path)
    assert not report.sound
    assert report.mendable
    assert not report.acknowledged
    assert report.tables is None
    assert any("keep 1 events" in problem.mend for problem in report.problems)
    assert path.read_bytes() == before
    mended = mend(path, now=NOW)
    assert mended
    assert mended.revision == 1
    assert check(path).sound


def test_damage_in_the_middle_keeps_every_good_event_and_its_number(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    lines = lay_file(path)
    lines[3] = lines[3].replace(b"2:xxxxx", b"2:xx\0xx")
    lines[6] = b"rubbish"
    path.write_bytes(b"\n".join(lines))
    report = check(path)
    assert report.acknowledged
    assert {problem.line for problem in report.problems} >= {4, 7}
    assert sum("is lost" in problem.what for problem in report.problems) == 2
    with pytest.raises(FileDamaged):
        open_file(path, now=NOW)
    mended = mend(path, now=NOW)
    assert mended
    assert mended.lost == (2, 5)
    assert mended.aside == tmp_path / "s.json.damaged-20261124T150000Z"
    aside = mended.aside.read_bytes()
    assert b"line 7: rubbish\n" in aside
    assert b"2:xx\0xx" in aside
    assert "2 damaged events were" in str(mended)
    assert check(path).sound
    log = open_file(path, now=NOW)
    found = list(log.read())
    assert [document["seq"] for document in found] == [1, 2, 3, 4, 5, 6]
    assert [document["type"] == "lost" for document in found] == [
        False,
        True,
        False,
        False,
        True,
        False,
    ]
    assert [document["last"] for document in found] == [True, True, False, True, True, True]
    assert found[2]["answers"] == {"text": "3:xxxxxx"}
    assert log.header["epoch"] == 2
    log.append([event(7)])
    log.close()
    assert mend(path, now=NOW) is None


def test_a_command_that_lost_its_end_is_closed_by_an_empty_event(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    lines = lay_file(path)
    lines[5] = b"rubbish"
    path.write_bytes(b"\n".join(lines))
    mended = mend(path, now=NOW)
    assert mended
    assert mended.lost == (4,)
    reader = ReadOnlyFile(path)
    lost = next(reader.read(3))
    assert (lost["cmd"], lost["last"], lost["type"]) == ("c2", True, "lost")
    reader.close()


def test_a_rotten_line_in_a_mended_file_is_still_told_from_a_torn_end(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = made(path, [command(1, [5] * 9)])
    log.append(command(10, [5] * 9))
    log.rewrite(lambda document: document)
    log.close()
    path.write_bytes(path.read_bytes().replace(b"12:xxxxx", b"12:xxxyx"))
    with pytest.raises(FileDamaged) as refused:
        open_file(path, now=NOW)
    assert refused.value.line == 14


def test_a_changed_header_is_kept_as_it_reads(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    lay_file(path)
    path.write_bytes(path.read_bytes().replace(b'"main"', b'"mein"', 1))
    report = check(path)
    assert [problem.line for problem in report.problems] == [1]
    assert report.mendable
    mended = mend(path, now=NOW)
    assert mended
    assert mended.aside
    log = open_file(path, now=NOW)
    assert log.header["room"] == "mein"
    assert seqs(log) == [1, 2, 3, 4, 5, 6]
    log.close()


def test_what_cannot_be_mended_is_said_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(b"x" + b"\n".join(lay_file(path)))
    before = path.read_bytes()
    report = check(path)
    assert not report.mendable
    assert any("backup" in problem.mend for problem in report.problems)
    with pytest.raises(FileDamaged):
        mend(path, now=NOW)
    assert path.read_bytes() == before
    path.write_bytes(opening({**HEADER, "format": 9}) + b"\n}}\n")
    report = check(path)
    assert not report.mendable
    assert "newer" in report.problems[0].what


def test_a_live_file_is_checked_but_not_mended(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    log = made(path, [[event(1)]])
    report = check(path)
    assert report.sound
    assert report.in_use
    with pytest.raises(FileInUse):
        mend(path, now=NOW)
    log.close(ended=True)
    assert check(path).ended
