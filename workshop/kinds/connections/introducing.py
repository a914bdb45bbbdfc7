"""Introductions that were released: two people are told of each other, and why. Pure.

Kept in cells `introductions/NUMBER` of the kind's own state: `{one, other, joined, first, spans,
wished, by, who}`, people by their badges. The ids of those who joined by phone stand in the event
(`people`), so that it goes when one of them is erased.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workshop.domain.cells import table_of, with_cell
from workshop.domain.ids import ParticipantId
from workshop.domain.records import Actor, Participant, Role
from workshop.domain.telling import Line, Told, whom
from workshop.domain.text import clean_line
from workshop.errors import Forbidden
from workshop.kinds.base import Material

MOST = 100
"""Introductions that are released at once, at most."""
_BADGE = re.compile(r"[a-z]{0,6}[0-9]{1,5}")
_MEET = "You and {who} should meet. Find each other in the break."

Payload = Mapping[str, Any]


def decide(state: Any, payload: Payload, actor: Actor) -> list[dict[str, Any]]:
    """`introduce` with `pairs` makes an event a pair that was not released before."""
    if payload.get("do") != "introduce":
        raise ValueError(f"Ties have no command ‘{clean_line(str(payload.get('do')))[:40]}’.")
    if actor.role not in (Role.CHAIR, Role.CO_FACILITATOR):
        raise Forbidden("Only facilitators introduce people to each other", "Ask the chair")
    pairs = payload.get("pairs")
    if not isinstance(pairs, (list, tuple)) or not 0 < len(pairs) <= MOST:
        raise ValueError(f"Introduce 1 to {MOST} pairs of people.")
    who = actor.initials or actor.name or str(actor.role)
    return list(_released(state, pairs, who))


def _released(state: Any, pairs: Sequence[Any], who: str) -> Iterator[dict[str, Any]]:
    before = released(state)
    number = max(map(int, table_of(state, "introductions")), default=0)
    for pair in pairs:
        one, other = (_badge(pair, key) for key in ("one", "other"))
        if one == other:
            raise ValueError("Nobody is introduced to themselves.")
        if frozenset((one, other)) in before:
            continue
        before.add(frozenset((one, other)))
        number += 1
        value = {
            "one": one,
            "other": other,
            **{key: pair.get(key) is True for key in ("joined", "first", "spans", "wished")},
            "by": _badge(pair, "by") if pair.get("by") else "",
            "who": who,
        }
        ids = pair.get("people", ())
        yield {
            "do": "introduced",
            "label": "the introductions",
            "people": [str(id_)[:MOST] for id_ in ids] if isinstance(ids, (list, tuple)) else [],
            "touches": [f"introductions/{number}"],
            "values": [value],
        }


def _badge(pair: Any, key: str) -> str:
    given = pair.get(key) if isinstance(pair, Mapping) else None
    if not isinstance(given, str) or not _BADGE.fullmatch(given):
        raise ValueError("People are introduced by their badges.")
    return given


def apply(state: Any, payload: Payload) -> Any:
    """The state with the cells that an event sets."""
    for cell, value in zip(payload.get("touches", ()), payload.get("values", ()), strict=True):
        state = with_cell(state, cell, value)
    return state


def released(state: Any) -> set[frozenset[str]]:
    """The pairs of badges that were introduced."""
    kept = table_of(state, "introductions").values()
    return {frozenset((pair["one"], pair["other"])) for pair in kept}


def told(material: Material) -> Mapping[ParticipantId, Sequence[Told]]:
    """Both people of every released introduction: whom to meet, and why in a sentence."""
    people = {str(person.badge): person for person in material.people}
    found: dict[ParticipantId, list[Told]] = {}
    kept = table_of(material.state, "introductions")
    for key in sorted(kept, key=int):
        pair = kept[key]
        for me, other in ((pair["one"], pair["other"]), (pair["other"], pair["one"])):
            if me in people:
                lines = [Line(_MEET, {"who": whom(other, people)}), *_why(pair, me, other, people)]
                found.setdefault(people[me].id, []).append(Told(tuple(lines)))
    return found


def _why(
    pair: Mapping[str, Any], me: str, other: str, people: Mapping[str, Participant]
) -> Iterator[Line]:
    """The strongest reason, and who knows both."""
    # An organisation that somebody else typed for them was not given by them.
    own, theirs = (people[b].organisation if b in people else "" for b in (me, other))
    if pair["joined"]:
        yield Line("Your tie would join two parts of this room that have none yet.")
    elif pair["first"] and own and theirs:
        organisations = {"one": own, "other": theirs}
        yield Line("It would be the first tie between {one} and {other}.", organisations)
    elif pair["first"]:
        yield Line("It would be the first tie between your two organisations.")
    elif pair["wished"]:
        yield Line("One of you looks for what the other can give.")
    elif pair["spans"]:
        yield Line("You come from two organisations and do not know each other yet.")
    if pair["by"]:
        yield Line("{who} knows you both.", {"who": whom(pair["by"], people)})
