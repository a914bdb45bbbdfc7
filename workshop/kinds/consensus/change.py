"""What votes have become since the round before: what unites, what divides more, who moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workshop.analysis.agreement.marks import Count
from workshop.analysis.agreement.scores import controversy
from workshop.analysis.prose import figure, percent, quoted
from workshop.analysis.rounds import FEW_PAIRS, Both, Shift, both_rounds, shift, since
from workshop.domain.findings import Table
from workshop.domain.records import Response
from workshop.kinds.base import Material
from workshop.kinds.consensus.ballots import Ballots, ballots
from workshop.kinds.consensus.statements import MARKS

FEW_VOTES = 5
"""Of a statement with fewer votes in either round nothing is said."""
LEAST_SHOWN = 3
"""Shares of fewer votes stand in no table."""
MOVED = 0.1
"""Change of a share, and of controversy, from which something is said to have moved."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Since:
    """The comparison with the round before; `pairs` are people who voted in both."""

    before: Ballots
    pairs: int
    sentences: tuple[str, ...]
    block: tuple[Table, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class _Changed:
    """A statement's votes in both rounds; `shift` is that of the people who answered it in both."""

    text: str
    before: Count
    now: Count
    shift: Shift
    dividing: float

    @property
    def said(self) -> bool:
        return min(self.before.seen, self.now.seen) >= FEW_VOTES

    @property
    def against(self) -> bool:
        """Whether more disagree than agree now."""
        return self.now.disagree > self.now.agree

    @property
    def gained(self) -> float:
        """What the side that is larger now has gained, as a share of all who answered."""
        return self.side(self.now) - self.side(self.before)

    @property
    def turned(self) -> bool:
        """Whether more than half stood on one side, and more than half now stand on the other."""
        other = self.before.agreeing if self.against else self.before.disagreeing
        return other > 0.5 and self.side(self.now) > 0.5

    def side(self, count: Count) -> float:
        return count.disagreeing if self.against else count.agreeing


def since_before(material: Material, now: Ballots) -> Since | None:
    """What has changed since the round before; None where nobody voted in it."""
    if material.earlier is None:
        return None
    before = ballots(material.earlier)
    if not before.people:
        return None
    both = both_rounds(before.each, now.each, material.people)
    changed = _changed(before, now, both)
    then = since(material.round)
    shared, turned, divides = _shared(changed), _turned(changed), _divides(changed)
    told = list(dict.fromkeys((*turned, *shared, *divides)))
    return Since(
        before,
        len(both),
        (*_in_words(shared, turned, divides, then), *_moved(changed, both)),
        _block(told[:MOST], then),
        _table(changed),
    )


def _changed(before: Ballots, now: Ballots, both: Both) -> list[_Changed]:
    """Every statement of now, with nothing before where it is new."""
    then = {s.id: count for s, count in zip(before.statements, before.counts, strict=True)}
    people = max(before.people, now.people)
    found = []
    for statement, count in zip(now.statements, now.counts, strict=True):
        was = then.get(statement.id, Count())
        dividing = controversy(count, people) - controversy(was, people)
        moved = shift(both, _mark_on(statement.id))
        found.append(_Changed(statement.text, was, count, moved, dividing))
    return found


def _mark_on(statement: str) -> Callable[[Response], int | None]:
    def mark(response: Response) -> int | None:
        given = response.answers.get(statement)
        return MARKS[given[0]] if given else None

    return mark


def _shared(changed: Sequence[_Changed]) -> list[_Changed]:
    """On which more than half are of one mind now, more than before, and no more are against it."""
    found = [
        c
        for c in changed
        if c.said and not c.turned and c.side(c.now) > 0.5 and c.gained >= MOVED and c.dividing <= 0
    ]
    return sorted(found, key=lambda c: -c.gained)


def _turned(changed: Sequence[_Changed]) -> list[_Changed]:
    return sorted((c for c in changed if c.said and c.turned), key=lambda c: -c.gained)


def _divides(changed: Sequence[_Changed]) -> list[_Changed]:
    found = [c for c in changed if c.said and not c.turned and c.dividing >= MOVED]
    return sorted(found, key=lambda c: -c.dividing)


# -- in words and tables ---------------------------------------------------------------------


def _in_words(
    shared: Sequence[_Changed], turned: Sequence[_Changed], divides: Sequence[_Changed], then: str
) -> Iterator[str]:
    for one in turned[:1]:
        verb, was = ("disagree", "agreed") if one.against else ("agree", "disagreed")
        other = one.before.agreeing if one.against else one.before.disagreeing
        yield (
            f"The room has turned on {quoted(one.text)}: {percent(other)} {was} in {then}, and"
            f" {percent(one.side(one.now))} {verb} now."
        )
    for one in shared[:1]:
        verb = "disagree" if one.against else "agree"
        yield (
            f"More shared than in {then}: {quoted(one.text)}, {percent(one.side(one.now))} {verb}"
            f" and {percent(one.side(one.before))} did before."
        )
    for one in divides[:1]:
        yield (
            f"Divides more than in {then}: {quoted(one.text)}, {_sides(one.now)} now and"
            f" {_sides(one.before)} before (agree : disagree)."
        )
    if not (shared or turned or divides):
        yield f"Nothing is clearly more shared or more divided than in {then}."


def _sides(count: Count) -> str:
    return f"{figure(round(count.agree))} : {figure(round(count.disagree))}"


def _moved(changed: Sequence[_Changed], both: Both) -> Iterator[str]:
    """How many of the same people answered a statement otherwise, and where most of them did."""
    if len(both) < FEW_PAIRS:
        return
    known = f"{len(both)} people known in both rounds"
    moved = sum(_otherwise(before, after) for before, after in both)
    if not moved:
        yield f"All {known} answered as before what they answered again."
        return
    said = f"{moved} of the {known} moved on at least one statement"
    enough = [c for c in changed if len(c.shift.pairs) >= FEW_PAIRS]
    most = max(enough, key=lambda c: c.shift.up + c.shift.down, default=None)
    if most is not None and most.shift.up + most.shift.down > 1:
        up, down = most.shift.up, most.shift.down
        said += (
            f", most often on {quoted(most.text, 60)}: of the {len(most.shift.pairs)} who"
            f" answered it twice {up or 'none'} moved towards agreeing and {down or 'none'}"
            " towards disagreeing"
        )
    yield f"{said}."


def _otherwise(before: Response, after: Response) -> bool:
    again = before.answers.keys() & after.answers.keys()
    return any(before.answers[id_] != after.answers[id_] for id_ in again)


def _block(told: Sequence[_Changed], then: str) -> tuple[Table, ...]:
    """What has changed most, for the room."""
    if not told:
        return ()
    columns = ("Statement", "Agreed", "Agree now", "Disagreed", "Disagree now")
    rows = tuple((one.text, *_shares(one)) for one in told)
    return (Table(f"What has changed since {then}", columns, rows, numeric=(1, 2, 3, 4)),)


def _table(changed: Sequence[_Changed]) -> Table:
    """Every statement in both rounds; who moved only where enough answered it twice."""
    order = sorted(changed, key=lambda c: (not (c.before.seen and c.now.seen), -abs(c.gained)))
    rows = tuple((one.text, *_shares(one), _dividing(one), _people(one)) for one in order)
    columns = (
        "Statement", "Agreed", "Agree now", "Disagreed", "Disagree now", "Divides", "Same people",
    )  # fmt: skip
    return Table(
        "Before and after",
        columns,
        rows,
        numeric=(1, 2, 3, 4, 5),
        note=(
            "Shares of all who answered a statement, passes among them; ‘Divides’ is the change of"
            " its controversy. Same people: who answered it in both rounds and moved towards"
            f" agreeing (up) or disagreeing (down), where they are {FEW_PAIRS} or more."
        ),
    )


def _shares(one: _Changed) -> tuple[str, ...]:
    agreed, agree = (_share(c.agreeing, c) for c in (one.before, one.now))
    disagreed, disagree = (_share(c.disagreeing, c) for c in (one.before, one.now))
    return agreed, agree, disagreed, disagree


def _share(share: float, count: Count) -> str:
    return percent(share) if count.seen >= LEAST_SHOWN else "–"


def _dividing(one: _Changed) -> str:
    if min(one.before.seen, one.now.seen) < LEAST_SHOWN:
        return "–"
    change = round(one.dividing, 2)
    return "±0" if not change else f"{'+' if change > 0 else '−'}{abs(change):.2f}"


def _people(one: _Changed) -> str:
    return one.shift.in_words if len(one.shift.pairs) >= FEW_PAIRS else "–"
