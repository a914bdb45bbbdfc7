"""The command line: names, options and their help. What a command does stands in `commands/`.

The bodies are imported inside the functions, so that help and usage errors come at once.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from workshop import __version__
from workshop.errors import UsageError, WorkshopError
from workshop.settings import DEFAULT_PLAN

FORMATS = ("html", "docx", "pptx", "md", "json", "csv", "xlsx", "graphml", "ics", "parquet")
PAGES = ("run-sheet", "posters", "cards", "sheets", "handout")
DEBUG_VARIABLE = "WORKSHOP_DEBUG"

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def run(args: Sequence[str]) -> int:
    """Run a command line; its exit code. Whatever goes wrong is two lines on standard error."""
    if not os.environ.get(DEBUG_VARIABLE):
        _log_in_lines()
    try:
        return int(cli.main(list(args), prog_name="workshop", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "workshop"
        return _fail(error.format_message(), f"`{command} --help` explains it.", 2)
    except UsageError as error:
        return _fail(error.title, error.hint, 2)
    except WorkshopError as error:
        return _fail(error.title, error.hint, 1)
    except click.ClickException as error:
        return _fail(error.format_message(), "", 1)
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Whoever read us (`| head`) has had enough; nothing may be flushed to it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        return _fail(f"{error.strerror or error}{where}", "See that it exists and is yours.", 1)
    except Exception as error:
        # The last line of defence: a person sees what failed, an engineer asks for all of it.
        if os.environ.get(DEBUG_VARIABLE):
            raise
        what = f"Something went wrong inside workshop: {type(error).__name__}: {error}"
        return _fail(what, f"Set {DEBUG_VARIABLE}=1 and run it again to see where.", 1)


def _log_in_lines() -> None:
    """What is logged where no log is set up comes as a line, without its traceback."""

    class OneLine(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return record.getMessage()

    if logging.lastResort is not None:
        logging.lastResort.setFormatter(OneLine())


def _fail(what: str, mend: str, code: int) -> int:
    from workshop.domain.text import clean_line

    for line in (what, mend):
        if line := clean_line(line):
            click.echo(line, err=True)
    return code


def _start(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None or value == "now" or _CLOCK.fullmatch(value):
        return value
    raise click.BadParameter("write `now`, or a time of day such as 15:00.")


def _some_of(
    known: Sequence[str], word: str
) -> Callable[[click.Context, click.Parameter, str], tuple[str, ...]]:
    """Checks an option that takes some of the known names, with commas between."""

    def chosen(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
        if not value:
            return ()
        names = tuple(dict.fromkeys(name.strip().lower() for name in value.split(",")))
        for name in names:
            if name not in known:
                raise click.BadParameter(
                    f"there is no {word} {name!r}: choose from {', '.join(known)}."
                )
        return names

    return chosen


def _network(command: Callable[..., int]) -> Callable[..., int]:
    """The options of how a session faces the network."""
    for option in (
        click.option("--wifi", metavar="SSID", help="The room's Wi-Fi, as a first code to scan."),
        click.option("--public-url", metavar="URL", help="What phones are told, by a tunnel, say."),
        click.option(
            "--port",
            type=click.IntRange(1, 65535),
            metavar="N",
            help="The port; where it is taken, the next free one.  [default: 8642]",
        ),
        click.option("--bind", metavar="ADDR", help="Listen on this address only."),
    ):
        command = option(command)
    return command


def _ask_password(wifi: str | None) -> None:
    """The Wi-Fi's password, asked for where the environment does not hold it."""
    from workshop.commands.networking import WIFI_VARIABLE, keep_password

    if wifi and WIFI_VARIABLE not in os.environ:
        keep_password(
            click.prompt(
                f"Password of '{wifi}' (none: open)",
                default="",
                hide_input=True,
                show_default=False,
            )
        )


_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="workshop %(version)s")
@click.pass_context
def cli(context: click.Context) -> int | None:
    """Run a timed workshop from one laptop: plan, clock, capture, sense-making, record.

    Without a command it opens the home screen: plans, sessions, resume, export.
    """
    if context.invoked_subcommand is not None:
        return None
    from workshop.commands.run import home

    return home()


