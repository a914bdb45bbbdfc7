"""`workshop exercise`: list, show, check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from workshop.commands.output import print_json, print_table, print_text
from workshop.commands.plans import report, shown_minutes
from workshop.domain.plan import Exercise
from workshop.kinds.registry import load
from workshop.plans import Library, Problem, check_exercise, open_exercise
from workshop.plans.durations import minutes_of
from workshop.plans.plain import exercise_to_mapping
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
        _show_options(exercise.options, "  ")
    for title, lines in (("Debrief", exercise.debrief), ("Sources", exercise.sources)):
        if lines:
            click.echo(f"\n{title}")
            for line in lines:
                print_text(f"- {line}", "  ", "    ")


def _show_options(options: Mapping[str, Any], indent: str) -> None:
    """Options of any kind: lists of things by their texts, everything else as it stands."""
    for key, value in options.items():
        if isinstance(value, list):
            click.echo(f"{indent}{key}:")
            for item in value:
                print_text(f"- {_item(item)}", f"{indent}  ", f"{indent}    ")
        else:
            print_text(f"{key}: {_item(value)}", indent, f"{indent}  ")


def _item(value: Any) -> str:
    if isinstance(value, Mapping):
        told = {key: _item(one) for key, one in value.items() if key != "id"}
        return (
            told["text"]
            if set(told) == {"text"}
            else ", ".join(f"{key}: {one}" for key, one in told.items())
        )
    if isinstance(value, list):
        return ", ".join(_item(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


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
