"""The commands of an hour: run, host, join, rehearse, resume, doctor, notes."""

from __future__ import annotations

from pathlib import Path

import click

from workshop.cli.options import as_json_flag, ask_password, file_option, networked, start_time
from workshop.errors import UsageError
from workshop.settings import DEFAULT_PLAN

_new_session = file_option(
    "--session", "The session file to write; otherwise a new one in the workshop folder."
)
_start_option = click.option(
    "--start",
    callback=start_time,
    metavar="now|HH:MM",
    help="Count from now, or from a time of day in the plan's time zone.",
)


@click.command("run")
@click.argument("plan", default=DEFAULT_PLAN)
@_new_session
@_start_option
@click.option("--room", metavar="NAME", help="Which of several rooms that run it in parallel.")
@click.option(
    "--no-host", is_flag=True, help="No pages for the room: nothing listens beyond this laptop."
)
@networked
def run_plan(
    plan: str,
    session: Path | None,
    start: str | None,
    room: str | None,
    no_host: bool,
    bind: str | None,
    port: int | None,
    public_url: str | None,
    wifi: str | None,
) -> int:
    """Preflight, then the hour.

    PLAN is an id or a path; without it the bundled C6 plan. Phones join over the local network;
    with --wifi the password is asked for, or read from WORKSHOP_WIFI_PASSWORD.
    """
    from workshop.commands.networking import Network
    from workshop.commands.run import run

    network = Network(bind, port, public_url, wifi, no_host)
    arguments = network.arguments()
    ask_password(wifi)
    which = (f"--room={room}",) if room else ()
    return run(plan, session, start, (*arguments, *which))


@click.command("host")
@click.argument("plan", default=DEFAULT_PLAN)
@file_option("--session", "The session file; one that exists is gone on with.")
@_start_option
@networked
@click.option("--room", metavar="NAME", help="Which of several rooms that run it in parallel.")
@click.option(
    "--new-key",
    metavar="SESSION",
    help="Only issue a new key for the chair of a host that runs on this computer.",
)
def host_plan(
    plan: str,
    session: Path | None,
    start: str | None,
    bind: str | None,
    port: int | None,
    public_url: str | None,
    wifi: str | None,
    room: str | None,
    new_key: str | None,
) -> int:
    """Run a session without a terminal screen, for a server.

    PLAN is an id or a path; without it the bundled C6 plan. The chair and co-facilitators connect
    with `workshop join`; the chair's one-time key is printed here.
    """
    from workshop.commands.networking import Network
    from workshop.commands.serving import new_key as issue_key
    from workshop.commands.serving import serve

    if new_key is not None:
        return issue_key(new_key)
    network = Network(bind, port, public_url, wifi)
    network.arguments()
    ask_password(wifi)
    return serve(plan, session, start, network, room)


@click.command()
@click.argument("url")
@click.option("--key", metavar="KEY", help="The one-time key; otherwise it is asked for.")
@click.option("--initials", metavar="TEXT", help="What marks your notes; otherwise it is asked.")
def join(url: str, key: str | None, initials: str | None) -> int:
    """Open a facilitator's terminal on another laptop.

    URL is the address that the chair shows with a one-time key. A terminal that comes back needs
    no other key.
    """
    from workshop.commands.joining import join

    return join(url, key, initials)


@click.command()
@click.argument("plan", default=DEFAULT_PLAN)
@click.option(
    "--participants",
    type=click.IntRange(1, 1000),
    default=40,
    show_default=True,
    metavar="N",
    help="How many people the room has.",
)
@click.option(
    "--speed",
    type=click.FloatRange(0.5, 600),
    metavar="X",
    help="How many times as fast the clock goes; 60: an hour in a minute.  [default: 6]",
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    metavar="N",
    help="Another number, another room; the same number, the same answers.",
)
@click.option("--headless", is_flag=True, help="No screen, no waiting: only the session file.")
@_new_session
@click.option(
    "--start",
    callback=start_time,
    metavar="now|HH:MM",
    help="When the hour begins; without it as programmed, or on a day that never changes.",
)
def rehearse(
    plan: str,
    participants: int,
    speed: float | None,
    seed: int,
    headless: bool,
    session: Path | None,
    start: str | None,
) -> int:
    """Play the hour with a simulated room.

    The chair's terminal is as ever; the people who join and answer are not real. PLAN is an id or
    a path; without it the bundled C6 plan.
    """
    from workshop.commands import rehearsing

    if headless:
        if speed is not None:
            raise UsageError("--headless waits for nothing.", "Leave out --speed.")
        return rehearsing.headless(plan, session, participants, seed, start)
    speed = rehearsing.SPEED if speed is None else speed
    return rehearsing.live(plan, session, participants, seed, start, speed=speed)


@click.command()
@as_json_flag
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="The port that phones would use.  [default: 8642]",
)
def doctor(as_json: bool, port: int | None) -> int:
    """Say what would go wrong in the room.

    Network and the address in the join code, port, disk, terminal, firewall, sleep, displays.
    Exit code 1: something would.
    """
    from workshop.commands.doctor import doctor

    return doctor(as_json, port)


@click.command()
@click.argument("session", required=False)
def resume(session: str | None) -> int:
    """Go on where a session stopped.

    After a quit, a crash or a power cut the clock stands as if nothing had happened. SESSION is a
    name or a path; without it the newest unfinished session.
    """
    from workshop.commands.run import resume

    return resume(session)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def notes(file: Path) -> int:
    """Open a note pad that needs no host.

    It is for a co-facilitator whose network fails: `workshop session import` folds FILE into the
    session afterwards.
    """
    from workshop.commands.notes import notes

    return notes(file)


COMMANDS = {
    command.name: command
    for command in (run_plan, host_plan, join, rehearse, resume, doctor, notes)
}
