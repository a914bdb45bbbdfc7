"""`workshop exercise`: list, show, check."""

from __future__ import annotations

from collections.abc import Sequence

import click

from workshop.commands.output import print_json, print_table, print_text
from workshop.commands.plans import report, shown_minutes
from workshop.domain.plan import Exercise
from workshop.kinds.registry import load
from workshop.plans import Library, Problem, check_exercise, open_exercise
from workshop.plans.durations import minutes_of
from workshop.plans.plain import exercise_to_mapping
from workshop.plans.readable import readable_options
from workshop.plans.summaries import exercise_summary


def list_exercises(as_json: bool) -> int:
    """Every exercise within reach, the user's own first."""
    library = Library.open()
    lines = [exercise_summary(entry) for entry in library.exercises]
    if as_json:
        print_json(
            [
                {
                    "id": line.id,
                    "kind": line.kind,
                    "title": line.title,
                    "minutes": None if line.planned_s is None else minutes_of(line.planned_s),
                    "origin": line.origin.value,
                    "path": str(entry.path),
                }
                for entry, line in zip(library.exercises, lines, strict=True)
            ]
        )
        return 0
    rows = [
        (line.id, line.kind, shown_minutes(line.planned_s), line.origin.value, line.title)
        for line in lines
    ]
    print_table(("EXERCISE", "KIND", "MIN", "FROM", "TITLE"), rows, right=(2,))
    return 0


def show(exercise: str, as_json: bool) -> int:
    """An exercise as text to read, or as its file's own keys."""
    opened = open_exercise(exercise, Library.open(), load())
    if as_json:
        print_json(exercise_to_mapping(opened))
        return 0
    _show(opened)
    return 0


def _show(exercise: Exercise) -> None:
    length = f", {shown_minutes(exercise.planned_s)} min" if exercise.planned_s else ""
    print_text(f"{exercise.title} ({exercise.kind}{length})")
    print_text(exercise.purpose)
    for title, text in (
        ("Prompt", exercise.prompt),
        ("For participants", exercise.participant),
        ("For the facilitator", exercise.facilitator),
    ):
        if text:
            click.echo(f"\n{title}")
            print_text(text, "  ")
    if exercise.options:
        click.echo("\nOptions")
        for label, texts in readable_options(exercise.options):
            if len(texts) == 1:
                print_text(f"{label}: {texts[0]}", "  ", "    ")
                continue
            click.echo(f"  {label}:")
            for text in texts:
                print_text(f"- {text}", "    ", "      ")
    for title, lines in (("Debrief", exercise.debrief), ("Sources", exercise.sources)):
        if lines:
            click.echo(f"\n{title}")
            for line in lines:
                print_text(f"- {line}", "  ", "    ")


def check(exercises: Sequence[str], as_json: bool) -> int:
    """Every problem of the named exercises, or of all there are."""
    library = Library.open()
    catalogue = load()
    if exercises:
        entries = [library.exercise(name) for name in exercises]
    else:
        entries = list(library.exercises)
    problems: list[Problem] = [] if exercises else list(library.double_exercises)
    for entry in entries:
        problems.extend(check_exercise(entry.path, catalogue).problems)
    return report(problems, len(entries), "exercise", as_json)
