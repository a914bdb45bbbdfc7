"""What events have changed of answers and of what kinds keep, without looking at all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from workshop.domain import events as ev
from workshop.domain.applying.undo import things_of
from workshop.domain.cells import cells_of
from workshop.domain.events import Event
from workshop.domain.ids import ExerciseId, ResponseId
from workshop.domain.labels import undoable
from workshop.domain.state import State


@dataclass(frozen=True, slots=True)
class Changes:
    """Responses, and cells ('table/key') by exercise, that may stand differently than before.

    `wholes` are exercises whose kind keeps something else altogether; `restamped`: the clock was
    corrected, and any response may have another stamp.
    """

    responses: Collection[ResponseId] = ()
    cells: Mapping[ExerciseId, Collection[str]] = field(default_factory=dict)
    wholes: Collection[ExerciseId] = ()
    restamped: bool = False


def changes_by(events: Iterable[Event], before: State) -> Changes:
    """What these events have changed since `before`."""
    responses: dict[ResponseId, None] = {}
    cells: dict[ExerciseId, dict[str, None]] = defaultdict(dict)
    wholes: set[ExerciseId] = set()
    restamped = False
    for event in events:
        body = event.body
        if isinstance(body, ev.KindEvent) and (touched := cells_of(body.payload)):
            cells[body.exercise].update(dict.fromkeys(touched))
            continue
        for collection, id_ in _things(body, before):
            if collection == "responses":
                responses[ResponseId(id_)] = None
            elif collection == "kinds":
                exercise, _slash, cell = id_.partition("/")
                if cell:
                    cells[ExerciseId(exercise)][cell] = None
                else:
                    wholes.add(ExerciseId(exercise))
            restamped = restamped or collection == "clock"
    return Changes(responses, cells, wholes, restamped)


def _things(body: ev.EventBody, before: State) -> Iterable[tuple[str, str]]:
    if isinstance(body, ev.Undone):
        return [(restore.collection, restore.id) for restore in body.restored]
    return things_of(body, before) if undoable(body) else ()
