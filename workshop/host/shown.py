"""Findings that the room may see: of results that are shown, made of answers that may be."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from workshop.domain.findings import Findings, Themes
from workshop.domain.ids import ExerciseId
from workshop.domain.moderation import for_the_room
from workshop.domain.state import State
from workshop.service.session_service import SessionService

REST_S = 1.0
"""Findings are made anew at most this often: nobody reads bars that dance."""


async def shown_findings(
    service: SessionService, state: State, exercise: ExerciseId
) -> Findings | None:
    """An exercise's findings as the room may see them; None while its results are not shown."""
    record = state.exercises.get(exercise)
    if record is None or not record.shown:
        return None
    return await service.findings(exercise, record.round, state=for_the_room(state, exercise))


def without_workings(findings: Findings) -> Findings:
    """Findings without how they came about: full tables, and what facilitators did and refused."""
    blocks = (_plain(block) if isinstance(block, Themes) else block for block in findings.blocks)
    return replace(findings, blocks=tuple(blocks), more=())


def _plain(block: Themes) -> Themes:
    themes = tuple(replace(theme, origin="") for theme in block.themes)
    return replace(block, themes=themes, rejected=())


class RestingFindings:
    """The last findings, for a screen that asks several times a second while answers pour in."""

    def __init__(self, service: SessionService) -> None:
        self._service = service
        self._made_of: tuple[object, ...] = ()
        self._slot: tuple[object, ...] = ()
        self._found: Findings | None = None
        self._at = 0.0

    async def of(self, state: State, exercise: ExerciseId) -> Findings | None:
        """Those of `shown_findings`, at most `REST_S` old where answers have come since."""
        record = state.exercises.get(exercise)
        # What the chair sets holds at once; only answers may wait.
        slot = (exercise, record, state.moderated)
        made_of = (state.responses.get(exercise), state.tallies, state.kinds.get(exercise))
        same = len(self._made_of) == len(made_of) and all(
            a is b for a, b in zip(self._made_of, made_of, strict=True)
        )
        now = asyncio.get_running_loop().time()
        waits = not state.moderated and now - self._at < REST_S
        if slot == self._slot and (same or waits):
            return self._found
        self._found = await shown_findings(self._service, state, exercise)
        self._slot, self._made_of, self._at = slot, made_of, now
        return self._found
