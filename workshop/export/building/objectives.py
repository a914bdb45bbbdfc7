"""Each learning objective with its coverage, its evidence and the room's own rating."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from statistics import fmean, median

from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Objective, Part
from workshop.domain.records import Coverage, NoteTag, ObjectiveRecord
from workshop.domain.state import State
from workshop.export.report import (
    Answer,
    EvidenceQuote,
    ExerciseResult,
    NoteLine,
    ObjectiveResult,
    Outcome,
    Rating,
    Round,
    ServingSegment,
    Timing,
)

STARRED_SHOWN = 3
"""Starred answers shown for an objective that nobody linked any answer to."""
SENTENCES = 2
_SPEAK_FOR_THEMSELVES = ("ideas", "pledge")
"""Kinds whose answers say more about an objective than their counts do."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where evidence is looked for."""

    state: State
    exercises: tuple[ExerciseResult, ...]
    answers: Mapping[str, tuple[Answer, ExerciseResult]]
    ran: Mapping[str, float]
    notes: tuple[NoteLine, ...]
    linked: frozenset[str]
    """Answers that some objective has as its evidence."""


def objective_results(
    state: State,
    exercises: tuple[ExerciseResult, ...],
    times: Timing,
    notes: tuple[NoteLine, ...],
) -> tuple[ObjectiveResult, ...]:
    """All objectives of the plan, in its order."""
    shelf = _Shelf(
        state,
        exercises,
        answers={a.id: (a, e) for e in exercises for r in e.rounds for a in r.said},
        ran={s.id: s.actual_s for s in times.segments if s.actual_s > 0},
        notes=notes,
        linked=frozenset(id_ for record in state.objectives.values() for id_ in record.evidence),
    )
    return tuple(
        _objective(shelf, part, objective)
        for part in state.plan.parts
        for objective in part.objectives
    )


def _objective(shelf: _Shelf, part: Part, objective: Objective) -> ObjectiveResult:
    record = shelf.state.objectives.get(objective.id)
    serving = [
        s for s in shelf.state.plan.segments if objective.id in s.objectives and s.id in shelf.ran
    ]
    used = {s.exercise for s in serving if s.exercise}
    # What was said and noted belongs to what its segment is for first; else it would stand under
    # every objective.
    first = [s for s in serving if s.objectives[0] == objective.id]
    asked = {s.exercise for s in first}
    noted = {s.id for s in first}
    before, after = _ratings(shelf.exercises, objective)
    return ObjectiveResult(
        id=objective.id,
        text=objective.text,
        part=part.id,
        part_title=part.title,
        headline=objective.headline,
        coverage=_coverage(record),
        remark=record.remark if record else "",
        segments=tuple(ServingSegment(s.id, s.title, shelf.ran[s.id]) for s in serving),
        said=tuple(
            Outcome(e.title, e.rounds[-1].findings.sentences[:SENTENCES])
            for e in shelf.exercises
            if e.id in asked and e.kind not in _SPEAK_FOR_THEMSELVES
        ),
        evidence=tuple(_linked(shelf, record)) or tuple(_starred(shelf, used)),
        notes=tuple(
            note for note in shelf.notes if note.segment in noted and note.tag == NoteTag.NOTE.value
        ),
        before=before,
        after=after,
    )


def _linked(shelf: _Shelf, record: ObjectiveRecord | None) -> Iterable[EvidenceQuote]:
    for id_ in record.evidence if record else ():
        if id_ in shelf.answers:
            answer, exercise = shelf.answers[id_]
            yield _quote(answer, exercise, linked=True)


def _coverage(record: ObjectiveRecord | None) -> str:
    """A record that only holds evidence was never judged."""
    if record is None:
        return "unmarked"
    if record.coverage is Coverage.NOT and record.evidence and not record.remark:
        return "unmarked"
    return record.coverage.value


def _starred(shelf: _Shelf, used: set[ExerciseId]) -> Iterable[EvidenceQuote]:
    """Starred answers of exercises that serve it, unless they stand under another objective."""
    found = (
        _quote(answer, exercise, linked=False)
        for exercise in shelf.exercises
        if exercise.id in used
        for round_ in exercise.rounds
        if round_.in_words
        for answer in round_.counting
        if answer.starred and answer.id not in shelf.linked
    )
    return islice(found, STARRED_SHOWN)


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
