"""`workshop plan new`: questions, a template or a spreadsheet become a plan that checks."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from workshop.commands.asking import asking, right_id, several, some_seconds, some_text
from workshop.commands.output import print_text
from workshop.domain.text import clean_line
from workshop.domain.words import format_duration
from workshop.errors import PlanProblems, UsageError
from workshop.kinds.registry import load
from workshop.plans import Library, check_plan
from workshop.plans.agenda import Agenda, read_agenda
from workshop.plans.drafting import (
    STEP_S,
    DraftPerson,
    PlanDraft,
    Wanted,
    When,
    agenda_parts,
    draft_parts,
    led_by,
    shortest,
    write_plan,
)
from workshop.plans.durations import minutes_of
from workshop.plans.reading import shown_name
from workshop.plans.saving import write_new
from workshop.plans.templates import from_template
from workshop.plans.writing import new_id

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line said; None or empty is what is still to be asked.

    `parts` are written `title: purpose`, `people` `name, role, organisation`. `ask` is False where
    nothing is to be asked.
    """

    title: str | None = None
    id: str | None = None
    minutes: str | None = None
    date: str | None = None
    start: str | None = None
    timezone: str | None = None
    venue: str | None = None
    people: Sequence[str] = ()
    parts: Sequence[str] = ()
    template: str | None = None
    agenda: Path | None = None
    sheet: str | None = None
    ask: bool = True


def new_plan(asked: Asked) -> int:
    """Write a new plan into the workshop folder, and say where it is and how to go on."""
    if asked.template is not None and asked.agenda is not None:
        raise UsageError("A plan comes from a template or from an agenda.", "Give one of the two.")
    library = Library.open()
    if asked.agenda is not None:
        text, plan_id = _imported(asked, asked.agenda, library)
    elif asked.template is not None:
        text, plan_id = _copied(asked, asked.template, library)
    else:
        text, plan_id = _answered(asked, library)
    path = library.folder.plans / f"{plan_id}.yaml"
    try:
        write_new(path, text)
    except FileExistsError:
        raise UsageError(
            f"There is a file {shown_name(path)} already.", "Give the plan another --id."
        ) from None
    problems = check_plan(path, Library.open(), load()).problems
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{shown_name(path)} is ready.")
    click.echo(f"Move and retime its segments with `workshop plan edit {plan_id}`,")
    click.echo(f"or open it in a text editor; `workshop plan check {plan_id}` checks it.")
    return 1 if problems else 0


# -- three ways ---------------------------------------------------------------------------------


def _answered(asked: Asked, library: Library) -> tuple[str, str]:
    """A plan from questions."""
    title = _title(asked, "")
    plan_id = _plan_id(asked, title, library)
    seconds = _length(asked, 3600)
    when = _when(asked)
    people = _people(asked)
    parts = _parts(asked)
    if seconds < shortest(len(parts)):
        least = minutes_of(shortest(len(parts)))
        raise UsageError(
            f"{len(parts)} parts need {least:g} minutes at least.", "Take fewer, or more time."
        )
    wanted = Wanted(seconds, parts, tuple(one.name for one in people))
    drafted, lobby = draft_parts(wanted)
    return write_plan(PlanDraft(plan_id, title, drafted, people, when, lobby)), plan_id


def _imported(asked: Asked, path: Path, library: Library) -> tuple[str, str]:
    """A plan from a spreadsheet's agenda."""
    try:
        agenda = read_agenda(path, asked.sheet)
    except PlanProblems as error:
        for problem in error.problems:
            click.echo(problem)
        raise
    title = _title(asked, agenda.title or path.stem.replace("_", " ").replace("-", " "))
    plan_id = _plan_id(asked, title, library)
    parts, named = agenda_parts(agenda, title)
    people = _given_people(asked) or named
    draft = PlanDraft(
        plan_id,
        title,
        led_by(parts, people[0].name) if len(people) == 1 else parts,
        people,
        _day_of(asked, agenda),
        made_from=clean_line(path.name),
    )
    if asked.minutes is not None and _seconds(asked.minutes) != draft.seconds:
        raise UsageError(
            f"The agenda's rows take {minutes_of(draft.seconds):g} minutes.",
            "Leave out --minutes; `workshop plan edit` retimes the segments.",
        )
    count = sum(len(part.segments) for part in parts)
    click.echo(
        f"{count} segments in {len(parts)} {'part' if len(parts) == 1 else 'parts'}, "
        f"{format_duration(draft.seconds)} in all."
    )
    if agenda.unknown:
        print_text(f"Not taken, since nothing here goes by that name: {', '.join(agenda.unknown)}.")
    return write_plan(draft), plan_id


