"""One of several options, or a few of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.domain.findings import Findings
from workshop.domain.forms import ChoiceField, Form, Option
from workshop.domain.plan import Exercise
from workshop.kinds.base import Material, OptionProblem
from workshop.kinds.choice.findings import findings
from workshop.kinds.defaults import BaseKind
from workshop.kinds.lines import last_letter, pick
from workshop.kinds.options import SMALLEST, OptionCheck, entries_of, smallest_group

MOST_CHOICES = 26


class Choice(BaseKind):
    """Answers: `{"choice": [option ids]}`. Options: `choices`, `multiple`, `most`,
    `smallest_group`."""

    id = "choice"
    title = "Choice"
    tally = True

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, ("choices", "multiple", "most", SMALLEST))
        check.groups()
        number = check.entries("choices", "text", 2, MOST_CHOICES)
        multiple = check.flag("multiple")
        if "most" in options and not multiple:
            check.problem(("most",), "`most` needs `multiple: true`", "add it, or leave `most` out")
        elif "most" in options:
            check.whole("most", max(number, 2), 2, max(number, 2))
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        choices, most = _choices(exercise), _most(exercise)
        hint = f"at most {most}" if 1 < most < len(choices) else ""
        return Form(
            prompt=exercise.prompt,
            fields=(ChoiceField("choice", "Your choice", choices, most, hint=hint),),
            instructions=exercise.participant,
        )

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        choices = _choices(exercise)
        if not line.strip():
            raise ValueError("Type a number or a letter.")
        if _most(exercise) == 1:
            return {"choice": [pick(choices, line)]}
        return {"choice": _pick_several(choices, line)}

    def line_hint(self, exercise: Exercise) -> str:
        choices, most = _choices(exercise), _most(exercise)
        hint = f"1 to {len(choices)}, a to {last_letter(choices)}, or the beginning of an option"
        return f"{hint}; up to {most}, as in a c" if most > 1 else hint

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        choices = _choices(exercise)
        return "; ".join(_name(choices, option) for option in answers.get("choice", ()))

    def analyse(self, material: Material) -> Findings:
        exercise = material.exercise
        return findings(
            material,
            _choices(exercise),
            single=_most(exercise) == 1,
            least=smallest_group(exercise.options),
        )


def _choices(exercise: Exercise) -> tuple[Option, ...]:
    return entries_of(exercise.options, "choices")


def _most(exercise: Exercise) -> int:
    """How many may be picked."""
    if not exercise.options.get("multiple", False):
        return 1
    return int(exercise.options.get("most", len(_choices(exercise))))


def _pick_several(choices: Sequence[Option], line: str) -> list[str]:
    """Options parted by ';', else by ',', else by spaces; an option's own text may hold those."""
    for parting in (";", ",", r"\s"):
        words = [word for word in re.split(parting, line) if word.strip()]
        try:
            return [pick(choices, word) for word in words]
        except ValueError:
            if parting == r"\s":
                raise
    return []


def _name(choices: Sequence[Option], option_id: str) -> str:
    """An option's text, or its id where the text would be read as something else."""
    for option in choices:
        if option.id == option_id and ";" not in option.text:
            return (
                " ".join(option.text.split())
                if pick(choices, option.text) == option_id
                else option_id
            )
    return option_id


KIND = Choice()
