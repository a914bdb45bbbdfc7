"""What a room's points say: the order, how far apart, and where people differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workshop.analysis.comparing import groupings, values_table
from workshop.analysis.counting import Pool, pool
from workshop.analysis.numbers import dispersion, mean, median, middle_half
from workshop.analysis.prose import counted, few, figure, listed, percent, quoted
from workshop.analysis.rounds import both_rounds, pairing_caution, since
from workshop.domain.findings import Bar, Bars, Findings, Table
from workshop.domain.forms import Option
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.points import change

Row = tuple[Option, float]
DIVIDED = 0.7
"""Dispersion over nothing, some and much (see `_Given`) from which an option divides the room:
more than where as many gave nothing as some and as much (0.67)."""


def findings(material: Material, options: Sequence[Option], total: int, least: int) -> Findings:
    """Options by points, most first; `total` is what one person spends.

    `least`: see `analysis.comparing`.
    """
    counts = _pool(material, options, total)
    spent = sum(counts.votes.values())
    if not spent:
        return Findings(
            material.exercise.title,
            ("No points have been given yet.",),
            cautions=counts.cautions,
            people=0,
        )
    rows = sorted(((o, counts.votes[o.id]) for o in options), key=lambda row: -row[1])
    given = [_Given.of(option, counts.typed, total, len(options)) for option, _votes in rows]
    people = round(counts.voters)
    divided = _most_divided(given)
    before = _pool(material.earlier, options, total) if material.earlier else None
    before = before if before and any(before.votes.values()) else None
    earlier = material.earlier.responses if material.earlier else ()
    both = both_rounds(earlier, material.responses, material.people) if before else ()
    ranked = [option for option, _votes in rows]
    lead, *rest = _order(rows, spent)
    return Findings(
        title=material.exercise.title,
        sentences=(
            lead,
            *(
                change.sentences(ranked, before, counts, both, since(material.round))
                if before
                else ()
            ),
            *rest,
            *_divides(divided),
        ),
        blocks=(Bars("Where the points went", _bars(rows, spent, counts, before), unit="points"),),
        cautions=(
            *few(people, "person", "people"),
            *_hands(material, counts),
            *(pairing_caution(len(both)) if before else ()),
            *counts.cautions,
        ),
        question=_question(rows, divided),
        made_of=counts.made_of,
        answers=len(counts.typed),
        people=people,
        more=(
            *_in_numbers(given),
            *((change.table(ranked, before, counts, both),) if before else ()),
            *_compared(material, ranked, counts, least),
        ),
    )


def _pool(material: Material, options: Sequence[Option], total: int) -> Pool:
    ids = [option.id for option in options]
    return pool(
        ids, material.responses, material.tallies, _votes, each=total, people=material.people
    )


def _votes(response: Response) -> dict[str, float]:
    return {option: float(n) for option, n in response.answers.get("points", {}).items()}


@dataclass(frozen=True, slots=True)
class _Given:
    """What each person who typed gave one option; `much` is twice an even share or more."""

    option: Option
    values: tuple[float, ...]
    much: int

    @classmethod
    def of(cls, option: Option, typed: Sequence[Response], total: int, options: int) -> _Given:
        values = tuple(change.points_of(option)(response) for response in typed)
        return cls(option, values, max(2, -(-2 * total // options)))

    @property
    def steps(self) -> tuple[int, int, int]:
        """How many gave it nothing, some and much."""
        none, high = self.values.count(0), sum(value >= self.much for value in self.values)
        return none, len(self.values) - none - high, high

    @property
    def division(self) -> float:
        """Leik's dispersion over nothing, some and much: 1 where half gave much, half nothing."""
        return dispersion(self.steps)


def _bars(rows: Sequence[Row], spent: float, counts: Pool, before: Pool | None) -> tuple[Bar, ...]:
    return tuple(
        Bar(option.text, round(votes), votes / spent, _note(option, counts, before))
        for option, votes in rows
    )


