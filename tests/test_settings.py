from __future__ import annotations

from pathlib import Path

import pytest

from workshop import settings
from workshop.settings import Folder, bundled_folder, workshop_folder


def test_the_variable_comes_first(tmp_path: Path) -> None:
    (tmp_path / "session_plans").mkdir()
    home = tmp_path / "elsewhere"
    assert workshop_folder({"WORKSHOP_HOME": str(home)}, tmp_path) == Folder(home)


def test_the_variable_may_be_relative_and_an_empty_one_counts_as_unset(tmp_path: Path) -> None:
    (tmp_path / "session_plans").mkdir()
    assert workshop_folder({"WORKSHOP_HOME": "here"}, tmp_path) == Folder(tmp_path / "here")
    assert workshop_folder({"WORKSHOP_HOME": " "}, tmp_path) == Folder(tmp_path)


def test_the_current_folder_counts_where_it_has_plans(tmp_path: Path) -> None:
    (tmp_path / "session_plans").mkdir()
    assert workshop_folder({}, tmp_path).plans == tmp_path / "session_plans"


def test_otherwise_it_lies_in_the_documents(tmp_path: Path) -> None:
    found = workshop_folder({}, tmp_path)
    assert found.root.name == "Workshop"
    assert found.root.is_absolute()
    assert found.sessions.parent == found.exports.parent == found.root


def test_what_ships_is_found_in_a_checkout() -> None:
    assert (bundled_folder().plans / "c6-building-social-capital.yaml").is_file()
    assert bundled_folder().exercises.is_dir()


def test_what_ships_is_found_inside_the_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bundled" / "session_plans").mkdir(parents=True)
    monkeypatch.setattr(settings, "_PACKAGE", tmp_path)
    assert bundled_folder().root == tmp_path / "bundled"
