"""Questions on the terminal, where a flag has not answered them already."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from workshop.domain.text import clean_line
from workshop.errors import UsageError
from workshop.plans.durations import BadDuration, parse_minutes
from workshop.plans.writing import new_id

_T = TypeVar("_T")


def asking(
    question: str, read: Callable[[str], _T], given: str | None, ask: bool, default: str = ""
) -> _T:
    """A flag's value, else the answer to a question, asked again until `read` can take it.

    `read` raises ValueError with a sentence. What a flag says wrongly is a UsageError.
    """
    if given is not None or not ask:
        try:
            return read(default if given is None else given)
        except ValueError as error:
            raise UsageError(f"{question}: {error}", "`--help` explains each option.") from None
    while True:
        said = click.prompt(question, default=default, show_default=bool(default))
        try:
            return read(str(said))
        except ValueError as error:
            click.echo(f"  {error}")


def several(question: str, first_hint: str = "empty: done") -> tuple[str, ...]:
    """Lines, until an empty one."""
    lines: list[str] = []
    while True:
        hint = "empty: done" if lines else first_hint
        said = clean_line(str(click.prompt(f"{question} ({hint})", default="", show_default=False)))
        if not said:
            return tuple(lines)
        lines.append(said)


def some_text(said: str) -> str:
    if text := clean_line(said):
        return text
    raise ValueError("Write something.")


def some_seconds(said: str) -> int:
    """Seconds of a duration as plans write it."""
    try:
        return parse_minutes(said)
    except BadDuration as error:
        raise ValueError(f"‘{clean_line(said)}’ {error.what}; {error.mend}.") from None


def right_id(said: str) -> str:
    """An id that is one already. Raises UsageError with what it could be."""
    if new_id(said) != said:
        raise UsageError(f"`{clean_line(said)}` is no id.", f"Write it so: `{new_id(said)}`.")
    return said