@cli.command("run")
@click.argument("plan", default=DEFAULT_PLAN)
@click.option(
    "--session",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The session file to write; otherwise a new one in the workshop folder.",
)
@click.option(
    "--start",
    callback=_start,
    metavar="now|HH:MM",
    help="Count from now, or from a time of day in the plan's time zone.",
)
@click.option(
    "--no-host", is_flag=True, help="No pages for the room: nothing listens beyond this laptop."
)
@_network
def run_plan(
    plan: str,
    session: Path | None,
    start: str | None,
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
    _ask_password(wifi)
    return run(plan, session, start, arguments)


@cli.command("host")
@click.argument("plan", default=DEFAULT_PLAN)
@click.option(
    "--session",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The session file; one that exists is gone on with.",
)
@click.option(
    "--start",
    callback=_start,
    metavar="now|HH:MM",
    help="Count from now, or from a time of day in the plan's time zone.",
)
@_network
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
    _ask_password(wifi)
    return serve(plan, session, start, network)


@cli.command()
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


@cli.command()
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
@click.option(
    "--session",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The session file to write; otherwise a new one in the workshop folder.",
)
@click.option(
    "--start",
    callback=_start,
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


@cli.command()
@_as_json
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


@cli.command()
@click.argument("session", required=False)
def resume(session: str | None) -> int:
    """Go on where a session stopped.

    After a quit, a crash or a power cut the clock stands as if nothing had happened. SESSION is a
    name or a path; without it the newest unfinished session.
    """
    from workshop.commands.run import resume

    return resume(session)


@cli.group()
def plan() -> None:
    """Plans as files: list, show, check, new, edit, print."""


@plan.command("list")
@_as_json
def plan_list(as_json: bool) -> int:
    """List the plans: yours, and those that ship."""
    from workshop.commands.plans import list_plans

    return list_plans(as_json)


@plan.command("show")
@click.argument("plan", default=DEFAULT_PLAN)
@click.option("--json", "as_json", is_flag=True, help="Print the plan under its file's own keys.")
def plan_show(plan: str, as_json: bool) -> int:
    """Show a plan with its run of show."""
    from workshop.commands.plans import show

    return show(plan, as_json)


@plan.command("check")
@click.argument("plans", nargs=-1, metavar="[PLAN]...")
@_as_json
def plan_check(plans: tuple[str, ...], as_json: bool) -> int:
    """Say every problem as `file:line: what; the mend`.

    PLAN is an id or a path; without any, all plans are checked. Exit code 1: there are problems.
    """
    from workshop.commands.plans import check

    return check(plans, as_json)


@plan.command("new")
@click.argument("title", required=False)
@click.option("--minutes", metavar="N", help="How long it is.")
@click.option("--date", metavar="YYYY-MM-DD", help="The day.")
@click.option("--start", metavar="HH:MM", help="When it begins.")
@click.option("--timezone", metavar="NAME", help="The time zone; this computer's without it.")
@click.option("--venue", metavar="TEXT", help="Where it is.")
@click.option(
    "--person", "people", multiple=True, metavar="TEXT", help="`name, role, organisation`; repeat."
)
@click.option(
    "--part", "parts", multiple=True, metavar="TEXT", help="`title: what for`; repeat for each."
)
@click.option("--template", metavar="PLAN", help="A plan to begin with, stretched to --minutes.")
@click.option(
    "--from",
    "agenda",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An agenda as CSV or XLSX with columns start or minutes, title, who, notes.",
)
@click.option("--sheet", metavar="NAME", help="The workbook's sheet; otherwise its first.")
@click.option("--id", "plan_id", metavar="ID", help="The plan's id; otherwise made of the title.")
@click.option("--yes", is_flag=True, help="Ask nothing: what is not said is left open.")
def plan_new(
    title: str | None,
    minutes: str | None,
    date: str | None,
    start: str | None,
    timezone: str | None,
    venue: str | None,
    people: tuple[str, ...],
    parts: tuple[str, ...],
    template: str | None,
    agenda: Path | None,
    sheet: str | None,
    plan_id: str | None,
    yes: bool,
) -> int:
    """Write a new plan: from a few questions, a template or a spreadsheet.

    What no option says is asked for. The plan is written into the workshop folder, with comments
    that say how to go on.
    """
    from workshop.commands.planning import Asked, new_plan

    return new_plan(
        Asked(
            title=title,
            id=plan_id,
            minutes=minutes,
            date=date,
            start=start,
            timezone=timezone,
            venue=venue,
            people=people,
            parts=parts,
            template=template,
            agenda=agenda,
            sheet=sheet,
            ask=not yes,
        )
    )


@plan.command("edit")
@click.argument("plan", default=DEFAULT_PLAN)
def plan_edit(plan: str) -> int:
    """Move, retime and rename a plan's segments, checked as you go.

    PLAN is an id or a path; without it the bundled C6 plan. Comments and all else in the file stay
    as they are; a plan that ships is saved as your own copy.
    """
    from workshop.commands.plan_editing import edit

    return edit(plan)


@plan.command("print")
@click.argument("plan", default=DEFAULT_PLAN)
@click.option(
    "--what",
    default=PAGES[0],
    callback=_some_of(PAGES, "page"),
    metavar=",".join(PAGES),
    help="The pages to write, with commas between; the run sheet without it.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it, a folder for several; otherwise exports/ in the workshop folder.",
)
@click.option("--url", metavar="URL", help="The address that phones open, for posters and cards.")
@click.option(
    "--wifi",
    metavar="SSID",
    help="The room's Wi-Fi, for posters and cards. Asks for its password, which they show, or"
    " reads WORKSHOP_WIFI_PASSWORD.",
)
def plan_print(
    plan: str, what: tuple[str, ...], out: Path | None, url: str | None, wifi: str | None
) -> int:
    """Write the pages of an hour on paper.

    The facilitator's run sheet, posters and table cards with the codes to join, the participants'
    paper sheets, their handout: an HTML page each, to print on A4 or Letter.
    """
    from workshop.commands.plans import print_pages

    return print_pages(plan, what, out, url, wifi)


@cli.group()
def exercise() -> None:
    """Exercises as files: list, show, check, new."""


@exercise.command("list")
@_as_json
def exercise_list(as_json: bool) -> int:
    """List the exercises: yours, and those that ship."""
    from workshop.commands.exercises import list_exercises

    return list_exercises(as_json)


@exercise.command("show")
@click.argument("exercise")
@click.option("--json", "as_json", is_flag=True, help="Print it under its file's own keys.")
def exercise_show(exercise: str, as_json: bool) -> int:
    """Show an exercise and its options."""
    from workshop.commands.exercises import show

    return show(exercise, as_json)


@exercise.command("check")
@click.argument("exercises", nargs=-1, metavar="[EXERCISE]...")
@_as_json
def exercise_check(exercises: tuple[str, ...], as_json: bool) -> int:
    """Say every problem as `file:line: what; the mend`.

    EXERCISE is an id or a path; without any, all are checked. Exit code 1: there are problems.
    """
    from workshop.commands.exercises import check

    return check(exercises, as_json)


@exercise.command("new")
@click.argument("title", required=False)
@click.option("--kind", metavar="KIND", help="The kind of exercise; it is asked for without it.")
@click.option("--prompt", metavar="TEXT", help="The question itself.")
@click.option("--purpose", metavar="TEXT", help="What it is good for.")
@click.option("--minutes", metavar="N", help="How long it takes.")
@click.option(
    "--item", "items", multiple=True, metavar="TEXT", help="What is chosen or rated; repeat."
)
@click.option("--id", "exercise_id", metavar="ID", help="Its id; otherwise made of the title.")
@click.option("--yes", is_flag=True, help="Ask nothing: what is not said stays a placeholder.")
def exercise_new(
    title: str | None,
    kind: str | None,
    prompt: str | None,
    purpose: str | None,
    minutes: str | None,
    items: tuple[str, ...],
    exercise_id: str | None,
    yes: bool,
) -> int:
    """Write a new exercise of any kind.

    What no option says is asked for. It is written into the workshop folder, with comments that
    say how to go on.
    """
    from workshop.commands.new_exercise import AskedExercise, new_exercise

    return new_exercise(
        AskedExercise(title, exercise_id, kind, prompt, purpose, minutes, items, ask=not yes)
    )


@cli.group()
def session() -> None:
    """Sessions and their files: list, show, check, import, merge."""


@session.command("list")
@_as_json
def session_list(as_json: bool) -> int:
    """List the sessions with their date, progress and size."""
    from workshop.commands.sessions import list_sessions

    return list_sessions(as_json)


@session.command("show")
@click.argument("session")
@_as_json
def session_show(session: str, as_json: bool) -> int:
    """Show what is in a session."""
    from workshop.commands.sessions import show

    return show(session, as_json)


@session.command("check")
@click.argument("session")
@click.option(
    "--mend", is_flag=True, help="Mend what can be mended; without it nothing is changed."
)
@_as_json
def session_check(session: str, mend: bool, as_json: bool) -> int:
    """Verify a session's file.

    It says what mending would do. Exit code 1: it found problems.
    """
    from workshop.commands.sessions import check

    return check(session, mend, as_json)


@session.command("import")
@click.argument("session")
@click.argument("file", type=click.Path(path_type=Path))
def session_import(session: str, file: Path) -> int:
    """Take in answers from paper, or notes kept apart.

    FILE is a CSV file of answers, or what `workshop notes` wrote. A row that cannot be taken is
    reported with its line; the others go in once, however often the same file is imported.
    """
    from workshop.commands.importing import import_file

    return import_file(session, file)


@session.command("merge")
@click.argument("sessions", nargs=-1, required=True, metavar="SESSION SESSION...")
@click.option(
    "--rooms",
    default="",
    metavar="NAME,NAME",
    help="What the rooms are called, in the order of the sessions; else as their files.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The record to write; otherwise a new one in the workshop folder.",
)
def session_merge(sessions: tuple[str, ...], rooms: str, out: Path | None) -> int:
    """Join parallel rooms that ran one plan into one record.

    Everything keeps its room. The rooms' own files stay as they are; the same files make the same
    record again.
    """
    from workshop.commands.merging import merge

    return merge(sessions, out, rooms.split(",") if rooms else ())


@cli.command()
@click.argument("session")
@click.option(
    "--format",
    "formats",
    default="",
    callback=_some_of(FORMATS, "format"),
    metavar=",".join(FORMATS),
    help="The formats to write, with commas between; all but parquet without it.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="The folder to write into; otherwise exports/ in the workshop folder.",
)
@click.option(
    "--anonymise", is_flag=True, help="Leave out names, badges and what tells people apart."
)
def export(session: str, formats: tuple[str, ...], out: Path | None, anonymise: bool) -> int:
    """Write what came of a session.

    What the room said, by objective, with quotes, findings and pledges.
    """
    from workshop.commands.export import export

    return export(session, formats, out, anonymise)


@cli.command()
@click.argument("sessions", nargs=-1, required=True, metavar="SESSION SESSION...")
@_as_json
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a page that stands alone.",
)
@click.option(
    "--xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a workbook with tidy tables and charts.",
)
@click.option(
    "--anonymise", is_flag=True, help="Compare without what tells of fewer than five people."
)
@click.option(
    "--common", is_flag=True, help="Compare different plans, too, by the ids that they share."
)
def compare(
    sessions: tuple[str, ...],
    as_json: bool,
    html: Path | None,
    xlsx: Path | None,
    anonymise: bool,
    common: bool,
) -> int:
    """Set several deliveries of one plan side by side.

    Timing by segment and where it always runs over, what objectives gained, themes, how networks
    grew, how many joined and answered. SESSION is a name or a path.
    """
    from workshop.commands.comparing import compare

    return compare(
        sessions, as_json=as_json, html=html, xlsx=xlsx, anonymise=anonymise, common=common
    )


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def notes(file: Path) -> int:
    """Open a note pad that needs no host.

    It is for a co-facilitator whose network fails: `workshop session import` folds FILE into the
    session afterwards.
    """
    from workshop.commands.notes import notes

    return notes(file)
