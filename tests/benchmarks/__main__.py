"""Run every benchmark, one after the other; each prints its table and one line of JSON."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
HELPERS = {"__init__", "__main__", "terminals", "hours", "clients", "bare"}


def main() -> int:
    """0 when every benchmark ran to its end; whether a wish was met stands in its own lines."""
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n", flush=True)
    failed = 0
    for file in sorted(HERE.glob("*.py")):
        if file.stem not in HELPERS:
            print(f"== {file.stem.replace('_', ' ')} ==", flush=True)
            failed |= subprocess.run(
                [sys.executable, "-m", f"tests.benchmarks.{file.stem}"]
            ).returncode
            print(flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
