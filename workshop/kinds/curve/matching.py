"""Which reason is answered by what: a person decides, the machine only says what is nearest.

Reasons are the `why` of answers. Strategies are those of the exercise's file and whatever the room
said helps (`helps`). Whoever gave both has matched them already; a facilitator matches the others
(`{do: match, answer, strategy, source, saw}`, `{do: unmatch, answer}`). What is near is found with
the words of the two alone (TF-IDF, see `analysis.themes.features`), offline, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshop.analysis.curves import steepest
from workshop.domain.cells import cell_of, table_of, with_cell
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Response, Role
from workshop.domain.text import clean_line
from workshop.errors import Conflict, Forbidden
from workshop.kinds.curve.frame import HELPS, WHY, stage_at, stages_of, strategies_of

LISTED, ROOM = "list", "room"
"""Where a strategy comes from: the exercise's file, or an answer."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """Something that helps: `id` is that of the list's entry or of the answer that said it."""

    source: str
    id: str
    text: str

    @property
    def key(self) -> str:
        return f"{self.source}:{self.id}"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a curve falls: `stages` where its drawer put it, else where their curve falls most.

    `placed` says that they put it there themselves. `own` is what they said helps; `answered` what
    a facilitator (`who`) chose.
    """

    response: Response
    text: str
    stages: tuple[int, ...]
    placed: bool
    own: str
    answered: Strategy | None
    who: str = ""


class Matches:
    """Reasons, strategies and what answers what, in one round."""

    def __init__(self, exercise: Exercise, state: Any, responses: Sequence[Response]) -> None:
        self._state = state
        self._stages = stages_of(exercise)
        listed = [Strategy(LISTED, o.id, o.text) for o in strategies_of(exercise)]
        said = [Strategy(ROOM, str(r.id), t) for r in responses if (t := _text(r, HELPS))]
        self.strategies = {strategy.key: strategy for strategy in (*listed, *said)}
        self.reasons = [self._reason(r) for r in responses if _text(r, WHY)]

    def _reason(self, response: Response) -> Reason:
        kept = _kept(self._state, str(response.id))
        stages = [stage.id for stage in self._stages]
        at = stage_at(response.answers)
        given = [stages.index(at)] if at in stages else []
        return Reason(
            response,
            _text(response, WHY),
            tuple(given) or steepest([response.answers.get(stage) for stage in stages]),
            bool(given),
            _text(response, HELPS),
            self.strategies.get(f"{kept.get('source')}:{kept.get('strategy')}"),
            str(kept.get("who", "")),
        )

    def nearest_first(self, reason: Reason) -> list[Strategy]:
        """Strategies by how much of their words they share with a reason, then as they stand."""
        from workshop.analysis.themes.features import Weights, dot  # only where somebody matches

        strategies = list(self.strategies.values())
        weights = Weights([s.text for s in strategies] + [r.text for r in self.reasons])
        wanted = weights.vector(reason.text)
        return sorted(strategies, key=lambda s: -round(dot(wanted, weights.vector(s.text)), 3))


def decide(
    exercise: Exercise, state: Any, payload: Mapping[str, Any], actor: Actor
) -> list[dict[str, Any]]:
    """The event of a command; ValueError, Conflict or Forbidden where it may not be."""
    do = payload.get("do")
    if do not in ("match", "unmatch"):
        raise ValueError(f"A curve has no command ‘{clean_line(str(do))[:40]}’.")
    if actor.role not in (Role.CHAIR, Role.CO_FACILITATOR):
        raise Forbidden("Only facilitators match reasons with what helps", "Ask the chair")
    answer = payload.get("answer")
    if not isinstance(answer, str) or not answer or len(answer) > 200:
        raise ValueError("Name the answer with the reason.")
    kept = _kept(state, answer)
    now = f"{kept['source']}:{kept['strategy']}" if kept else ""
    if payload.get("saw", now) != now:
        who = kept.get("who", "")
        raise Conflict(
            f"This reason was answered meanwhile{f' by {who}' if who else ''}",
            "Look again, then repeat it",
        )
    if do == "unmatch":
        return [_event(answer, None, "taking an answer to a reason away")] if kept else []
    source, strategy = payload.get("source"), payload.get("strategy")
    if source not in (LISTED, ROOM) or not isinstance(strategy, str) or len(strategy) > 200:
        raise ValueError("Choose what helps from the list.")
    if source == LISTED and strategy not in [o.id for o in strategies_of(exercise)]:
        raise ValueError("There is no such strategy.")
    if now == f"{source}:{strategy}":
        return []
    who = actor.initials or actor.name or str(actor.role)
    value = {"source": source, "strategy": strategy, "who": who}
    return [_event(answer, value, "matching a reason with what helps")]


def _event(answer: str, value: dict[str, str] | None, label: str) -> dict[str, Any]:
    return {
        "do": "matched" if value else "unmatched",
        "answer": answer,
        "label": label,
        "touches": [f"matches/{answer}"],
        "values": [value],
    }


def apply(state: Any, payload: Mapping[str, Any]) -> Any:
    """The state with the match that an event sets."""
    for cell, value in zip(payload.get("touches", ()), payload.get("values", ()), strict=True):
        state = with_cell(state, cell, value)
    return state


def passed_on(state: Any, answers: Mapping[str, str]) -> Any:
    """The matches with the new ids of their answers, without who made them."""
    kept: Any = None
    for id_, value in table_of(state, "matches").items():
        strategy = value["strategy"]
        if value["source"] == ROOM:
            strategy = answers.get(strategy, "")
        if id_ in answers:
            cell = {**value, "strategy": strategy, "who": ""}
            kept = with_cell(kept, f"matches/{answers[id_]}", cell)
    return kept


def _kept(state: Any, answer: str) -> Mapping[str, Any]:
    found = cell_of(state, f"matches/{answer}")
    return found if isinstance(found, Mapping) else {}


def _text(response: Response, field: str) -> str:
    return str(response.answers.get(field, ""))
