"""`workshop session list|show|check`: what the session files hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from workshop.analysis.prose import listed
from workshop.commands.finding import find_session, session_lines
from workshop.commands.output import print_json, print_table, print_text
from workshop.domain.clock import Stage
from workshop.domain.state import State
from workshop.kinds.registry import KindRules
from workshop.service.clock import SystemClock
from workshop.service.codec import to_plain
from workshop.service.reading import state_of
from workshop.settings import workshop_folder
from workshop.store import ReadOnlyFile
from workshop.store import check as check_file
from workshop.store import mend as mend_file
from workshop.tui.opener import SessionLine

_WORDS = {
    Stage.PREFLIGHT: "made",
    Stage.LOBBY: "lobby open",
    Stage.RUNNING: "running",
    Stage.ENDED: "ended",
}


def list_sessions(as_json: bool = False) -> int:
    """Print the sessions of the workshop folder, newest first."""
    lines = session_lines(workshop_folder().sessions)
    if as_json:
        print_json([_plain_line(line) for line in lines])
    elif not lines:
        click.echo("No sessions yet. `workshop run` begins one.")
    else:
        rows = [
            (line.path.stem, _day(line.date), _standing(line), _size(line.size_bytes), line.title)
            for line in lines
        ]
        print_table(("Session", "Made", "Stands", "Size", "Title"), rows, right=(3,))
    return 0


def show(session: str, as_json: bool = False) -> int:
    """Print what a session holds. A live one is read beside its host."""
    path = find_session(session)
    log = ReadOnlyFile(path)
    try:
        state = state_of(log, KindRules())
    finally:
        log.close()
    counts = _counts(state)
    if as_json:
        print_json({"path": str(path), "revision": state.revision, **counts, **_facts(state)})
        return 0
    click.echo(state.plan.title)
    click.echo(f"{path.name}, {_WORDS[state.clock.stage]}")
    if state.session.rehearsal is not None:
        click.echo("A rehearsal: nobody said any of it.")
    if state.session.rooms:
        click.echo(f"Rooms: {listed([info.room for info in state.session.rooms])}")
    if state.clock.started_at is not None:
        click.echo(f"Began {_local(state, state.clock.started_at)}")
    if state.clock.ended_at is not None:
        click.echo(f"Ended {_local(state, state.clock.ended_at)}")
    click.echo()
    rows = [(e.title, str(counts["answers"].get(e.id, 0))) for e in state.plan.exercises]
    print_table(("Exercise", "Answers"), rows, right=(1,))
    click.echo()
    click.echo(f"Notes: {counts['notes']}   Tallies: {counts['tallies']}")
    return 0


def check(session: str, mend: bool = False, as_json: bool = False) -> int:
    """Print every problem of a session's file and what a mend would do; 1 where there are any."""
    path = find_session(session)
    if mend:
        mended = mend_file(path, now=SystemClock().now())
        if not as_json:
            click.echo(str(mended) if mended else f"{path.name} needed no mending.")
    report = check_file(path)
    if as_json:
        print_json(report.to_json())
    elif report.sound:
        click.echo(f"{path.name} is sound: {report.revision or 0} events.")
    else:
        for problem in report.problems:
            where = path.name if problem.line is None else f"{path.name}:{problem.line}"
            print_text(f"{where}: {problem.what}; {problem.mend}", hanging="  ")
        if report.mendable and not mend:
            click.echo("`workshop session check --mend` does so.")
    return 0 if report.sound else 1


def _plain_line(line: SessionLine) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(
        {
            "path": str(line.path),
            "title": line.title,
            "made": line.date,
            "stage": line.stage,
            "progress": round(line.progress, 3),
            "size_bytes": line.size_bytes,
            "live": line.live,
            "rehearsal": line.rehearsal,
            "problem": line.problem,
        }
    )
    return plain


def _facts(state: State) -> dict[str, Any]:
    clock = state.clock
    facts: dict[str, Any] = to_plain(
        {
            "id": state.session.id,
            "title": state.plan.title,
            "plan": state.plan.id,
            "rehearsal": state.session.rehearsal is not None,
            "rooms": [info.room for info in state.session.rooms],
            "made": state.session.created,
            "stage": clock.stage,
            "started_at": clock.started_at,
            "ended_at": clock.ended_at,
            "must_end_at": clock.must_end_at,
            "objectives": {id_: record.coverage for id_, record in state.objectives.items()},
        }
    )
    return facts


def _counts(state: State) -> dict[str, Any]:
    answers = {
        exercise: sum(1 for response in found.values() if response.counts)
        for exercise, found in state.responses.items()
    }
    return {"answers": answers, "notes": len(state.notes), "tallies": len(state.tallies)}


def _standing(line: SessionLine) -> str:
    if line.problem:
        return line.problem
    word = _WORDS[line.stage]
    if line.stage is Stage.RUNNING:
        word = f"{word}, {line.progress:.0%}"
    if line.rehearsal:
        word = f"rehearsal, {word}"
    return f"{word}, open now" if line.live else word


def _day(date: datetime | None) -> str:
    return "" if date is None else f"{date.astimezone():%Y-%m-%d %H:%M}"


def _local(state: State, at: datetime) -> str:
    return f"{at.astimezone(state.plan.zone):%Y-%m-%d %H:%M}"


def _size(size: int) -> str:
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
