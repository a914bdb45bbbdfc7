"""Machine judgements as facts: what kinds judge of new answers is stored as the analyst's events.

Beside the host's loop: a thread picks what there is to do, the analyst's process does it, and the
result comes in as a command like anybody's. Answers that pour in are judged together.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from workshop.domain.commands import Command, KindCommand
from workshop.domain.ids import ActorId, CommandId, ExerciseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Actor, Role
from workshop.domain.state import State
from workshop.errors import Refused, TryAgain
from workshop.host.analyst import Analyst
from workshop.kinds import registry
from workshop.kinds.base import Kind
from workshop.service.following import Following
from workshop.service.session_service import SessionService

_log = logging.getLogger(__name__)

ANALYST = Actor(ActorId("analyst"), Role.ANALYST)
GATHER_S = 0.5
"""After judging, answers gather for so long before the next."""


class Judging:
    """Follows a session and judges what its kinds want judged, exercise by exercise."""

    def __init__(
        self,
        service: SessionService,
        kinds: Mapping[str, Kind],
        analyst: Analyst,
        gather_s: float = GATHER_S,
    ) -> None:
        self._service = service
        self._kinds = kinds
        self._analyst = analyst
        self._gather_s = gather_s
        self._seen: dict[ExerciseId, tuple[object, object]] = {}
        self._following: dict[ExerciseId, Following] = {}

    async def run(self) -> None:
        """Judge until the service closes; a failure here costs nobody an answer."""
        try:
            await self._follow()
        except Exception:
            _log.exception("nothing more is judged in this session")

    async def _follow(self) -> None:
        async for batch in self._service.follow(-1):
            state: State | None = batch.state
            while state is not None:
                await self._round(state)
                # Judgements make a new state, and so do the answers that came meanwhile.
                newest = self._service.state
                state = newest if newest is not state else None
                await asyncio.sleep(self._gather_s)

    async def _round(self, state: State) -> None:
        for exercise in state.plan.exercises:
            kind = self._kinds.get(exercise.kind)
            if kind is None or not registry.judges(kind):
                continue
            answers, kept = state.responses.get(exercise.id), state.kinds.get(exercise.id)
            seen = self._seen.get(exercise.id, (None, None))
            changed = answers is not seen[0] or kept is not seen[1]
            if answers and changed:
                self._seen[exercise.id] = answers, kept
                if not await self._judge(state, exercise, kind):
                    # Not taken: tried again with the next change.
                    self._seen.pop(exercise.id, None)

    async def _judge(self, state: State, exercise: Exercise, kind: Kind) -> bool:
        following = self._following.setdefault(exercise.id, Following(kind, exercise))
        # Of another epoch's events `Following` takes none.
        events = self._service.events_after(following.revision, state.revision)
        job = await asyncio.to_thread(following.job, state, events)
        if job is None:
            return True
        for found in await self._analyst.judge(exercise.kind, job, exercise.id):
            # One after the other: answers that came meanwhile are taken in between.
            if not await self._keep(exercise, found):
                return False
        return True

    async def _keep(self, exercise: Exercise, found: Mapping[str, Any]) -> bool:
        command = Command(CommandId(str(uuid4())), KindCommand(exercise.id, found))
        try:
            await self._service.submit(command, ANALYST)
        except TryAgain:
            return False
        except Refused as error:
            _log.warning("a judgement of %r was not taken: %s", exercise.id, error.title)
        return True
