"""What if: people and ties added or taken away, as somebody types it, on top of a real network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workshop.analysis.networks.graph import (
    Graph,
    Member,
    with_person,
    with_tie,
    without_person,
    without_tie,
)
from workshop.analysis.networks.layout import Point

HINT = "12+17 adds a tie, 12-17 takes one away, -12 a person, +Zoe, City Hospital adds one"


@dataclass(frozen=True, slots=True)
class Change:
    """One person (`other` empty) or a tie between two, added or taken away."""

    adds: bool
    one: str
    other: str = ""
    member: Member | None = None


def person_called(given: Graph, text: str) -> str:
    """The id of whoever is meant: a badge, a name or its beginning; ValueError otherwise."""
    wanted = text.strip().lstrip("#").casefold()
    if not wanted:
        raise ValueError("Type a badge or a name.")
    if wanted in given.member:
        return wanted
    names = {person.id: person.name.casefold() for person in given.people}
    exact = [id_ for id_, name in names.items() if name == wanted]
    begun = exact or [id_ for id_, name in names.items() if name.startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        some = " or ".join(f"#{id_} {given.member[id_].name}" for id_ in begun[:3])
        raise ValueError(f"‘{text.strip()[:30]}’ may be {some}; type the badge.")
    raise ValueError(f"Nobody here is called ‘{text.strip()[:30]}’.")


def read_change(given: Graph, text: str) -> Change:
    """What one typed line would change; ValueError says what is not understood."""
    text = text.strip()
    if text.startswith("+"):
        name, organisation, role, *_ = [p.strip() for p in text[1:].split(",")] + ["", ""]
        if not name:
            raise ValueError("Type a name behind the plus, as in +Zoe, City Hospital.")
        return Change(True, f"new {name}", member=Member(f"new {name}", name, organisation, role))
    if text.startswith("-"):
        return Change(False, person_called(given, text[1:]))
    refused: ValueError | None = None
    # A name may have a hyphen in it, so every sign is tried.
    for place, sign in enumerate(text):
        if sign in "+-":
            try:
                one, other = (person_called(given, t) for t in (text[:place], text[place + 1 :]))
            except ValueError as error:
                refused = refused or error
                continue
            return _tie(given, one, other, adds=sign == "+")
    raise refused or ValueError(f"Type what changes: {HINT}.")


def _tie(given: Graph, one: str, other: str, *, adds: bool) -> Change:
    if one == other:
        raise ValueError("A tie needs two people.")
    if given.tied(one, other) == adds:
        there = "have a tie already" if adds else "have no tie"
        raise ValueError(f"{given.member[one].label} and {given.member[other].label} {there}.")
    return Change(adds, one, other)


def changed(given: Graph, changes: Iterable[Change]) -> Graph:
    """The network after some changes; what names somebody who is gone does nothing."""
    for change in changes:
        if change.member is not None:
            given = with_person(given, change.member)
        elif not change.other:
            given = without_person(given, change.one)
        elif change.one in given.member and change.other in given.member:
            move = with_tie if change.adds else without_tie
            given = move(given, change.one, change.other)
    return given


def told(given: Graph, change: Change) -> str:
    """A change in words: 'Ada + Bo', 'without Ada', 'with Zoe'."""

    def name(id_: str) -> str:
        return given.member[id_].label if id_ in given.member else id_.removeprefix("new ")

    if change.other:
        return f"{name(change.one)} {'+' if change.adds else '−'} {name(change.other)}"
    return f"{'with' if change.adds else 'without'} {name(change.one)}"


def kept_places(given: Graph, at: Mapping[str, Point]) -> dict[str, Point]:
    """Everyone where they stood; who is new among their organisation, else in the middle."""
    found = {}
    for number, person in enumerate(given.people):
        if person.id in at:
            found[person.id] = at[person.id]
            continue
        own = [
            at[p.id]
            for p in given.people
            if p.id in at and p.organisation == person.organisation and p.organisation
        ] or [(0.5, 0.5)]
        aside = 0.01 * (number % 5)
        found[person.id] = (
            sum(x for x, _ in own) / len(own) + aside,
            sum(y for _, y in own) / len(own) - aside,
        )
    return found
