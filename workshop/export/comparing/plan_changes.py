"""What differs between versions of one plan, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workshop.analysis.prose import listed
from workshop.domain.plan import SessionPlan
from workshop.domain.words import format_duration

Named = tuple[str, SessionPlan]
"""A delivery's letter and the plan that it ran."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not the same in all plans: its id, and what is different, in a sentence."""

    id: str
    said: str


def changes(plans: Sequence[Named]) -> Iterator[Change]:
    """Every difference that bears on what is compared, in the order of the hour."""
    for what, each in (
        ("segment", [{s.id: s for s in p.segments} for _, p in plans]),
        ("objective", [{o.id: o for o in p.objectives} for _, p in plans]),
        ("exercise", [{e.id: e for e in p.exercises} for _, p in plans]),
    ):
        letters = [letter for letter, _ in plans]
        for id_ in dict.fromkeys(str(id_) for found in each for id_ in found):
            there = [(at, found.get(id_)) for at, found in zip(letters, each, strict=True)]  # type: ignore[attr-defined]
            yield from _differences(what, id_, there)


def _differences(what: str, id_: str, there: Sequence[tuple[str, object]]) -> Iterator[Change]:
    having = [at for at, thing in there if thing is not None]
    things = [thing for _, thing in there if thing is not None]
    name = f"the {what} ‘{getattr(things[-1], 'title', '') or getattr(things[-1], 'text', '')}’"
    if len(having) < len(there):
        yield Change(id_, f"Only {listed(having)} had {name}.")
    for field, said in _FIELDS[what]:
        values = [(at, said(getattr(thing, field))) for at, thing in there if thing is not None]
        different = dict.fromkeys(value for _, value in values)
        if len(different) > 1:
            each = [
                f"{value} in {listed([at for at, own in values if own == value])}"
                for value in different
            ]
            yield Change(id_, f"{name[0].upper()}{name[1:]} {_DID[field]} {', '.join(each)}.")


def _quoted(text: object) -> str:
    return f"‘{text}’"


def _minutes(seconds: object) -> str:
    return format_duration(float(str(seconds)))


def _kind(kind: object) -> str:
    return str(kind)


_FIELDS = {
    "segment": (("planned_s", _minutes), ("title", _quoted)),
    "objective": (("text", _quoted),),
    "exercise": (("prompt", _quoted), ("kind", _kind)),
}
_DID = {
    "planned_s": "was planned with",
    "title": "was called",
    "text": "read",
    "prompt": "asked",
    "kind": "was of the kind",
}