def _order(rows: Sequence[Row], spent: float) -> list[str]:
    (first, most), (_second, next_most) = rows[0], rows[1]
    level = [option for option, votes in rows if votes == most]
    points = counted(round(most), "point")
    if len(level) == len(rows):
        return [f"All options are level, with {points} each."]
    if most == spent:
        return [f"All {points} went to {quoted(first.text)}."]
    if len(level) > 1:
        names = listed([quoted(option.text) for option in level])
        said = [f"{names} are level in front, with {points} each ({percent(most / spent)})."]
    else:
        share = percent(most / spent)
        said = [f"{quoted(first.text)} comes first, with {points} of {round(spent)} ({share})."]
        said += _follows([option for option, votes in rows if votes == next_most], next_most, spent)
    if len(rows) > 3 and most + next_most >= 0.6 * spent and next_most:
        said.append(f"The first two hold {percent((most + next_most) / spent)} of all points.")
    nothing = [quoted(option.text) for option, votes in rows if not votes]
    if 0 < len(nothing) <= 3:
        said.append(f"{listed(nothing)} got nothing.")
    elif nothing:
        said.append(f"{len(nothing)} of the {len(rows)} options got nothing.")
    return said


def _follows(level: Sequence[Option], votes: float, spent: float) -> list[str]:
    """What follows the first; nothing where so many do that they are the rest."""
    if not votes or len(level) > 3:
        return []
    number, share = round(votes), percent(votes / spent)
    if len(level) == 1:
        return [f"{quoted(level[0].text)} follows with {number} ({share})."]
    return [f"{listed([quoted(o.text) for o in level])} follow with {number} each ({share})."]


def _most_divided(given: Sequence[_Given]) -> _Given | None:
    """The option that many gave much and many nothing, from five typed answers on."""
    enough = [found for found in given if len(found.values) >= 5 and found.division >= DIVIDED]
    # Nearly all of one mind about an option are not divided by it, however far apart the few are.
    torn = [found for found in enough if min(found.steps[0], found.steps[2]) > 1]
    return max(torn, key=lambda found: found.division, default=None)


def _divides(divided: _Given | None) -> list[str]:
    if divided is None:
        return []
    none, _some, high = divided.steps
    gave = counted(high, "person", "people")
    name = quoted(divided.option.text)
    return [
        f"{name} divides the room: {gave} gave it {divided.much} or more and {none} nothing at all."
    ]


def _question(rows: Sequence[Row], divided: _Given | None) -> str:
    if divided:
        return f"What do those who gave much to {quoted(divided.option.text)} see in it?"
    if not rows[1][1]:
        return "What would come second, if something had to?"
    last = min((row for row in rows if row[1]), key=lambda row: row[1])
    return f"Who gave points to {quoted(last[0].text)}, and why?"


def _hands(material: Material, counts: Pool) -> tuple[str, ...]:
    said = []
    if material.tallies:
        said.append("Hands are weighed so that each person present spends as much as the others.")
    if counts.approximate:
        said.append("Some hands were estimated: few as 20 %, half as 50 %, most as 80 %.")
    return tuple(said)


def _note(option: Option, counts: Pool, before: Pool | None) -> str:
    notes = ["approx."] if option.id in counts.approximate else []
    if before:
        notes.append(f"before: {percent(change.share(before, option))}")
    return ", ".join(notes)


def _in_numbers(given: Sequence[_Given]) -> tuple[Table, ...]:
    """What one person gave, option by option; hands do not tell that."""
    if not given[0].values:
        return ()
    rows = tuple(
        (
            found.option.text,
            *map(str, found.steps),
            figure(median(found.values)),
            middle_half(found.values),
            f"{mean(found.values):.1f}",
            f"{found.division:.2f}",
        )
        for found in given
    )
    much = given[0].much
    some = "1" if much == 2 else f"1 to {much - 1}"
    columns = (
        "Option", "Gave nothing", some, f"{much} or more", "Median", "Middle half",
        "Mean", "Division",
    )  # fmt: skip
    return (
        Table(
            "What each person gave",
            columns,
            rows,
            numeric=tuple(range(1, 8)),
            note=f"Typed answers of {counted(len(given[0].values), 'person', 'people')}. Middle"
            " half: from the lower to the upper quartile (Tukey's hinges). Division, over the"
            f" first three columns: 1 where half gave nothing and half {much} or more (Leik's"
            " dispersion).",
        ),
    )


def _compared(
    material: Material, options: Sequence[Option], counts: Pool, least: int
) -> list[Table]:
    rows: list[tuple[str, Callable[[Response], float]]] = [
        (option.text, change.points_of(option)) for option in options
    ]
    made = (
        values_table(grouping, "Where the points went", "Option", rows, "Average points a person.")
        for grouping in groupings(
            counts.typed, material.people, least, hands=bool(material.tallies)
        )
    )
    return [table for table in made if table is not None]
