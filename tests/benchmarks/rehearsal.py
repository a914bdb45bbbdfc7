"""C6 rehearsed headless with 40 and with 400 people: seconds, and what is in the file.

`python -m tests.benchmarks.rehearsal` prints a line of JSON a size. `whole_s` is the command as a
person calls it, a fresh process; `play_s` the hour alone, `write_s` making it durable.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from workshop.commands.rehearsing import fixed_start
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan
from workshop.rehearsal.hour import Hour
from workshop.settings import DEFAULT_PLAN
from workshop.store import create

SIZES = (40, 400)
TIMES = 3


def run() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        return [_measured(people, Path(folder)) for people in SIZES]


def _measured(people: int, folder: Path) -> dict[str, Any]:
    plan = open_plan(DEFAULT_PLAN, Library.open(), load())
    whole, played, written = [], [], []
    for number in range(TIMES):
        began = perf_counter()
        hour = Hour(plan, fixed_start(plan), participants=people, seed=number)
        state = hour.play()
        played.append(perf_counter() - began)
        path = folder / f"{people}-{number}.json"
        log = create(path, hour.header)
        began = perf_counter()
        log.append(hour.lines)
        log.close(ended=True)
        written.append(perf_counter() - began)
        began = perf_counter()
        _command(people, folder / f"{people}-{number}-command.json")
        whole.append(perf_counter() - began)
    return {
        "people": people,
        "answers": sum(len(found) for found in state.responses.values()),
        "events": state.revision,
        "file_kb": path.stat().st_size // 1024,
        "play_s": round(median(played), 2),
        "write_s": round(median(written), 3),
        "whole_s": round(median(whole), 2),
    }


def _command(people: int, path: Path) -> None:
    given = ("rehearse", "--headless", "--participants", str(people), "--session", str(path))
    subprocess.run([sys.executable, "-m", "workshop", *given], check=True, capture_output=True)


if __name__ == "__main__":
    for row in run():
        print(json.dumps(row))
