"""On which page each thing of a document comes to stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that takes height in a column, in points, with air before and after it.

    `keep` holds it to what follows, `line` is the height at which it may be parted between pages
    (0: never), `fresh` begins a page, `name` is what is looked for.
    """

    high: float
    before: float = 0
    after: float = 0
    keep: bool = False
    line: float = 0
    fresh: bool = False
    name: str = ""


def pages(pieces: Sequence[Piece], page_high: float) -> dict[str, int]:
    """The page, from 1, of every piece that has a name.

    Between two pieces stands the larger of the air after the one and before the other.
    """
    found: dict[str, int] = {}
    page, y, air = 1, 0.0, 0.0
    for group in _groups(pieces):
        if group[0].fresh and y:
            page, y = page + 1, 0.0
        last = group[-1]
        held = _held(group, air)
        # Two lines have to stand on either side of a break.
        needed = held + (min(last.high, 2 * last.line) if last.line else last.high)
        if y and y + needed > page_high:
            page, y = page + 1, 0.0
        if not y:  # air is left out where a page begins by itself
            held = _held(group, 0.0) - group[0].before
        found |= {piece.name: page for piece in group if piece.name}
        y += held + last.high
        while y > page_high and last.line:
            page, y = page + 1, y - page_high
        air = last.after
    return found


def _held(group: Sequence[Piece], air: float) -> float:
    """The height of all but the last, with the air before each."""
    high = 0.0
    for piece in group:
        high += max(air, piece.before) + piece.high
        air = piece.after
    return high - group[-1].high


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Runs of pieces that stay together, ended by one that lets go."""
    group: list[Piece] = []
    for piece in pieces:
        if piece.fresh and group:
            yield group
            group = []
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group
