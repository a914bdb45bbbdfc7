"""Whom people turn to more or less than in the round before, and nothing that too few people say.

What is told follows from what either round tells on its own, with less of it: a number below the
threshold stands nowhere, nor one from which it could be worked out with its round's total, nor a
change of so few people, nor whether such a number was none at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workshop.analysis.prose import counted, listed, opened, quoted
from workshop.analysis.rounds import known_in_both, pairing_caution, since
from workshop.analysis.suppressing import HIDDEN, hidden_cells, hidden_groups
from workshop.domain.findings import Table
from workshop.domain.forms import Option
from workshop.kinds.base import Material
from workshop.kinds.nominations.mentions import (
    NOWHERE,
    Mention,
    Mentions,
    Place,
    label_of,
    mentions_of,
    numbers,
)
from workshop.kinds.options import entries_of

MOST_NAMED = 3
FEWER = 0.8
"""Where so small a share of one round's people answered in the other, numbers mislead."""
Cell = tuple[str, Place, Place]
"""What is true, of whom (NOWHERE: of anybody), who is named: by keys, which hold over rounds."""
Tie = tuple[Place, Place]
Cells = Callable[[Mentions], Iterable[tuple[Cell, str]]]


@dataclass(frozen=True, slots=True)
class Since:
    """The comparison with the round before; `new` are ties of the map that were not on it."""

    sentences: tuple[str, ...]
    cautions: tuple[str, ...]
    tables: tuple[Table, ...]
    new: frozenset[Tie]
    beside: str


@dataclass(frozen=True, slots=True)
class _Compared:
    """Cells that may be told: in `both` rounds with their people, `fresh` and `gone` ones.

    A fresh cell had fewer people than the threshold before, or nobody: which of it is not told.
    """

    both: Mapping[Cell, tuple[int, int]]
    fresh: Mapping[Cell, int]
    gone: Mapping[Cell, int]


def since_before(material: Material, now: Mentions) -> Since | None:
    """What has changed since the round before; None where nobody named anyone in it."""
    if material.earlier is None:
        return None
    before = mentions_of(material.earlier)
    if not before.all:
        return None
    then, least = since(material.round), now.least
    wanted = str(material.exercise.options.get("wanted", ""))
    asks = entries_of(material.exercise.options, "asks")
    labels = _Labels(before, now)
    named = _compare(before, now, _named)
    new = _new(before, now)
    pairs = len(before.known & now.known)
    about = [ask for ask in asks if ask.id != wanted]
    return Since(
        sentences=(
            *_moved(named, about, labels, then, least),
            *_shown(named, about, labels, least),
            *_ties(before, now, new, then),
            *_reached(before, now, named, wanted, labels, then),
        ),
        cautions=(*_numbers_apart(before, now, then), *pairing_caution(pairs)),
        tables=tuple(_tables(before, now, named, asks, labels)),
        new=new,
        beside=(
            f"beside {counted(len(before.all), 'mention')} by"
            f" {counted(len(before.people), 'person', 'people')} before; {known_in_both(pairs)}"
        ),
    )


class _Labels:
    """How a place is written now, else as it was before."""

    def __init__(self, before: Mentions, now: Mentions) -> None:
        self._written: dict[Place, Place] = {}
        for mentions in (now, before):
            for mention in mentions.all:
                for place in (mention.own, mention.named):
                    for part in (place, (place[0], ""), ("", place[1])):
                        self._written.setdefault(mentions.key(part), part)

    def __call__(self, key: Place) -> str:
        return label_of(self._written[key])


# -- what may be told --------------------------------------------------------------------------


def _named(mentions: Mentions) -> Iterator[tuple[Cell, str]]:
    """Who was named for what, and by whom."""
    for (ask, place), by in mentions.named():
        yield (ask, NOWHERE, mentions.key(place)), by


def _between(part: int) -> Cells:
    """Which roles (0) or organisations (1) turn to which."""

    def alone(mentions: Mentions, place: Place) -> Place:
        return mentions.key((place[0], "") if part == 0 else ("", place[1]))

    def said(mentions: Mentions) -> Iterator[tuple[Cell, str]]:
        for m in mentions.all:
            if m.own[part] and m.named[part]:
                yield ("", alone(mentions, m.own), alone(mentions, m.named)), m.by

    return said


