"""`workshop session merge`: parallel rooms that ran one plan, joined into one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import click

from workshop.analysis.prose import counted, listed
from workshop.commands.finding import find_session, is_live
from workshop.domain.apply import fold
from workshop.errors import FileDamaged, FileInUse, Refused
from workshop.kinds.registry import KindRules, load
from workshop.service.codec import decode_event
from workshop.service.header import first_state
from workshop.service.joining import Joined, join_rooms
from workshop.service.moving import Room
from workshop.settings import workshop_folder
from workshop.store import ReadOnlyFile, create


def merge(sessions: Sequence[str], out: Path | None = None, names: Sequence[str] = ()) -> int:
    """Write the record of several rooms, and say what is in it and where."""
    paths = [find_session(name) for name in sessions]
    joined = join_rooms([_room(path) for path in paths], load(), names)
    path, there = _place(joined, out)
    if not there:
        path.parent.mkdir(parents=True, exist_ok=True)
        log = create(path.absolute(), joined.header)
        try:
            log.append(joined.lines)
        finally:
            log.close(ended=True)
    state = joined.state
    answers = sum(len(found) for found in state.responses.values())
    rooms = listed([info.room for info in state.session.rooms])
    click.echo(f"{path}{': it is there already.' if there else ''}")
    click.echo(
        f"{rooms}: {counted(len(state.participants), 'phone')}, {counted(answers, 'answer')}, "
        f"{counted(len(state.notes), 'note')}."
    )
    for info in state.session.rooms:
        if info.badges:
            click.echo(f"Badges of {info.room} begin with {info.number} here.")
    return 0


def _room(path: Path) -> Room:
    """A session's file as a room; what is damaged or still written is refused."""
    if is_live(path):
        raise FileInUse(
            f"{path.name} is open in another process.", "End the session there, then join."
        )
    try:
        log = ReadOnlyFile(path)
        try:
            events = [decode_event(document) for document in log.read()]
            header = dict(log.header)
        finally:
            log.close()
        state = fold(first_state(header), events, KindRules())
    except FileDamaged as error:
        raise FileDamaged(
            f"{path.name} is damaged: {error.title}",
            f"`workshop session check --mend {path.name}` mends it, then join.",
            error.line,
        ) from error
    return Room(path.stem, header, events, state)


def _place(joined: Joined, out: Path | None) -> tuple[Path, bool]:
    """Where the record goes, and whether it stands there already. Raises Refused."""
    for path in [out] if out is not None else _free_names(joined):
        if not path.exists():
            return path, False
        if _is(path, joined):
            return path, True
    raise Refused(f"{out} is there already and is something else.", "Choose another name.")


def _free_names(joined: Joined) -> Iterator[Path]:
    folder, plan = workshop_folder().sessions, joined.state.plan.id
    for number in count(1):
        yield folder / f"{plan}-rooms{'' if number == 1 else f'-{number}'}.json"


def _is(path: Path, joined: Joined) -> bool:
    """Whether a file is this very record."""
    try:
        log = ReadOnlyFile(path)
    except (FileDamaged, OSError):
        return False
    try:
        return log.header.get("id") == joined.header["id"] and log.revision == len(joined.lines)
    finally:
        log.close()
