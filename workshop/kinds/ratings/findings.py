"""What a room's ratings say: the middle, the spread, where it agrees, what has moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workshop.analysis.counting import Pool
from workshop.analysis.numbers import dispersion, mean, median, quartiles, steps
from workshop.analysis.people import latest_each, person_key
from workshop.analysis.prose import counted, few, figure, quoted
from workshop.domain.findings import Block, Findings, Scale, Scales, Table
from workshop.domain.forms import Option
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.ratings import hands

AGREED, DIVIDED = 0.25, 0.55
"""Dispersion (see `analysis.numbers`) up to which a room agrees, and from which it is divided."""
MOVED = 0.15
"""Change of a mean, in steps, from which something is said to have moved."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The scale: its ends and the words at them."""

    low: int
    high: int
    low_text: str = ""
    high_text: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """One statement with its ratings in a round; `values` is never empty."""

    statement: Option
    values: tuple[int, ...]
    counts: tuple[int, ...]

    @property
    def middle(self) -> float:
        return median(self.values)

    @property
    def mean(self) -> float:
        return mean(self.values)

    @property
    def dispersion(self) -> float:
        return dispersion(self.counts)


@dataclass(frozen=True, slots=True)
class Moved:
    """One statement in two rounds; `pairs` are (before, after) of people known in both."""

    before: Rated
    after: Rated
    pairs: tuple[tuple[int, int], ...]

    @property
    def change(self) -> float:
        """Mean change of the same people where two or more are known, else of the room."""
        if len(self.pairs) > 1:
            return mean([after - before for before, after in self.pairs])
        return self.after.mean - self.before.mean


def findings(material: Material, statements: Sequence[Option], scale: Steps) -> Findings:
    """Statements in the file's order; sentences name the strongest, the weakest, the divided."""
    responses = latest_each(material.responses)
    rated = _rated(responses, statements, scale)
    shown = hands.count(statements, material.tallies)
    if not rated:
        return _by_hands(material, statements, scale, shown)
    earlier = latest_each(material.earlier.responses) if material.earlier else []
    moved = _moved(_rated(earlier, statements, scale), rated, earlier, responses)
    repeated = len(material.responses) - len(responses)
    return Findings(
        title=material.exercise.title,
        sentences=(
            *_change_sentences(moved),
            *_sentences(rated, scale),
            *((hands.sentence(shown, statements, scale.high),) if shown else ()),
        ),
        blocks=(
            _scales(rated, statements, moved, scale),
            *_change_table(moved),
            *((hands.block(shown, statements, scale.high),) if shown else ()),
        ),
        cautions=(
            *few(len(responses)),
            *_pairing_caution(moved),
            *(
                (f"{counted(repeated, 'earlier answer')} of the same people not counted.",)
                if repeated
                else ()
            ),
            *(
                (
                    "Hands stand beside the ratings, not in them: somebody may be in both.",
                    *shown.cautions,
                )
                if shown
                else ()
            ),
        ),
        question=_question(rated, moved),
        made_of=_made_of(responses, earlier, moved),
        answers=len(responses),
        people=len(responses),
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
        cautions=(*few(round(shown.voters)), *shown.cautions),
        question="Where would you have put your hand a year ago?",
        made_of=shown.made_of,
        people=round(shown.voters),
    )


def _rated(
    responses: Sequence[Response], statements: Sequence[Option], scale: Steps
) -> list[Rated]:
    found = []
    for statement in statements:
        values = tuple(r.answers[statement.id] for r in responses if statement.id in r.answers)
        if values:
            found.append(Rated(statement, values, steps(values, scale.low, scale.high)))
    return found


def _moved(
    before: Sequence[Rated],
    after: Sequence[Rated],
    earlier: Sequence[Response],
    later: Sequence[Response],
) -> list[Moved]:
    """Statements rated in both rounds, with the pairs of those who are known in both."""
    first = {key: r.answers for r in earlier if (key := person_key(r))}
    known = [(first[key], r.answers) for r in later if (key := person_key(r)) in first]
    was = {rated.statement.id: rated for rated in before}
    return [
        Moved(
            was[now.statement.id],
            now,
            tuple(
                (a[now.statement.id], b[now.statement.id])
                for a, b in known
                if now.statement.id in a and now.statement.id in b
            ),
        )
        for now in after
        if now.statement.id in was
    ]


def _sentences(rated: Sequence[Rated], scale: Steps) -> list[str]:
    if len(rated) == 1:
        return [_one_sentence(rated[0], scale)]
    by_rating = sorted(rated, key=lambda r: r.mean)
    low, high = by_rating[0], by_rating[-1]
    said = []
    if low.mean == high.mean:
        said.append(f"All statements are rated alike, {_average(low, scale)}.")
    else:
        said.append(f"Highest: {quoted(high.statement.text)}, {_average(high, scale)}.")
        said.append(f"Lowest: {quoted(low.statement.text)}, {_average(low, scale)}.")
    enough = [r for r in rated if len(r.values) >= 5]
    if enough:
        said += _agreement(enough)
    return said


def _one_sentence(only: Rated, scale: Steps) -> str:
    lower, upper = quartiles(only.values)
    half = f"; the middle half lies between {figure(lower)} and {figure(upper)}"
    middle = f"median {figure(only.middle)}, {_average(only, scale)}"
    return f"{quoted(only.statement.text)}: {middle}{half if lower < upper else ''}."


