"""Pledges of all exercises in one list, by the day on which they fall due."""

from __future__ import annotations

from datetime import date, timedelta

from workshop.export.report import Answer, ExerciseResult, PledgeLine

PLEDGE = "pledge"


def pledge_lines(exercises: tuple[ExerciseResult, ...]) -> tuple[PledgeLine, ...]:
    """The pledges that count, those without a day last."""
    found = [
        _line(answer)
        for exercise in exercises
        if exercise.kind == PLEDGE
        for round_ in exercise.rounds
        for answer in round_.counting
    ]
    return tuple(sorted(found, key=lambda pledge: (pledge.by is None, pledge.by or date.max)))


def _line(answer: Answer) -> PledgeLine:
    said = {cell.field: str(cell.item or cell.value) for cell in answer.cells}
    return PledgeLine(
        answer=answer.id,
        what=said.get("what", answer.text),
        with_whom=said.get("with", ""),
        by=_due(answer, said.get("by", ""), said.get("in_days", "")),
        who=answer.who,
        starred=answer.starred,
    )


def _due(answer: Answer, by: str, in_days: str) -> date | None:
    """The day that was named, or so many days after the day of the answer; else none."""
    if by:
        try:
            return date.fromisoformat(by)
        except ValueError:
            return None
    if in_days.isdecimal():
        return answer.at.date() + timedelta(days=int(in_days))
    return None
