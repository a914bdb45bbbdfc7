"""The host process: `python -m workshop.commands.hosting`. It wires file, kinds, service and web.

The terminal that starts it reads one line of JSON from its standard output: where it is to be
found, or what went wrong. After that it writes to its log only.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import msgspec

from workshop.commands.networking import WIFI_VARIABLE
from workshop.domain.commands import Command, CreateSession
from workshop.domain.ids import ActorId, CommandId, SessionId
from workshop.domain.plan import SessionPlan
from workshop.domain.records import Actor, Role
from workshop.domain.state import Rehearsal
from workshop.domain.text import clean_line
from workshop.errors import FileInUse, SaveFailed, StoreError, UsageError, WorkshopError
from workshop.host.analyst import Analyst
from workshop.host.doors import HOST, Doors
from workshop.host.facing import Facing, facing_path, keep_facing, kept_facing
from workshop.host.heartbeat import Heartbeat, read_clocks
from workshop.host.judging import Judging
from workshop.host.process import HostProcess, handle_signals, run, settle_memory
from workshop.host.reaching import Reaching
from workshop.host.server import listen, raise_file_limit
from workshop.kinds import registry
from workshop.service.analyses import Analyses
from workshop.service.beside import heartbeat_path, key_path, make_key
from workshop.service.clock import Clock, SystemClock, clock_of
from workshop.service.header import new_header, session_info
from workshop.service.room import Wifi
from workshop.service.session_service import SessionService
from workshop.service.wire import Ready, encode_ready, problem_of
from workshop.settings import workshop_folder
from workshop.store import SessionFile, create, open_file

_log = logging.getLogger(__name__)

LOBBY = timedelta(minutes=5)
LOOK_AROUND = timedelta(seconds=30)
"""So long before its start a rehearsal opens: by its own clock, and by the chair's."""
LATE_S = 3 * 3600.0
"""A start given as a time of day lies at most this far behind; else tomorrow's is meant."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A host that serves."""

    session: Path
    port: int
    chair: Actor
    doors: Doors
    reaching: Reaching


def main(arguments: list[str] | None = None) -> int:
    """Run the host until it ends; 0 when it ended in order."""
    given = parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(process)d %(name)s: %(message)s")
    logging.getLogger("asyncio").setLevel(logging.WARNING)
    try:
        run(host(given, _say_where))
    except WorkshopError as error:
        _say(Ready(problem=problem_of(error)))
        _log.error("%s", error)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    known = argparse.ArgumentParser(prog="workshop-host")
    known.add_argument("--session", type=_absolute, help="the session's file")
    known.add_argument("--plan", help="begin a new session of this plan")
    known.add_argument("--sessions", type=_absolute, help="where a new session's file goes")
    known.add_argument("--start", default="", help="now, or HH:MM in the plan's time zone")
    known.add_argument("--room", default="main", help="which of several parallel rooms")
    known.add_argument("--rehearse", type=_rehearsal, help="only played: speed,participants,seed")
    known.add_argument("--bind", help="the address to listen on")
    known.add_argument("--port", type=int, help="where it is taken, the next free one is")
    known.add_argument("--public-url", default="", help="what phones are told instead of our own")
    known.add_argument("--wifi", default="", help="the network that phones should be in")
    return known


def _rehearsal(text: str) -> Rehearsal:
    speed, participants, seed = text.split(",")
    return Rehearsal(float(speed), int(participants), int(seed))


def _absolute(text: str) -> Path:
    return Path(text).absolute()


async def host(given: argparse.Namespace, told: Callable[[Standing], None]) -> None:
    """Run the host; `told` is called when the first request can come."""
    kinds = registry.load()
    now = SystemClock().now()
    if given.plan is not None:
        log, plan = _new_file(given, now)
    else:
        log, plan = open_file(given.session, now=now), None
    clock = clock_of(session_info(log.header))
    facing = _facing(given, log.path)
    raise_file_limit()
    socks: list[socket.socket] = []
    try:
        socks = _listen(facing)
        analyst, judge = Analyst(), Analyst()
        service = SessionService(
            log,
            registry.KindRules(kinds),
            clock,
            Analyses(kinds, analyst),
            mended=str(log.mended or ""),
            size=lambda: log.size,
        )
        await service.start()
    except BaseException:
        log.close()
        for sock in socks:
            sock.close()
        raise
    try:
        if plan is not None:
            await _create(service, plan, given, now)
        # A process of its own: nobody's findings wait for the sorting of answers.
        judging = Judging(service, kinds, judge)
        await _serve(service, log, clock, socks, facing, told, judging)
    finally:
        await analyst.close()
        await judge.close()


async def _create(
    service: SessionService, plan: SessionPlan, given: argparse.Namespace, now: datetime
) -> None:
    begins = start_time(plan, given.start or ("now" if given.rehearse else ""), now)
    if given.rehearse and not given.start:
        # The room needs a while to come in, and the chair to look around.
        begins += max(LOBBY, LOOK_AROUND * given.rehearse.speed)
    body = CreateSession(begins, begins + timedelta(seconds=plan.total_s))
    try:
        await service.submit(Command(CommandId(str(uuid4())), body), HOST)
    except WorkshopError:
        await service.close()
        raise


