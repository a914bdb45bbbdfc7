"""Checking a session file, and mending one that an opening would refuse."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from workshop.errors import FileDamaged
from workshop.service.log import EventLine
from workshop.store.disk import Disk, save_failed
from workshop.store.format import CLOSING, FORMAT, event_document, event_line, parse_event
from workshop.store.laying import lay
from workshop.store.lock import SessionLock, holder
from workshop.store.opening import (
    cannot_read,
    is_newer,
    must_exist,
    newer,
    open_file,
    set_aside,
)
from workshop.store.report import Mended, Problem, Report
from workshop.store.scanning import Raw, Scanner, Tail, bare, raw_lines
from workshop.store.tables import read_tables

LOST = "lost"
"""The type of the empty event that stands for one that could not be read."""


@dataclass(slots=True)
class _Survey:
    """Every line behind the opening ones: good ones by their events, and the others."""

    good: list[tuple[int, Raw]] = field(default_factory=list)
    bad: list[Raw] = field(default_factory=list)

    @property
    def lost(self) -> list[int]:
        """Events that are missing before the last good one."""
        found: list[int] = []
        expected = 1
        for seq, _ in self.good:
            found += range(expected, seq)
            expected = seq + 1
        return found


def check(path: Path, *, disk: Disk | None = None) -> Report:
    """Everything that is wrong with a file, and what a mend would do; nothing is changed.

    Raises `NotFound`, and `SaveFailed` when the file cannot be read.
    """
    disk = disk or Disk()
    must_exist(disk, path)
    try:
        fd = disk.open(path, write=False)
    except OSError as error:
        raise cannot_read(path, error) from error
    try:
        return _checked(disk, path, fd)
    finally:
        disk.close(fd)


def mend(path: Path, *, now: datetime, disk: Disk | None = None) -> Mended | None:
    """Make a damaged file usable; `None` when nothing was wrong with it.

    A torn end is mended as an opening does it. Elsewhere every good event stays, what cannot be
    read is set aside in `<file>.damaged-<now>`, and an empty event of type `lost` keeps its
    `seq`. One atomic step, with a new epoch. Raises `FileDamaged` when the opening line, with the
    plan, is lost, and what `open_file` raises else.
    """
    disk = disk or Disk()
    try:
        log = open_file(path, now=now, disk=disk)
    except FileDamaged:
        return _mended(disk, path, now)
    log.close()
    return log.mended


def _checked(disk: Disk, path: Path, fd: int) -> Report:
    size = disk.size(fd)
    in_use = holder(path) is not None
    tables, problems = None, []
    try:
        tables = read_tables(path)
    except (OSError, ValueError) as error:
        if not in_use:
            problems.append(
                Problem(None, f"TinyDB cannot open it: {error}", "goes with what is below")
            )
    try:
        scanner = Scanner(disk, fd, path.name)
    except FileDamaged as error:
        problems.append(Problem(error.line, error.title, "cannot be mended; use a backup"))
        return Report(
            path, size, None, None, 0, False, in_use, tables, tuple(problems), False, True
        )
    scanner.advance()
    tail = scanner.judge()
    if tail is Tail.DAMAGED and in_use:
        # It may have been read in the middle of a write.
        scanner.advance()
        tail = scanner.judge()
    rest = scanner.rest()
    refused = _opening_problems(scanner)
    if tail is Tail.DAMAGED:
        refused += _damage(_survey(disk, fd, scanner), scanner)
    elif not in_use:
        problems += _tail_problems(scanner, tail)
    return Report(
        path,
        size,
        scanner.header.get("format"),
        scanner.header.get("epoch"),
        scanner.revision,
        rest == CLOSING,
        in_use,
        tables,
        (*problems, *refused),
        mendable=not is_newer(scanner.header),
        acknowledged=bool(refused),
    )


def _opening_problems(scanner: Scanner) -> list[Problem]:
    version = scanner.header.get("format")
    if is_newer(scanner.header):
        return [Problem(1, f"format {version} is newer than {FORMAT}", "update workshop")]
    if version != FORMAT:
        return [Problem(1, f"format {version!r} is not known", f"read it as format {FORMAT}")]
    if not scanner.header_holds:
        return [
            Problem(1, "the `session` document was changed", "keep the document as it reads now")
        ]
    return []


def _tail_problems(scanner: Scanner, tail: Tail) -> list[Problem]:
    problems = []
    keep = scanner.whole()
    if tail is Tail.UNFILLED:
        problems.append(Problem(scanner.line, "zeros behind the text", "put spaces there"))
    elif tail is Tail.UNCLOSED:
        problems.append(Problem(scanner.line, "the closing brackets are lost", "put them back"))
    if tail is Tail.TORN or keep < scanner.revision:
        problems.append(
            Problem(
                keep + 3,
                "the last write is torn; nothing of it was acknowledged",
                f"keep {keep} events, set the rest aside",
            )
        )
    if scanner.ragged:
        problems.append(Problem(None, "a comma between two lines is lost", "put it back"))
    return problems


def _damage(survey: _Survey, scanner: Scanner) -> list[Problem]:
    problems = [
        Problem(raw.number, "the line is damaged or out of order", "set it aside")
        for raw in survey.bad
    ]
    problems += [
        Problem(None, f"event {seq} is lost", f"keep its place with an event of type `{LOST}`")
        for seq in survey.lost
    ]
    return problems or [Problem(scanner.line, "the end of the file is damaged", "put it right")]


def _survey(disk: Disk, fd: int, scanner: Scanner) -> _Survey:
    survey = _Survey()
    last = 0
    for raw in raw_lines(disk, fd, scanner.start, 2):
        line = bare(raw.text)
        parsed = parse_event(line)
        if parsed is not None and parsed.seq > last:
            last = parsed.seq
            survey.good.append((last, raw))
        elif line.strip(b" \0") not in {b"", b"}}"}:
            survey.bad.append(raw)
    return survey


def _mended(disk: Disk, path: Path, now: datetime) -> Mended:
    lock = SessionLock(path)
    try:
        fd = disk.open(path, write=True)
        try:
            return _mend_locked(disk, path, fd, now)
        finally:
            disk.close(fd)
    except OSError as error:
        raise save_failed(path, error) from error
    finally:
        lock.release()


def _mend_locked(disk: Disk, path: Path, fd: int, now: datetime) -> Mended:
    scanner = Scanner(disk, fd, path.name)
    scanner.advance()
    if is_newer(scanner.header):
        raise newer(path, scanner.header)
    survey = _survey(disk, fd, scanner)
    bad = b"".join(b"line %d: %s\n" % (raw.number, raw.text.strip(b" \0")) for raw in survey.bad)
    if not scanner.header_holds:
        first = next(raw_lines(disk, fd, 0, 1))
        bad = b"line 1: %s\n%s" % (first.text, bad)
    aside = set_aside(disk, path, "damaged", bad, now) if bad else None
    header = {**scanner.header, "format": FORMAT, "epoch": _epoch(scanner.header) + 1}
    placed: list[int] = []
    laid = lay(disk, path, header, _lines(survey, placed), replaces=fd)
    with contextlib.suppress(OSError):
        disk.close(laid.fd)
    return Mended(path, scanner.line, len(laid.offsets), len(bad), aside, tuple(placed))


def _epoch(header: dict[str, Any]) -> int:
    epoch = header.get("epoch")
    return epoch if isinstance(epoch, int) else 0


def _lines(survey: _Survey, placed: list[int]) -> Iterator[bytes]:
    """Every good line, with empty events in the gaps; their numbers are added to `placed`."""
    before: dict[str, Any] = {}
    seq = 0
    for found, raw in survey.good:
        line = bare(raw.text)
        parsed = parse_event(line)
        if parsed is None:
            continue
        event = event_document(line, parsed)
        for missing in range(seq + 1, found):
            ends = missing == found - 1 and event.get("cmd") != before.get("cmd")
            placed.append(missing)
            yield _placeholder(missing, before, event, ends)
        # It stands for itself now: every line of a new file is durable.
        yield event_line(EventLine(found, line[parsed.body] + b"}", True), found)
        before, seq = event, found
    if survey.good and not before.get("last", True):
        placed.append(seq + 1)
        yield _placeholder(seq + 1, before, before, True)


def _placeholder(seq: int, before: dict[str, Any], near: dict[str, Any], ends: bool) -> bytes:
    """An event that changes nothing: the rest of the command before it, or one of its own."""
    goes_on = not before.get("last", True)
    last = ends or not goes_on
    document = {
        "seq": seq,
        "at": (before or near).get("at"),
        "by": "store",
        "role": "host",
        "room": near.get("room"),
        "cmd": before.get("cmd") if goes_on else f"{LOST}-{seq}",
        "last": last,
        "type": LOST,
        "segment": None,
        "offset_s": None,
    }
    return event_line(EventLine(seq, orjson.dumps(document), last), seq)
