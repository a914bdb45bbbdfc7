"""Whether the answers in an exercise's bank could be given: each line is read as a typed one."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from workshop.domain.forms import Form
from workshop.domain.plan import Bank, Exercise
from workshop.plans.problems import Problem, did_you_mean
from workshop.plans.reading import Document

log = logging.getLogger(__name__)

EVERY = "all"
"""In `means`, every statement that is not named."""


class BankRules(Protocol):
    """What a kind says of forms and typed lines."""

    def form(
        self, exercise: Exercise, state: Any = None, participant: str | None = None
    ) -> Form: ...

    def parse_line(self, exercise: Exercise, line: str) -> Mapping[str, Any]: ...

    def clean(self, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]: ...


def bank_problems(document: Document, exercise: Exercise, kind: BankRules) -> list[Problem]:
    """Every line that could not be sent, every option or statement that the form does not have."""
    if exercise.bank == Bank():
        return []
    try:
        return list(_problems(document, exercise, kind))
    except Exception:
        # A kind may be anybody's code: one that breaks is a problem of this file, not the end.
        log.exception("The kind %s failed at the bank of %s", exercise.kind, document.name)
        return [document.problem(("bank",), f"the kind `{exercise.kind}` failed", "see the log")]


def _problems(document: Document, exercise: Exercise, kind: BankRules) -> Iterator[Problem]:
    for number, line in enumerate(exercise.bank.lines):
        try:
            kind.clean(exercise, kind.parse_line(exercise, line))
        except ValueError as error:
            what = f"nobody could send this answer: {error}"
            yield document.problem(("bank", "lines", number), what, "write it as it is typed")
    fields = kind.form(exercise).fields
    options = [option.id for field in fields for option in getattr(field, "options", ())]
    # What is rated may come from the plan; then there is nothing to compare with here.
    rated = [field.id for field in fields if hasattr(field, "low")]
    for key, named, known in (
        ("weights", exercise.bank.weights, options),
        ("means", exercise.bank.means, [EVERY, *rated] if rated else []),
    ):
        for name in named:
            if known and name not in known:
                what = f"the form has no `{name}`"
                mend = did_you_mean(name, known, f"it has {', '.join(known)}")
                yield document.problem(("bank", key, name), what, mend)
