"""How organisations and roles differ, where people said theirs, and never from too few of them.

Only typed answers have somebody behind them: hands carry no organisation and no role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import mean, median, variance

from workshop.analysis.people import badges_of, person_key
from workshop.analysis.prose import counted, figure, percent, quoted
from workshop.analysis.suppressing import HIDDEN, hidden_cells, hidden_groups
from workshop.domain.findings import Table
from workshop.domain.records import Participant, Response

MOST_GROUPS = 8
"""More columns are not read by anyone; the smaller groups are then taken together."""
OTHERS = "All others"


@dataclass(frozen=True, slots=True)
class Group:
    """People of one organisation or role with their answers; `others` are all who are not shown."""

    name: str
    responses: tuple[Response, ...]
    others: bool = False

    @property
    def head(self) -> str:
        return f"{self.name} ({len(self.responses)})"


@dataclass(frozen=True, slots=True)
class Grouping:
    """A room by `by` (organisation or role); every group is large enough to be shown.

    `unsaid` people gave none; they are among the others. `least` is the threshold. `hands`: some
    were counted by hands, which tell neither.
    """

    by: str
    groups: tuple[Group, ...]
    unsaid: int
    least: int
    hands: bool = False


Value = Callable[[Response], float | None]
"""What an answer gives one thing, None where it says nothing of it."""


def groupings(
    responses: Sequence[Response],
    people: Sequence[Participant],
    least: int,
    *,
    hands: bool = False,
) -> list[Grouping]:
    """The room by organisation and by role, each where there are two groups to compare.

    `responses` are one a person. Groups under `least` people stand together as 'All others' with
    those who said nothing; so that no small group can be worked out, the smallest of the large
    ones joins them where these would be fewer than `least`.
    """
    found = (_grouping(by, responses, people, least) for by in ("organisation", "role"))
    return [replace(grouping, hands=hands) for grouping in found if grouping is not None]


def _grouping(
    by: str, responses: Sequence[Response], people: Sequence[Participant], least: int
) -> Grouping | None:
    badges = badges_of(people)
    said = {f"#{person.badge}": " ".join(getattr(person, by).split()) for person in people}
    names: dict[str, str] = {}
    members: dict[str, list[Response]] = {}
    for response in responses:
        name = said.get(person_key(response, badges), "")
        members.setdefault(names.setdefault(name.casefold(), name), []).append(response)
    unsaid = members.pop("", [])
    named = sorted(members.items(), key=lambda item: (-len(item[1]), item[0].casefold()))
    kept, rest = named[:MOST_GROUPS], [r for _name, group in named[MOST_GROUPS:] for r in group]
    rest += unsaid
    sizes = [len(group) for _name, group in kept]
    hidden = _kept_back(sizes, len(rest), least)
    groups = [
        Group(name, tuple(group)) for place, (name, group) in enumerate(kept) if place not in hidden
    ]
    others = [*rest, *(r for place in sorted(hidden) for r in kept[place][1])]
    if others and groups:
        groups.append(Group(OTHERS, tuple(others), others=True))
    return Grouping(by, tuple(groups), len(unsaid), least) if len(groups) > 1 else None


def _kept_back(sizes: Sequence[int], rest: int, least: int) -> frozenset[int]:
    """Places of the groups that join the `rest`, who are not shown by name anyhow."""
    hidden = hidden_groups(sizes, least)
    order = sorted(range(len(sizes)), key=lambda place: (sizes[place], -place))
    for place in order:
        together = rest + sum(sizes[at] for at in hidden)
        if together == 0 or together >= least:
            break
        hidden |= {place}
    return hidden


def values_table(
    grouping: Grouping, title: str, thing: str, rows: Sequence[tuple[str, Value]], what: str
) -> Table | None:
    """What every group gives each thing on average, with the median where it says something else.

    `rows` are (name, value of an answer or None), `thing` is what each of them is ('Statement');
    `what` begins the note ('Average ratings from 1 to 5.'). None where nothing can be shown of two
    groups.
    """
    drawn, contrasts = [], []
    for name, value_of in rows:
        found = [_values(group, value_of) for group in grouping.groups]
        hidden = hidden_groups([len(values) for values in found], grouping.least)
        cells = [HIDDEN if at in hidden else _middle(values) for at, values in enumerate(found)]
        drawn.append((name, *cells))
        contrasts += [
            replace(contrast, name=name) for contrast in _contrasts(grouping, found, hidden)
        ]
    if not contrasts:
        return None
    said = _said(contrasts, lambda c: f"{_one(c.high)} {{high}} and {_one(c.low)} {{low}}")
    return _table(grouping, title, thing, drawn, f"{what} {said}")


def counts_table(
    grouping: Grouping, title: str, rows: Sequence[tuple[str, Value]], *, single: bool
) -> Table | None:
    """How many of every group picked each thing (`rows`: name, and 1 or 0 of an answer).

    None where nothing that anybody picked can be shown of two groups.
    """
    found = [[_values(group, value_of) for group in grouping.groups] for _name, value_of in rows]
    counts = [[round(sum(values)) for values in row] for row in found]
    # Here columns are groups, whose totals are known as sums where everyone picked one.
    hidden = hidden_cells(counts, grouping.least) if single else _by_rows(counts, grouping.least)
    drawn, contrasts = [], []
    for r, (name, _value) in enumerate(rows):
        here = frozenset(c for c in range(len(grouping.groups)) if (r, c) in hidden)
        cells = [
            HIDDEN if c in here else _share(counts[r][c], len(found[r][c]))
            for c in range(len(grouping.groups))
        ]
        drawn.append((name, *cells))
        contrasts += [
            replace(contrast, name=name) for contrast in _contrasts(grouping, found[r], here)
        ]
    if not any(contrast.high for contrast in contrasts):
        return None
    said = _said(
        contrasts,
        lambda c: f"{percent(c.high)} {{high}} and {percent(c.low)} {{low}} chose it",
    )
    return _table(grouping, title, "Option", drawn, said)


def _by_rows(counts: Sequence[Sequence[int]], least: int) -> frozenset[tuple[int, int]]:
    """Hidden cells where only the totals of rows are known (`hidden_cells` takes columns')."""
    turned = [list(column) for column in zip(*counts, strict=True)]
    return frozenset((r, c) for c, r in hidden_cells(turned, least, row_totals=False))


@dataclass(frozen=True, slots=True)
class _Contrast:
    """Two groups of which one is higher in something; `chance`: it need not mean anything."""

    high_in: str
    low_in: str
    high: float
    low: float
    chance: bool
    name: str = ""


def _contrasts(
    grouping: Grouping, found: Sequence[Sequence[float]], hidden: frozenset[int]
) -> Iterator[_Contrast]:
    """The two groups that lie furthest apart, of those that are shown."""
    seen = [
        (group, values)
        for place, (group, values) in enumerate(zip(grouping.groups, found, strict=True))
        if place not in hidden and values
    ]
    named = [pair for pair in seen if not pair[0].others]
    shown = named if len(named) > 1 else seen
    if len(shown) < 2:
        return
    low, high = (pick(shown, key=lambda pair: mean(pair[1])) for pick in (min, max))
    yield _Contrast(
        _name(high[0]), _name(low[0]), mean(high[1]), mean(low[1]), _chance(high[1], low[1])
    )


def _chance(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two means lie within two standard errors of their difference.

    The error is Welch's, which lets the groups be of different spread and size: The Significance
    of the Difference Between Two Means, Biometrika 29 (1938), 350-362. A rule of thumb: the
    largest of several differences is looked at, so that what passes it may still be chance.
    """
    if min(len(one), len(other)) < 2:
        return True
    error = sqrt(variance(one) / len(one) + variance(other) / len(other))
    return abs(mean(one) - mean(other)) <= 2 * error


def _said(contrasts: Sequence[_Contrast], how: Callable[[_Contrast], str]) -> str:
    apart = [contrast for contrast in contrasts if contrast.high > contrast.low]
    if not apart:
        return "The groups do not differ."
    most = max(apart, key=lambda contrast: (not contrast.chance, contrast.high - contrast.low))
    said = how(most).format(high=most.high_in, low=most.low_in)
    behind = " With so few people that may be chance." if most.chance else ""
    return f"They differ most on {quoted(most.name)}: {said}.{behind}"


def _table(
    grouping: Grouping, title: str, thing: str, rows: Sequence[tuple[str, ...]], said: str
) -> Table:
    heads = tuple(group.head for group in grouping.groups)
    return Table(
        f"{title}, by {grouping.by}",
        (thing, *heads),
        tuple(rows),
        numeric=tuple(range(1, len(heads) + 1)),
        note=" ".join(filter(None, (said, _limits(grouping, rows)))),
    )


def _limits(grouping: Grouping, rows: Sequence[tuple[str, ...]]) -> str:
    """Whose answers these are, and what is not shown."""
    number = sum(len(group.responses) for group in grouping.groups)
    hands = f" (hands tell no {grouping.by})" if grouping.hands else ""
    people = counted(number, "person", "people")
    parts = [f"Typed answers of {people}{hands}; in brackets how many each."]
    others = next((group for group in grouping.groups if group.others), None)
    if others and grouping.unsaid == len(others.responses):
        parts.append(f"‘{OTHERS}’ gave no {grouping.by}.")
    elif others:
        unsaid = f"; {grouping.unsaid} of them gave no {grouping.by}" if grouping.unsaid else ""
        parts.append(f"‘{OTHERS}’ are the smaller groups together{unsaid}.")
    if any(HIDDEN in row for row in rows):
        parts.append(
            f"{HIDDEN} is not shown: fewer than {grouping.least} people, or a number from which"
            " such a one could be worked out."
        )
    return " ".join(parts)


def _name(group: Group) -> str:
    return "among all others" if group.others else f"in {quoted(group.name, 40)}"


def _values(group: Group, value_of: Value) -> list[float]:
    return [value for r in group.responses if (value := value_of(r)) is not None]


def _middle(values: Sequence[float]) -> str:
    return f"{_one(mean(values))} (median {figure(median(values))})" if values else "–"


def _one(number: float) -> str:
    return f"{number:.1f}"


def _share(count: int, of: int) -> str:
    return f"{count} ({percent(count / of)})" if of else "–"
