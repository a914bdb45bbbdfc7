"""Who is in a pair, as each of the two is told, and as others may use it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from workshop.domain.ids import ParticipantId
from workshop.domain.plan import Exercise
from workshop.domain.records import Participant, Response
from workshop.domain.telling import Line, Told, Value, whom
from workshop.kinds.base import Material
from workshop.kinds.exchange.pairs import Pair, Pairs


def badge_of(response: Response, people: Mapping[ParticipantId, Participant]) -> str:
    """Whose answer it is, in one spelling; '' where nobody knows."""
    typed = response.badge.strip().lstrip("#").casefold()
    if typed:
        return str(int(typed)) if typed.isdecimal() else typed
    known = people.get(response.participant) if response.participant else None
    return str(known.badge) if known else ""


def told(material: Material) -> Mapping[ParticipantId, Sequence[Told]]:
    """Both people of every pair that is told, each on their own page."""
    pairs = Pairs(material.exercise, material.state)
    people = {person.id: person for person in material.people}
    by_badge = {str(person.badge): person for person in material.people}
    there = {str(response.id): response for response in _every_round(material)}
    found: dict[ParticipantId, list[Told]] = {}
    for pair in pairs.settled:
        if pair.ask not in there or pair.offer not in there:
            continue
        asker, giver = (badge_of(there[id_], people) for id_ in (pair.ask, pair.offer))
        if asker and asker == giver:
            continue
        said = (
            (asker, giver, _to_asker(pair, there, giver, by_badge)),
            (giver, asker, _to_giver(pair, there, asker, by_badge)),
        )
        for reader, _other, told_ in said:
            if reader in by_badge:
                found.setdefault(by_badge[reader].id, []).append(told_)
    return found


def _every_round(material: Material | None) -> Iterator[Response]:
    """What was told in a round before is told still."""
    if material is not None:
        yield from _every_round(material.earlier)
        yield from material.responses


def _to_asker(
    pair: Pair, there: Mapping[str, Response], giver: str, people: Mapping[str, Participant]
) -> Told:
    first = (
        Line("{who} offers what you look for. Find each other in the break.", _who(giver, people))
        if giver
        else Line("Somebody here offers what you look for. The facilitator may know who.")
    )
    return Told((
        first,
        Line("You look for: {text}", _text(there[pair.ask], "ask")),
        Line("They can give: {text}", _text(there[pair.offer], "offer")),
    ))  # fmt: skip


def _to_giver(
    pair: Pair, there: Mapping[str, Response], asker: str, people: Mapping[str, Participant]
) -> Told:
    first = (
        Line("{who} looks for what you can give. Find each other in the break.",
             _who(asker, people))
        if asker
        else Line("Somebody here looks for what you can give. The facilitator may know who.")
    )  # fmt: skip
    return Told((
        first,
        Line("They look for: {text}", _text(there[pair.ask], "ask")),
        Line("You can give: {text}", _text(there[pair.offer], "offer")),
    ))  # fmt: skip


def _who(badge: str, people: Mapping[str, Participant]) -> dict[str, Value]:
    return {"who": whom(badge, people)}


def _text(response: Response, side: str) -> dict[str, Value]:
    return {"text": str(response.answers.get(side, ""))}


def wishes(
    exercise: Exercise, state: Any, responses: Iterable[Response], people: Iterable[Participant]
) -> set[frozenset[str]]:
    """Pairs of badges of whom one looks for what the other can give: a reason to introduce them."""
    known = {person.id: person for person in people}
    there = {str(response.id): response for response in responses}
    found: set[frozenset[str]] = set()
    for pair in Pairs(exercise, state).standing:
        if pair.ask in there and pair.offer in there:
            both = (badge_of(there[id_], known) for id_ in (pair.ask, pair.offer))
            found.add(frozenset(both) - {""})
    return {pair for pair in found if len(pair) == 2}
