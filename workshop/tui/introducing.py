"""Pairs of people who should meet: which of them are still to be told, and telling them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workshop.analysis.networks.introductions import Introduction
from workshop.domain.commands import KindCommand
from workshop.domain.ids import ExerciseId
from workshop.domain.state import State
from workshop.kinds.connections.introducing import released
from workshop.tui.exchanging import to_tell_aloud
from workshop.tui.widgets.session import state_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp

CONNECTIONS = "connections"
"""The kind on whose map stand people of this room, and not kinds of people elsewhere."""


def told_already(state: State, exercise: ExerciseId) -> frozenset[frozenset[str]]:
    """Pairs of badges who are told of each other."""
    return frozenset(released(state.kinds.get(exercise)))


def to_tell(
    state: State, exercise: ExerciseId, meetings: Iterable[Introduction]
) -> list[Introduction]:
    """Those of the meetings of whom nobody is told yet; none where they are of no people here."""
    if state.plan.exercise(exercise).kind != CONNECTIONS:
        return []
    known = told_already(state, exercise)
    return [i for i in meetings if frozenset((i.one, i.other)) not in known]


def introduction(state: State, exercise: ExerciseId, fresh: Sequence[Introduction]) -> KindCommand:
    """What tells both people of every pair whom to meet, and why."""
    ids = {str(p.badge): str(p.id) for p in state.participants.values()}
    pairs = [
        {
            "one": i.one, "other": i.other, "joined": i.joined > 0, "first": i.first,
            "spans": i.spans, "by": i.by, "wished": i.wished,
            "people": [ids[p] for p in (i.one, i.other, i.by) if p in ids],
        }
        for i in fresh
    ]  # fmt: skip
    return KindCommand(exercise, {"do": "introduce", "pairs": pairs})


async def introduce(app: WorkshopApp, exercise: ExerciseId, fresh: Sequence[Introduction]) -> bool:
    """Tell both people of every pair, on their phones; asked for twice. Whether it was done."""
    pairs = "1 pair" if len(fresh) == 1 else f"{len(fresh)} pairs"
    if not fresh or not app.arm("introduce", f"i again tells {pairs} on their phones"):
        return False
    if await app.act(introduction(state_of(app), exercise, fresh)) is None:
        return False
    aloud = to_tell_aloud(state_of(app), (p for i in fresh for p in (i.one, i.other)))
    app.say(f"{pairs} told whom to meet, and why. {aloud}".strip())
    return True
