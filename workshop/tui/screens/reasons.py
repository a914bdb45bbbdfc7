"""Why curves fall, and what helps against it: for each reason a person chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.text import Text
from textual import getters, on
from textual.binding import Binding, BindingType
from textual.content import Content

from workshop.analysis.prose import listed
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.kinds.curve.frame import stages_of
from workshop.kinds.curve.matching import ROOM, Matches, Reason
from workshop.tui.screens.deciding import LAST_KEYS, DecidingScreen
from workshop.tui.widgets.pick import PickScreen
from workshop.tui.widgets.row_list import RowList

_FROM_ROOM = "  (said in the room)"


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason with the number of its stage, and whether something answers it."""

    reason: Reason
    stage: str


class ReasonList(RowList[ReasonRow]):
    """Reasons by stage; ✓ those that something answers, said by its writer or chosen here."""

    @property
    def every(self) -> Sequence[ReasonRow]:
        return self._rows

    def key(self, row: ReasonRow) -> str:
        return row.reason.response.id

    def draw(self, row: ReasonRow) -> Text:
        reason, quiet = row.reason, self.part("quiet")
        answer = reason.answered.text if reason.answered else reason.own
        text = Text(no_wrap=True, end="")
        text.append("✓ " if answer else "  ", self.part("mark"))
        text.append(f"{row.stage:<4}", quiet)
        text.append("★ " if reason.response.starred else "", self.part("mark"))
        text.append(reason.text)
        text.append(f"  → {answer}" if answer else "", quiet)
        return text


class ReasonsScreen(DecidingScreen):
    """Lists the reasons of one exercise; Enter chooses what helps against the selected one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "what helps"),
        Binding("n", "next", "next without"),
        Binding("d", "unmatch", "take away"),
        *LAST_KEYS,
    ]
    _list = getters.query_one(ReasonList)

    def __init__(self, exercise: ExerciseId) -> None:
        super().__init__(exercise)
        self._matches: Matches | None = None

    def lists(self) -> ReasonList:
        return ReasonList()

    # -- what is seen ------------------------------------------------------------------------

    def look(self, state: State, exercise: Exercise, answers: Sequence[Response]) -> None:
        self._matches = Matches(exercise, state.kinds.get(exercise.id), answers)
        # By stage, as they came within one.
        reasons = sorted(self._matches.reasons, key=lambda r: (r.stages, r.response.seq))
        self._list.show_rows([ReasonRow(reason, _stage(reason)) for reason in reasons])
        left = sum(not _is_answered(reason) for reason in reasons)
        said = f"{len(reasons)} reasons, {left} with nothing against them yet"
        stages = " · ".join(f"{n} {s.text}" for n, s in enumerate(stages_of(exercise), 1))
        self.say_what(exercise.title, f"{said}\n{stages}")

    def show_detail(self) -> None:
        row = self._list.row
        if row is None:
            self.say_detail("No reasons yet: whoever draws a curve may say why it falls.")
            return
        reason = row.reason
        lines = [_whence(row)]
        if reason.own:
            lines.append(f"they said it helps: {reason.own}")
        if reason.answered:
            lines.append(f"{reason.who} chose: {reason.answered.text}")
        self.say_detail(
            Content.assemble((reason.text, "bold"), ("\n" + " · ".join(lines), "$quiet"))
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        row = self._list.row if self.is_mounted else None
        if action == "unmatch":
            return row is not None and row.reason.answered is not None
        return row is not None if action in ("choose", "next") else True

    # -- acting ------------------------------------------------------------------------------

    def action_choose(self) -> None:
        row, matches = self._list.row, self._matches
        if self.do_armed() or row is None or matches is None:
            return
        strategies = {s.key: s for s in matches.nearest_first(row.reason)}
        if not strategies:
            self.app.say("Nobody has said what helps, and the exercise lists nothing.")
            return
        rows = [
            (key, Content.assemble(s.text, (_FROM_ROOM if s.source == ROOM else "", "$quiet")))
            for key, s in strategies.items()
        ]
        at = row.reason.answered.key if row.reason.answered else None

        async def keep(key: str | None) -> None:
            if key is not None:
                chosen = strategies[key]
                await self._decide(row.reason, "match", source=chosen.source, strategy=chosen.id)

        title = f"What helps against ‘{row.reason.text}’? (nearest in words first)"
        self.app.push_screen(PickScreen(title, rows, at=at), keep)

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_choose()

    async def action_unmatch(self) -> None:
        if (row := self._list.row) is not None:
            await self._decide(row.reason, "unmatch")

    async def _decide(self, reason: Reason, do: str, **more: Any) -> None:
        saw = reason.answered.key if reason.answered else ""
        await self.send(do=do, answer=str(reason.response.id), saw=saw, **more)

    def action_next(self) -> None:
        """To the next reason with nothing against it, round and round."""
        rows, at = self._list.every, self._list.cursor + 1
        for row in (*rows[at:], *rows[:at]):
            if not _is_answered(row.reason):
                self._list.select(self._list.key(row))
                return
        self.app.say("Every reason has something against it.")


def _stage(reason: Reason) -> str:
    return listed([str(place + 1) for place in reason.stages], "or") or "–"


def _whence(row: ReasonRow) -> str:
    """Why a reason stands at its stage."""
    if not row.reason.stages:
        return "at no stage: their curve never falls"
    return f"at {row.stage}" if row.reason.placed else f"at {row.stage}: their steepest fall"


def _is_answered(reason: Reason) -> bool:
    return bool(reason.own or reason.answered)