def _agreement(rated: Sequence[Rated]) -> list[str]:
    said = []
    agreed = min(rated, key=lambda r: r.dispersion)
    divided = max(rated, key=lambda r: r.dispersion)
    if divided.dispersion >= DIVIDED:
        low, high = _camps(divided)
        said.append(
            f"The room divides on {quoted(divided.statement.text)}:"
            f" {low} in the lower half of the scale, {high} in the upper."
        )
    if agreed.dispersion <= AGREED:
        said.append(f"It agrees most on {quoted(agreed.statement.text)}.")
    return said


def _camps(rated: Rated) -> tuple[int, int]:
    """How many stand below and above the middle of the scale."""
    half = len(rated.counts) // 2
    return sum(rated.counts[:half]), sum(rated.counts[-half:])


def _average(rated: Rated, scale: Steps) -> str:
    """The mean, since medians tie too often to rank by and jump where a room is divided."""
    ratings = counted(len(rated.values), "rating")
    return f"on average {figure(rated.mean)} of {scale.high} ({ratings})"


def _change_sentences(moved: Sequence[Moved]) -> list[str]:
    if not moved:
        return []
    most = max(moved, key=lambda m: m.change)
    least = min(moved, key=lambda m: m.change)
    if max(abs(most.change), abs(least.change)) < MOVED:
        return ["Hardly anything has moved since the first round."]
    said = [f"Moved most: {_change(most)}." if most.change > 0 else "Nothing has gone up."]
    if least is not most:
        name = "Went down" if least.change < 0 else "Moved least"
        said.append(f"{name}: {_change(least)}.")
    return said


def _change(moved: Moved) -> str:
    said = f"{quoted(moved.after.statement.text)}, on average {_signed(moved.change)}"
    if len(moved.pairs) < 2:
        before = counted(len(moved.before.values), "rating")
        return f"{said} ({before} before, {len(moved.after.values)} after)"
    up = sum(after > before for before, after in moved.pairs)
    down = sum(after < before for before, after in moved.pairs)
    return f"{said} ({up} of {len(moved.pairs)} people higher, {down} lower)"


def _signed(change: float) -> str:
    if abs(change) < 0.05:
        return "±0"
    return f"{'+' if change > 0 else '−'}{abs(change):.1f}"


def _scales(
    rated: Sequence[Rated], statements: Sequence[Option], moved: Sequence[Moved], scale: Steps
) -> Scales:
    found = {r.statement.id: r for r in rated}
    was = {m.after.statement.id: m.before for m in moved}
    rows = []
    for statement in statements:
        now = found.get(statement.id)
        if now is None:
            rows.append(Scale(statement.text, (0,) * (scale.high - scale.low + 1)))
            continue
        before = was.get(statement.id)
        note = f"before: median {figure(before.middle)}" if before else ""
        rows.append(Scale(statement.text, now.counts, now.middle, round(now.mean, 2), note))
    return Scales(
        "How each was rated", tuple(rows), scale.low, scale.high, scale.low_text, scale.high_text
    )


def _change_table(moved: Sequence[Moved]) -> tuple[Block, ...]:
    if not moved:
        return ()
    rows = tuple(
        (
            m.after.statement.text,
            f"{figure(m.before.middle)} (n {len(m.before.values)})",
            f"{figure(m.after.middle)} (n {len(m.after.values)})",
            _signed(m.after.mean - m.before.mean),
            _pairs(m),
        )
        for m in moved
    )
    columns = ("Statement", "Median before", "Median after", "Mean change", "Same people")
    return (Table("Before and after", columns, rows, numeric=(1, 2, 3)),)


def _pairs(moved: Moved) -> str:
    if not moved.pairs:
        return "not known"
    up = sum(after > before for before, after in moved.pairs)
    down = sum(after < before for before, after in moved.pairs)
    return f"{up} up, {down} down, {len(moved.pairs) - up - down} same"


def _pairing_caution(moved: Sequence[Moved]) -> tuple[str, ...]:
    if not moved:
        return ()
    pairs = max(len(m.pairs) for m in moved)
    if pairs == 0:
        return ("Before and after may be different people: nobody is known in both rounds.",)
    if pairs < 5:
        known = counted(pairs, "person", "people")
        return (f"Only {known} known in both rounds: too few to say what moved.",)
    return ()


def _question(rated: Sequence[Rated], moved: Sequence[Moved]) -> str:
    if moved:
        least = min(moved, key=lambda m: m.change)
        return f"What would help with {quoted(least.after.statement.text)} after today?"
    divided = max(rated, key=lambda r: r.dispersion, default=None)
    if divided and divided.dispersion >= DIVIDED and len(divided.values) >= 5:
        return f"What do high and low see differently in {quoted(divided.statement.text)}?"
    lowest = min(rated, key=lambda r: r.mean, default=None)
    return f"What would raise {quoted(lowest.statement.text)} by one step?" if lowest else ""


def _made_of(
    responses: Sequence[Response], earlier: Sequence[Response], moved: Sequence[Moved]
) -> str:
    said = counted(len(responses), "typed answer")
    if not earlier:
        return said
    pairs = max((len(m.pairs) for m in moved), default=0)
    known = counted(pairs, "person", "people") if pairs else "nobody"
    return f"{said}, beside {len(earlier)} before; {known} known in both rounds"
