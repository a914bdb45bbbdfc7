"""What a vote has become since the round before, in words and in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from workshop.analysis.counting import Pool
from workshop.analysis.prose import before_and_after, percent, quoted
from workshop.analysis.rounds import Both
from workshop.domain.findings import Table
from workshop.domain.forms import Option
from workshop.domain.records import Response

MOVED = 0.05
"""Change of a share from which something is said to have moved."""


def sentences(
    choices: Sequence[Option], before: Pool, now: Pool, both: Both, *, since: str, single: bool
) -> list[str]:
    """What has gained and lost most, and how many chose otherwise than before."""
    changes = sorted(
        ((share(now, option) - share(before, option), option) for option in choices),
        key=lambda change: -change[0],
    )
    (gain, winner), (loss, loser) = changes[0], changes[-1]
    if max(gain, -loss) < MOVED:
        said = [f"The shares are much as they were in {since}."]
    elif gain >= -loss:
        said = [
            f"{quoted(winner.text)} has gained most since {since}, {_from(winner, before, now)}."
        ]
    else:
        said = [f"{quoted(loser.text)} has lost most since {since}, {_from(loser, before, now)}."]
    return [*said, *_otherwise(choices, both, single=single)]


def _from(option: Option, before: Pool, now: Pool) -> str:
    return f"from {percent(share(before, option))} to {percent(share(now, option))}"


def _otherwise(choices: Sequence[Option], both: Both, *, single: bool) -> list[str]:
    if len(both) < 2:
        return []
    moves = Counter(
        (_picked(before), _picked(after))
        for before, after in both
        if _picked(before) != _picked(after)
    )
    moved, known = moves.total(), f"{len(both)} people known in both rounds"
    if not moved:
        return [f"All {known} chose as before."]
    said = f"{moved} of the {known} chose otherwise than before"
    (come, gone), times = moves.most_common(1)[0]
    if single and times > 1 and len(come) == len(gone) == 1:
        text = {option.id: option.text for option in choices}
        way = f"from {quoted(text[min(come)])} to {quoted(text[min(gone)])}"
        all_ = "all of them" if times == moved else f"{times} of them"
        said += f", {all_} {way}"
    return [f"{said}."]


def table(choices: Sequence[Option], before: Pool, now: Pool, both: Both) -> Table:
    """Shares of both rounds, and how many of the same people came to an option or left it."""
    rows = tuple(
        (
            option.text,
            *before_and_after(share(before, option), share(now, option)),
            *_came_and_left(option, both),
        )
        for option in choices
    )
    columns = ("Option", "Before", "After", "Change", "Came to it", "Left it")
    note = f"Who came and left is counted for the {len(both)} people known in both rounds."
    return Table(
        "Before and after",
        columns if both else columns[:4],
        rows if both else tuple(row[:4] for row in rows),
        numeric=(1, 2, 3, 4, 5) if both else (1, 2, 3),
        note=note if both else "",
    )


def _came_and_left(option: Option, both: Both) -> tuple[str, str]:
    pairs = [(option.id in _picked(before), option.id in _picked(after)) for before, after in both]
    return str(pairs.count((False, True))), str(pairs.count((True, False)))


def _picked(response: Response) -> frozenset[str]:
    return frozenset(response.answers.get("choice", ()))


def share(counts: Pool, option: Option) -> float:
    """The people who chose it, of all behind the votes; 0 where there are none."""
    return min(1.0, counts.votes[option.id] / counts.voters) if counts.voters else 0.0
