"""A curve over stages: a number a stage, and, if asked, why it falls and what would help."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.domain.findings import Findings
from workshop.domain.forms import ChoiceField, Form, Option, ScaleField, TextField
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor
from workshop.kinds.base import Material, OptionProblem
from workshop.kinds.curve import matching
from workshop.kinds.curve.findings import findings
from workshop.kinds.curve.frame import (
    AT,
    HELPS,
    WHY,
    Scale,
    falling,
    scale_of,
    stage_at,
    stages_of,
)
from workshop.kinds.defaults import BaseKind
from workshop.kinds.lines import pick
from workshop.kinds.options import OptionCheck

LIMIT = 140
FEWEST_STAGES, MOST_STAGES = 2, 8
_OPTIONS = ("stages", "scale", "why", "limit", "strategies")
_SCALE = ("from", "to", "step", "low", "high")
# A bar by itself parts a line; one in a text is doubled.
_BAR = re.compile(r"(?:(?<=\s)|^)\|(?=\s|$)")
_AT = re.compile(r"([^:]{0,60}?)\s*:\s*(.*)")


class Curve(BaseKind):
    """Answers: `{stage id: number, ..., "at": [stage id], "why": str, "helps": str}`.

    Options: `stages` (`id`, `text`), `scale` (`from`, `to`, `step`, and the words at its ends,
    `low` and `high`), `why` (ask for a reason and for what helps), `limit` (characters of either)
    and `strategies` (`id`, `text`), from which reasons are answered beside what the room says.
    Who answers which reason is kept as the kind's own state (see `matching`).
    """

    id = "curve"
    title = "Curve"
    tally = True

    def check(self, options: Mapping[str, Any]) -> Iterable[OptionProblem]:
        check = OptionCheck(options, _OPTIONS)
        check.entries("stages", "text", FEWEST_STAGES, MOST_STAGES)
        _check_ids(check, options.get("stages"))
        _check_scale(check)
        check.flag("why")
        check.whole("limit", LIMIT, 20, 500)
        if "strategies" in options:
            check.entries("strategies", "text", 1, 30)
        return check.problems

    def form(self, exercise: Exercise, state: Any = None, participant: str | None = None) -> Form:
        stages, scale = stages_of(exercise), scale_of(exercise)
        fields: list[Any] = [
            ScaleField(
                stage.id, stage.text, scale.low, scale.high, scale.low_text, scale.high_text,
                required=False, slide=scale.step,
            )
            for stage in stages
        ]  # fmt: skip
        if exercise.options.get("why"):
            limit = int(exercise.options.get("limit", LIMIT))
            fields += [
                ChoiceField(AT, "Where does it fall most?", falling(exercise), required=False),
                TextField(WHY, "Why there?", limit, required=False),
                TextField(HELPS, "What helps against it?", limit, required=False),
            ]
        return Form(exercise.prompt, tuple(fields), exercise.participant)

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = super().clean(exercise, answers)
        if sum(stage.id in kept for stage in stages_of(exercise)) < FEWEST_STAGES:
            raise ValueError("A curve needs a number for two stages at least.")
        return kept

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]:
        stages = stages_of(exercise)
        numbers, *texts = _BAR.split(line)
        if len(texts) > (2 if exercise.options.get("why") else 0):
            raise ValueError(f"There are too many bars; type {self.line_hint(exercise)}.")
        marks = numbers.replace(",", " ").replace(";", " ").split()
        if len(marks) != len(stages):
            raise ValueError(
                f"{len(stages)} numbers are wanted, one a stage, and - for none;"
                f" this has {len(marks)}."
            )
        answers: dict[str, Any] = {
            stage.id: _number(mark)
            for stage, mark in zip(stages, marks, strict=True)
            if mark not in ("-", "–")
        }
        why, helps = (text.strip().replace("||", "|") for text in (*texts, "", "")[:2])
        return {**answers, **_reason(stages[1:], why), **({HELPS: helps} if helps else {})}

    def line_hint(self, exercise: Exercise) -> str:
        stages, scale = stages_of(exercise), scale_of(exercise)
        span = scale.high - scale.low
        shape = (0.6, 0.8, 0.5, 0.3, 0.4)
        sample = [str(scale.low + round(span * shape[i % 5])) for i in range(len(stages))]
        said = f"{scale.low} to {scale.high} a stage, - for none, as in {' '.join(sample)}"
        if not exercise.options.get("why"):
            return said
        return f"{said}; then, if given: | {min(3, len(stages))}: why there | what helps"

    def line_of(self, exercise: Exercise, answers: Mapping[str, Any]) -> str:
        stages = stages_of(exercise)
        numbers = " ".join(str(answers.get(stage.id, "-")) for stage in stages)
        why, helps = str(answers.get(WHY, "")), str(answers.get(HELPS, ""))
        at = stage_at(answers)
        if at or _reason(stages[1:], why) not in ({}, {WHY: why}):
            why = f"{at}: {why}"
        parts = [why, helps] if helps else [why] if why else []
        return " | ".join((numbers, *(part.replace("|", "||") for part in parts))).rstrip()

    def analyse(self, material: Material) -> Findings:
        return findings(material)

    def decide(
        self, exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
    ) -> Sequence[Any]:
        return matching.decide(exercise, state, payload, actor)

    def apply(self, exercise: Exercise, state: Any, v: int, payload: Mapping[str, Any]) -> Any:
        return matching.apply(state, payload)

    def passed_on(self, exercise: Exercise, state: Any, answers: Mapping[str, str]) -> Any:
        return matching.passed_on(state, answers)


def _reason(stages: Sequence[Option], typed: str) -> dict[str, Any]:
    """'3: too slow' as a reason at the third stage; without a stage a reason by itself.

    Stages are counted from the first one that is drawn, at which nothing can have fallen yet.
    """
    found = _AT.fullmatch(typed)
    if found is None:
        return {WHY: typed} if typed else {}
    name, why = found.groups()
    reason = {WHY: why} if why else {}
    if not name:
        return reason
    if name.isascii() and name.isdecimal() and stages:
        name = str(int(name) - 1)
    try:
        return {AT: [f"{AT}-{pick(stages, name)}"], **reason}
    except ValueError:
        return {WHY: typed}


def _number(mark: str) -> int:
    try:
        return int(mark)
    except ValueError:
        raise ValueError(f"‘{mark[:20]}’ is no number; use - for none.") from None


def _check_ids(check: OptionCheck, stages: Any) -> None:
    if not isinstance(stages, (list, tuple)):
        return
    for index, stage in enumerate(stages):
        id_ = stage.get("id") if isinstance(stage, Mapping) else None
        if isinstance(id_, str) and (id_ in (AT, WHY, HELPS) or id_.isdecimal()):
            check.problem(
                ("stages", index, "id"), f"the id `{id_}` means something else here",
                "use a word of its own, such as `first-year`",
            )  # fmt: skip


def _check_scale(check: OptionCheck) -> None:
    scale = check.mapping("scale", _SCALE)
    default = Scale()
    low, high, step = (
        scale.get(name, given)
        for name, given in (("from", default.low), ("to", default.high), ("step", default.step))
    )
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in (low, high, step))
    if not whole or not 0 <= low < high <= 1000 or not 1 <= step <= high - low:
        check.problem(
            ("scale",), "the scale is not right", "go `from` 0 `to` at most 1000, in a `step`"
        )
    for end in ("low", "high"):
        if end in scale:
            check.text(("scale", end), scale[end])


KIND = Curve()
