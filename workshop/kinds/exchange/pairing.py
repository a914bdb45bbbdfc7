"""Commands on the pairs of an `exchange`, and the events that they make. Pure.

A command is `{do, ...}`. Every event lists the cells that it sets (`touches`, `values`). `matched`
is the analyst's; facilitators confirm, break and make pairs, and tell them. A pair that somebody
else has just changed is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workshop.domain.cells import table_of, with_cell
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Role
from workshop.domain.text import clean_line
from workshop.errors import Conflict, Forbidden
from workshop.kinds.exchange.pairs import ANALYST, Pair, Pairs, Standing

_LONGEST_ID = 200

Payload = Mapping[str, Any]
Events = list[dict[str, Any]]


def decide(exercise: Exercise, state: Any, payload: Payload, actor: Actor) -> Events:
    """The events of a command; ValueError, Conflict or Forbidden where it may not be."""
    do, pairs = payload.get("do"), Pairs(exercise, state)
    if do == "matched" and actor.role is Role.ANALYST:
        return list(_matched(pairs, payload))
    if actor.role not in (Role.CHAIR, Role.CO_FACILITATOR):
        raise Forbidden("Only facilitators settle who meets whom", "Ask the chair")
    decider = _DECIDERS.get(str(do))
    if decider is None:
        raise ValueError(f"Pairs have no command ‘{clean_line(str(do))[:40]}’.")
    return decider(pairs, payload, actor)


def apply(state: Any, payload: Payload) -> Any:
    """The state with the cells that an event sets."""
    for cell, value in zip(payload.get("touches", ()), payload.get("values", ()), strict=True):
        state = with_cell(state, cell, value)
    return state


def passed_on(state: Any, answers: Mapping[str, str]) -> Any:
    """The pairs with the new ids of their answers, without who settled them."""
    kept: Any = None
    for id_, pair in table_of(state, "pairs").items():
        ids = {side: answers[pair[side]] for side in ("ask", "offer") if pair[side] in answers}
        if len(ids) == 2:
            kept = with_cell(kept, f"pairs/{id_}", {**pair, **ids, "by": "", "who": ""})
    for what, said in table_of(state, "asked").items():
        kept = with_cell(kept, f"asked/{what}", {**said, "who": ""})
    return kept


def _event(do: str, *cells: tuple[str, Any], label: str = "") -> dict[str, Any]:
    return {
        "do": do,
        **({"label": label} if label else {}),
        "touches": [cell for cell, _value in cells],
        "values": [value for _cell, value in cells],
    }


def _by(actor: Actor) -> dict[str, str]:
    return {"by": str(actor.id), "who": actor.initials or actor.name or str(actor.role)}


def _pair(pairs: Pairs, payload: Payload) -> Pair:
    """The pair that is meant, as its sender saw it."""
    pair = pairs.every.get(str(payload.get("pair")))
    if pair is None:
        # What the machine proposed, it may have proposed otherwise since.
        raise Conflict("That pair is no longer there", "Look at the pairs again")
    saw = payload.get("saw")
    if saw is not None and saw != pair.standing:
        said = f" ({pair.who})" if pair.who else ""
        raise Conflict(f"That pair is {pair.standing} now{said}", "Look again, then repeat it")
    return pair


def _confirm(pairs: Pairs, payload: Payload, actor: Actor) -> Events:
    pair = _pair(pairs, payload)
    if pair.standing is Standing.CONFIRMED:
        return []
    _free(pairs, pair.ask, pair.offer, pair.id, *_gone(payload))
    cell = {**pairs.cell(pair.id), "state": Standing.CONFIRMED.value, **_by(actor)}
    return [_event("confirmed", (f"pairs/{pair.id}", cell), label="confirming a pair")]


def _break(pairs: Pairs, payload: Payload, actor: Actor) -> Events:
    pair = _pair(pairs, payload)
    if pair.standing is Standing.BROKEN:
        return []
    cell = {**pairs.cell(pair.id), "state": Standing.BROKEN.value, **_by(actor)}
    return [_event("broken", (f"pairs/{pair.id}", cell), label="breaking a pair")]


def _make(pairs: Pairs, payload: Payload, actor: Actor) -> Events:
    ask, offer = _id(payload, "ask"), _id(payload, "offer")
    without = _gone(payload)
    if ask == offer:
        raise ValueError("Nobody is matched with themselves.")
    _free(pairs, ask, offer, *without)
    # Proposals for either give way to what a person says.
    gone = [pair for id_ in (ask, offer) for pair in pairs.of(id_) if not _apart(pair, ask, offer)]
    cell = {
        "ask": ask, "offer": offer, "state": Standing.CONFIRMED.value, "score": 0.0, "words": [],
        "about": [], **_by(actor),
    }  # fmt: skip
    event = _event(
        "made",
        *{f"pairs/{pair.id}": (f"pairs/{pair.id}", None) for pair in gone}.values(),
        (f"pairs/p{pairs.free}", cell),
        label="making a pair",
    )
    return [event]


def _apart(pair: Pair, ask: str, offer: str) -> bool:
    """Whether a pair has neither this ask nor this offer: an answer may hold one of each."""
    return pair.ask != ask and pair.offer != offer


def _gone(payload: Payload) -> list[str]:
    """Pairs of which the sender knows that an answer no longer counts; a kind does not see it."""
    given = payload.get("gone", ())
    return [str(id_) for id_ in given] if isinstance(given, (list, tuple)) else []


def _free(pairs: Pairs, ask: str, offer: str, *but: str) -> None:
    """Refuse where a pair that stands settled has the ask or the offer already."""
    for pair in pairs.settled:
        if pair.id not in but and not _apart(pair, ask, offer):
            which = "ask" if pair.ask == ask else "offer"
            raise ValueError(f"That {which} is in another pair that was told; break it first.")


def _tell(pairs: Pairs, payload: Payload, actor: Actor) -> Events:
    on = payload.get("on", True) is True
    if on == pairs.telling:
        return []
    label = "telling the pairs" if on else "telling no more pairs"
    return [_event("telling", ("asked/telling", {"on": on, **_by(actor)}), label=label)]


def _id(payload: Payload, key: str) -> str:
    given = payload.get(key)
    if not isinstance(given, str) or not 0 < len(given) <= _LONGEST_ID:
        raise ValueError(f"The {key} is named by the id of its answer.")
    return given


_DECIDERS: Mapping[str, Callable[[Pairs, Payload, Actor], Events]] = {
    "confirm": _confirm,
    "break": _break,
    "make": _make,
    "tell": _tell,
}


def _matched(pairs: Pairs, payload: Payload) -> Iterator[dict[str, Any]]:
    """What the analyst found, an event a pair; what a person settled or was told stands."""
    gone = _gone(payload)
    taken_asks = {pair.ask for pair in pairs.settled if pair.id not in gone}
    taken_offers = {pair.offer for pair in pairs.settled if pair.id not in gone}
    settled = {pair.id for pair in pairs.settled}
    found = {
        (pair["ask"], pair["offer"]): pair
        for pair in payload["pairs"]
        if pair["ask"] not in taken_asks and pair["offer"] not in taken_offers
    }
    for apart in pairs.apart:
        found.pop(apart, None)
    for pair in pairs.standing:
        if pair.round != payload["round"]:
            continue  # another round's proposals are its own
        if pair.id not in settled and found.pop((pair.ask, pair.offer), None) is None:
            yield _event("withdrawn", (f"pairs/{pair.id}", None))
    for number, pair in enumerate(found.values(), pairs.free):
        cell = {
            **pair, "state": Standing.PROPOSED.value, "by": ANALYST, "who": "",
            "round": payload["round"],
        }  # fmt: skip
        yield _event("proposed", (f"pairs/p{number}", cell))
    made_of = {key: payload[key] for key in ("mark", "technique", "version")}
    yield _event("matched", ("asked/matched", made_of))
