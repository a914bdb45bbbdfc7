"""Files that come whole or not at all, and never in an earlier one's place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.examples import FOLDER, main
from tests.export.telling import hour, made
from workshop.cli import sessions
from workshop.errors import SaveFailed, UsageError
from workshop.export import writing
from workshop.export.writing import FORMATS, ON_REQUEST, known_formats, write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_formats_by_default_under_one_name(tmp_path: Path) -> None:
    unsaid: list[str] = []
    paths = write(made(hour().state), (), tmp_path / "new" / "folder", unsaid=unsaid.append)

    written = {path.name for path in paths}
    assert {"told.md", "told.json", "told-csv.zip", "told.xlsx"} <= written
    assert not any(name.endswith((".parquet", ".graphml", ".ics")) for name in written)
    assert [line.split(":")[0] for line in unsaid] == ["No graphml", "No ics"]
    assert names(tmp_path / "new" / "folder") == sorted(path.name for path in paths)


def test_an_earlier_export_is_never_overwritten(tmp_path: Path) -> None:
    report = made(hour().state)
    (first,) = write(report, ("md",), tmp_path)
    first.write_text("mine now")
    again = write(report, ("md", "json"), tmp_path)

    assert first.read_text() == "mine now"
    assert [path.name for path in again] == ["told-2.md", "told-2.json"]


def test_an_unknown_format_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="docx2"):
        write(made(hour().state), ("md", "docx2"), tmp_path)
    assert names(tmp_path) == []


def test_formats_are_taken_once_each() -> None:
    assert known_formats(("json", "md", "json")) == ("json", "md")
    assert set(known_formats(())) == set(FORMATS) - ON_REQUEST


def test_the_command_knows_the_formats_that_are_written() -> None:
    assert set(sessions.FORMATS) == set(FORMATS)


def test_nothing_to_say_is_said_and_writes_nothing(tmp_path: Path) -> None:
    unsaid: list[str] = []
    assert write(made(hour().state), ("graphml",), tmp_path, unsaid=unsaid.append) == ()
    assert names(tmp_path) == []
    (said,) = unsaid
    assert said.startswith("No graphml: no exercise of this session asked who is connected")


def test_a_disk_that_fails_leaves_nothing_half(tmp_path: Path, monkeypatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(SaveFailed, match="No space left"):
        write(made(hour().state), ("md",), tmp_path)
    assert names(tmp_path) == []


def test_a_disk_that_knows_no_links_is_written_too(tmp_path: Path, monkeypatch) -> None:
    def refuse(_source: object, _target: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(writing.os, "link", refuse)
    (path,) = write(made(hour().state), ("json",), tmp_path)
    assert path.stat().st_size > 1000
    assert names(tmp_path) == ["told.json"]


def test_progress_ends_at_the_end(tmp_path: Path) -> None:
    seen: list[float] = []
    write(made(hour().state), (), tmp_path, lambda share, _what: seen.append(share))
    assert seen == sorted(seen) and seen[-1] == 1.0


def test_the_committed_example_is_what_the_script_makes(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tests.examples.FOLDER", tmp_path / "c6-example")
    main()

    # When this fails, `python -m tests.examples` makes the example anew.
    assert contents(FOLDER) == contents(tmp_path / "c6-example")
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_000_000


def contents(folder: Path) -> dict[str, bytes]:
    """What a folder's files say; a zip by its entries, since packing differs between machines."""
    found: dict[str, bytes] = {}
    for path in folder.iterdir():
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found |= {f"{path.name}/{name}": archive.read(name) for name in archive.namelist()}
        else:
            found[path.name] = path.read_bytes()
    return found
