"""Translations of a text that a change took out of the plan: they go with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workshop.domain.text import clean_line
from workshop.plans.editing.plan_text import PlanText
from workshop.plans.reading import KeyPath

_KEY = "translations"


def let_go(plan: PlanText, former: str) -> PlanText:
    """The plan without the translations of a text that it says nowhere any more."""
    translations = plan.data.get(_KEY)
    if not isinstance(translations, dict):
        return plan
    old = clean_line(former)
    said = (text for key, value in plan.data.items() if key != _KEY for text in _texts(value))
    if any(clean_line(text) == old for text in said):
        return plan
    gone: list[KeyPath] = []
    for language, texts in translations.items():
        if not isinstance(texts, dict):
            continue
        keys = [key for key in texts if clean_line(key) == old]
        # A language without any text has no key of its own.
        whole = len(keys) == len(texts)
        gone += [(_KEY, language)] if whole else [(_KEY, language, key) for key in keys]
    if len(gone) == len(translations) and all(len(path) == 2 for path in gone):
        gone = [(_KEY,)]
    return plan.without(*gone)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
