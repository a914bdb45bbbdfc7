"""An export made by a process of its own, as the terminal's wizard asks for it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.commands.test_export import told
from tests.hosting import KEY, serving
from tests.stage import CHAIR, answer, begin, command, header, service_on
from workshop.commands import exporting
from workshop.commands.export import read_state
from workshop.commands.exporting import begin as begin_export
from workshop.errors import FileDamaged, SaveFailed
from workshop.service.client import Ticket
from workshop.service.memory_log import MemoryLog
from workshop.tui.opener import ExportWish

TEXTS = ExportWish(("md", "csv", "graphml"), anonymise=False)


async def test_the_preview_says_what_is_then_written_and_nothing_is_before(tmp_path) -> None:
    path, out = tmp_path / "hour.json", tmp_path / "out"
    await told(path, "A walking bus", "Benches", ended=True)
    export = await begin_export(path, "", TEXTS, out)
    seen = [preview async for preview in export.previews()]
    assert [p.share for p in seen] == sorted(p.share for p in seen)
    last = seen[-1]
    assert "2 answers" in " ".join(last.said)
    assert [name for name, _size in last.files] == ["hour.md", "hour-csv.zip"]
    assert last.unsaid[0].startswith("No graphml: ")
    assert not out.exists()

    written = await export.write()

    assert {(file.name, file.stat().st_size) for file in written} == set(last.files)
    with zipfile.ZipFile(out / "hour-csv.zip") as held:
        assert held.testzip() is None


async def test_of_a_session_on_now_it_writes_what_the_host_told(tmp_path) -> None:
    """No file is read: there may be none on this laptop."""
    path = tmp_path / "hour.json"
    await told(path, "Dr Grey of St Elsewhere said so")
    state = read_state(path)
    path.unlink()
    wish = ExportWish(("md",), anonymise=True)
    export = await begin_export(state, "there", wish, tmp_path / "out")
    seen = [preview async for preview in export.previews()]
    assert any("Grey" in line for line in seen[-1].marked)
    written = await export.write()
    names = [file.name for file in written]
    assert names == ["there-anonymised.md", "there-anonymised-to-look-through.md"]


async def test_given_up_it_writes_nothing_and_its_process_ends(tmp_path) -> None:
    path, out = tmp_path / "hour.json", tmp_path / "out"
    await told(path, "One")
    export = await begin_export(path, "", TEXTS, out)
    await export.stop()
    assert export._process.returncode is not None
    assert not out.exists()


async def test_a_file_that_is_none_is_refused_by_name(tmp_path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{}", encoding="utf-8")
    export = await begin_export(path, "", TEXTS, tmp_path / "out")
    with pytest.raises(FileDamaged):
        [preview async for preview in export.previews()]
    await export.stop()


async def test_a_folder_that_cannot_be_written_is_said_and_the_session_safe(tmp_path) -> None:
    path, out = tmp_path / "hour.json", tmp_path / "out"
    await told(path, "One")
    out.write_text("in the way", encoding="utf-8")
    export = await begin_export(path, "", TEXTS, out)
    [preview async for preview in export.previews()]
    with pytest.raises(SaveFailed, match="could not be written"):
        await export.write()
    await export.stop()


async def test_a_process_that_dies_is_said(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(exporting, "COMMAND", (*exporting.COMMAND[:1], "-c", "pass"))
    path = tmp_path / "hour.json"
    await told(path, "One")
    export = await begin_export(path, "", TEXTS, tmp_path / "out")
    with pytest.raises(SaveFailed, match="broke off"):
        [preview async for preview in export.previews()]
    await export.stop()


async def test_a_session_that_a_host_has_open_is_told_by_the_host(tmp_path, monkeypatch) -> None:
    """Its file is not touched: here it holds nothing."""
    path = tmp_path / "hour.json"
    service = service_on(MemoryLog(header()))
    await service.start()
    await begin(service)
    await service.submit(command(answer("Told by the host")), CHAIR)
    async with serving(service, tmp_path) as (url, _process):

        async def find(_session: Path) -> Ticket:
            return Ticket(url, KEY, CHAIR)

        monkeypatch.setattr("workshop.remote.launcher.find", find)
        export = await begin_export(path, "", ExportWish(("md",), False), tmp_path / "out")
        [preview async for preview in export.previews()]
        (written,) = await export.write()
    assert "Told by the host" in written.read_text(encoding="utf-8")
