"""`workshop plan`: list, show, check, print."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from workshop.commands.output import print_json, print_table, print_text, write_whole
from workshop.domain.plan import Part, SessionPlan
from workshop.domain.text import clean_line
from workshop.domain.words import format_duration
from workshop.errors import WorkshopError
from workshop.kinds.registry import load
from workshop.plans import Library, Problem, check_plan, open_plan
from workshop.plans.durations import minutes_of
from workshop.plans.plain import to_mapping
from workshop.plans.reading import shown_name
from workshop.plans.schedule import Slot, time_at, timetable
from workshop.plans.summaries import plan_summary
from workshop.service.room import Wifi

WIFI_VARIABLE = "WORKSHOP_WIFI_PASSWORD"


def list_plans(as_json: bool) -> int:
    """Every plan within reach, the user's own first."""
    library = Library.open()
    lines = [plan_summary(entry) for entry in library.plans]
    if as_json:
        print_json(
            [
                {
                    "id": line.id,
                    "title": line.title,
                    "minutes": None if line.planned_s is None else minutes_of(line.planned_s),
                    "parts": line.parts,
                    "origin": line.origin.value,
                    "path": str(entry.path),
                    "problem": line.problem,
                }
                for entry, line in zip(library.plans, lines, strict=True)
            ]
        )
        return 0
    rows = [
        (line.id, shown_minutes(line.planned_s), str(line.parts), line.origin.value, line.title)
        for line in lines
    ]
    print_table(("PLAN", "MIN", "PARTS", "FROM", "TITLE"), rows, right=(1, 2))
    return 0


def shown_minutes(seconds: int | None) -> str:
    """Minutes for a table, a question mark where the file does not say them rightly."""
    return "?" if seconds is None else f"{minutes_of(seconds):g}"


def show(plan: str, as_json: bool) -> int:
    """A plan as text to read, or as its file's own keys."""
    opened = open_plan(plan, Library.open(), load())
    if as_json:
        print_json(to_mapping(opened))
        return 0
    _show_head(opened)
    slots = timetable(opened)
    for part in opened.parts:
        click.echo()
        _show_part(opened, part, [slot for slot in slots if slot.part is part])
    click.echo(f"\n{time_at(opened, opened.total_s):>8}  end")
    _show_exercises(opened)
    return 0


def _show_head(plan: SessionPlan) -> None:
    event = plan.event
    print_text(plan.title)
    when = ""
    if event.date is not None:
        when = f"{event.date.day} {event.date:%B %Y}"
        if event.start is not None:
            when += f", {time_at(plan, 0)} to {time_at(plan, plan.total_s)} {event.timezone}"
    facts = (event.code, event.format, event.stream, when, event.venue)
    print_text(", ".join(fact for fact in facts if fact))
    timed = sum(1 for segment in plan.segments if segment.planned_s)
    click.echo(
        f"{shown_minutes(plan.total_s)} minutes in {timed} segments, "
        f"{len(plan.objectives)} objectives"
    )
    for person in plan.people:
        about = ", ".join(
            fact for fact in (person.role, person.organisation, person.country) if fact
        )
        print_text(f"{person.name}: {about}" if about else person.name)


def _show_part(plan: SessionPlan, part: Part, slots: Sequence[Slot]) -> None:
    facts = [format_duration(part.planned_s)]
    if part.min_s:
        facts.append(f"at least {format_duration(part.min_s)}")
    if part.lead is not None:
        facts.append(plan.person(part.lead).name)
    print_text(f"{part.title} ({', '.join(facts)})")
    for objective in part.objectives:
        mark = "*" if objective.headline else "-"
        print_text(f"{mark} {objective.text}", "  ", "    ")
    for slot in slots:
        segment = slot.segment
        when, length = "ready", ""
        if not slot.stands_ready:
            when = time_at(plan, slot.offset_s)
            length = f"{format_duration(segment.planned_s)}/{format_duration(segment.min_s)}"
        what = segment.exercise or segment.case_study or ""
        line = f"{when:>8}  {length:>11}  {segment.priority.value:<6}  {segment.title}"
        click.echo(f"{line}  [{what}]" if what else line)


