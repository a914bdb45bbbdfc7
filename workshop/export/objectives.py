"""Each learning objective with its coverage, its evidence and the room's own rating."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean, median

from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Objective, Part
from workshop.domain.records import Coverage, ObjectiveRecord
from workshop.domain.state import State
from workshop.export.report import (
    Answer,
    EvidenceQuote,
    ExerciseResult,
    ObjectiveResult,
    Rating,
    Round,
    ServingSegment,
    Timing,
)

STARRED_SHOWN = 3
"""Starred answers shown for an objective that nobody linked any answer to."""


def objective_results(
    state: State, exercises: tuple[ExerciseResult, ...], times: Timing
) -> tuple[ObjectiveResult, ...]:
    """All objectives of the plan, in its order."""
    answers = {a.id: (a, e) for e in exercises for r in e.rounds for a in r.counting}
    ran = {s.id: s.actual_s for s in times.segments if s.actual_s > 0}
    return tuple(
        _objective(state, part, objective, exercises, answers, ran)
        for part in state.plan.parts
        for objective in part.objectives
    )


def _objective(
    state: State,
    part: Part,
    objective: Objective,
    exercises: tuple[ExerciseResult, ...],
    answers: Mapping[str, tuple[Answer, ExerciseResult]],
    ran: Mapping[str, float],
) -> ObjectiveResult:
    record = state.objectives.get(objective.id)
    serving = [s for s in state.plan.segments if objective.id in s.objectives and s.id in ran]
    linked = [answers[id_] for id_ in (record.evidence if record else ()) if id_ in answers]
    quotes = [_quote(answer, exercise, linked=True) for answer, exercise in linked]
    if not quotes:
        used = {s.exercise for s in serving if s.exercise}
        quotes = list(_starred(exercises, used))
    before, after = _ratings(exercises, objective)
    return ObjectiveResult(
        id=objective.id,
        text=objective.text,
        part=part.id,
        part_title=part.title,
        headline=objective.headline,
        coverage=_coverage(record),
        remark=record.remark if record else "",
        segments=tuple(ServingSegment(s.id, s.title, ran[s.id]) for s in serving),
        evidence=tuple(quotes),
        before=before,
        after=after,
    )


def _coverage(record: ObjectiveRecord | None) -> str:
    """A record that only holds evidence was never judged."""
    if record is None:
        return "unmarked"
    if record.coverage is Coverage.NOT and record.evidence and not record.remark:
        return "unmarked"
    return record.coverage.value


def _starred(
    exercises: tuple[ExerciseResult, ...], used: set[ExerciseId]
) -> Iterable[EvidenceQuote]:
    found = [
        _quote(answer, exercise, linked=False)
        for exercise in exercises
        if exercise.id in used
        for round_ in exercise.rounds
        if round_.in_words
        for answer in round_.counting
        if answer.starred
    ]
    return found[:STARRED_SHOWN]


def _quote(answer: Answer, exercise: ExerciseResult, *, linked: bool) -> EvidenceQuote:
    return EvidenceQuote(answer.text, answer.who, exercise.title, answer.id, linked)


def _ratings(
    exercises: tuple[ExerciseResult, ...], objective: Objective
) -> tuple[Rating | None, Rating | None]:
    """The first and the last round in which the room rated the objective itself.

    A statement stands for an objective when it bears its id. One round alone is a 'before' when
    it was the lobby's, else an 'after'.
    """
    for exercise in exercises:
        found = [
            (round_.place, rating)
            for round_ in exercise.rounds
            if (rating := _rating(round_, exercise, objective))
        ]
        if len(found) > 1:
            return found[0][1], found[-1][1]
        if found:
            place, rating = found[0]
            return (rating, None) if place == "before the start" else (None, rating)
    return None, None


def _rating(round_: Round, exercise: ExerciseResult, objective: Objective) -> Rating | None:
    if exercise.scale is None:
        return None
    # Someone who is known is counted once, by the last answer.
    values = {
        answer.badge or answer.participant or answer.id: cell.value
        for answer in round_.counting
        for cell in answer.cells
        if cell.field == objective.id and isinstance(cell.value, int)
    }
    numbers = [value for value in values.values() if isinstance(value, int)]
    if not numbers:
        return None
    low, high = exercise.scale
    return Rating(
        round=round_.round,
        people=len(numbers),
        mean=round(fmean(numbers), 2),
        median=float(median(numbers)),
        low=low,
        high=high,
    )
