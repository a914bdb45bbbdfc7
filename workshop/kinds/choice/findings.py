"""What a vote over options says."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.analysis.counting import Pool, pool
from workshop.analysis.prose import few, listed, percent, quoted
from workshop.domain.findings import Bar, Bars, Findings
from workshop.domain.forms import Option
from workshop.domain.records import Response
from workshop.kinds.base import Material

Row = tuple[Option, float]


def findings(material: Material, choices: Sequence[Option], *, single: bool) -> Findings:
    """Shares of the people who answered, what leads, what divides and what nobody chose."""
    counts = pool(
        [option.id for option in choices],
        material.responses,
        material.tallies,
        _votes,
        single=single,
    )
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
    before = _before(material, choices, single=single)
    bars = tuple(
        Bar(
            option.text,
            round(counts.votes[option.id], 1),
            _share(counts.votes[option.id], counts),
            _note(option, counts, before),
        )
        for option in choices
    )
    more = () if single else ("People could choose several: the shares add up to more than 100 %.",)
    return Findings(
        title=material.exercise.title,
        sentences=(_lead(rows, counts), *_rest(rows, counts, single=single)),
        blocks=(Bars("Who chose what", bars, unit="people"),),
        cautions=(*few(voters), *_approximate(counts), *more, *counts.cautions),
        question=_question(rows, voters),
        made_of=counts.made_of,
        answers=len(counts.typed),
        people=voters,
    )


def _votes(response: Response) -> dict[str, float]:
    return dict.fromkeys(response.answers.get("choice", ()), 1.0)


def _share(votes: float, counts: Pool) -> float:
    return min(1.0, votes / counts.voters) if counts.voters else 0.0


def _about(option: Option, counts: Pool) -> str:
    return "about " if option.id in counts.approximate else ""


def _lead(rows: Sequence[Row], counts: Pool) -> str:
    (first, most), voters = rows[0], round(counts.voters)
    level = [option for option, votes in rows if votes == most]
    number = f"{_about(first, counts)}{round(most)}"
    share = percent(_share(most, counts))
    if len(level) == len(rows) > 1:
        return f"All options are level, with {number} each."
    if len(level) > 1:
        names = listed([quoted(option.text) for option in level])
        return f"{names} are level in front, with {number} each of {voters} ({share})."
    if voters > 1 and round(most) == voters:
        return f"All {voters} chose {quoted(first.text)}."
    verb = "leads clearly" if most / counts.voters >= 2 / 3 else "leads"
    return f"{quoted(first.text)} {verb}: {number} of {voters} ({share})."


def _rest(rows: Sequence[Row], counts: Pool, *, single: bool) -> list[str]:
    said = []
    if len(rows) > 1 and 0 < rows[1][1] < rows[0][1]:
        second, votes = rows[1]
        said.append(
            f"{quoted(second.text)} follows with {_about(second, counts)}{round(votes)}"
            f" ({percent(_share(votes, counts))})."
        )
    if single and _divided(rows, counts.voters):
        first, second = rows[0][0], rows[1][0]
        said.append(f"The room divides between {quoted(first.text)} and {quoted(second.text)}.")
    nobody = [quoted(option.text) for option, votes in rows if not votes]
    if counts.voters >= 5 and 0 < len(nobody) <= 3:
        said.append(f"Nobody chose {listed(nobody, 'or')}.")
    elif counts.voters >= 5 and nobody:
        said.append(f"{len(nobody)} of the {len(rows)} options were chosen by nobody.")
    return said


def _divided(rows: Sequence[Row], voters: float) -> bool:
    """Two big camps of nearly the same size: together most of the room, the second no small one."""
    if len(rows) < 2 or voters < 5:
        return False
    first, second = rows[0][1], rows[1][1]
    return first + second >= 0.6 * voters and second >= 0.75 * first


def _question(rows: Sequence[Row], voters: int) -> str:
    if voters < 2:
        return ""
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


def _before(material: Material, choices: Sequence[Option], *, single: bool) -> Pool | None:
    """The round before, where there was one with answers."""
    earlier = material.earlier
    if earlier is None:
        return None
    ids = [option.id for option in choices]
    counts = pool(ids, earlier.responses, earlier.tallies, _votes, single=single)
    return counts if counts.voters else None


def _note(option: Option, counts: Pool, before: Pool | None) -> str:
    notes = ["approx."] if option.id in counts.approximate else []
    if before:
        notes.append(f"before: {percent(_share(before.votes[option.id], before))}")
    return ", ".join(notes)
