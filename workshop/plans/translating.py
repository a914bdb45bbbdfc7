"""Whether what a plan translates is said anywhere: a text that changed loses its translations."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from msgspec import to_builtins

from workshop.domain.forms import Form
from workshop.domain.plan import Exercise, SessionPlan
from workshop.domain.text import clean_line
from workshop.plans.banks import BankRules
from workshop.plans.problems import Problem, nearest
from workshop.plans.reading import Document

log = logging.getLogger(__name__)


def translation_problems(
    document: Document, plan: SessionPlan, catalogue: Mapping[str, BankRules]
) -> Iterator[Problem]:
    """Every translated text that neither the plan nor an exercise of it has.

    `plan` has its exercises as their kinds prepared them: what forms say counts too.
    """
    if not plan.translations:
        return
    forms = [_form(exercise, catalogue[exercise.kind]) for exercise in plan.exercises]
    said = to_builtins((replace(plan, translations={}), forms), enc_hook=dict)
    known = {clean_line(text): text for text in _texts(said)}
    for language, texts in plan.translations.items():
        for text in texts:
            if clean_line(text) not in known:
                close = nearest(text, known)
                mend = f"it now says `{close}`" if close else "take the translation out"
                what = f"nothing in the plan says `{_short(text)}`"
                yield document.problem(("translations", language, text), what, mend)


def _form(exercise: Exercise, kind: BankRules) -> Form | None:
    try:
        return kind.form(exercise)
    except Exception:  # a kind may be anybody's code: what it would say is not known then
        log.exception("The kind %s failed at the form of %s", exercise.kind, exercise.id)
        return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _short(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= 60 else f"{line[:59]}…"
