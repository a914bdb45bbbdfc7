"""What a vote over options says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workshop.analysis.comparing import counts_table, groupings
from workshop.analysis.counting import Pool, pool
from workshop.analysis.prose import few, listed, percent, quoted
from workshop.analysis.rounds import both_rounds, pairing_caution, since
from workshop.analysis.spread import camps, polarisation, variation
from workshop.domain.findings import Bar, Bars, Findings, Table
from workshop.domain.forms import Option
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.choice import change
from workshop.kinds.choice.change import share

Row = tuple[Option, float]


def findings(
    material: Material, choices: Sequence[Option], *, single: bool, least: int
) -> Findings:
    """Shares of the people who answered, what leads, what divides and what nobody chose.

    `least`: see `analysis.comparing`.
    """
    counts = _pool(material, choices, single=single)
    voters = round(counts.voters)
    if not voters:
        return Findings(
            material.exercise.title,
            ("Nobody has answered yet.",),
            cautions=counts.cautions,
            people=0,
        )
    rows = sorted(
        ((option, counts.votes[option.id]) for option in choices), key=lambda row: -row[1]
    )
    before = _pool(material.earlier, choices, single=single) if material.earlier else None
    before = before if before and before.voters else None
    earlier = material.earlier.responses if material.earlier else ()
    both = both_rounds(earlier, material.responses, material.people)
    changed = (
        change.sentences(choices, before, counts, both, since=since(material.round), single=single)
        if before
        else []
    )
    bars = tuple(
        Bar(
            option.text,
            round(counts.votes[option.id], 1),
            share(counts, option),
            _note(option, counts, before),
        )
        for option in choices
    )
    more = () if single else ("People could choose several: the shares add up to more than 100 %.",)
    return Findings(
        title=material.exercise.title,
        sentences=(_lead(rows, counts), *changed, *_rest(rows, counts, single=single)),
        blocks=(Bars("Who chose what", bars, unit="people"),),
        cautions=(
            *few(voters, "person", "people"),
            *_approximate(counts),
            *more,
            *(pairing_caution(len(both)) if before else ()),
            *counts.cautions,
        ),
        question=_question(rows, voters),
        made_of=counts.made_of,
        answers=len(counts.typed),
        people=voters,
        more=(
            _in_numbers(choices, counts, single=single),
            *((change.table(choices, before, counts, both),) if before else ()),
            *_compared(material, choices, counts, single=single, least=least),
        ),
    )


def _pool(material: Material, choices: Sequence[Option], *, single: bool) -> Pool:
    ids = [option.id for option in choices]
    return pool(
        ids, material.responses, material.tallies, _votes, single=single, people=material.people
    )


def _votes(response: Response) -> dict[str, float]:
    return dict.fromkeys(response.answers.get("choice", ()), 1.0)


def _about(option: Option, counts: Pool) -> str:
    return "about " if option.id in counts.approximate else ""


def _lead(rows: Sequence[Row], counts: Pool) -> str:
    (first, most), voters = rows[0], round(counts.voters)
    level = [option for option, votes in rows if votes == most]
    number = f"{_about(first, counts)}{round(most)}"
    part = percent(share(counts, first))
    if not most:
        return "Nobody chose any of the options."
    if len(level) == len(rows) > 1:
        return f"All options are level, with {number} each."
    if voters == 1 and len(level) == 1:
        return f"The only person so far chose {quoted(first.text)}."
    if len(level) > 1:
        names = listed([quoted(option.text) for option in level])
        return f"{names} are level in front, with {number} each of {voters} ({part})."
    if voters > 1 and round(most) == voters:
        return f"All {voters} chose {quoted(first.text)}."
    verb = "leads clearly" if most / counts.voters >= 2 / 3 else "leads"
    return f"{quoted(first.text)} {verb}: {number} of {voters} ({part})."


def _rest(rows: Sequence[Row], counts: Pool, *, single: bool) -> list[str]:
    said = []
    if len(rows) > 1 and 0 < rows[1][1] < rows[0][1]:
        said += _second([option for option, votes in rows if votes == rows[1][1]], counts)
    if single and _divided(rows, counts.voters):
        first, second = rows[0][0], rows[1][0]
        said.append(f"The room divides between {quoted(first.text)} and {quoted(second.text)}.")
    nobody = [quoted(option.text) for option, votes in rows if not votes]
    if counts.voters >= 5 and 0 < len(nobody) <= 3:
        said.append(f"Nobody chose {listed(nobody, 'or')}.")
    elif counts.voters >= 5 and nobody:
        said.append(f"{len(nobody)} of the {len(rows)} options were chosen by nobody.")
    return said


def _second(level: Sequence[Option], counts: Pool) -> list[str]:
    """What follows the first; nothing where so many do that they are the rest."""
    if len(level) > 3:
        return []
    number = f"{_about(level[0], counts)}{round(counts.votes[level[0].id])}"
    part = percent(share(counts, level[0]))
    if len(level) == 1:
        return [f"{quoted(level[0].text)} follows with {number} ({part})."]
    names = listed([quoted(option.text) for option in level])
    return [f"{names} follow with {number} each ({part})."]


def _divided(rows: Sequence[Row], voters: float) -> bool:
    """Whether two camps divide the room; `rows` come with the most votes first."""
    return voters >= 5 and camps([votes for _option, votes in rows]) is not None


def _in_numbers(choices: Sequence[Option], counts: Pool, *, single: bool) -> Table:
    rows = []
    for option in choices:
        votes, chose = counts.votes[option.id], _chose(option)
        typed = sum(chose(response) for response in counts.typed)
        rows.append(
            (
                option.text,
                f"{votes:g}",
                percent(share(counts, option)),
                f"{typed:g}",
                f"{votes - typed:g}",
            )
        )
    every = [counts.votes[option.id] for option in choices]
    note = (
        f"Spread {variation(every):.2f} (0: all on one, 1: the same on each; index of qualitative"
        f" variation). Polarisation {polarisation(every):.2f} (1: two halves; Reynal-Querol)."
    )
    return Table(
        "The votes in numbers",
        ("Option", "People", "Share", "Typed", "By hands"),
        tuple(rows),
        numeric=(1, 2, 3, 4),
        note=note if single else "",
    )


def _compared(
    material: Material, choices: Sequence[Option], counts: Pool, *, single: bool, least: int
) -> list[Table]:
    rows = [(option.text, _chose(option)) for option in choices]
    made = (
        counts_table(grouping, "Who chose what", rows, single=single)
        for grouping in groupings(
            counts.typed, material.people, least, hands=bool(material.tallies)
        )
    )
    return [table for table in made if table is not None]


def _chose(option: Option) -> Callable[[Response], float]:
    return lambda response: float(option.id in response.answers.get("choice", ()))


def _question(rows: Sequence[Row], voters: int) -> str:
    if voters < 2:
        return ""
    if not rows[0][1]:
        return "What is missing from these options?"
    if _divided(rows, voters):
        return "What would one side have to see to think like the other?"
    if round(rows[0][1]) >= voters:
        return "What would have to be true for someone to choose otherwise?"
    smallest = min((row for row in rows if row[1]), key=lambda row: row[1])
    return f"Who chose {quoted(smallest[0].text)}, and what do you see that others do not?"


def _approximate(counts: Pool) -> tuple[str, ...]:
    if not counts.approximate:
        return ()
    return ("Some hands were estimated: few as 20 %, half as 50 %, most as 80 % of those present.",)


def _note(option: Option, counts: Pool, before: Pool | None) -> str:
    notes = ["approx."] if option.id in counts.approximate else []
    if before:
        notes.append(f"before: {percent(share(before, option))}")
    return ", ".join(notes)