def _compare(before: Mentions, now: Mentions, cells: Cells) -> _Compared:
    then, here = numbers(cells(before)), numbers(cells(now))
    told_then, told_here = (_told(counts, now.least) for counts in (then, here))
    return _Compared(
        both={c: (then[c], here[c]) for c in here if c in told_here and c in told_then},
        fresh={c: here[c] for c in here if c in told_here and then.get(c, 0) < now.least},
        gone={c: then[c] for c in then if c in told_then and here.get(c, 0) < now.least},
    )


def _told(counts: Mapping[Cell, int], least: int) -> frozenset[Cell]:
    """The cells of one round whose people may be told while the sum over what is true is known."""
    found: set[Cell] = set()
    by_ask: dict[str, list[Cell]] = defaultdict(list)
    for cell in counts:
        by_ask[cell[0]].append(cell)
    for cells in by_ask.values():
        hidden = hidden_cells([[counts[cell]] for cell in cells], least, row_totals=False)
        found |= {cell for row, cell in enumerate(cells) if (row, 0) not in hidden}
    return frozenset(found)


def _new(before: Mentions, now: Mentions) -> frozenset[Tie]:
    """Ties of the map of now between two places that had none on the map of before."""
    known = {frozenset(map(before.key, tie)) for tie in before.ties()}
    return frozenset(tie for tie in now.ties() if frozenset(map(now.key, tie)) not in known)


# -- in words ----------------------------------------------------------------------------------


def _moved(
    named: _Compared, about: Sequence[Option], labels: _Labels, then: str, least: int
) -> Iterator[str]:
    """Who is named by more and by fewer, where that is a change of enough people."""
    text = {ask.id: ask.text for ask in about}
    changes = sorted(
        ((here - was, cell, was, here) for cell, (was, here) in named.both.items()
         if cell[0] in text and abs(here - was) >= least),
        key=lambda change: -change[0],
    )  # fmt: skip
    ends = [("more", changes[0])] if changes and changes[0][0] > 0 else []
    ends += [("fewer", changes[-1])] if changes and changes[-1][0] < 0 else []
    for how, (_change, (ask, _own, place), was, here) in ends:
        yield (
            f"{opened(labels(place))} is named by {how} people for {quoted(text[ask], 60)}:"
            f" {here} now, {was} in {then}."
        )
    if not ends and any(cell[0] in text for cell in named.both):
        yield f"Whoever was named by {least} or more in {then}, too, is named by about as many."