def _show_exercises(plan: SessionPlan) -> None:
    if not plan.exercises:
        return
    click.echo("\nExercises")
    rows = [(f"  {one.id}", one.kind, one.title) for one in plan.exercises]
    print_table(("  ID", "KIND", "TITLE"), rows)


def check(plans: Sequence[str], as_json: bool) -> int:
    """Every problem of the named plans, or of all there are."""
    library = Library.open()
    catalogue = load()
    entries = [library.plan(name) for name in plans] if plans else list(library.plans)
    problems: list[Problem] = [] if plans else list(library.double_plans)
    for entry in entries:
        problems.extend(check_plan(entry.path, library, catalogue).problems)
    return report(problems, len(entries), "plan", as_json)


def report(problems: Iterable[Problem], count: int, word: str, as_json: bool) -> int:
    """Print a check's outcome; the exit code that goes with it."""
    # An exercise that two plans use brings its problems twice.
    found = sorted(set(problems))
    if as_json:
        print_json(
            {
                "checked": count,
                "problems": [
                    {
                        "file": problem.file,
                        "line": problem.line,
                        "what": problem.what,
                        "mend": problem.mend,
                    }
                    for problem in found
                ],
            }
        )
    else:
        for problem in found:
            click.echo(str(problem))
        if not found:
            click.echo(f"{count} {word}{'' if count == 1 else 's'} checked, no problems.")
    return 1 if found else 0


def print_pages(
    plan: str,
    what: Sequence[str] = ("run-sheet",),
    out: Path | None = None,
    url: str | None = None,
    wifi: str | None = None,
) -> int:
    """Write a plan's pages to print, and say where they are.

    `out` is the file of a single page, the folder of several; `wifi` the network's name.
    """
    library = Library.open()
    opened = open_plan(plan, library, load())
    joining = not {"posters", "cards"}.isdisjoint(what)
    network = Wifi(wifi, _password(wifi)) if wifi is not None and joining else None
    pages = _pages(opened, what, url, network)
    for name, path in _places(opened, what, out, library.folder.exports).items():
        write_whole(path, pages[name].encode())
        click.echo(f"{shown_name(path)} is ready: open it in a browser and print it.")
    if joining and url is None:
        click.echo("The address is left to be written in: `--url` prints it, with its code.")
    return 0


def _password(wifi: str) -> str:
    given = os.environ.get(WIFI_VARIABLE)
    if given is not None:
        return given
    question = f"Password of {clean_line(wifi)} (it is printed; empty for an open network)"
    return str(click.prompt(question, default="", show_default=False, hide_input=True, err=True))


def _pages(
    plan: SessionPlan, what: Sequence[str], url: str | None, wifi: Wifi | None
) -> dict[str, str]:
    """Every page that was asked for, made before any is written."""
    # jinja2 costs 60 ms, and only this command needs it.
    from workshop.export.printing import handout, posters, run_sheet, sheets
    from workshop.export.printing.address import read_address

    address = read_address(url) if url is not None else None
    makers: dict[str, Callable[[], str]] = {
        "run-sheet": lambda: run_sheet.render(plan),
        "posters": lambda: posters.render_posters(plan, address, wifi),
        "cards": lambda: posters.render_cards(plan, address, wifi),
        "sheets": lambda: sheets.render(plan, load()),
        "handout": lambda: handout.render(plan, load()),
    }
    return {name: makers[name]() for name in what}


def _places(
    plan: SessionPlan, what: Sequence[str], out: Path | None, exports: Path
) -> dict[str, Path]:
    """Where each page goes. Raises WorkshopError where `out` cannot be what it has to be."""
    if out is None or len(what) > 1:
        folder = out or exports
        if folder.is_file():
            raise WorkshopError(f"{shown_name(folder)} is a file.", "Give several pages a folder.")
        return {name: folder / f"{plan.id}-{name}.html" for name in what}
    if out.is_dir():
        raise WorkshopError(f"{shown_name(out)} is a folder.", "Give the page a file name.")
    return {what[0]: out}
