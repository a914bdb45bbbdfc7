"""What a kind has to judge of one exercise, found out from what has changed since the last time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from immutables import Map

from workshop.domain.changes import changes_by
from workshop.domain.events import Event
from workshop.domain.ids import ResponseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.kinds import registry
from workshop.kinds.base import Change, Kind, whole
from workshop.service.analyses import material_of

_NO_ANSWERS: Map[ResponseId, Response] = Map()


class Following:
    """One kind and one exercise; holds what the kind knows, and the state of which it knows it."""

    def __init__(self, kind: Kind, exercise: Exercise) -> None:
        self._kind = kind
        self._exercise = exercise
        self._state: State | None = None
        self._known: Any = None

    @property
    def revision(self) -> int:
        """Of what is known; -1 while nothing is."""
        return -1 if self._state is None else self._state.revision

    def job(self, state: State, events: Iterable[Event] | None) -> Any:
        """What there is to judge; `events` are those since `revision`, None where not at hand."""
        if not self._kind.follows:
            material = material_of(self._exercise, state, self._round(state))
            return registry.job(self._kind, material)
        change = self._change(state, events)
        self._state = state
        self._known, job = registry.follow(self._kind, self._exercise, self._known, change)
        if self._known is None:
            # It failed, or knows nothing: the next change is a whole one.
            self._state = None
        return job

    def _change(self, state: State, events: Iterable[Event] | None) -> Change:
        before, id_ = self._state, self._exercise.id
        kept = state.kinds.get(id_)
        if before is None or events is None or before.session.epoch != state.session.epoch:
            return self._whole(state)
        changes = changes_by(events, before)
        if (
            self._round(before) != self._round(state)
            or id_ in changes.wholes
            or (changes.restamped and before.responses.get(id_) is not state.responses.get(id_))
        ):
            return self._whole(state)
        answers = state.responses.get(id_, _NO_ANSWERS)
        responses = {
            response: self._counting(state, answers.get(response)) for response in changes.responses
        }
        return Change(kept, responses, changes.cells.get(id_, ()))

    def _whole(self, state: State) -> Change:
        answers = state.responses_to(self._exercise.id, self._round(state))
        return whole(state.kinds.get(self._exercise.id), [r for r in answers if r.counts])

    def _counting(self, state: State, response: Response | None) -> Response | None:
        """The answer, where it is of this round and counts."""
        if response is None or not response.counts or response.round != self._round(state):
            return None
        return response

    def _round(self, state: State) -> int:
        record = state.exercises.get(self._exercise.id)
        return record.round if record else 1
