"""How deliveries are counted: by which letter, whom as one person, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workshop.export.comparing.data import FEW, Count

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(place: int) -> str:
    """A, B, ... Z, AA, AB, ... for the places from 0."""
    high, low = divmod(place, len(_LETTERS))
    return (letter(high - 1) if high else "") + _LETTERS[low]


def told(number: int, least: int) -> Count:
    """The number, or `FEW` where it would tell of too few."""
    return FEW if 0 < number < least else number


def person_of(badge: str, participant: str, badges: Mapping[str, str]) -> str:
    """One key for a person, by phone or by card; empty where nobody is known."""
    return badge.strip().lstrip("#").casefold() or badges.get(participant, participant)


def in_order(lists: Sequence[Sequence[str]]) -> list[str]:
    """Everything in any list, as the last has it; what only others have behind its neighbour."""
    order = list(lists[-1])
    for other in reversed(lists[:-1]):
        for place, id_ in enumerate(other):
            if id_ not in order:
                order.insert(order.index(other[place - 1]) + 1 if place else 0, id_)
    return order
