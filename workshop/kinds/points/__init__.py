"""Points to spend over options: a ranking that shows how much more one thing matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.domain.findings import Findings
from workshop.domain.forms import Form, Option, PointsField
from workshop.domain.plan import Exercise
from workshop.kinds.base import Material, OptionProblem
from workshop.kinds.defaults import BaseKind
from workshop.kinds.lines import letter, pick
from workshop.kinds.options import SMALLEST, OptionCheck, entries_of, smallest_group
from workshop.kinds.points.findings import findings

POINTS = 10
MOST_OPTIONS = 26
_MARK = re.compile(r"([^\s=:0-9]+?|[^\s=:]+[=:])([+-]?\d+)")
_NUMBER = re.compile(r"[+-]?\d+")


class Points(BaseKind):
    """Answers: `{"points": {option id: points above 0}}`.

    Options: `points` (what everyone spends), `options`, `most_each` (on one option),
    `smallest_group`.
    """

    id = "points"
    title = "Points"
    tally = True

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, ("points", "options", "most_each", SMALLEST))
        check.groups()
        points = check.whole("points", POINTS, 1, 1000)
        check.entries("options", "text", 2, MOST_OPTIONS)
        check.whole("most_each", points, 1, points)
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        total, most = _total(exercise), _most_each(exercise)
        hint = f"{total} points to spend" + (f", at most {most} on one" if most < total else "")
        return Form(
            prompt=exercise.prompt,
            fields=(
                PointsField("points", "Your points", _options(exercise), total, most, hint=hint),
            ),
            instructions=exercise.participant,
        )

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        options = _options(exercise)
        marks = line.replace(",", " ").replace(";", " ").split()
        if not marks:
            raise ValueError("Type the points, as in 5 0 3 2 or a5 c3.")
        if all(_NUMBER.fullmatch(mark) for mark in marks):
            return {"points": _in_order(options, marks)}
        return {"points": _named(options, marks)}

    def line_hint(self, exercise: Exercise) -> str:
        total, options = _total(exercise), _options(exercise)
        first = _most_each(exercise) if _most_each(exercise) < total else (total + 1) // 2
        named = f"a{first} {letter(min(2, len(options) - 1))}{total - first}"
        return f"{total} points: a number for each option in order, or {named}"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        given = answers.get("points", {})
        return " ".join(
            f"{letter(index)}{given[option.id]}"
            for index, option in enumerate(_options(exercise))
            if given.get(option.id)
        )

    def analyse(self, material: Material) -> Findings:
        exercise = material.exercise
        return findings(
            material, _options(exercise), _total(exercise), smallest_group(exercise.options)
        )


def _options(exercise: Exercise) -> tuple[Option, ...]:
    return entries_of(exercise.options, "options")


def _total(exercise: Exercise) -> int:
    return int(exercise.options.get("points", POINTS))


def _most_each(exercise: Exercise) -> int:
    return int(exercise.options.get("most_each", _total(exercise)))


def _in_order(options: Sequence[Option], marks: Sequence[str]) -> dict[str, int]:
    """Points in the options' order; those left out at the end get none."""
    if len(marks) > len(options):
        raise ValueError(f"There are {len(options)} options; this has {len(marks)} numbers.")
    return {option.id: int(mark[:9]) for option, mark in zip(options, marks, strict=False)}


def _named(options: Sequence[Option], marks: Sequence[str]) -> dict[str, int]:
    """Points behind an option's letter, id or beginning: a5, time=3."""
    given: dict[str, int] = {}
    for mark in marks:
        found = _MARK.fullmatch(mark)
        if found is None:
            raise ValueError(f"‘{mark[:20]}’ is not clear; type a letter and its points, as in a5.")
        option = pick(options, found.group(1).rstrip("=:"))
        if option in given:
            raise ValueError(f"‘{mark[:20]}’ gives points to the same option again.")
        given[option] = int(found.group(2)[:9])
    return given


KIND = Points()
