"""`workshop rehearse`: the hour with a simulated room, on the screen or as a file at once."""

from __future__ import annotations

from datetime import datetime, time
from itertools import count
from pathlib import Path

import click

from workshop.commands.hosting import start_time
from workshop.domain.clock import Stage
from workshop.domain.plan import SessionPlan
from workshop.domain.state import State
from workshop.kinds.registry import load
from workshop.plans import Library, open_plan
from workshop.rehearsal.hour import Hour
from workshop.service.clock import SystemClock
from workshop.settings import workshop_folder
from workshop.store import create

PARTICIPANTS = 40
SEED = 1
_DAY = datetime(2026, 1, 15)  # noqa: DTZ001 - made aware by the plan's own zone
_TIME = time(10, 0)


def headless(
    plan: str,
    session: Path | None = None,
    *,
    participants: int = PARTICIPANTS,
    seed: int = SEED,
    start: str | None = None,
) -> int:
    """Write the session file of a whole hour as fast as it goes; equal seeds, equal files."""
    opened = open_plan(plan, Library.open(), load())
    began = SystemClock()
    asked = began.now()
    path = session or _free_name(opened)
    begins = fixed_start(opened) if start is None else start_time(opened, start, asked)
    hour = Hour(opened, begins, participants=participants, seed=seed)
    # The name is taken before the work is done, so that nobody waits for a refusal.
    path.parent.mkdir(parents=True, exist_ok=True)
    log = create(path.absolute(), hour.header)
    try:
        state = hour.play()
        log.append(hour.lines)
    finally:
        log.close(ended=hour.state.clock.stage is Stage.ENDED)
    took_s = (began.now() - asked).total_seconds()
    click.echo(f"{path}: a rehearsal, {_counted(state)}, made in {took_s:.1f} s.")
    return 0


def fixed_start(plan: SessionPlan) -> datetime:
    """When an hour of nobody begins: as programmed, else on a day that never changes."""
    programmed = plan.planned_start()
    start = programmed or datetime.combine(_DAY, plan.event.start or _TIME, plan.zone)
    return start.astimezone(SystemClock().now().tzinfo)


def _counted(state: State) -> str:
    answers = sum(len(found) for found in state.responses.values())
    return f"{len(state.participants)} phones, {answers} answers, {state.revision} events"


def _free_name(plan: SessionPlan) -> Path:
    folder = workshop_folder().sessions
    for number in count(1):
        path = folder / f"{plan.id}-rehearsal-{number}.json"
        if not path.exists():
            return path
    raise AssertionError("the numbers are endless")
