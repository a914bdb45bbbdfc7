"""`workshop exercise new`: an exercise of any kind that passes its check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click

from workshop.commands.asking import asking, right_id, several, some_seconds, some_text
from workshop.domain.text import clean_line
from workshop.errors import UsageError
from workshop.kinds.base import Kind
from workshop.kinds.registry import load
from workshop.plans import Library, check_exercise
from workshop.plans.durations import minutes_of
from workshop.plans.problems import did_you_mean
from workshop.plans.reading import shown_name
from workshop.plans.saving import write_new
from workshop.plans.starters import ExerciseDraft, Starter, starter, write_exercise
from workshop.plans.writing import new_id


@dataclass(frozen=True, slots=True)
class AskedExercise:
    """What the command line said; None or empty is what is still to be asked."""

    title: str | None = None
    id: str | None = None
    kind: str | None = None
    prompt: str | None = None
    purpose: str | None = None
    minutes: str | None = None
    items: Sequence[str] = ()
    ask: bool = True


def new_exercise(asked: AskedExercise) -> int:
    """Write a new exercise into the workshop folder, and say where it is and how to go on."""
    library = Library.open()
    kinds = load()
    title = asking("Title", some_text, asked.title, asked.ask)
    known = (entry.id for entry in library.exercises)
    exercise_id = new_id(title, known, "exercise") if asked.id is None else right_id(asked.id)
    kind = _kind(asked, kinds)
    begin = starter(kind)
    draft = ExerciseDraft(
        exercise_id,
        kind,
        title,
        asking("The question itself", clean_line, asked.prompt, asked.ask, begin.prompt),
        asking("What is it good for (empty: later)", clean_line, asked.purpose, asked.ask),
        asking(
            "How many minutes",
            some_seconds,
            asked.minutes,
            asked.ask,
            f"{minutes_of(begin.seconds):g}",
        ),
        _items(asked, begin),
    )
    path = library.folder.exercises / f"{exercise_id}.yaml"
    try:
        write_new(path, write_exercise(draft))
    except FileExistsError:
        raise UsageError(
            f"There is a file {shown_name(path)} already.", "Give the exercise another --id."
        ) from None
    problems = check_exercise(path, kinds).problems
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{shown_name(path)} is ready: open it in a text editor.")
    click.echo(f"A plan uses it with `exercise: {exercise_id}` under a segment, or in its `lobby`.")
    return 1 if problems else 0


def _kind(asked: AskedExercise, kinds: Mapping[str, Kind]) -> str:
    def read(said: str) -> str:
        name = clean_line(said).lower()
        if name in kinds:
            return name
        mend = did_you_mean(name, kinds, f"the kinds are {', '.join(kinds)}")
        raise ValueError(f"there is no kind `{name}`; {mend}")

    if asked.kind is None and asked.ask:
        for name, kind in kinds.items():
            click.echo(f"  {name:<12} {kind.title}")
    default = "ideas" if asked.ask else ""
    return asking("Which kind", read, asked.kind, asked.ask, default)


def _items(asked: AskedExercise, begin: Starter) -> tuple[str, ...]:
    """What is chosen from or rated; what the kind begins with where nobody says."""
    items = [line for one in asked.items if (line := clean_line(one))]
    if items and not begin.listed:
        raise UsageError("This kind has nothing to list.", "Leave out --item.")
    if not items and asked.ask and begin.listed:
        items = list(several(begin.ask, "one a line; empty: later"))
    if 0 < len(items) < begin.least:
        raise UsageError(f"There must be {begin.least} at least.", "Name one more.")
    return tuple(dict.fromkeys(items))
