"""Findings of the session's exercises, computed off the event loop and kept while they hold."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workshop.domain.findings import Findings
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Exercise
from workshop.domain.records import ExerciseRecord
from workshop.domain.state import State
from workshop.errors import NotFound
from workshop.kinds.base import Kind, Material
from workshop.kinds.registry import analyse

Worker = Callable[[str, Material], Awaitable[Findings]]
"""Analyses in another process: takes the kind's name and the material."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """Findings with the objects they were made of: the same objects mean the same findings."""

    made_of: tuple[object, ...]
    findings: Findings


class Analyses:
    """Light kinds run in a thread, heavy ones in `worker` where there is one."""

    def __init__(self, kinds: Mapping[str, Kind], worker: Worker | None = None) -> None:
        self._kinds = kinds
        self._worker = worker
        self._kept: dict[tuple[ExerciseId, int], _Kept] = {}
        self._locks: dict[tuple[ExerciseId, int], asyncio.Lock] = {}

    async def findings(
        self, state: State, exercise_id: ExerciseId, round_: int | None = None
    ) -> Findings:
        """What the exercise's kind finds in a round (its round now when None).

        Raises NotFound when the plan has no such exercise.
        """
        try:
            exercise = state.plan.exercise(exercise_id)
        except KeyError:
            raise NotFound(f"The plan has no exercise '{exercise_id}'.") from None
        if round_ is None:
            round_ = state.exercises.get(exercise_id, ExerciseRecord()).round
        slot = (exercise_id, round_)
        made_of = (
            state.responses.get(exercise_id),
            state.tallies,
            state.kinds.get(exercise_id),
            state.participants,
            state.clock.ended_at,
        )
        # One at a time a slot: what ten readers ask for at once is computed once.
        async with self._locks.setdefault(slot, asyncio.Lock()):
            kept = self._kept.get(slot)
            if kept and all(a is b for a, b in zip(kept.made_of, made_of, strict=True)):
                return kept.findings
            findings = await self._analyse(exercise, state, round_)
            self._kept[slot] = _Kept(made_of, findings)
            return findings

    async def _analyse(self, exercise: Exercise, state: State, round_: int) -> Findings:
        kind = self._kinds.get(exercise.kind)
        material = await asyncio.to_thread(material_of, exercise, state, round_)
        if kind is not None and kind.heavy and self._worker is not None:
            return await self._worker(exercise.kind, material)
        return await asyncio.to_thread(analyse, kind, material)


def material_of(exercise: Exercise, state: State, round_: int) -> Material:
    """What counts in a round, with the rounds before it behind it."""
    kind_state: Any = state.kinds.get(exercise.id)
    responses = tuple([r for r in state.responses_to(exercise.id, round_) if r.counts])
    return Material(
        exercise=exercise,
        responses=responses,
        merged={
            r.id: state.merged_with(r.id)
            for r in (responses if state.merged else ())
            if r.id in state.merged
        },
        tallies=tuple(state.tallies_of(exercise.id, round_)),
        round=round_,
        earlier=material_of(exercise, state, round_ - 1) if round_ > 1 else None,
        state=kind_state,
        people=tuple(
            sorted((p for p in state.participants.values() if not p.removed), key=lambda p: p.badge)
        ),
        day=state.day,
    )
