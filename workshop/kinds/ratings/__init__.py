"""Several statements, each rated on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from workshop.domain.findings import Findings
from workshop.domain.forms import Form, Option, ScaleField
from workshop.domain.plan import Exercise, Objective, SessionPlan
from workshop.kinds.base import Material, OptionProblem
from workshop.kinds.defaults import BaseKind
from workshop.kinds.options import SMALLEST, OptionCheck, entries_of, smallest_group
from workshop.kinds.ratings.findings import findings
from workshop.kinds.ratings.rated import Steps

OBJECTIVES = "objectives"


class Ratings(BaseKind):
    """Answers: `{statement id: step}`; statements that someone skips are left out.

    Options: `statements`, or the word `objectives` for the plan's headline objectives, and
    `scale` with `from`, `to` and the words at its ends, `low` and `high`,
    and `smallest_group`.
    """

    id = "ratings"
    title = "Ratings"
    tally = True

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, ("statements", "scale", SMALLEST))
        check.groups()
        statements = options.get("statements")
        if isinstance(statements, str):
            if statements != OBJECTIVES:
                check.problem(
                    ("statements",),
                    f"`{statements}` is no list of statements",
                    f"list entries with `id` and `text`, or write `{OBJECTIVES}`",
                )
        else:
            check.entries("statements", "text", 1, 30)
        _check_scale(check)
        return check.problems

    def prepare(self, exercise: Exercise, plan: SessionPlan) -> Exercise:
        if exercise.options.get("statements") != OBJECTIVES:
            return exercise
        statements = [{"id": str(o.id), "text": o.text} for o in _headlines(plan)]
        return replace(exercise, options={**exercise.options, "statements": statements})

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        steps = _steps(exercise)
        return Form(
            prompt=exercise.prompt,
            fields=tuple(
                ScaleField(
                    statement.id,
                    statement.text,
                    steps.low,
                    steps.high,
                    steps.low_text,
                    steps.high_text,
                    required=False,
                )
                for statement in _statements(exercise)
            ),
            instructions=exercise.participant,
        )

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        statements, steps = _statements(exercise), _steps(exercise)
        marks = line.replace(",", " ").replace(";", " ").split()
        if len(marks) == 1 and len(statements) == len(line.strip()) > 1 and steps.high < 10:
            marks = list(line.strip())
        if len(marks) != len(statements):
            raise ValueError(
                f"{len(statements)} numbers are wanted, one for each statement, and - for none;"
                f" this has {len(marks)}."
            )
        return {
            statement.id: _step(mark)
            for statement, mark in zip(statements, marks, strict=True)
            if mark not in ("-", "–")
        }

    def line_hint(self, exercise: Exercise) -> str:
        number, steps = len(_statements(exercise)), _steps(exercise)
        sample = [str(max(steps.low, steps.high - index % 3 - 1)) for index in range(number)]
        each = "the statement" if number == 1 else f"each of the {number} statements"
        return f"{steps.low} to {steps.high} for {each}, - for none, as in {' '.join(sample)}"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        return " ".join(str(answers.get(s.id, "-")) for s in _statements(exercise))

    def analyse(self, material: Material) -> Findings:
        exercise = material.exercise
        return findings(
            material, _statements(exercise), _steps(exercise), smallest_group(exercise.options)
        )


def _statements(exercise: Exercise) -> tuple[Option, ...]:
    return entries_of(exercise.options, "statements")


def _headlines(plan: SessionPlan) -> list[Objective]:
    """The plan's headline objectives; the first of each part where none is marked."""
    marked = [objective for objective in plan.objectives if objective.headline]
    return marked or [part.objectives[0] for part in plan.parts if part.objectives]


def _steps(exercise: Exercise) -> Steps:
    scale = exercise.options.get("scale", {})
    return Steps(
        low=scale.get("from", 1),
        high=scale.get("to", 5),
        low_text=scale.get("low", ""),
        high_text=scale.get("high", ""),
    )


def _step(mark: str) -> int:
    try:
        return int(mark)
    except ValueError:
        raise ValueError(f"‘{mark[:20]}’ is no number; use - for none.") from None


def _check_scale(check: OptionCheck) -> None:
    scale = check.mapping("scale", ("from", "to", "low", "high"))
    low, high = scale.get("from", 1), scale.get("to", 5)
    whole = all(isinstance(end, int) and not isinstance(end, bool) for end in (low, high))
    if not whole or not 0 <= low < high <= 10:
        check.problem(("scale",), "the scale is not right", "go `from` 0 or 1 `to` at most 10")
    for end in ("low", "high"):
        if end in scale:
            check.text(("scale", end), scale[end])


KIND = Ratings()
