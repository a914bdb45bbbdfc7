"""The themes of all deliveries, with how much each room said in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workshop.domain.findings import Theme, Themes
from workshop.export.comparing.counting import in_order, told
from workshop.export.comparing.data import Delivery, ThemeRow
from workshop.export.report import ExerciseResult, Report


def themes(deliveries: Sequence[Delivery], least: int) -> Iterator[ThemeRow]:
    """Themes by exercise and round, those with most answers first."""
    each = [_themed(delivery.report) for delivery in deliveries]
    for place in in_order([list(found) for found in each]):
        blocks = [found.get(place) for found in each]
        exercise = next(found[place][0] for found in reversed(each) if place in found)
        by_id = _same_options(deliveries, exercise.id)
        rows: dict[str, tuple[list[str], list[int | None]]] = {}
        for number, pair in enumerate(blocks):
            for theme in () if pair is None else pair[1].themes:
                key = _key(theme, rows, by_id=by_id)
                names, counts = rows.setdefault(key, ([], [0 if b else None for b in blocks]))
                names.append(theme.name)
                counts[number] = (counts[number] or 0) + len(theme.answers)
        ranked = sorted(rows.values(), key=lambda row: -sum(n or 0 for n in row[1]))
        for names, counts in ranked:
            yield ThemeRow(
                exercise=exercise.id,
                title=exercise.title,
                round=int(place.rpartition("/")[2]),
                name=names[-1],
                also=tuple(dict.fromkeys(name for name in names if name != names[-1])),
                counts=tuple(None if n is None else told(n, least) for n in counts),
            )


def _themed(report: Report) -> dict[str, tuple[ExerciseResult, Themes]]:
    """The themes of each exercise and round that has some, by a name of these two."""
    return {
        f"{exercise.id}/{round_.round}": (exercise, block)
        for exercise in report.exercises
        for round_ in exercise.rounds
        for block in round_.findings.blocks
        if isinstance(block, Themes) and block.themes
    }


def _same_options(deliveries: Sequence[Delivery], exercise: str) -> bool:
    """Whether the exercise gave every room the same, so that ids mean the same in all of them."""
    given = [e.options for d in deliveries for e in d.state.plan.exercises if e.id == exercise]
    return all(options == given[0] for options in given)


def _key(theme: Theme, rows: Mapping[str, tuple[list[str], object]], *, by_id: bool) -> str:
    """By which a theme is the same in another room: its id where it was given, else its name."""
    if by_id and theme.id:
        return theme.id
    name = _plain(theme.name)
    return next((key for key, (names, _) in rows.items() if name in map(_plain, names)), f"={name}")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
