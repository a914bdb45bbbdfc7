"""`workshop rehearse`: the hour with a simulated room, on the screen or as a file at once.

On the screen there are three processes: the host and the terminal as in any session, and this one,
which plays the room. It survives the crash drill, as phones survive a crash of the laptop.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, time
from itertools import count
from pathlib import Path
from typing import Any

import click

from workshop.commands.finding import session_line
from workshop.commands.networking import Network
from workshop.commands.run import attach, new_session
from workshop.domain.clock import Stage
from workshop.domain.plan import SessionPlan
from workshop.domain.state import State
from workshop.errors import HostGone, UsageError, WorkshopError
from workshop.remote.http import Http
from workshop.remote.launcher import Launcher
from workshop.service.clock import SystemClock, clock_of, speed_of
from workshop.service.drill import keep_drill, read_drill
from workshop.settings import workshop_folder

_log = logging.getLogger(__name__)

PARTICIPANTS = 40
SEED = 1
SPEED = 6.0
"""An hour in ten minutes."""
TERMINAL = (sys.executable, "-P", "-m", "workshop.commands.rehearsed")
_DAY = datetime(2026, 1, 15)  # noqa: DTZ001 - made aware by the plan's own zone
_TIME = time(10, 0)
_CALM_SCREEN = (
    "\x1b[?1049l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1004l\x1b[?2004l\x1b[<u"
    "\x1b[?25h\x1b[0m"
)
"""Gives a person their own screen, mouse and cursor back, after a program that could not."""


# -- as a file ---------------------------------------------------------------------------------


def headless(
    plan: str,
    session: Path | None = None,
    participants: int = PARTICIPANTS,
    seed: int = SEED,
    start: str | None = None,
) -> int:
    """Write the session file of a whole hour as fast as it goes; equal seeds, equal files."""
    from workshop.commands.hosting import start_time
    from workshop.kinds.registry import load
    from workshop.plans import Library, open_plan
    from workshop.rehearsal.hour import Hour
    from workshop.store import create

    opened = open_plan(plan, Library.open(), load())
    clock = SystemClock()
    asked = clock.now()
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
    took_s = (clock.now() - asked).total_seconds()
    click.echo(f"{path}: a rehearsal with {participants} people, made in {took_s:.1f} s.")
    click.echo(_counted(state))
    return 0


def fixed_start(plan: SessionPlan) -> datetime:
    """When an hour of nobody begins: as programmed, else on a day that never changes."""
    programmed = plan.planned_start()
    start = programmed or datetime.combine(_DAY, plan.event.start or _TIME, plan.zone)
    return start.astimezone(SystemClock().now().tzinfo)


def _counted(state: State) -> str:
    answers = sum(len(found) for found in state.responses.values())
    return f"{len(state.participants)} phones, {answers} answers, {state.revision} events."


def _free_name(plan: SessionPlan) -> Path:
    folder = workshop_folder().sessions
    for number in count(1):
        path = folder / f"{plan.id}-rehearsal-{number}.json"
        if not path.exists():
            return path
    raise AssertionError("the numbers are endless")


# -- on the screen -----------------------------------------------------------------------------


def live(
    plan: str,
    session: Path | None = None,
    participants: int = PARTICIPANTS,
    seed: int = SEED,
    start: str | None = None,
    *,
    speed: float = SPEED,
) -> int:
    """A new session with its terminal in front and a simulated room at the host's door."""
    _needs_terminal()
    folder = workshop_folder().sessions
    new = new_session(plan, folder, session, start, Network().arguments())
    launcher = Launcher(folder, new=(*new, "--rehearse", f"{speed},{participants},{seed}"))
    return _with_a_room(launcher, plan)


def go_on(path: Path) -> int:
    """The room comes back to a rehearsal that was left; one that is over is only looked at."""
    if session_line(path).stage is Stage.ENDED:
        return attach(path)
    _needs_terminal()
    return _with_a_room(Launcher(path.parent, session=path))


def _needs_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "A rehearsal needs a terminal.", "With --headless it only writes the session's file."
        )


