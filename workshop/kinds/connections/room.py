"""The answers of a room as people and ties, in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from workshop.analysis.networks.graph import Graph, Member, Pair, graph
from workshop.analysis.networks.layout import positions
from workshop.domain.forms import NOBODY
from workshop.domain.records import Participant, Response
from workshop.kinds.base import Material

_STEPS = (4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048, 4096)
Named = tuple[str, tuple[str, ...]]
"""Whose answer it is, and the badges it names."""


@dataclass(frozen=True, slots=True)
class Room:
    """Everyone who answered or was named, with the ties of the rounds before and of all so far.

    `answers` in order of arrival, over all rounds; `answered` are the people of this round;
    `joined` how many are known at all; `nobodys` how many answers tell nobody's badge.
    """

    before: Graph
    now: Graph
    answers: tuple[Named, ...]
    answered: frozenset[str]
    joined: int
    nobodys: int

    @property
    def new(self) -> tuple[Pair, ...]:
        """Pairs with a tie now and none before."""
        known = {frozenset(pair) for pair in self.before.pairs}
        return tuple(pair for pair in self.now.pairs if frozenset(pair) not in known)


def room_of(material: Material) -> Room:
    """What the rounds up to this one say; a tie that was there stays."""
    rounds = list(_rounds(material))
    badge_of = {str(person.id): str(person.badge) for person in material.people}
    earlier = [list(_named(round_.responses, badge_of)) for round_ in rounds[:-1]]
    these = list(_named(material.responses, badge_of))
    about = _about(material.people, [r for round_ in rounds for r in round_.responses], badge_of)
    past = [answer for answers in earlier for answer in answers if answer[0]]
    now = [answer for answer in these if answer[0]]
    return Room(
        before=_graph(past, about),
        now=_graph([*past, *now], about),
        answers=tuple(past + now),
        answered=frozenset(who for who, _people in now),
        joined=len({*about, *(p for who, people in past + now for p in (who, *people))}),
        nobodys=len(these) - len(now),
    )


def places(room: Room) -> dict[str, tuple[float, float]]:
    """Where everyone stands: laid out as the answers came, so that one more moves nobody far."""
    return dict(_places(room.answers, room.now.people))


@lru_cache(maxsize=64)
def _places(
    answers: tuple[Named, ...], people: tuple[Member, ...]
) -> Mapping[str, tuple[float, float]]:
    """Positions after these answers, from those at the last step before; kept, since most recur.

    `people` are those who answered or were named, in the order in which they were.
    """
    step = max((step for step in _STEPS if step < len(answers)), default=0)
    earlier = answers[:step]
    here = {person for who, named in earlier for person in (who, *named)}
    known = tuple(person for person in people if person.id in here)
    start = _places(earlier, known) if step else {}
    return positions(_graph(answers, {person.id: person for person in people}), start)


def _rounds(material: Material) -> Iterator[Material]:
    """The rounds up to this one, the first first."""
    if material.earlier is not None:
        yield from _rounds(material.earlier)
    yield material


def _named(responses: Iterable[Response], badge_of: Mapping[str, str]) -> Iterator[Named]:
    """Every answer with ties; '' where nobody knows whose it is."""
    for response in responses:
        people = response.answers.get("people")
        if people:
            named = tuple(badge for badge in people if badge != NOBODY)
            yield _whose(response, badge_of), named


def _whose(response: Response, badge_of: Mapping[str, str]) -> str:
    typed = (
        "".join(response.answers.get("who", ())) or response.badge.strip().lstrip("#").casefold()
    )
    badge = typed or badge_of.get(response.participant or "", "")
    return str(int(badge)) if badge.isdecimal() else badge


def _about(
    people: Sequence[Participant], responses: Iterable[Response], badge_of: Mapping[str, str]
) -> dict[str, Member]:
    """Who is known: what people said of themselves, then what was typed, the latest counting."""
    found = {str(p.badge): Member(str(p.badge), p.name, p.organisation, p.role) for p in people}
    for response in responses:
        said = {k: v for k in ("name", "organisation", "role") if (v := response.answers.get(k))}
        badge = _whose(response, badge_of)
        if said and badge:
            found[badge] = replace(found.get(badge, Member(badge)), **said)
    return _one_spelling(found)


def _one_spelling(found: Mapping[str, Member]) -> dict[str, Member]:
    """Organisations and roles that differ in case and blanks only, as they were first written."""
    first: dict[str, str] = {}

    def same(text: str) -> str:
        return first.setdefault(" ".join(text.split()).casefold(), " ".join(text.split()))

    return {
        badge: replace(member, organisation=same(member.organisation), role=same(member.role))
        for badge, member in found.items()
    }


def _graph(answers: Iterable[Named], about: Mapping[str, Member]) -> Graph:
    """Those who answered or were named, and the ties from the one to the other."""
    answers = list(answers)
    here = dict.fromkeys(person for who, named in answers for person in (who, *named))
    people = [about.get(person, Member(person)) for person in here]
    return graph(people, ((w, o) for w, named in answers for o in named), directed=True)
