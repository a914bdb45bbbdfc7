"""What the run screen shows at first: the facts of a session without its answers.

A terminal paints it while the host reads the file; the host's snapshot takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workshop.domain import events as ev
from workshop.domain.apply import REDUCERS
from workshop.domain.applying.clock import CLOCK, in_its_room
from workshop.domain.events import snake
from workshop.domain.state import State
from workshop.service.codec import decode_event
from workshop.service.header import first_state

FACTS = ("clock", "preflight", "exercises", "objectives", "case", "message", "blank")
"""The fields of State that a first look holds; the others are as good as empty."""
_EVENTS: tuple[type[Any], ...] = (
    *CLOCK,
    ev.ExerciseOpened,
    ev.ExerciseClosed,
    ev.ResultsShown,
    ev.ResultsHidden,
    ev.ObjectiveMarked,
    ev.EvidenceLinked,
    ev.CaseStepped,
    ev.MessageSent,
    ev.MessageCleared,
    ev.ScreenBlanked,
    ev.Undone,
)
TYPES = frozenset(snake(event.__name__) for event in _EVENTS)
"""The events that change those."""


def first_look(header: Mapping[str, Any], events: Iterable[Mapping[str, Any]]) -> State:
    """The state after the events of these types. Raises FileDamaged."""
    no_rules: Any = None  # none of these events asks a kind anything
    state = first_state(header)
    for document in events:
        event = decode_event(document)
        if event.room in state.rooms and type(event.body) in CLOCK:
            state = in_its_room(state, event, no_rules)
            continue
        # The reducers are enough, for nobody asks yet what can be undone.
        state = REDUCERS[type(event.body)](state, event, event.body, no_rules)
    return state
