"""What is heavy is loaded where it is used, never at a start."""

from __future__ import annotations

import subprocess
import sys

import pytest

START = [
    "workshop.cli",
    "workshop.tui.app, workshop.tui.screens.insights, workshop.tui.screens.network",
    "workshop.commands.hosting, workshop.host.server",
]


@pytest.mark.parametrize("modules", START)
def test_a_start_loads_no_numbers_library(modules: str) -> None:
    asked = (
        f"import sys, {modules}\n"
        "from workshop.kinds.registry import load; load()\n"
        "print(sorted({'numpy', 'networkx', 'igraph', 'scipy'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
