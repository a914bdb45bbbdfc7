"""What each room gained: its ratings of the objectives before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from workshop.analysis.people import badges_of
from workshop.export.comparing.counting import in_order, person_of, told
from workshop.export.comparing.data import Delivery, Gain, ObjectiveRow
from workshop.export.report import ObjectiveResult, Rating, Round


def gains(deliveries: Sequence[Delivery], least: int) -> Iterator[ObjectiveRow]:
    """Every objective that any of the plans has, in the order of the last one."""
    each = [{o.id: o for o in d.report.objectives} for d in deliveries]
    for id_ in in_order([list(found) for found in each]):
        results = [found.get(id_) for found in each]
        yield ObjectiveRow(
            id=id_,
            text=next(o.text for o in reversed(results) if o is not None),
            gains=tuple(
                None if result is None else _gain(delivery, result, least)
                for delivery, result in zip(deliveries, results, strict=True)
            ),
            coverage=tuple("" if result is None else result.coverage for result in results),
        )


def _gain(delivery: Delivery, objective: ObjectiveResult, least: int) -> Gain:
    pairs = _pairs(delivery, objective)
    shown = len(pairs) >= max(1, least)
    return Gain(
        before=_enough(objective.before, least),
        after=_enough(objective.after, least),
        pairs=told(len(pairs), least),
        change=round(fmean(b - a for a, b in pairs), 2) if shown else None,
    )


def _enough(rating: Rating | None, least: int) -> Rating | None:
    return rating if rating is not None and rating.people >= least else None


def _pairs(delivery: Delivery, objective: ObjectiveResult) -> list[tuple[int, int]]:
    """What each person who is known in both rounds gave before and after."""
    before, after = objective.before, objective.after
    if before is None or after is None:
        return []
    badges = badges_of(list(delivery.state.participants.values()))
    for exercise in delivery.report.exercises:
        rounds = {round_.round: round_ for round_ in exercise.rounds}
        if exercise.scale is not None and {before.round, after.round} <= set(rounds):
            one, other = (
                _given(rounds[rating.round], objective.id, badges) for rating in (before, after)
            )
            if one and other:
                return [(one[who], other[who]) for who in one if who in other]
    return []


def _given(round_: Round, field: str, badges: Mapping[str, str]) -> dict[str, int]:
    """Everyone's last rating of one statement, by person."""
    found = {
        person_of(answer.badge, answer.participant, badges): cell.value
        for answer in round_.counting
        for cell in answer.cells
        if cell.field == field and isinstance(cell.value, int)
    }
    return {who: value for who, value in found.items() if who}
