from __future__ import annotations

from pathlib import Path

import pytest

from tests.plans.making import EXERCISE, PLAN, folder
from workshop.errors import NotFound
from workshop.plans import Library, Origin
from workshop.settings import Folder


def make(root: Path) -> Library:
    """A user's folder with a plan of their own and one that goes before a bundled one."""
    yours = folder(root / "yours")
    (yours.plans / "own.yml").write_text(PLAN.replace("id: small", "id: own"))
    bundled = folder(root / "bundled")
    (bundled.plans / "other.yaml").write_text(PLAN.replace("id: small", "id: other"))
    return Library.open(yours, bundled)


def test_the_users_files_come_first_and_hide_bundled_ones_of_the_same_id(tmp_path: Path) -> None:
    entries = make(tmp_path).plans
    assert [(entry.id, entry.origin) for entry in entries] == [
        ("own", Origin.YOURS),
        ("small", Origin.YOURS),
        ("other", Origin.BUNDLED),
    ]


def test_a_plan_is_found_by_its_id_or_by_its_path(tmp_path: Path) -> None:
    library = make(tmp_path)
    assert library.plan("other").path == tmp_path / "bundled/session_plans/other.yaml"
    path = tmp_path / "bundled/session_plans/small.yaml"
    assert library.plan(str(path)).path == path


@pytest.mark.parametrize("name", ["smal", "no/such/file.yaml", "gone.yaml", "", "x\0y", "\x1b[31m"])
def test_what_is_not_there_is_said_with_the_nearest(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound) as caught:
        make(tmp_path).plan(name)
    assert caught.value.hint
    assert "\x1b" not in str(caught.value)
    if name == "smal":
        assert "`small`" in caught.value.hint


def test_two_files_of_one_id_are_told_and_the_one_named_after_it_counts(tmp_path: Path) -> None:
    yours = folder(tmp_path)
    (yours.plans / "a-copy.yaml").write_text(PLAN)
    library = Library.open(yours, Folder(tmp_path / "nothing"))
    assert [entry.path.name for entry in library.plans] == ["small.yaml"]
    [problem] = library.double_plans
    assert problem.file.endswith("a-copy.yaml")
    assert problem.line == 2
    assert "`small` is already that of small.yaml" in problem.what


def test_a_checkout_lists_its_files_once(tmp_path: Path) -> None:
    both = folder(tmp_path)
    assert [entry.origin for entry in Library.open(both, both).plans] == [Origin.BUNDLED]


def test_a_plan_elsewhere_brings_the_exercises_beside_it(tmp_path: Path) -> None:
    library = make(tmp_path)
    away = folder(tmp_path / "away", exercise=EXERCISE.replace("Warm up", "Another"))
    beside = library.beside(away.plans / "small.yaml")
    assert beside.exercise("warm-up").path == away.exercises / "warm-up.yaml"
    assert beside.plans == library.plans


def test_odd_files_in_the_folder_are_listed_by_name_and_break_nothing(tmp_path: Path) -> None:
    yours = folder(tmp_path)
    (yours.plans / "folder.yaml").mkdir()
    (yours.plans / "bytes.yaml").write_bytes(b"\xff\xfe\0id: x")
    (yours.plans / "dangling.yaml").symlink_to("nowhere")
    (yours.plans / "notes.txt").write_text("id: no-plan")
    library = Library.open(yours, Folder(tmp_path / "nothing"))
    assert {entry.id for entry in library.plans} == {"small", "folder", "bytes", "dangling"}


def test_no_folder_at_all_is_an_empty_library(tmp_path: Path) -> None:
    library = Library.open(Folder(tmp_path / "a"), Folder(tmp_path / "b"))
    assert library.plans == library.exercises == ()
