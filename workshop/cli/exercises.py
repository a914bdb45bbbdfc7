"""`workshop exercise`: exercises as files."""

from __future__ import annotations

import click

from workshop.cli.options import as_json_flag


@click.group()
def exercise() -> None:
    """Exercises as files: list, show, check, new."""


@exercise.command("list")
@as_json_flag
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
@as_json_flag
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


COMMANDS = {"exercise": exercise}
