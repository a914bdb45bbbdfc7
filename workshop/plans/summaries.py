"""A line on each plan and exercise for lists, quick and whatever state its file is in."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.domain.text import clean_line
from workshop.plans.checking import Place
from workshop.plans.library import Entry, Origin
from workshop.plans.reading import read


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in a list. `planned_s` is None where the file does not say it rightly.

    `problem` says why a file could not be read at all, empty otherwise.
    """

    id: str
    title: str
    planned_s: int | None
    parts: int
    origin: Origin
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ExerciseSummary:
    """An exercise in a list."""

    id: str
    kind: str
    title: str
    planned_s: int | None
    origin: Origin


def plan_summary(entry: Entry) -> PlanSummary:
    """A plan's line; parts are those with objectives, opening and close being none."""
    document = read(entry.path)
    place = Place((), document.data)
    parts = place.items("parts")
    return PlanSummary(
        entry.id,
        clean_line(place.text("title") or "") or "(cannot be read)",
        place.seconds("minutes"),
        sum(1 for part in parts if part.items("objectives")) or len(parts),
        entry.origin,
        "" if document.readable else str(document.problems[0]),
    )


def exercise_summary(entry: Entry) -> ExerciseSummary:
    place = Place((), read(entry.path).data)
    return ExerciseSummary(
        entry.id,
        clean_line(place.text("kind") or "") or "?",
        clean_line(place.text("title") or "") or "(cannot be read)",
        place.seconds("minutes"),
        entry.origin,
    )