def _shown(named: _Compared, about: Sequence[Option], labels: _Labels, least: int) -> Iterator[str]:
    asked = {ask.id for ask in about}
    for head, cells in (
        (f"Named by {least} or more only now", named.fresh),
        (f"No longer named by {least} or more", named.gone),
    ):
        places = list(dict.fromkeys(labels(cell[2]) for cell in cells if cell[0] in asked))
        if places:
            yield f"{head}: {_some(places)}."


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return listed([*names[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])


def _ties(before: Mentions, now: Mentions, new: frozenset[Tie], then: str) -> Iterator[str]:
    was, here = len(before.ties()), len(now.ties())
    if not (was or here):
        return
    yield (
        f"Ties that {now.least} or more people stand behind: {here} now, {was} in {then};"
        f" {len(new)} of them new."
    )
    across = [tie for tie in now.ties() if tie in new and _crosses(tie)]
    if across:
        ways = [f"{label_of(own)} to {label_of(named)}" for own, named in across]
        yield f"New across organisations: {_some(ways)}."


def _crosses(tie: Tie) -> bool:
    return bool(tie[0][1] and tie[1][1]) and tie[0][1] != tie[1][1]


def _reached(
    before: Mentions, now: Mentions, named: _Compared, wanted: str, labels: _Labels, then: str
) -> Iterator[str]:
    """Who was out of reach and is turned to now; by how many of the same only where that may be."""
    wished = {
        cell[2] for cell in (*named.both, *named.gone) if wanted and cell[0] == wanted
    }  # shown as out of reach before
    fresh = {cell[2] for cell in named.fresh if cell[0] != wanted}
    alone = []
    for place in sorted(wished, key=labels):
        had, have = _wish_came_true(before, now, named, wanted, place)
        if have:
            yield (
                f"{have} of the {had} who could not reach {labels(place)} in {then} turn to them"
                " now."
            )
        elif place in fresh:
            alone.append(labels(place))
    if alone:
        yield f"Out of reach in {then}, and turned to by {now.least} or more now: {_some(alone)}."


def _wish_came_true(
    before: Mentions, now: Mentions, named: _Compared, wanted: str, place: Place
) -> tuple[int, int]:
    """Who wished for a tie, and how many of them have it; (0, 0) where that would tell of too few.

    Neither those whose wish did not come true nor those who have the tie without having wished for
    it may be few: both follow from numbers that are told.
    """
    told = {cell[0] for cell in (*named.both, *named.fresh) if cell[2] == place}

    def by(mentions: Mentions, says: Callable[[Mention], bool]) -> set[str]:
        return {m.by for m in mentions.all if mentions.key(m.named) == place and says(m)}

    wished = by(before, lambda m: wanted in m.asks)
    have = by(now, lambda m: bool((told - {wanted}) & set(m.asks)))
    true = wished & have & before.known & now.known
    sides = ((len(true), len(wished - true)), (len(true), len(have - true)))
    if not true or any(hidden_groups(side, now.least) for side in sides):
        return 0, 0
    return len(wished), len(true)


def _numbers_apart(before: Mentions, now: Mentions, then: str) -> tuple[str, ...]:
    was, here = len(before.people), len(now.people)
    if min(was, here) > FEWER * max(was, here):
        return ()
    said = f"{counted(here, 'person', 'people')} answered now and {was} in {then}"
    return (f"{said}: who is named by more or fewer may only show that.",)


# -- tables ------------------------------------------------------------------------------------


def _tables(
    before: Mentions, now: Mentions, named: _Compared, asks: Sequence[Option], labels: _Labels
) -> Iterator[Table]:
    text = {ask.id: ask.text for ask in asks}
    rows = _rows(named, lambda cell: (labels(cell[2]), text.get(cell[0], cell[0])), now.least)
    columns = ("Kind of people", "What is true of them")
    yield from _table("Who was named, before and now", columns, rows, now.least)
    for part, what in ((0, "roles"), (1, "organisations")):
        ties = _compare(before, now, _between(part))
        rows = _rows(ties, lambda cell: (labels(cell[1]), labels(cell[2])), now.least)
        title = f"Ties between {what}, before and now"
        yield from _table(title, ("Who", "Turns to"), rows, now.least)


def _rows(
    compared: _Compared, names: Callable[[Cell], tuple[str, str]], least: int
) -> list[tuple[str, ...]]:
    """The largest changes first; of a change of too few people no numbers."""
    apart = sorted(compared.both.items(), key=lambda item: -abs(item[1][1] - item[1][0]))
    told = [(cell, n) for cell, n in apart if abs(n[1] - n[0]) >= least]
    near = sorted(names(cell) for cell, (was, here) in apart if abs(here - was) < least)
    fresh, gone = (
        sorted(cells.items(), key=lambda item: (-item[1], names(item[0])))
        for cells in (compared.fresh, compared.gone)
    )
    return [
        *((*names(c), str(was), str(here), _signed(here - was)) for c, (was, here) in told),
        *((*names(c), HIDDEN, str(n), f"by {least} or more now") for c, n in fresh),
        *((*names(c), str(n), HIDDEN, "by fewer now") for c, n in gone),
        *((*both, HIDDEN, HIDDEN, "about as many") for both in near),
    ]


def _signed(change: int) -> str:
    return f"{'+' if change > 0 else '−'}{abs(change)}"


def _table(
    title: str, columns: tuple[str, str], rows: Sequence[tuple[str, ...]], least: int
) -> Iterator[Table]:
    if rows:
        note = (
            f"People, each once. {HIDDEN} is not shown: fewer than {least} people or nobody, or a"
            f" change of fewer than {least}; numbers from which such a one could be worked out"
            " with their round's total are left out."
        )
        yield Table(title, (*columns, "Before", "Now", "Change"), tuple(rows), (2, 3), note)