def _with_a_room(launcher: Launcher, plan: str | None = None) -> int:
    launcher.begin()
    with _own_screen() as give_back:
        path, code = asyncio.run(_run(launcher, plan, give_back))
    click.echo(f"The rehearsal is in {path}.")
    click.echo(f"`workshop resume {path.stem}` goes on, `workshop export {path.stem}` writes it.")
    return code


async def _run(launcher: Launcher, plan: str | None, give_back: Any) -> tuple[Path, int]:
    """Terminals one after the other on one session, as often as a drill kills one."""
    with suppress(NotImplementedError):
        # What is pressed is the terminal's; this process only waits for it.
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, lambda: None)
    ticket = await launcher.ticket()
    path = launcher.session
    if path is None:
        raise HostGone("The host did not say where the session is.", "Start it again.")
    terminal = await _terminal(path)
    room = await asyncio.to_thread(make_room, path, ticket.url, plan)
    playing = asyncio.create_task(room.run(), name="room")
    playing.add_done_callback(_say_why)
    try:
        while True:
            code = await terminal.wait()
            drill = read_drill(path)
            if drill is None:
                return path, code
            give_back()
            told = frozenset(room.ledger.told)
            found = await asyncio.to_thread(_found, path, told)
            keep_drill(path, replace(drill, told=len(told), found=found))
            click.echo(
                f"Killed. Phones had been told of {len(told)} answers that they are safe; "
                f"{found} of them stand in the file. Starting again ..."
            )
            terminal = await _terminal(path)
    finally:
        playing.cancel()
        await asyncio.wait([playing])


def _say_why(playing: asyncio.Task[None]) -> None:
    """A room that failed costs nobody the terminal; its reason waits until that is gone."""
    if not playing.cancelled() and (error := playing.exception()) is not None:
        _log.error("the simulated room failed: %r", error)


async def _terminal(path: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(*TERMINAL, str(path))


def make_room(path: Path, url: str, plan: str | None = None) -> Any:
    """The room that a rehearsal's file asks for, with the banks of its exercises."""
    from workshop.kinds.registry import load
    from workshop.rehearsal.crowd import Crowd
    from workshop.rehearsal.phones import Room

    state = _state_of(path)
    played = state.session.rehearsal
    if played is None:
        raise UsageError(f"{path.name} is no rehearsal.", "Rooms come to rehearsals only.")
    banked = _banked(state.plan, plan)
    start = state.clock.planned_start or state.session.created
    return Room(
        banked,
        Crowd(banked, played.participants, played.seed),
        load(),
        lambda token: Http(url, token),
        clock_of(state.session),
        speed=speed_of(state.session),
        start=start,
        lobby_s=max(60.0, (start - state.session.created).total_seconds()),
    )


def _banked(plan: SessionPlan, name: str | None) -> SessionPlan:
    """A session's plan with the banks that its exercises have where they are kept."""
    from workshop.kinds.registry import load
    from workshop.plans import Library, open_plan

    try:
        source = open_plan(name or plan.id, Library.open(), load())
    except WorkshopError:
        # The plan is gone or was changed since: the room answers by the forms alone.
        return plan
    banks = {exercise.id: exercise.bank for exercise in source.exercises}
    exercises = (replace(e, bank=banks.get(e.id, e.bank)) for e in plan.exercises)
    return replace(plan, exercises=tuple(exercises))


def _state_of(path: Path) -> State:
    from workshop.kinds.registry import KindRules
    from workshop.service.reading import state_of
    from workshop.store import ReadOnlyFile

    log = ReadOnlyFile(path)
    try:
        return state_of(log, KindRules())
    finally:
        log.close()


def _found(path: Path, told: frozenset[str]) -> int:
    """How many of these answers stand in the file."""
    kept = _state_of(path).response_exercise
    return sum(response in kept for response in told)


@contextmanager
def _own_screen() -> Iterator[Any]:
    """Gives a way to put the terminal right after a program in it was killed."""
    try:
        import termios
    except ImportError:  # Windows puts it right by itself
        yield lambda: None
        return
    before = termios.tcgetattr(sys.stdin)

    def give_back() -> None:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
        sys.stdout.write(_CALM_SCREEN)
        sys.stdout.flush()

    yield give_back
