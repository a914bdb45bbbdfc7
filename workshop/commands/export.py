"""`workshop export`: what came of a session, as files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from workshop.commands.finding import find_session
from workshop.domain.state import State
from workshop.export.building.from_state import Progress, build_report
from workshop.export.report import Report
from workshop.export.writing import Unsaid, known_formats, write
from workshop.kinds.registry import KindRules, load
from workshop.service.clock import SystemClock
from workshop.service.reading import state_of
from workshop.settings import workshop_folder
from workshop.store import ReadOnlyFile


def export(session: str, formats: Sequence[str], out: Path | None, anonymise: bool) -> int:
    """Write the outcomes of a session, running or over, and say where they are."""
    known_formats(formats)
    path = find_session(session)
    unsaid: list[str] = []
    written = export_file(
        path, formats, out, anonymise=anonymise, progress=say_progress, unsaid=unsaid.append
    )
    for file in written:
        click.echo(file)
    for line in unsaid:
        click.echo(line, err=True)
    if anonymise:
        click.echo(
            "Other words are as they were typed. What may be names is marked in "
            "…-to-look-through.md: read it before you pass this on, and keep it to yourself.",
            err=True,
        )
    return 0


def export_file(
    path: Path,
    formats: Sequence[str] = (),
    out: Path | None = None,
    *,
    anonymise: bool = False,
    progress: Progress | None = None,
    unsaid: Unsaid | None = None,
) -> tuple[Path, ...]:
    """Write the outcomes of a session's file into `out` (else `exports/`); the files written.

    The file is only read, so a session that runs may be exported; what is saved by then is in it.
    `unsaid` is told of formats that have nothing to write.
    """
    progress = progress or _silent
    folder = out or workshop_folder().exports
    report = report_of(
        read_state(path), path.stem, anonymise, lambda share, what: progress(share / 2, what)
    )
    return write(
        report, formats, folder, lambda share, what: progress(0.5 + share / 2, what), unsaid
    )


def report_of(state: State, name: str, anonymise: bool, progress: Progress) -> Report:
    """The report of a session as it stands now; `name` is its file's."""
    done = tuple[str, ...]()
    if anonymise:
        import random

        from workshop.export.anonymising.veil import WHAT_WAS_DONE, anonymised

        state = anonymised(state, random.SystemRandom())
        name, done = f"{name}-anonymised", WHAT_WAS_DONE
    now = SystemClock().now()
    return build_report(state, load(), name=name, now=now, anonymised=done, progress=progress)


def read_state(path: Path) -> State:
    """What a session's file holds, read beside whoever writes it."""
    log = ReadOnlyFile(path)
    try:
        return state_of(log, KindRules())
    finally:
        log.close()


def _silent(_share: float, _what: str) -> None:
    """Progress that nobody watches."""


def say_progress(share: float, what: str) -> None:
    """A line on a terminal that is replaced by the next; nothing where output is piped."""
    if sys.stderr.isatty():
        line = "" if share >= 1 else f"{share:4.0%} {what}"
        click.echo(f"\r\x1b[K{line[:78]}", err=True, nl=False)
