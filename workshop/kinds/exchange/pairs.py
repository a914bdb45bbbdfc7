"""What `exchange` keeps beside its answers: the pairs of asks and offers, in tables of cells.

- `pairs/ID`: `{ask, offer, state, score, words, about, by, who, round}`; `ask` and `offer` are ids
  of answers, `state` is proposed, confirmed or broken, `words` and `about` what the two share
- `asked/telling`: `{on, who}`: whether proposed pairs are told, too
- `asked/matched`: `{mark, technique, version}`: of what the pairs were made last
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workshop.domain.cells import table_of
from workshop.domain.plan import Exercise

ANALYST = "analyst"


class Standing(StrEnum):
    """How a pair stands: the machine's proposal, settled by a person, or taken apart by one."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Pair:
    """An ask and the offer that it meets, by the ids of their answers, and why."""

    id: str
    ask: str
    offer: str
    standing: Standing
    score: float = 0.0
    words: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    by: str = ANALYST
    who: str = ""
    round: int = 1


class Pairs:
    """The pairs of one exercise as they stand."""

    def __init__(self, exercise: Exercise, state: Any) -> None:
        self._state = state
        self.every = {id_: _pair(id_, kept) for id_, kept in table_of(state, "pairs").items()}
        self.standing = sorted(
            (pair for pair in self.every.values() if pair.standing is not Standing.BROKEN),
            key=lambda pair: (-pair.score, _number(pair.id)),
        )
        at_once = bool(exercise.options.get("tell_at_once", False))
        self.telling = bool((table_of(state, "asked").get("telling") or {}).get("on", at_once))

    def told(self, pair: Pair) -> bool:
        """Whether both people are told of it; what was told is never taken back by the machine."""
        return pair.standing is Standing.CONFIRMED or (
            self.telling and pair.standing is Standing.PROPOSED
        )

    @property
    def settled(self) -> list[Pair]:
        return [pair for pair in self.standing if self.told(pair)]

    def gone(self, there: Collection[str]) -> set[str]:
        """The settled pairs of whose answers one no longer counts: they hold nothing any more."""
        return {p.id for p in self.settled if p.ask not in there or p.offer not in there}

    @property
    def apart(self) -> set[tuple[str, str]]:
        """Asks and offers that a person took apart."""
        return {(p.ask, p.offer) for p in self.every.values() if p.standing is Standing.BROKEN}

    @property
    def mark(self) -> int | None:
        """Of what the pairs were made last; None before the first time."""
        kept = table_of(self._state, "asked").get("matched")
        return None if kept is None else int(kept["mark"])

    def of(self, answer: str) -> list[Pair]:
        """The standing pairs in which an answer's ask or offer is."""
        return [pair for pair in self.standing if answer in (pair.ask, pair.offer)]

    def cell(self, pair: str) -> dict[str, Any]:
        """A copy of what is kept of a pair."""
        return dict(table_of(self._state, "pairs").get(pair) or {})

    @property
    def free(self) -> int:
        """The number of the next pair."""
        return 1 + max(map(_number, self.every), default=0)


def _pair(id_: str, kept: Mapping[str, Any]) -> Pair:
    return Pair(
        id_,
        str(kept["ask"]),
        str(kept["offer"]),
        Standing(kept["state"]),
        float(kept.get("score", 0.0)),
        tuple(kept.get("words", ())),
        tuple(kept.get("about", ())),
        str(kept.get("by", ANALYST)),
        str(kept.get("who", "")),
        int(kept.get("round", 1)),
    )


def _number(id_: str) -> int:
    digits = id_.removeprefix("p")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