def _copied(asked: Asked, name: str, library: Library) -> tuple[str, str]:
    """A plan like another one, with its own title, length, people and day."""
    entry = library.plan(name)
    checked = check_plan(entry.path, library, load())
    if checked.plan is None:
        raise PlanProblems(
            f"The plan `{entry.id}` has problems of its own.", "`workshop plan check` lists them."
        )
    title = _title(asked, checked.plan.title)
    plan_id = _plan_id(asked, title, library)
    seconds = _length(asked, checked.plan.total_s)
    when = _when(asked)
    people = _people(asked, keep="empty: those of the template")
    text = entry.path.read_text(encoding="utf-8-sig")
    try:
        made = from_template(text, plan_id, title, seconds, people, when)
    except ValueError as error:
        raise UsageError(f"{error}.", "Take more time, or another template.") from None
    return made, plan_id


# -- questions ----------------------------------------------------------------------------------


def _title(asked: Asked, default: str) -> str:
    return asking("Title", some_text, asked.title, asked.ask, default)


def _plan_id(asked: Asked, title: str, library: Library) -> str:
    if asked.id is None:
        return new_id(title, (entry.id for entry in library.plans))
    return right_id(asked.id)


def _length(asked: Asked, default_s: int) -> int:
    return asking(
        "How many minutes", _seconds, asked.minutes, asked.ask, f"{minutes_of(default_s):g}"
    )


def _seconds(said: str) -> int:
    seconds = some_seconds(said)
    if seconds < 2 * 60 or seconds % STEP_S:
        raise ValueError("write two minutes or more, in whole or half minutes.")
    return seconds


def _when(asked: Asked) -> When:
    """Date, start, time zone and place, as far as they are known."""
    date = asking("Date, as 2026-03-02 (empty: not known yet)", _date, asked.date, asked.ask, "")
    start = asking("Start, as 09:00 (empty: not known yet)", _time, asked.start, asked.ask, "")
    asked_zone = asked.ask and (date is not None or start is not None)
    zone = asking("Time zone", _zone, asked.timezone, asked_zone, _here())
    return When(date, start, zone, clean_line(asked.venue or ""))


def _day_of(asked: Asked, agenda: Agenda) -> When:
    """What the flags say of the day, else what the agenda does."""
    date = asking("--date", _date, asked.date, False, "") or agenda.date
    start = asking("--start", _time, asked.start, False, "") or agenda.start
    zone = asking("--timezone", _zone, asked.timezone, False, _here())
    return When(date, start, zone, clean_line(asked.venue or ""))


def _date(said: str) -> dt.date | None:
    if not said.strip():
        return None
    try:
        return dt.date.fromisoformat(said.strip())
    except ValueError:
        raise ValueError("write year-month-day, such as 2026-03-02.") from None


def _time(said: str) -> dt.time | None:
    if not said.strip():
        return None
    match = _TIME.fullmatch(said.strip())
    if match is None:
        raise ValueError("write hours and minutes, such as 09:00.")
    return dt.time(int(match[1]), int(match[2]))


def _zone(said: str) -> str:
    from zoneinfo import ZoneInfo, available_timezones

    from workshop.plans.problems import did_you_mean

    name = said.strip()
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        mend = did_you_mean(name, available_timezones(), "write one such as `Europe/Amsterdam`")
        raise ValueError(f"`{clean_line(name)}` is no time zone; {mend}") from None
    return name


def _here() -> str:
    """The time zone of this computer where it says one by name, else UTC."""
    named = os.environ.get("TZ", "").lstrip(":")
    link = Path("/etc/localtime")
    if not named and link.is_symlink():
        named = str(link.resolve()).partition("zoneinfo/")[2]
    try:
        return _zone(named).removeprefix("Etc/") if named else "UTC"
    except ValueError:
        return "UTC"


def _people(asked: Asked, keep: str = "empty: done") -> tuple[DraftPerson, ...]:
    given = _given_people(asked)
    if given or not asked.ask:
        return given
    lines = several("Who leads it: name, role, organisation", keep)
    return tuple(map(_person, lines))


def _given_people(asked: Asked) -> tuple[DraftPerson, ...]:
    return tuple(_person(line) for line in asked.people if clean_line(line))


def _person(line: str) -> DraftPerson:
    name, role, organisation = (clean_line(piece) for piece in (*line.split(",", 2), "", "")[:3])
    return DraftPerson(name or "Somebody", role, organisation)


def _parts(asked: Asked) -> tuple[tuple[str, str], ...]:
    lines = tuple(line for line in asked.parts if clean_line(line))
    if not lines and asked.ask:
        lines = several("A part, and what for: title: what people can do after it")
    pairs = (line.partition(":") for line in lines)
    return tuple((clean_line(title), clean_line(purpose)) for title, _, purpose in pairs)
