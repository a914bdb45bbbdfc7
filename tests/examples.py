"""The committed example: the C6 hour with forty people who do not exist, rehearsed headless.

`python -m tests.examples` writes exports/c6-example/ anew; equal code gives equal files. Nothing in
it was said by anyone, which its title says too.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from workshop.domain.state import State
from workshop.export.building.from_state import build_report
from workshop.export.report import Report
from workshop.export.writing import write
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan
from workshop.rehearsal.hour import Hour

NAME = "c6-example"
FOLDER = Path(__file__).resolve().parent.parent / "exports" / NAME
FORMATS = ("html", "md", "json", "csv", "ics")
"""Those that are text: they stay small, and a change shows what changed."""
START = datetime(2025, 5, 22, 13, 0, tzinfo=UTC)
TITLE = "Building social capital: an invented hour, to show what an export looks like"
PEOPLE, SEED = 40, 22


@cache
def example() -> State:
    """The whole hour."""
    plan = open_plan("c6-building-social-capital", Library.open(), load())
    return Hour(replace(plan, title=TITLE), START, participants=PEOPLE, seed=SEED).play()


def report() -> Report:
    """The example's report, made half a minute after the end."""
    state = example()
    assert state.clock.ended_at is not None
    return build_report(state, load(), name=NAME, now=state.clock.ended_at + timedelta(seconds=30))


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    for path in write(report(), FORMATS, FOLDER):
        print(path)


if __name__ == "__main__":
    main()
