"""What a room's points say: the order, how far apart, and where people differ."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.analysis.counting import Pool, pool
from workshop.analysis.prose import counted, few, listed, percent, quoted
from workshop.domain.findings import Bar, Bars, Findings
from workshop.domain.forms import Option
from workshop.domain.records import Response
from workshop.kinds.base import Material

Row = tuple[Option, float]


def findings(material: Material, options: Sequence[Option], total: int) -> Findings:
    """Options by points, most first; `total` is what one person spends."""
    ids = [option.id for option in options]
    counts = pool(ids, material.responses, material.tallies, _votes, each=total)
    spent = sum(counts.votes.values())
    if not spent:
        return Findings(
            material.exercise.title, ("No points yet.",), cautions=counts.cautions, people=0
        )
    rows = sorted(((o, counts.votes[o.id]) for o in options), key=lambda row: -row[1])
    people = round(counts.voters)
    divided = _most_divided(rows, counts, total)
    bars = tuple(
        Bar(option.text, round(votes), votes / spent, _note(option, counts))
        for option, votes in rows
    )
    return Findings(
        title=material.exercise.title,
        sentences=(*_order(rows, spent), *_spread(divided)),
        blocks=(Bars("Where the points went", bars, unit="points"),),
        cautions=(*few(people, "person", "people"), *_hands(material, counts), *counts.cautions),
        question=_question(rows, divided),
        made_of=counts.made_of,
        answers=len(counts.typed),
        people=people,
    )


def _votes(response: Response) -> dict[str, float]:
    return {option: float(n) for option, n in response.answers.get("points", {}).items()}


def _order(rows: Sequence[Row], spent: float) -> list[str]:
    (first, most), (second, next_most) = rows[0], rows[1]
    level = [option for option, votes in rows if votes == most]
    points = counted(round(most), "point")
    if len(level) == len(rows):
        return [f"All options are level, with {points} each."]
    if len(level) > 1:
        names = listed([quoted(option.text) for option in level])
        said = [f"{names} are level in front, with {points} each ({percent(most / spent)})."]
    else:
        share = percent(most / spent)
        said = [f"{quoted(first.text)} comes first: {points} of {round(spent)} ({share})."]
        if next_most:
            said.append(
                f"{quoted(second.text)} follows with {round(next_most)}"
                f" ({percent(next_most / spent)})."
            )
    if len(rows) > 3 and most + next_most >= 0.6 * spent:
        said.append(f"The first two hold {percent((most + next_most) / spent)} of all points.")
    nothing = [quoted(option.text) for option, votes in rows if not votes]
    if 0 < len(nothing) <= 3:
        said.append(f"{listed(nothing)} got nothing.")
    elif nothing:
        said.append(f"{len(nothing)} of the {len(rows)} options got nothing.")
    return said


Divided = tuple[Option, int, int, int]
"""An option with how many gave it much, how many nothing, and from where 'much' counts."""


def _most_divided(rows: Sequence[Row], counts: Pool, total: int) -> Divided | None:
    """The option that many gave much and as many gave nothing, from typed answers only.

    Much is twice an even share or more. At least a quarter of five people on either side.
    """
    people = len(counts.typed)
    if people < 5:
        return None
    much = max(2, -(-2 * total // len(rows)))
    best: Divided | None = None
    for option, _votes_of_all in rows:
        given = [response.answers["points"].get(option.id, 0) for response in counts.typed]
        high, none = sum(points >= much for points in given), given.count(0)
        if min(high, none) >= people / 4 and (best is None or min(high, none) > min(best[1:3])):
            best = (option, high, none, much)
    return best


def _spread(divided: Divided | None) -> list[str]:
    if divided is None:
        return []
    option, high, none, much = divided
    gave = counted(high, "person", "people")
    return [f"{quoted(option.text)} divides: {gave} gave it {much} or more, {none} nothing."]


def _question(rows: Sequence[Row], divided: Divided | None) -> str:
    if divided:
        return f"What do those who gave much to {quoted(divided[0].text)} see in it?"
    last = min((row for row in rows if row[1]), key=lambda row: row[1])
    return f"Who gave points to {quoted(last[0].text)}, and why?"


def _hands(material: Material, counts: Pool) -> tuple[str, ...]:
    said = []
    if material.tallies:
        said.append("Hands are weighed so that each person present spends as much as the others.")
    if counts.approximate:
        said.append("Some hands were estimated: few as 20 %, half as 50 %, most as 80 %.")
    return tuple(said)


def _note(option: Option, counts: Pool) -> str:
    return "approx." if option.id in counts.approximate else ""
