"""Why curves fall, and what helps against it: for each reason a person chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.text import Text
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from workshop.analysis.prose import listed
from workshop.domain.commands import KindCommand
from workshop.domain.ids import ExerciseId
from workshop.domain.state import State
from workshop.kinds.curve.frame import stages_of
from workshop.kinds.curve.matching import ROOM, Matches, Reason
from workshop.tui.app import WorkshopApp
from workshop.tui.present import round_now
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane
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

    class Moved(RowList.Moved):
        """Another reason is selected."""

    class Chosen(RowList.Chosen):
        """Enter or a double click on the selected reason."""

    @property
    def row(self) -> ReasonRow | None:
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

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


class ReasonsScreen(Screen[None]):
    """Lists the reasons of one exercise; Enter chooses what helps against the selected one."""

    CSS_PATH = "../styles/reasons.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "what helps"),
        Binding("n", "next", "next without"),
        Binding("d", "unmatch", "take away"),
        Binding("u", "app.perform('undo')", "undo"),
        Binding("escape", "leave", "back"),
    ]
    app = getters.app(WorkshopApp)
    _list = getters.query_one(ReasonList)

    def __init__(self, exercise: ExerciseId) -> None:
        super().__init__()
        self._exercise = exercise
        self._matches: Matches | None = None
        self._seen: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="reasons-what")
        yield ReasonList()
        yield Pane(id="reasons-detail")
        yield Pane(id="reasons-armed")
        yield KeyLine()

    def on_mount(self) -> None:
        self._list.focus()
        self.watch(self.app, "state", self._follow)
        self.watch(self.app, "armed", self._show_armed)

    # -- what is seen ------------------------------------------------------------------------

    def _follow(self, state: State | None) -> None:
        """Draw anew where answers or matches have changed."""
        if state is None:
            return
        seen = (state.responses.get(self._exercise), state.kinds.get(self._exercise))
        if self._seen and seen[0] is self._seen[0] and seen[1] is self._seen[1]:
            return
        self._seen = seen
        exercise = state.plan.exercise(self._exercise)
        round_ = round_now(state, self._exercise)
        counting = [r for r in state.responses_to(self._exercise, round_) if r.counts]
        self._matches = Matches(exercise, seen[1], counting)
        # By stage, as they came within one.
        reasons = sorted(self._matches.reasons, key=lambda r: (r.stages, r.response.seq))
        self._list.show_rows([ReasonRow(reason, _stage(reason)) for reason in reasons])
        left = sum(not _is_answered(reason) for reason in reasons)
        said = f"{len(reasons)} reasons, {left} with nothing against them yet"
        stages = " · ".join(f"{n} {s.text}" for n, s in enumerate(stages_of(exercise), 1))
        self.query_one("#reasons-what", Pane).put(
            Content.assemble((exercise.title, "bold"), (f"  {said}\n{stages}", "$quiet"))
        )
        self._show_detail()

    def on_reason_list_moved(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        pane, row = self.query_one("#reasons-detail", Pane), self._list.row
        self.refresh_bindings()
        if row is None:
            pane.put("No reasons yet: whoever draws a curve may say why it falls.")
            return
        reason = row.reason
        lines = [_whence(row)]
        if reason.own:
            lines.append(f"they said it helps: {reason.own}")
        if reason.answered:
            lines.append(f"{reason.who} chose: {reason.answered.text}")
        pane.put(Content.assemble((reason.text, "bold"), ("\n" + " · ".join(lines), "$quiet")))

    def _show_armed(self) -> None:
        armed = self.app.armed
        self.query_one("#reasons-armed", Pane).put(
            f"{armed.line}   (Enter does it, Esc leaves it)" if armed else ""
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        row = self._list.row if self.is_mounted else None
        if action == "unmatch":
            return row is not None and row.reason.answered is not None
        return row is not None if action in ("choose", "next") else True

    # -- acting ------------------------------------------------------------------------------

    def action_choose(self) -> None:
        if self.app.armed is not None:
            self.app.perform(self.app.armed.action)
            return
        row, matches = self._list.row, self._matches
        if row is None or matches is None:
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
                await self._send(row.reason, "match", source=chosen.source, strategy=chosen.id)

        title = f"What helps against ‘{row.reason.text}’? (nearest in words first)"
        self.app.push_screen(PickScreen(title, rows, at=at), keep)

    def on_reason_list_chosen(self) -> None:
        self.action_choose()

    async def action_unmatch(self) -> None:
        if (row := self._list.row) is not None:
            await self._send(row.reason, "unmatch")

    async def _send(self, reason: Reason, do: str, **more: Any) -> None:
        saw = reason.answered.key if reason.answered else ""
        payload = {"do": do, "answer": str(reason.response.id), "saw": saw, **more}
        await self.app.act(KindCommand(self._exercise, payload))

    def action_next(self) -> None:
        """To the next reason with nothing against it, round and round."""
        rows, at = self._list.every, self._list.cursor + 1
        for row in (*rows[at:], *rows[:at]):
            if not _is_answered(row.reason):
                self._list.select(self._list.key(row))
                return
        self.app.say("Every reason has something against it.")

    def action_leave(self) -> None:
        if self.app.armed is not None:
            self.app.armed = None
        else:
            self.dismiss()


def _stage(reason: Reason) -> str:
    return listed([str(place + 1) for place in reason.stages], "or") or "–"


def _whence(row: ReasonRow) -> str:
    """Why a reason stands at its stage."""
    if not row.reason.stages:
        return "at no stage: their curve never falls"
    return f"at {row.stage}" if row.reason.placed else f"at {row.stage}: their steepest fall"


def _is_answered(reason: Reason) -> bool:
    return bool(reason.own or reason.answered)
