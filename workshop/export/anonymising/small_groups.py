"""Who is told apart by what: roles, organisations, tables and rooms that too few people share."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from immutables import Map

from workshop.analysis.people import table_key
from workshop.analysis.suppressing import SMALLEST_GROUP
from workshop.domain.records import Tally
from workshop.domain.state import State

_FEW = "few"


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of somebody beside their badge; empty where nothing is."""

    role: str = ""
    organisation: str = ""


def coarsened(people: Mapping[str, Traits], least: int = SMALLEST_GROUP) -> dict[str, Traits]:
    """Everyone's traits without those by which fewer than `least` people are told from others.

    What stays is shared, as a whole, by `least` people or more: role and organisation together,
    else the organisation alone, else the role alone, else nothing.
    """
    left = {person: traits for person, traits in people.items() if traits != Traits()}
    found = dict.fromkeys(people, Traits())
    for fewer in (
        lambda traits: traits,
        lambda traits: Traits(organisation=traits.organisation),
        lambda traits: Traits(role=traits.role),
    ):
        tried = {person: fewer(traits) for person, traits in left.items()}
        # Who keeps a trait counts beside those who are tried, since both look alike then.
        sizes = Counter(map(_same, [*tried.values(), *found.values()]))
        for person, traits in tried.items():
            if traits != Traits() and sizes[_same(traits)] >= least:
                found[person] = traits
                del left[person]
    return found


def _same(traits: Traits) -> tuple[str, str]:
    """By what two are alike, however they are written."""
    return _plain(traits.role), _plain(traits.organisation)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def kept_tables(
    seats: Iterable[tuple[str, str]], least: int = SMALLEST_GROUP
) -> frozenset[tuple[str, str]]:
    """Of (person, table), those at tables that `least` different people or more are known to share.

    Tables are compared however they were typed; people whose traits are kept are not to be given.
    """
    pairs = {(person, table_key(table)) for person, table in seats}
    sizes = Counter(table for _person, table in pairs)
    return frozenset((person, table) for person, table in pairs if sizes[table] >= least)


def coarse_tally(tally: Tally, least: int = SMALLEST_GROUP) -> Tally:
    """The count with 'few' for what is below `least`.

    How many were there is left out where a small count could be worked out from it.
    """
    small = [
        option
        for option, number in tally.counts.items()
        if isinstance(number, int) and 0 < number < least
    ]
    if not small:
        return tally
    counts = {o: _FEW if o in small else number for o, number in tally.counts.items()}
    hidden = len(small) == 1 or (tally.present or 0) < least
    return replace(tally, counts=counts, present=None if hidden else tally.present)


def without_small_rooms(state: State, draw: random.Random) -> State:
    """A joined record in which nobody tells whose room was which, where few came to one of them."""
    joined = Counter(person.room for person in state.participants.values())
    if all(joined[room] >= SMALLEST_GROUP for room in state.rooms):
        return state

    drawn = draw.sample(range(1, len(state.rooms) + 1), len(state.rooms))
    unnamed = {room: f"room {number}" for room, number in zip(state.rooms, drawn, strict=True)}

    def roomless(things: Map[Any, Any]) -> Map[Any, Any]:
        return Map({id_: replace(thing, room="") for id_, thing in things.items()})

    def seated(things: Map[Any, Any]) -> Map[Any, Any]:
        """Tables of different rooms stay different ones."""
        return Map(
            {
                id_: replace(thing, table=thing.table.replace(thing.room, unnamed[thing.room]))
                for id_, thing in things.items()
            }
        )

    def unsaid(words: str) -> str:
        for room, said in unnamed.items():
            words = words.replace(room, said)
        return words

    return replace(
        state,
        session=replace(state.session, room="", rooms=()),
        objectives={
            id_: replace(record, remark=unsaid(record.remark))
            for id_, record in state.objectives.items()
        },
        responses=Map(
            {exercise: roomless(seated(group)) for exercise, group in state.responses.items()}
        ),
        tallies=roomless(seated(state.tallies)),
        notes=roomless(state.notes),
        participants=roomless(state.participants),
    )
