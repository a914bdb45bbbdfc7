"""A list's text taken apart into its entries, and put together again in another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workshop.plans.editing.spans import Node, column, line_end, line_start


@dataclass(frozen=True, slots=True)
class Piece:
    """A list at `text[start:end]`: its entries as text, what stands between them.

    An entry of indented lines begins with the comments right above it. `gaps` has one less than
    there are entries. `indent` is the column of the dashes.
    """

    start: int
    end: int
    items: tuple[str, ...]
    gaps: tuple[str, ...]
    indent: int = 0
    flow: bool = False


def flow_pieces(text: str, node: Node) -> Piece:
    """The entries of a list in brackets; comments between them stay where they are."""
    inner = node.inner
    return Piece(
        inner[0].start,
        inner[-1].end,
        tuple(text[one.start : one.end] for one in inner),
        tuple(text[one.end : after.start] for one, after in pairwise(inner)),
        flow=True,
    )


def taken_apart(text: str, node: Node) -> Piece:
    """The entries of a list of indented lines."""
    dashes = [text.rfind("-", 0, one.start) for one in node.inner]
    ends = [line_end(text, one.end) for one in node.inner]
    begins = []
    for number, dash in enumerate(dashes):
        # Above the first dash, comments go up to the list's own key at the most.
        above = ends[number - 1] + 1 if number else 0
        begins.append(_with_comments(text, line_start(text, dash), above))
    return Piece(
        begins[0],
        ends[-1],
        tuple(text[begin:end] for begin, end in zip(begins, ends, strict=True)),
        tuple(text[end:begin] for end, begin in zip(ends, begins[1:], strict=False)),
        column(text, dashes[0]),
    )


def _with_comments(text: str, begin: int, floor: int) -> int:
    """Where the comment lines right above a line begin."""
    while begin > floor:
        above = line_start(text, begin - 1)
        if above < floor or not text[above:begin].lstrip().startswith("#"):
            break
        begin = above
    return begin


def put_together(text: str, piece: Piece, items: Sequence[str]) -> str:
    """The whole text with other entries in the list; what stands between entries stays."""
    usual = piece.gaps[0] if piece.gaps else (", " if piece.flow else "\n")
    if "#" in usual:
        usual = ", " if piece.flow else "\n"
    gaps = list(piece.gaps[: max(len(items) - 1, 0)])
    gaps += [usual] * (len(items) - 1 - len(gaps))
    lost = piece.gaps[len(gaps) :]
    written = "".join(
        item + (gaps[number] if number < len(gaps) else "") for number, item in enumerate(items)
    )
    # A comment between two entries stays, whatever becomes of them.
    kept = "".join(gap.rstrip() for gap in lost if "#" in gap)
    return text[: piece.start] + written + kept + text[piece.end :]


def reindented(item: str, by: int) -> str | None:
    """An entry's lines moved to the right or the left; None where there is no room."""
    if by == 0:
        return item
    if by > 0:
        return "\n".join(" " * by + line if line.strip() else line for line in item.split("\n"))
    lines = item.split("\n")
    if any(line.strip() and line[:-by].strip() for line in lines):
        return None
    return "\n".join(line[-by:] if line.strip() else line for line in lines)
