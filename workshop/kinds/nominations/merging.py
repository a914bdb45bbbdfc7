"""Commands by which people merge entries that mean the same, and the events that they make. Pure.

`{do: merge, one, into}` makes one entry of two, `{do: refuse, one, other}` puts a proposal away,
`{do: part, one}` takes a merge apart. Entries are named by `mentions.key_of`. The state is tables:
`merged` (entry to what it was merged into) and `refused` (two entries to who refused it).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.analysis.alike import alike_pairs
from workshop.domain.cells import table_of, with_cell
from workshop.domain.records import Actor, Role
from workshop.domain.text import clean_line
from workshop.errors import Forbidden
from workshop.kinds.nominations.mentions import ORGANISATION, ROLE, Entry, root_of

_KEY = re.compile(r"(role|organisation)\.[0-9a-f]{12}")
_WORDS = {"role": "roles", "organisation": "organisations"}


def decide(state: Any, payload: Mapping[str, Any], actor: Actor) -> Sequence[Any]:
    """The events of a command; ValueError or Forbidden where it may not be."""
    if actor.role not in (Role.CHAIR, Role.CO_FACILITATOR):
        raise Forbidden("Only facilitators merge entries", "Ask the chair")
    do = payload.get("do")
    if do not in ("merge", "refuse", "part"):
        raise ValueError(f"Nominations have no command ‘{clean_line(str(do))}’.")
    one = _key(payload.get("one"))
    words = _WORDS[one.partition(".")[0]]
    if do == "part":
        if table_of(state, "merged").get(one) is None:
            return []
        return [_event("parted", f"taking two {words} apart", f"merged/{one}", None)]
    if do == "merge":
        one, into = root_of(state, one), root_of(state, _key(payload.get("into")))
        if one == into:
            return []
        _same_sort(one, into)
        return [_event("merged", f"merging two {words}", f"merged/{one}", into)]
    other = _key(payload.get("other"))
    _same_sort(one, other)
    who = actor.initials or actor.name or str(actor.role)
    cell = f"refused/{pair_of(one, other)}"
    return [_event("refused", f"keeping two {words} apart", cell, who)]


def apply(state: Any, payload: Mapping[str, Any]) -> Any:
    """The state with the cells that an event sets."""
    for cell, value in zip(payload.get("touches", ()), payload.get("values", ()), strict=True):
        state = with_cell(state, cell, value)
    return state


def is_refused(state: Any, one: str, other: str) -> bool:
    return pair_of(one, other) in table_of(state, "refused")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entries that may be one, the one said by fewer first; `alike` in per cent."""

    one: Entry
    into: Entry
    alike: int


def proposals(entries: Sequence[Entry], state: Any) -> list[Proposal]:
    """What nobody has merged or kept apart yet, the most alike first."""
    found = []
    for what in (ROLE, ORGANISATION):
        these = [entry for entry in entries if entry.what == what]
        for first, second, alike in alike_pairs([entry.text for entry in these]):
            into, one = sorted((these[first], these[second]), key=lambda e: -e.people)
            if not is_refused(state, one.key, into.key):
                found.append(Proposal(one, into, alike))
    return sorted(found, key=lambda proposal: -proposal.alike)


def pair_of(one: str, other: str) -> str:
    return " ".join(sorted((one, other)))


def _key(value: Any) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise ValueError("There is no such entry.")
    return value


def _same_sort(one: str, other: str) -> None:
    if one.partition(".")[0] != other.partition(".")[0]:
        raise ValueError("A role and an organisation cannot be one.")


def _event(do: str, label: str, cell: str, value: Any) -> dict[str, Any]:
    return {"do": do, "label": label, "touches": [cell], "values": [value]}
