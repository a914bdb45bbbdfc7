"""A kind is a folder in `workshop/kinds`: whatever lists the kinds lists every one of them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import workshop.kinds
from workshop.kinds.registry import BUNDLED, GROUP

HERE = Path(workshop.kinds.__file__).parent
PROJECT: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
)
FOLDERS = {folder.parent.name for folder in HERE.glob("*/__init__.py")}


def test_every_kind_is_bundled() -> None:
    assert set(BUNDLED) == FOLDERS


def test_every_kind_is_an_entry_point() -> None:
    offered = PROJECT["project"]["entry-points"][GROUP]
    assert offered == {name: f"workshop.kinds.{name}:KIND" for name in FOLDERS}


def test_no_kind_may_import_another() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    (independent,) = (c for c in contracts if c["type"] == "independence")
    assert set(independent["modules"]) == {f"workshop.kinds.{name}" for name in FOLDERS}
