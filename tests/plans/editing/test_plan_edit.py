from __future__ import annotations

from pathlib import Path

import pytest

from tests.plans.making import CATALOGUE, PLAN, library
from workshop.domain.plan import Priority
from workshop.errors import Conflict, Refused, SaveFailed, UsageError
from workshop.kinds.registry import load
from workshop.plans import Library
from workshop.plans.editing import EditRow, PlanEdit, PlanFile, PlanText, Wish
from workshop.settings import Folder, bundled_folder

COMMENTED = PLAN.replace("      - id: ask", "      # What we ask.\n      - id: ask")


@pytest.fixture
def edit() -> PlanEdit:
    return PlanEdit(PlanText.of(COMMENTED, "small.yaml"))


def row(edit: PlanEdit, id_: str) -> EditRow:
    return next(one for one in edit.rows() if one.id == id_ and one.segment is not None)


def ids(edit: PlanEdit) -> list[str]:
    return [one.id for one in edit.rows() if one.segment is not None]


def opened(tmp_path: Path) -> PlanFile:
    """A file of the user's own, under edit."""
    return PlanFile.open("small", library(tmp_path, COMMENTED), CATALOGUE)


def test_rows_have_their_times(edit: PlanEdit) -> None:
    part, hello, ask = edit.rows()
    assert (part.segment, part.seconds) == (None, 600)
    assert [edit.time_at(one.offset_s) for one in (hello, ask)] == ["15:00", "15:02"]
    assert (hello.seconds, hello.min_s, hello.priority) == (150, 60, "must")
    assert (ask.priority, ask.exercise) == ("should", "warm-up")
    assert (edit.total_s, edit.length_s) == (600, 600)


def test_every_change_can_be_undone_down_to_the_text_as_it_was(edit: PlanEdit) -> None:
    edit.retime(row(edit, "hello"), 60)
    assert edit.total_s == 660
    edit.fit_length()
    assert edit.length_s == 660
    edit.prioritise(row(edit, "hello"))
    assert row(edit, "hello").priority == "should"
    edit.rename(row(edit, "ask"), "Ask: why")
    edit.move(row(edit, "ask"), down=False)
    assert ids(edit) == ["ask", "hello"]
    key = edit.add(row(edit, "hello"), Wish("Ask", 60, None, Priority.MUST))
    assert key == (1, "ask-2")
    edit.remove(row(edit, "hello"))
    wish = Wish("New", 240, 120, Priority.COULD)
    edit.change(row(edit, "ask"), wish)
    changed = row(edit, "ask")
    assert (changed.title, changed.seconds, changed.min_s, changed.priority) == (
        "New", 240, 120, "could",
    )  # fmt: skip
    assert "# What we ask." in edit.text
    said = []
    while edit.can_undo:
        said.append(edit.undo())
    assert edit.text == COMMENTED
    assert said[-1] == "Hello: 3:30"
    with pytest.raises(Refused, match="nothing to undo"):
        edit.undo()


def test_less_time_takes_the_minimum_down_with_it(edit: PlanEdit) -> None:
    edit.retime(row(edit, "hello"), -120)
    assert (row(edit, "hello").seconds, row(edit, "hello").min_s) == (30, 30)
    edit.retime(row(edit, "hello"), -120)
    assert row(edit, "hello").seconds == 0


def test_a_part_keeps_a_segment_and_the_ends_are_ends(edit: PlanEdit) -> None:
    with pytest.raises(Refused, match="first already"):
        edit.move(row(edit, "hello"), down=False)
    with pytest.raises(Refused, match="last already"):
        edit.move(row(edit, "ask"), down=True)
    edit.remove(row(edit, "hello"))
    with pytest.raises(Refused, match="keeps one segment"):
        edit.remove(row(edit, "ask"))
    with pytest.raises(Refused, match="That is a part"):
        edit.retime(edit.rows()[0], 60)


def test_saving_keeps_the_former_file_and_takes_the_draft_away(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.keep(COMMENTED.replace("Hello", "Hallo"))
    kept = file.kept()
    assert kept is not None
    backup = file.save(kept)
    assert file.path.read_text() == COMMENTED.replace("Hello", "Hallo")
    assert backup is not None
    assert backup.read_text() == COMMENTED
    assert file.kept() is None
    assert sorted(path.name for path in file.path.parent.iterdir()) == [
        "small.yaml", "small.yaml.bak",
    ]  # fmt: skip
    assert file.check(COMMENTED).problems == ()


def test_a_text_that_another_program_changed_is_not_written_over_in_silence(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.path.write_text("schema: 1\n")
    with pytest.raises(Conflict, match="changed by another program"):
        file.save(COMMENTED)
    assert file.path.read_text() == "schema: 1\n"
    backup = file.save(COMMENTED, over=True)
    assert backup is not None
    assert backup.read_text() == "schema: 1\n"


def test_a_disk_that_takes_nothing_leaves_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = opened(tmp_path)
    file.keep("schema: 1\nid: kept\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workshop.plans.saving.os.fsync", full)
    with pytest.raises(SaveFailed, match="no space left"):
        file.save(COMMENTED.replace("Hello", "Hallo"))
    assert file.path.read_text() == COMMENTED
    kept = file.kept()
    assert kept is not None
    assert kept.data["id"] == "kept"
    assert not list(file.path.parent.glob("*.part"))


def test_a_plan_that_ships_is_saved_as_ones_own(tmp_path: Path) -> None:
    shipped = Library.open(Folder(tmp_path), bundled_folder())
    file = PlanFile.open("team-retrospective", shipped, load())
    before = file.source.read_bytes()
    assert file.copies
    edit = PlanEdit(file.read())
    edit.rename(edit.rows()[0], "Begin")
    source = file.source
    assert file.save(edit.text) is None
    assert file.path == tmp_path / "session_plans" / "team-retrospective.yaml"
    assert source.read_bytes() == before
    assert file.path.read_text("utf-8") == before.decode().replace("title: Opening", "title: Begin")
    assert not file.copies
    again = Library.open(Folder(tmp_path), bundled_folder()).plan("team-retrospective")
    assert again.path == file.path


def test_lines_that_end_as_on_windows_still_do(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.path.write_bytes(COMMENTED.replace("\n", "\r\n").encode())
    edit = PlanEdit(file.read())
    edit.retime(row(edit, "hello"), 60)
    file.save(edit.text)
    assert file.path.read_bytes() == (
        COMMENTED.replace("minutes: 2.5", "minutes: 3.5").replace("\n", "\r\n").encode()
    )


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.path.write_bytes(b"id: small\n\xff\xfe\n")
    with pytest.raises(UsageError, match="cannot be read"):
        file.read()


def test_translations_of_a_text_that_is_gone_go_with_it() -> None:
    nl = '  nl:\n    "Hello": Hallo\n    "Ask": Vraag\n  de:\n    "Hello": Hallo\n'
    edit = PlanEdit(PlanText.of(f"{COMMENTED}translations:\n{nl}", "small.yaml"))
    edit.rename(row(edit, "hello"), "Welcome")
    assert edit.now.data["translations"] == {"nl": {"Ask": "Vraag"}}
    edit.rename(row(edit, "ask"), "Wonder")
    assert "translations" not in edit.now.data
    edit.undo()
    edit.undo()
    assert edit.text == f"{COMMENTED}translations:\n{nl}"
    edit.add(row(edit, "hello"), Wish("Hello", 60, None, Priority.MUST))
    edit.remove(row(edit, "hello"))
    assert edit.now.data["translations"]["de"] == {"Hello": "Hallo"}
