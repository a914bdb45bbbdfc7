"""Where points have gone since the round before, in words and in a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workshop.analysis.counting import Pool
from workshop.analysis.prose import before_and_after, percent, quoted
from workshop.analysis.rounds import Both, Shift, shift
from workshop.domain.findings import Table
from workshop.domain.forms import Option
from workshop.domain.records import Response

MOVED = 0.03
"""Change of a share of all points from which something is said to have moved."""


def sentences(
    options: Sequence[Option], before: Pool, now: Pool, both: Both, since: str
) -> list[str]:
    """The option that has gained or lost most, with how many gave it more and less."""
    changes = {option: share(now, option) - share(before, option) for option in options}
    most = max(changes, key=lambda option: abs(changes[option]))
    if abs(changes[most]) < MOVED:
        return [f"The points lie much as they did in {since}."]
    verb = "gained" if changes[most] > 0 else "lost"
    way = f"from {percent(share(before, most))} to {percent(share(now, most))} of all points"
    said = f"{quoted(most.text)} has {verb} most since {since}, {way}"
    moved = _shift(most, both)
    if len(moved.pairs) > 1:
        said += f": {moved.said('gave it', 'more', 'less')}"
    return [f"{said}."]


def table(options: Sequence[Option], before: Pool, now: Pool, both: Both) -> Table:
    """Shares of all points in both rounds, and how many of the same people gave more or less."""
    rows = tuple(
        (
            option.text,
            *before_and_after(share(before, option), share(now, option)),
            _shift(option, both).in_words,
        )
        for option in options
    )
    columns = ("Option", "Share before", "Share after", "Change", "Same people")
    return Table("Before and after", columns, rows, numeric=(1, 2, 3))


def share(counts: Pool, option: Option) -> float:
    """What went to an option, of all points."""
    return counts.votes[option.id] / (sum(counts.votes.values()) or 1)


def points_of(option: Option) -> Callable[[Response], float]:
    """What an answer gives an option, 0 where nothing."""
    return lambda response: float(response.answers.get("points", {}).get(option.id, 0))


def _shift(option: Option, both: Both) -> Shift:
    return shift(both, points_of(option))