async def _serve(
    service: SessionService,
    log: SessionFile,
    clock: Clock,
    socks: list[socket.socket],
    facing: Facing,
    told: Callable[[Standing], None],
    judging: Judging,
) -> None:
    port = socks[0].getsockname()[1]
    facing = msgspec.structs.replace(facing, port=port)
    chair = chair_of(service.state.plan)
    try:
        key = make_key(log.path)
        keep_facing(log.path, facing)
    except OSError as error:
        await service.close()
        raise SaveFailed(
            f"The files beside {log.path.name} could not be written: {error.strerror}.",
            "Check the folder's permissions.",
        ) from error
    # How long a one-time key holds is a matter of people, and not of a clock that is played.
    doors = Doors(service, SystemClock(), secret=key, public_url=facing.public_url)
    doors.admit(key, chair)
    reaching = Reaching(facing, port, service.state.session.id, keep=partial(keep_facing, log.path))
    process = HostProcess(
        service,
        doors,
        Heartbeat(heartbeat_path(log.path), partial(read_clocks, clock)),
        reaching,
        clock=clock,
        exports=workshop_folder().exports,
        judging=judging,
    )
    handle_signals(process.end)

    def ready() -> None:
        log.announce(port)
        told(Standing(log.path, port, chair, doors, reaching))
        settle_memory()

    await process.run(socks, ready)
    if service.state.clock.ended_at is not None:
        # Whoever opens it again gets a key of their own.
        key_path(log.path).unlink(missing_ok=True)
        facing_path(log.path).unlink(missing_ok=True)


def _facing(given: argparse.Namespace, session: Path) -> Facing:
    """As asked, else as before the host came back, else for this computer alone."""
    if given.bind is None:
        kept = kept_facing(session) or Facing()
        return kept if given.port is None else msgspec.structs.replace(kept, port=given.port)
    wifi = Wifi(given.wifi, os.environ.get(WIFI_VARIABLE, "")) if given.wifi else None
    return Facing(given.bind, given.port or 0, given.public_url, wifi)


def _listen(facing: Facing) -> list[socket.socket]:
    try:
        return listen(facing.bind, facing.port)
    except OSError as error:
        raise UsageError(
            f"Nothing can listen on {facing.bind}: {error.strerror}.",
            "`workshop doctor` lists this computer's addresses.",
        ) from error


def _new_file(given: argparse.Namespace, now: datetime) -> tuple[SessionFile, SessionPlan]:
    # The YAML readers cost a quarter of a second, which a resumed session need not pay.
    from workshop.plans import Library, open_plan

    library = Library.open()
    plan = open_plan(given.plan, library, registry.load())
    start_time(plan, given.start, now)
    header = new_header(
        plan,
        session=SessionId(uuid4().hex),
        created=now,
        room=clean_line(given.room) or "main",
        rehearsal=given.rehearse,
    )
    if given.session is not None:
        given.session.parent.mkdir(parents=True, exist_ok=True)
        return create(given.session, header), plan
    folder: Path = given.sessions or library.folder.sessions
    folder.mkdir(parents=True, exist_ok=True)
    for path in session_names(folder, plan, now, "rehearsal" if given.rehearse else ""):
        # Somebody may take a name a moment before us; anything else is a real failure.
        try:
            return create(path, header), plan
        except FileInUse:
            continue
        except StoreError:
            if not path.exists():
                raise
    raise AssertionError("the names of sessions are endless")


def session_names(folder: Path, plan: SessionPlan, now: datetime, word: str = "") -> Iterator[Path]:
    """Free names for a session's file: the plan's id, a word, the local date and a number."""
    day = now.astimezone(plan.zone).date()
    number = 1
    while True:
        name = "-".join(filter(None, (plan.id, word, f"{day:%Y-%m-%d}", str(number))))
        path = folder / f"{name}.json"
        if not path.exists():
            yield path
        number += 1


def start_time(plan: SessionPlan, start: str, now: datetime) -> datetime:
    """When a session begins: now, at HH:MM in the plan's time zone, or (empty) as programmed.

    The programme counts only on its own day and while it lies ahead. Raises UsageError.
    """
    if start == "now":
        return _next_minute(now)
    if not start:
        programmed = plan.planned_start()
        if programmed is not None and now <= programmed <= now + timedelta(hours=12):
            return programmed.astimezone(now.tzinfo)
        return _next_minute(now)
    try:
        hour, minute = start.split(":")
        wanted = time(int(hour), int(minute))
    except ValueError:
        raise UsageError(
            f"'{start}' is no start.", "Give `now` or a time of day, as in `--start 14:30`."
        ) from None
    today: date = now.astimezone(plan.zone).date()
    begins = datetime.combine(today, wanted, plan.zone)
    if (now - begins).total_seconds() > LATE_S:
        begins = datetime.combine(today + timedelta(days=1), wanted, plan.zone)
    return begins.astimezone(now.tzinfo)


def _next_minute(now: datetime) -> datetime:
    """The full minute that comes, so that an hour that begins at once does not begin late."""
    begun = now.replace(second=0, microsecond=0)
    return begun if begun == now else begun + timedelta(minutes=1)


def chair_of(plan: SessionPlan) -> Actor:
    """The chair as the plan names them; initials mark what they write."""
    for person in plan.people:
        if "chair" in person.role.lower():
            letters = [word[0] for word in person.name.split() if word[0].isalpha()]
            return Actor(ActorId("chair"), Role.CHAIR, person.name, "".join(letters[:3]).upper())
    return Actor(ActorId("chair"), Role.CHAIR, "Chair", "CH")


def _say_where(standing: Standing) -> None:
    _say(Ready(session=str(standing.session), port=standing.port, me=standing.chair))


def _say(ready: Ready) -> None:
    """One line for whoever started this process, who may be gone."""
    with contextlib.suppress(OSError, ValueError):
        os.write(sys.stdout.fileno(), encode_ready(ready) + b"\n")


if __name__ == "__main__":
    sys.exit(main())
