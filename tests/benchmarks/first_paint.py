"""How long a chair waits for the run screen, beside a bare Textual app; and `--version`.

    python -m tests.benchmarks.first_paint [--rounds N]

Everything is measured from outside, in a pseudo-terminal, until a text that only the finished
screen shows has been painted. The ways take turns. The last line is JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.hours import running_hour
from tests.benchmarks.terminals import Terminal
from workshop.service.beside import read_process

BARE = """
from textual.app import App
from textual.widgets import Label

class Bare(App):
    def compose(self):
        yield Label("bare and painted")

Bare().run()
"""
PAINTED = "Welcome, and how this hour works"
WANTED = {"run screen": 1.5, "run screen, 10,000 answers": 1.5, "--version": 3.0}


def timed(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def paint(command: list[str], text: str, home: Path) -> float:
    terminal = Terminal(command, WORKSHOP_HOME=str(home))
    try:
        return terminal.wait_for(text)
    finally:
        terminal.close()


def resume(file: Path, home: Path) -> float:
    """Resume a copy, so that no host of an earlier round is still there."""
    folder = Path(tempfile.mkdtemp(dir=home))
    copy = folder / "session.json"
    shutil.copy(file, copy)
    command = [sys.executable, "-m", "workshop", "resume", str(copy)]
    try:
        return paint(command, PAINTED, home)
    finally:
        end_host(copy)


def host_of(session: Path) -> tuple[int, int]:
    """A host's process id and port; it may still be on its way when the screen is painted."""
    until = time.perf_counter() + 30
    while time.perf_counter() < until:
        known = read_process(session)
        if known is not None and known.pid and known.port:
            return known.pid, known.port
        time.sleep(0.02)
    raise TimeoutError(f"no host stands for {session}")


def end_host(session: Path) -> None:
    """End the host that a terminal left running, so that it does not work beside the next round."""
    with contextlib.suppress(ProcessLookupError, TimeoutError):
        pid, _ = host_of(session)
        os.kill(pid, signal.SIGTERM)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        empty, full = home / "empty.json", home / "full.json"
        running_hour(empty, 0)
        running_hour(full, 10_000)
        bare = home / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        ways = {
            "python -c pass": lambda: timed([sys.executable, "-c", "pass"]),
            "--version": lambda: timed([sys.executable, "-m", "workshop", "--version"]),
            "bare Textual": lambda: paint([sys.executable, str(bare)], "bare and painted", home),
            "run screen": lambda: resume(empty, home),
            "run screen, 10,000 answers": lambda: resume(full, home),
        }
        seconds: dict[str, list[float]] = {way: [] for way in ways}
        for turn in range(rounds + 1):
            for way, measure in ways.items():
                took = measure()
                if turn:  # the first turn warms the disk's cache
                    seconds[way].append(took)
    medians = {way: statistics.median(values) for way, values in seconds.items()}
    against = {
        "--version": "python -c pass",
        "run screen": "bare Textual",
        "run screen, 10,000 answers": "run screen",
    }
    ratios = {way: medians[way] / medians[base] for way, base in against.items()}
    for way, median in medians.items():
        beside = f"{ratios[way]:5.2f} x {against[way]}" if way in ratios else ""
        print(f"{way:30} {median * 1000:8.0f} ms  {beside}")
    met = {way: ratios[way] <= most for way, most in WANTED.items()}
    print(json.dumps({"medians_s": medians, "ratios": ratios, "met": met, "rounds": rounds}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
