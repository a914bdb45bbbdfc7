"""Entries that may be one, spelt differently: a person merges them, or keeps them apart."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual import getters, on
from textual.binding import Binding, BindingType
from textual.content import Content

from workshop.analysis.prose import counted
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Participant, Response
from workshop.domain.state import State
from workshop.kinds.nominations.mentions import ROLE, Entry, Mentions
from workshop.kinds.nominations.merging import Proposal, proposals
from workshop.tui.finding import find_for
from workshop.tui.screens.deciding import LAST_KEYS, DecidingScreen
from workshop.tui.widgets.pick import PickScreen
from workshop.tui.widgets.row_list import RowList

_WORD = {True: "role", False: "organisation"}


class What(StrEnum):
    """What a row is."""

    PROPOSAL = "proposal"
    MERGED = "merged"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class MergeRow:
    """`one` is what would be merged into `into` (or was, or may be); keys beside their texts."""

    what: What
    one: str
    text: str
    into: str = ""
    into_text: str = ""
    note: str = ""


class MergeList(RowList[MergeRow]):
    """What may be one, what was merged, then every entry."""

    def key(self, row: MergeRow) -> tuple[str, str, str]:
        return row.what, row.one, row.into

    def draw(self, row: MergeRow) -> Text:
        mark, quiet = self.part("mark"), self.part("quiet")
        text = Text(no_wrap=True, end="")
        text.append({What.PROPOSAL: "? ", What.MERGED: "✓ "}.get(row.what, "  "), mark)
        text.append(row.text)
        if row.into:
            text.append(" → ", mark)
            text.append(row.into_text)
        text.append(f"   {row.note}", quiet)
        return text


class MergingScreen(DecidingScreen):
    """Merges roles and organisations of one exercise, one decision a key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "merge these"),
        Binding("x", "refuse", "keep apart"),
        Binding("d", "part", "take apart"),
        Binding("m", "merge", "merge into"),
        *LAST_KEYS,
    ]
    _list = getters.query_one(MergeList)

    def __init__(self, exercise: ExerciseId) -> None:
        super().__init__(exercise)
        self._entries: Sequence[Entry] = ()

    def lists(self) -> MergeList:
        return MergeList()

    # -- what is seen ------------------------------------------------------------------------

    def look(self, state: State, exercise: Exercise, answers: Sequence[Response]) -> None:
        find_for(self, partial(self._find, state, exercise, answers), "merging")

    async def _find(self, state: State, exercise: Exercise, answers: Sequence[Response]) -> None:
        kept = state.kinds.get(exercise.id)
        people = list(state.participants.values())
        # Hundreds of entries are compared with each other; the keys do not wait for it.
        entries, found = await asyncio.to_thread(_looked, exercise, kept, answers, people)
        self._entries = entries
        self._list.show_rows(_rows(entries, found))
        self._show_what(exercise, found)

    def _show_what(self, exercise: Exercise, found: Sequence[Proposal]) -> None:
        roles = sum(entry.what == ROLE for entry in self._entries)
        said = ", ".join(
            (counted(roles, "role"), counted(len(self._entries) - roles, "organisation"))
        )
        more = f"{said}; {counted(len(found), 'pair')} may be the same" if found else said
        self.say_what(
            exercise.title, f"{more}\nFor your eyes: the room sees only what enough people said."
        )

    def show_detail(self) -> None:
        row = self._list.row
        says = {
            What.PROPOSAL: "May be the same: t makes one of them, x keeps them apart for good.",
            What.MERGED: "Merged: counted as one. d takes them apart again.",
            What.ENTRY: "m merges it into another that you choose.",
        }
        nothing = "Nobody has named anyone yet."
        self.say_detail(says[row.what] if row else nothing)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what can be done with the selected row."""
        what = self._list.row.what if self.is_mounted and self._list.row else None
        if action in ("take", "refuse"):
            return what is What.PROPOSAL
        if action == "part":
            return what is What.MERGED
        return what is What.ENTRY if action == "merge" else True

    # -- acting ------------------------------------------------------------------------------

    @on(RowList.Chosen)
    async def _chosen(self) -> None:
        """Enter does what an armed undo says, else what the row is there for."""
        row = self._list.row
        if self.do_armed() or row is None:
            return
        if row.what is What.PROPOSAL:
            await self.action_take()
        elif row.what is What.ENTRY:
            self.action_merge()

    async def action_take(self) -> None:
        if (row := self._list.row) is not None:
            await self.send(do="merge", one=row.one, into=row.into)

    async def action_refuse(self) -> None:
        if (row := self._list.row) is not None:
            await self.send(do="refuse", one=row.one, other=row.into)

    async def action_part(self) -> None:
        if (row := self._list.row) is not None:
            await self.send(do="part", one=row.one)

    def action_merge(self) -> None:
        row = self._list.row
        entry = next((e for e in self._entries if row and e.key == row.one), None)
        if entry is None:
            return
        others = [e for e in self._entries if e.what == entry.what and e.key != entry.key]
        if not others:
            self.app.say(f"There is no other {_WORD[entry.what == ROLE]}.")
            return
        rows = [(e.key, Content.assemble(e.text, (f"  {e.people}", "$quiet"))) for e in others]

        async def keep(into: str | None) -> None:
            if into is not None:
                await self.send(do="merge", one=entry.key, into=into)

        self.app.push_screen(PickScreen(f"Merge ‘{entry.text}’ into", rows), keep)


def _looked(
    exercise: Exercise, kept: Any, answers: Sequence[Response], people: Sequence[Participant]
) -> tuple[list[Entry], list[Proposal]]:
    entries = Mentions(exercise, kept, answers, people).entries()
    return entries, proposals(entries, kept)


def _rows(entries: Sequence[Entry], found: Sequence[Proposal]) -> list[MergeRow]:
    rows = [
        MergeRow(
            What.PROPOSAL, p.one.key, p.one.text, p.into.key, p.into.text,
            f"{_WORD[p.one.what == ROLE]}s, {p.alike} % alike",
        )
        for p in found
    ]  # fmt: skip
    rows += [
        MergeRow(What.MERGED, key, text, entry.key, entry.text)
        for entry in entries
        for key, text in entry.others
    ]
    return rows + [
        MergeRow(
            What.ENTRY, entry.key, entry.text,
            note=f"{_WORD[entry.what == ROLE]}, {counted(entry.people, 'person', 'people')}",
        )
        for entry in entries
    ]  # fmt: skip
