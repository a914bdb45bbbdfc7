"""What a room's ratings say: the middle, the spread, where it agrees, what has moved."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.analysis.comparing import groupings, values_table
from workshop.analysis.counting import Pool
from workshop.analysis.people import answered_again, latest_each
from workshop.analysis.prose import counted, few, figure, quoted
from workshop.analysis.rounds import both_rounds, known_in_both, pairing_caution, since
from workshop.domain.findings import Findings, Scale, Scales, Table
from workshop.domain.forms import Option
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.ratings import change, hands
from workshop.kinds.ratings.rated import Moved, Rated, Steps, moved, rated, value_of

AGREED, DIVIDED = 0.25, 0.55
"""Dispersion (see `analysis.numbers`) up to which a room agrees, and from which it is divided."""


def findings(
    material: Material, statements: Sequence[Option], scale: Steps, least: int
) -> Findings:
    """Statements in the file's order; sentences name the strongest, the weakest, the divided.

    `least`: see `analysis.comparing`.
    """
    responses = latest_each(material.responses, material.people)
    found = rated(responses, statements, scale)
    shown = hands.count(statements, material.tallies)
    if not found:
        return _by_hands(material, statements, scale, shown)
    earlier = latest_each(material.earlier.responses, material.people) if material.earlier else []
    both = both_rounds(earlier, responses, material.people)
    shifted = moved(rated(earlier, statements, scale), found, both)
    return Findings(
        title=material.exercise.title,
        sentences=(
            *change.sentences(shifted, since(material.round)),
            *_sentences(found, scale),
            *((hands.sentence(shown, statements, scale.high),) if shown else ()),
        ),
        blocks=(
            _scales(found, statements, shifted, scale),
            *change.table(shifted),
            *((hands.block(shown, statements, scale.high),) if shown else ()),
        ),
        cautions=(
            *few(len(responses)),
            *(pairing_caution(len(both)) if shifted else ()),
            *answered_again(material.responses, material.people),
            *_beside_hands(shown),
        ),
        question=_question(found, shifted, scale),
        made_of=_made_of(responses, earlier, len(both)),
        answers=len(responses),
        people=len(responses),
        more=(_in_numbers(found), *_compared(material, responses, found, scale, least)),
    )


def _by_hands(
    material: Material, statements: Sequence[Option], scale: Steps, shown: Pool | None
) -> Findings:
    """What hands alone say, where nobody has rated."""
    if shown is None:
        return Findings(material.exercise.title, ("Nobody has rated yet.",), people=0)
    return Findings(
        title=material.exercise.title,
        sentences=(hands.sentence(shown, statements, scale.high),),
        blocks=(hands.block(shown, statements, scale.high),),
        cautions=(*few(round(shown.voters), "person", "people"), *shown.cautions),
        question="Where would you have put your hand a year ago?",
        made_of=shown.made_of,
        people=round(shown.voters),
    )


def _sentences(found: Sequence[Rated], scale: Steps) -> list[str]:
    if len(found) == 1:
        return _one_statement(found[0], scale)
    by_rating = sorted(found, key=lambda r: r.mean)
    low, high = by_rating[0], by_rating[-1]
    said = []
    if low.mean == high.mean:
        said.append(f"All statements are rated alike, {_average(low, scale)}.")
    else:
        said.append(f"{quoted(high.statement.text)} is rated highest, {_average(high, scale)}.")
        said.append(f"{quoted(low.statement.text)} is rated lowest, {_average(low, scale)}.")
    return [*said, *_agreement(found)]


def _one_statement(only: Rated, scale: Steps) -> list[str]:
    text, number = quoted(only.statement.text), len(only.values)
    if number == 1:
        return [f"The one rating of {text} is {only.values[0]} of {scale.high}."]
    if only.alike:
        return [f"All {number} people rate {text} {only.values[0]} of {scale.high}."]
    said = (
        f"{text} is rated {figure(only.mean)} of {scale.high} on average by {number} people,"
        f" with a median of {figure(only.middle)}"
    )
    half = f"; the middle half of them say {only.middle_half}" if number >= 4 else ""
    return [f"{said}{half}.", *_agreement([only])]


def _agreement(found: Sequence[Rated]) -> list[str]:
    """What divides the room most, and what it agrees on most; from five ratings on."""
    enough = [r for r in found if len(r.values) >= 5]
    if not enough:
        return []
    said = []
    divided = max(enough, key=lambda r: r.dispersion)
    agreed = min(enough, key=lambda r: r.dispersion)
    if divided.dispersion >= DIVIDED:
        low, high = _camps(divided)
        rate = "rates" if low == 1 else "rate"
        said.append(
            f"The room divides on {quoted(divided.statement.text)}:"
            f" {counted(low, 'person', 'people')} {rate} it in the lower half of the scale"
            f" and {high} in the upper."
        )
    if agreed.dispersion <= AGREED and agreed.dispersion < divided.dispersion:
        said.append(f"The room agrees most on {quoted(agreed.statement.text)}.")
    return said


def _camps(found: Rated) -> tuple[int, int]:
    """How many stand below and above the middle of the scale."""
    half = len(found.counts) // 2
    return sum(found.counts[:half]), sum(found.counts[-half:])


def _average(found: Rated, scale: Steps) -> str:
    """The mean, since medians tie too often to rank by and jump where a room is divided."""
    ratings = counted(len(found.values), "rating")
    average = " on average" if len(found.values) > 1 else ""
    return f"{figure(found.mean)} of {scale.high}{average} ({ratings})"


def _scales(
    found: Sequence[Rated], statements: Sequence[Option], shifted: Sequence[Moved], scale: Steps
) -> Scales:
    here = {r.statement.id: r for r in found}
    was = {m.after.statement.id: m.before for m in shifted}
    rows = []
    for statement in statements:
        now = here.get(statement.id)
        if now is None:
            rows.append(Scale(statement.text, (0,) * (scale.high - scale.low + 1)))
            continue
        before = was.get(statement.id)
        note = f"before: median {figure(before.middle)}" if before else ""
        rows.append(Scale(statement.text, now.counts, now.middle, round(now.mean, 2), note))
    return Scales(
        "How each was rated", tuple(rows), scale.low, scale.high, scale.low_text, scale.high_text
    )


def _in_numbers(found: Sequence[Rated]) -> Table:
    rows = tuple(
        (
            r.statement.text,
            str(len(r.values)),
            figure(r.middle),
            r.middle_half,
            f"{r.mean:.2f}",
            f"{r.dispersion:.2f}",
        )
        for r in found
    )
    return Table(
        "The ratings in numbers",
        ("Statement", "Ratings", "Median", "Middle half", "Mean", "Division"),
        rows,
        numeric=(1, 2, 3, 4, 5),
        note="Middle half: from the lower to the upper quartile (Tukey's hinges). Division goes"
        " from 0, where all give the same, to 1, where half stand at each end (Leik's dispersion).",
    )


def _compared(
    material: Material,
    responses: Sequence[Response],
    found: Sequence[Rated],
    scale: Steps,
    least: int,
) -> list[Table]:
    rows = [(r.statement.text, value_of(r.statement)) for r in found]
    what = f"Average ratings from {scale.low} to {scale.high}."
    made = (
        values_table(grouping, "How each was rated", "Statement", rows, what)
        for grouping in groupings(responses, material.people, least, hands=bool(material.tallies))
    )
    return [table for table in made if table is not None]


def _beside_hands(shown: Pool | None) -> tuple[str, ...]:
    if shown is None:
        return ()
    beside = "Hands stand beside the ratings, not in them: somebody may be in both."
    return (beside, *shown.cautions)


def _question(found: Sequence[Rated], shifted: Sequence[Moved], scale: Steps) -> str:
    if shifted:
        least = min(shifted, key=lambda m: m.change)
        return f"What would help with {quoted(least.after.statement.text)} after today?"
    divided = max(found, key=lambda r: r.dispersion)
    if divided.dispersion >= DIVIDED and len(divided.values) >= 5:
        return f"What do high and low see differently in {quoted(divided.statement.text)}?"
    lowest = min(found, key=lambda r: r.mean)
    if lowest.mean == scale.high:
        return f"What has brought {quoted(lowest.statement.text)} so high?"
    return f"What would raise {quoted(lowest.statement.text)} by one step?"


def _made_of(responses: Sequence[Response], earlier: Sequence[Response], pairs: int) -> str:
    said = counted(len(responses), "typed answer")
    if not earlier:
        return said
    return f"{said}, beside {len(earlier)} before; {known_in_both(pairs)}"
