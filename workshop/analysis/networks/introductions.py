"""Who should meet: the ties that are not there yet, ranked by what each would do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product

from workshop.analysis.networks.graph import Graph
from workshop.analysis.networks.measures import components
from workshop.analysis.prose import counted

MOST = 10
EACH = 2
"""How often one person is proposed at most, so that the list is for many."""
LOOKED_AT = 40
"""People looked at in each organisation of a part, those with the fewest ties."""

_Class = tuple[int, str]
"""A component and an organisation: all ties between two classes do the same."""
_Effect = tuple[int, bool, bool]
Wished = Collection[frozenset[str]]
"""Pairs of people of whom one looks for what the other can give."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two people to bring together: what their tie would do, and who knows both (or '').

    `joined` is how many pairs of people would reach each other who do not yet; `first` says that
    their organisations have no tie so far, `spans` that they are two; `wished` that one looks for
    what the other can give.
    """

    one: str
    other: str
    joined: int
    first: bool
    spans: bool
    by: str = ""
    wished: bool = False


def introductions(
    given: Graph, wished: Wished = (), most: int = MOST, each: int = EACH
) -> list[Introduction]:
    """At most `most` ties that would change something, nobody in more than `each` of them.

    Joining parts comes first (more people first), then the first tie of two organisations, then
    any between two; among equals those of whom one looks for what the other can give, somebody who
    knows both, and people with few ties. Each is judged as if those before it were made, so that
    two parts are joined once and not ten times. A tie that changes nothing on the map is proposed
    only where it is wished for.
    """
    part_of = {p: index for index, part in enumerate(components(given)) for p in part}
    between = {_organisations(given, one, other) for one, other in given.pairs}
    wished = frozenset(wished)
    chosen: list[Introduction] = []
    used: Counter[str] = Counter()
    while len(chosen) < most:
        free = [person.id for person in given.people if used[person.id] < each]
        taken = {frozenset((i.one, i.other)) for i in chosen}
        found = _best(given, free, part_of, between, used, taken, wished)
        if found is None:
            break
        chosen.append(found)
        used.update((found.one, found.other))
        between.add(_organisations(given, found.one, found.other))
        keep, gone = part_of[found.one], part_of[found.other]
        part_of = {person: keep if part == gone else part for person, part in part_of.items()}
    return chosen


def reason(given: Graph, found: Introduction) -> str:
    """What the tie would do, in words."""
    one, other = given.member[found.one], given.member[found.other]
    said = []
    if found.joined:
        pairs = counted(found.joined, "pair of people", "pairs of people")
        said.append(f"joins two separate parts: {pairs} more would reach each other")
    if found.first:
        said.append(f"first tie between {one.organisation} and {other.organisation}")
    elif found.spans:
        said.append(f"{one.organisation} with {other.organisation}")
    if found.wished:
        said.append("one looks for what the other can give")
    if found.by:
        said.append(f"{given.member[found.by].label} knows both")
    return "; ".join(said)


def _best(
    given: Graph,
    free: Sequence[str],
    part_of: Mapping[str, int],
    between: set[frozenset[str]],
    used: Mapping[str, int],
    taken: set[frozenset[str]],
    wished: frozenset[frozenset[str]],
) -> Introduction | None:
    wishing = {person for pair in wished for person in pair}
    classes: dict[_Class, list[str]] = defaultdict(list)
    for person in free:
        classes[part_of[person], given.member[person].organisation].append(person)
    for people in classes.values():
        people.sort(
            key=lambda person: (used[person], person not in wishing, len(given.neighbours[person]))
        )
        del people[LOOKED_AT:]
    sizes = Counter(part_of.values())
    effects: dict[_Effect, list[tuple[_Class, _Class]]] = defaultdict(list)
    for one, other in combinations_with_replacement(classes, 2):
        effects[_effect(one, other, sizes, between)].append((one, other))
    for effect in sorted(effects, reverse=True):
        if not any(effect) and not wished:
            return None
        pairs = (
            pair for one, other in effects[effect] for pair in _pairs(classes[one], classes[other])
        )
        best = _first_of_best(given, pairs, used, taken, wished, only_wished=not any(effect))
        if best is not None:
            joined, first, spans = effect
            fits = frozenset(best) in wished
            return Introduction(*best, joined, first, spans, _introducer(given, *best), fits)
    return None


def _effect(
    one: _Class, other: _Class, sizes: Mapping[int, int], between: set[frozenset[str]]
) -> _Effect:
    organisations = frozenset((one[1], other[1]))
    spans = len(organisations - {""}) == 2
    joined = sizes[one[0]] * sizes[other[0]] if one[0] != other[0] else 0
    return joined, spans and organisations not in between, spans


def _pairs(ones: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, str]]:
    return iter(combinations(ones, 2)) if ones is others else product(ones, others)


def _first_of_best(
    given: Graph,
    pairs: Iterator[tuple[str, str]],
    used: Mapping[str, int],
    taken: set[frozenset[str]],
    wished: frozenset[frozenset[str]],
    *,
    only_wished: bool,
) -> tuple[str, str] | None:
    """Of those without a tie the pair to bring together first; of equals the first."""
    around = given.neighbours
    # Who was proposed least comes first, and of those who has the fewest ties.
    step = 2 * len(given.people)
    burden = {person: used[person] * step + len(others) for person, others in around.items()}
    best: tuple[str, str] | None = None
    rank = (False, False, 0)
    for pair in pairs:
        one, other = pair
        if other in around[one]:
            continue
        fits = bool(wished) and frozenset(pair) in wished
        light = -(burden[one] + burden[other])
        # Thousands of pairs are no better, even if somebody knew both.
        if best is not None and (fits, True, light) <= rank:
            continue
        if frozenset(pair) in taken or (only_wished and not fits):
            continue
        found = (fits, not around[one].isdisjoint(around[other]), light)
        if best is None or found > rank:
            best, rank = pair, found
    return best


def _introducer(given: Graph, one: str, other: str) -> str:
    """The best connected of those who know both."""
    common = given.neighbours[one] & given.neighbours[other]
    return min(common, key=lambda p: (-len(given.neighbours[p]), p), default="")


def _organisations(given: Graph, one: str, other: str) -> frozenset[str]:
    return frozenset((given.member[one].organisation, given.member[other].organisation))
