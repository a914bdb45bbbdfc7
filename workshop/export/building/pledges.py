"""Pledges of all exercises in one list, by the day on which they fall due, and when to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from workshop.domain.plan import Exercise
from workshop.domain.state import State
from workshop.export.report import Answer, ExerciseResult, FollowUpLine, PledgeLine
from workshop.kinds.pledge import due, follow_ups, horizons_of

PLEDGE = "pledge"


def pledge_lines(
    state: State, exercises: Sequence[ExerciseResult]
) -> tuple[tuple[PledgeLine, ...], tuple[FollowUpLine, ...]]:
    """The pledges that count, those without a day last; and whom to ask after them when, by day.

    Days count from the session's (see `State.day`).
    """
    found = []
    for exercise, answer in _answers(exercises):
        given = state.plan.exercise(exercise)
        found.append(_lines(answer, state.day or answer.at.date(), given))
    found.sort(key=lambda pair: (pair[0].by is None, pair[0].by or date.max))
    asking = [up for _pledge, ups in found for up in ups]
    return (
        tuple(pledge for pledge, _ups in found),
        tuple(sorted(asking, key=lambda up: up.on)),
    )


def _answers(exercises: Sequence[ExerciseResult]) -> Iterator[tuple[Any, Answer]]:
    for exercise in exercises:
        if exercise.kind == PLEDGE:
            for round_ in exercise.rounds:
                yield from ((exercise.id, answer) for answer in round_.counting)


def _lines(
    answer: Answer, made_on: date, exercise: Exercise
) -> tuple[PledgeLine, tuple[FollowUpLine, ...]]:
    said = {cell.field: str(cell.item or cell.value) for cell in answer.cells}
    horizons = horizons_of(exercise)
    answers = _when(said)
    promised = due(answers, made_on, horizons)
    line = PledgeLine(
        answer=answer.id,
        what=said.get("what", answer.text),
        with_whom=said.get("with", ""),
        by=promised.day if promised.named else None,
        who=answer.who,
        starred=answer.starred,
    )
    asking = (
        FollowUpLine(
            up.day, up.after, up.ask, line.who, line.what, line.with_whom, line.by, line.answer
        )
        for up in follow_ups(answers, made_on, horizons)
    )
    return line, tuple(asking)


def _when(said: dict[str, str]) -> dict[str, Any]:
    """The day or the number of days that was given; neither where it cannot be read."""
    try:
        return {"by": date.fromisoformat(said["by"]).isoformat()}
    except (KeyError, ValueError):
        days = said.get("in_days", "")
        return {"in_days": [days]} if days.isdecimal() else {}
