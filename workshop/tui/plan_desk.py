"""A plan under edit with its file: what of it is saved, and what an earlier edit left."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from workshop.errors import Conflict
from workshop.plans import Problem
from workshop.plans.editing import PlanEdit, PlanFile, PlanText


class PlanDesk:
    """`edit` is the plan as it stands now; `file` is where it comes from and where it is saved.

    Until `begin` has said what becomes of an earlier edit, its draft is left alone.
    """

    def __init__(self, file: PlanFile) -> None:
        self.file = file
        self._saved = file.read()
        self.edit = PlanEdit(self._saved)
        self._over = False
        self._undecided = False

    @property
    def unsaved(self) -> bool:
        return self.edit.text != self._saved.text

    # -- drafts -----------------------------------------------------------------------------

    def earlier(self) -> PlanText | None:
        """What an earlier edit left unsaved, if it did; it is to be decided about."""
        kept = self.file.kept()
        self._undecided = kept is not None and kept.text != self._saved.text
        return kept if self._undecided else None

    def begin(self, kept: PlanText | None) -> None:
        """Take up what was left unsaved, as one change; or (None) let it go."""
        self._undecided = False
        if kept is not None:
            self.edit.replace(kept)

    async def settle(self) -> None:
        """Keep what is not saved, off the keys' way. Raises SaveFailed."""
        if not self._undecided:
            self.file.wanted = self.edit.text if self.unsaved else None
            await asyncio.to_thread(self.file.settle)

    def keep(self) -> None:
        """Keep the draft as it stands now, with what the last moment brought. Raises SaveFailed."""
        self.file.keep(self.edit.text)

    # -- checking, saving -------------------------------------------------------------------

    async def check(self) -> Sequence[Problem] | None:
        """Every problem of the plan; None where it has changed meanwhile."""
        text = self.edit.text
        checked = await asyncio.to_thread(self.file.check, text)
        return checked.problems if text == self.edit.text else None

    def touch(self) -> None:
        """The plan has changed: saving asks again before it writes over somebody else's work."""
        self._over = False

    def save(self) -> str:
        """Save, and say where. Raises Conflict where somebody else has changed the file, the first
        time, and other WorkshopErrors where it cannot be saved."""
        try:
            kept = self.file.save(self.edit.text, over=self._over)
        except Conflict:
            self._over = True
            raise
        self._over = False
        self._saved = self.edit.now
        beside = f" The former one is {kept.name}." if kept is not None else ""
        return f"Saved in {self.file.shown}.{beside}"
