"""Commands on the themes of an `ideas` exercise, and the events that they make. Pure.

A command is `{do, ...}`. Every event lists the cells that it sets (`touches`, `values`), so that
any version can read it; `do` says what was done. Facilitators send all but `judged`, which is the
analyst's. What a facilitator saw goes with the command (`saw`, `was`), and where another has
changed it since, it is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from workshop.domain.cells import with_cell
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Role
from workshop.domain.text import clean_line
from workshop.errors import Conflict, Forbidden
from workshop.kinds.ideas.frame import ANALYST, Frame, FrameTheme

NAME_LIMIT = 60
SEED_LIMIT = 80
MOST_SEEDS = 12
MOST_THEMES = 40
REASON_LIMIT = 200

Payload = Mapping[str, Any]
Events = list[dict[str, Any]]


def decide(exercise: Exercise, state: Any, payload: Payload, actor: Actor) -> Events:
    """The events of a command; ValueError, Conflict or Forbidden where it may not be."""
    do = payload.get("do")
    if do == "judged" and actor.role is Role.ANALYST:
        return list(_judged(Frame(exercise, state), payload))
    if actor.role not in (Role.CHAIR, Role.CO_FACILITATOR):
        raise Forbidden("Only facilitators sort answers into themes", "Ask the chair")
    decider = _DECIDERS.get(str(do))
    if decider is None:
        raise ValueError(f"Themes have no command ‘{clean_line(str(do))}’.")
    return decider(_Desk(Frame(exercise, state), actor), payload)


def apply(state: Any, payload: Payload) -> Any:
    """The state with the cells that an event sets."""
    for cell, value in zip(payload.get("touches", ()), payload.get("values", ()), strict=True):
        state = with_cell(state, cell, value)
    return state


class _Desk:
    """A frame and who changes it; collects the cells of one event."""

    def __init__(self, frame: Frame, actor: Actor) -> None:
        self.frame = frame
        self.who = actor.initials or actor.name or str(actor.role)
        self.by = str(actor.id)

    def theme(self, payload: Payload, key: str = "theme") -> FrameTheme:
        """A living theme that has not changed since the sender looked."""
        theme = self.frame.every.get(str(payload.get(key)))
        if theme is None:
            raise ValueError("There is no such theme.")
        if not theme.alive:
            raise self.clash(theme, f"‘{theme.name}’ is no longer there")
        saw = payload.get("saw")
        if key == "theme" and isinstance(saw, int) and saw != theme.v:
            raise self.clash(theme, f"‘{theme.name}’ has changed since you looked")
        return theme

    def clash(self, theme: FrameTheme, what: str) -> Conflict:
        who = self.frame.cell("themes", theme.id).get("who", "")
        return Conflict(f"{what}{f' ({who})' if who else ''}", "Look again, then repeat it")

    def changed(self, theme: FrameTheme, **changes: Any) -> tuple[str, dict[str, Any]]:
        """The cell of a theme with changes."""
        return f"themes/{theme.id}", {
            "name": theme.name,
            "seeds": list(theme.seeds),
            "origin": theme.origin,
            "into": theme.into,
            "removed": theme.removed,
            "v": theme.v + 1,
            "who": self.who,
            **changes,
        }

    def fresh(self, name: str, seeds: Sequence[str], origin: str) -> FrameTheme:
        if len(self.frame.themes) >= MOST_THEMES:
            raise ValueError(f"There are {MOST_THEMES} themes already; merge some first.")
        return FrameTheme(f"t{self.frame.free('themes')}", name, tuple(seeds), origin)

    def said(self, text: str) -> tuple[str, dict[str, Any]]:
        return f"history/{self.frame.free('history')}", {"said": text, "who": self.who}

    def placed(self, answer: str, theme: str) -> dict[str, Any]:
        kept = self.frame.placed(answer)
        value = {**kept, "theme": theme, "by": self.by, "who": self.who, "technique": ""}
        name = self.frame.every[theme].name if theme in self.frame.every else ""
        label = f"moving an answer to ‘{name}’" if name else "moving an answer"
        return _event("placed", (f"answers/{answer}", value), answer=answer, label=label)


def _event(do: str, *cells: tuple[str, Any], **more: Any) -> dict[str, Any]:
    """An event that sets cells; what the history says of it is how an undo names it."""
    said = [str(value["said"]) for cell, value in cells if cell.startswith("history/")]
    return {
        "do": do,
        **({"label": said[0]} if said else {}),
        **more,
        "touches": [cell for cell, _value in cells],
        "values": [value for _cell, value in cells],
    }


def _text(payload: Payload, key: str, limit: int, what: str) -> str:
    text = clean_line(str(payload.get(key) or ""))
    if not text:
        raise ValueError(f"{what} is empty.")
    if len(text) > limit:
        raise ValueError(f"{what} has {len(text)} characters; {limit} are the limit.")
    return text


def _name(desk: _Desk, payload: Payload, but: str = "") -> str:
    name = _text(payload, "name", NAME_LIMIT, "The theme's name")
    for theme in desk.frame.themes.values():
        if theme.name.casefold() == name.casefold() and theme.id != but:
            raise ValueError(f"There is a theme ‘{theme.name}’ already; merge them instead.")
    return name


def _seeds(payload: Payload) -> list[str]:
    given = payload.get("seeds") or ()
    if not isinstance(given, (list, tuple)):
        raise ValueError("Seeds are a list of phrases.")
    seeds = list(dict.fromkeys(filter(None, (clean_line(str(seed)) for seed in given))))
    if len(seeds) > MOST_SEEDS:
        raise ValueError(f"That is {len(seeds)} phrases; {MOST_SEEDS} are the limit.")
    if any(len(seed) > SEED_LIMIT for seed in seeds):
        raise ValueError(f"A phrase has more than {SEED_LIMIT} characters.")
    return seeds


def _answers(payload: Payload) -> list[str]:
    given = payload.get("answers") or ()
    if not isinstance(given, (list, tuple)) or not all(isinstance(a, str) and a for a in given):
        raise ValueError("Answers are a list of ids.")
    return list(dict.fromkeys(given))


def _add(desk: _Desk, payload: Payload) -> Events:
    theme = desk.fresh(_name(desk, payload), _seeds(payload), "typed")
    event = _event("added", desk.changed(theme), desk.said(f"‘{theme.name}’ added"))
    return [event, *(desk.placed(answer, theme.id) for answer in _answers(payload))]


def _rename(desk: _Desk, payload: Payload) -> Events:
    theme = desk.theme(payload)
    name = _name(desk, payload, theme.id)
    if name == theme.name:
        return []
    said = desk.said(f"‘{theme.name}’ renamed to ‘{name}’")
    return [_event("renamed", desk.changed(theme, name=name), said)]


def _set_seeds(desk: _Desk, payload: Payload) -> Events:
    theme = desk.theme(payload)
    seeds = _seeds(payload)
    if tuple(seeds) == theme.seeds:
        return []
    return [_event("seeded", desk.changed(theme, seeds=seeds))]


def _merge(desk: _Desk, payload: Payload) -> Events:
    theme, into = desk.theme(payload), desk.theme(payload, "into")
    if theme.id == into.id:
        raise ValueError("A theme cannot be merged into itself.")
    seeds = list(dict.fromkeys((*into.seeds, *theme.seeds)))[:MOST_SEEDS]
    said = desk.said(f"‘{theme.name}’ merged into ‘{into.name}’")
    return [
        _event("merged", desk.changed(theme, into=into.id), desk.changed(into, seeds=seeds), said)
    ]


def _split(desk: _Desk, payload: Payload) -> Events:
    theme, answers = desk.theme(payload), _answers(payload)
    if not answers:
        raise ValueError("Mark the answers that go into the new theme first.")
    fresh = desk.fresh(_name(desk, payload), _seeds(payload), f"split from {theme.id}")
    said = desk.said(f"‘{fresh.name}’ split from ‘{theme.name}’ with {len(answers)} answers")
    event = _event("split", desk.changed(fresh), said)
    return [event, *(desk.placed(answer, fresh.id) for answer in answers)]


def _remove(desk: _Desk, payload: Payload) -> Events:
    theme = desk.theme(payload)
    reason = _text(payload, "reason", REASON_LIMIT, "The reason")
    said = desk.said(f"‘{theme.name}’ removed: {reason}")
    return [_event("removed", desk.changed(theme, removed=reason), said)]


def _move(desk: _Desk, payload: Payload) -> Events:
    to = str(payload.get("to") or "")
    if to:
        desk.theme(payload, "to")
    was = payload.get("was")
    moved: Events = []
    for answer in _answers(payload):
        kept, now = desk.frame.placed(answer), desk.frame.theme_of(answer)
        seen = was.get(answer) if isinstance(was, Mapping) else None
        if seen is not None and seen != now and kept.get("by") not in (desk.by, ANALYST, None):
            where = desk.frame.themes[now].name if now else "the unsorted"
            raise Conflict(
                f"{kept.get('who') or 'Somebody'} has just moved this to ‘{where}’",
                "Look again, then repeat it",
            )
        if kept.get("theme") != to or kept.get("by") == ANALYST or not kept:
            moved.append(desk.placed(answer, to))
        if desk.frame.twin_of(answer):
            # Whoever moves an answer by itself takes it for itself.
            moved.append(_twin(answer, ""))
    return moved


def _twin(answer: str, of: str, alike: int = 0) -> dict[str, Any]:
    value = {"of": of, "alike": alike}
    return _event("folded" if of else "unfolded", (f"twins/{answer}", value), answer=answer)


def _unfold(desk: _Desk, payload: Payload) -> Events:
    return [_twin(answer, "") for answer in _answers(payload) if desk.frame.twin_of(answer)]


def _fold(desk: _Desk, payload: Payload) -> Events:
    of = _text(payload, "of", 200, "The answer")
    of = desk.frame.twin_of(of) or of
    return [_twin(answer, of, 100) for answer in _answers(payload) if answer != of]


def _proposal(desk: _Desk, payload: Payload) -> tuple[str, dict[str, Any]]:
    id_ = str(payload.get("proposal"))
    kept = desk.frame.cell("proposals", id_)
    if kept.get("state") != "open":
        who = kept.get("who", "")
        raise Conflict(
            f"That proposal is no longer open{f' ({who})' if who else ''}", "Look at the others"
        )
    return id_, kept


def _take(desk: _Desk, payload: Payload) -> Events:
    id_, kept = _proposal(desk, payload)
    name = _name(desk, {"name": payload.get("name") or str(kept["name"])[:NAME_LIMIT]})
    theme = desk.fresh(name, kept["words"], "proposed")
    taken = {**kept, "state": "taken", "theme": theme.id, "who": desk.who}
    said = desk.said(f"‘{name}’ taken from a proposal (‘{kept['name']}’)")
    free = [answer for answer in kept["answers"] if not desk.frame.theme_of(answer)]
    event = _event("taken", (f"proposals/{id_}", taken), desk.changed(theme), said)
    return [event, *(desk.placed(answer, theme.id) for answer in free)]


def _reject(desk: _Desk, payload: Payload) -> Events:
    id_, kept = _proposal(desk, payload)
    reason = _text(payload, "reason", REASON_LIMIT, "The reason")
    rejected = {**kept, "state": "rejected", "reason": reason, "who": desk.who}
    said = desk.said(f"Proposal ‘{kept['name']}’ rejected: {reason}")
    return [_event("rejected", (f"proposals/{id_}", rejected), said)]


def _ask(desk: _Desk, payload: Payload) -> Events:
    what = payload.get("what")
    if what not in ("proposals", "sorting"):
        raise ValueError("Ask for proposals or for sorting.")
    number = int(desk.frame.asked(what).get("n", 0)) + 1
    return [_event("asked", (f"asked/{what}", {"n": number, "who": desk.who}))]


_DECIDERS: Mapping[str, Callable[[_Desk, Payload], Events]] = {
    "add": _add,
    "rename": _rename,
    "seeds": _set_seeds,
    "merge": _merge,
    "split": _split,
    "remove": _remove,
    "move": _move,
    "fold": _fold,
    "unfold": _unfold,
    "take": _take,
    "reject": _reject,
    "ask": _ask,
}


def _judged(frame: Frame, payload: Payload) -> Iterator[dict[str, Any]]:
    """What the analyst found, one event an answer; a person's own judgement always stands."""
    for found in payload.get("placed", ()):
        answer = found["answer"]
        if frame.placed(answer).get("by", ANALYST) == ANALYST:
            value = {
                "theme": frame.living(found["theme"]),
                "by": ANALYST,
                "who": "",
                "guesses": found["guesses"],
                "technique": payload["technique"],
                "version": payload["version"],
                "amended": found["amended"],
                "sorting": payload["sorting"],
            }
            yield _event("sorted", (f"answers/{answer}", value), answer=answer)
    for found in payload.get("twins", ()):
        if not frame.twin_of(found["answer"]) and not frame.apart(found["answer"]):
            yield _twin(found["answer"], found["of"], found["alike"])
    if "tried" in payload:
        yield _event("tried", ("asked/tried", payload["tried"]))
    if "proposed" not in payload:
        return
    gone = [(f"proposals/{proposal.id}", None) for proposal in frame.proposals]
    yield _event("proposed", ("asked/proposed", payload["proposed"]), *gone)
    first = frame.free("proposals")
    for number, found in enumerate(payload.get("proposals", ()), first):
        value = {**found, "state": "open", "reason": "", "technique": payload["technique"]}
        yield _event("proposal", (f"proposals/p{number}", value))
