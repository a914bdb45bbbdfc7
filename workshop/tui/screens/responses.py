"""The answers of one exercise, one a line: read, correct, hide, star, park, link."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input

from workshop.domain import commands as cmd
from workshop.domain.ids import ExerciseId, ResponseId
from workshop.domain.moderation import is_looked_over, waits
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.domain.words import format_duration, format_time
from workshop.tui.app import WorkshopApp
from workshop.tui.screens.capture import CaptureScreen
from workshop.tui.widgets import answer_acts as acts
from workshop.tui.widgets.answer_list import AnswerList, whose
from workshop.tui.widgets.arrivals import Arrivals
from workshop.tui.widgets.asked import Asked, Lines, asked, exercise_on
from workshop.tui.widgets.counted import Counted, waiting
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.opening import themes_of
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.pick import PickScreen, exercise_rows, in_order_of_use
from workshop.tui.widgets.session import state_of

_CHUNK = 2000
"""So many answers are searched before the screen may paint again."""


class ResponsesScreen(Screen[None]):
    """Lists every answer to an exercise, the newest at the end."""

    CSS_PATH = "../styles/responses.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "correct", "correct"),
        Binding("y", "let_pass", "pass"),
        Binding("n", "next_waiting", "next ?"),
        Binding("s", "star", "star"),
        Binding("p", "park", "park"),
        Binding("h", "hide", "hide"),
        Binding("space", "mark", "mark"),
        Binding("m", "merge", "merge"),
        Binding("v", "evidence", "link"),
        Binding("w", "withdraw", "withdraw"),
        Binding("slash", "filter", "find"),
        Binding("a", "capture", "add", show=False),
        Binding("M", "app.perform('moderate')", "look over first", show=False),
        Binding("ctrl+n", "choose", "other"),
        Binding("t", "themes", "themes"),
        Binding("escape", "leave", "back"),
    ]
    app = getters.app(WorkshopApp)

    def __init__(self, exercise: ExerciseId | None = None) -> None:
        super().__init__()
        self._exercise = exercise
        self._arrivals = Arrivals(self, self._show_answers)
        self._lines = Lines(lambda: state_of(self.app))
        self._found: list[int] | None = None
        self._withdrawing: ResponseId | None = None
        self._waiting = Counted(self, waiting)

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="responses-what")
        yield AnswerList(self._lines, state=lambda: state_of(self.app), id="responses-list")
        yield Input(id="responses-filter", placeholder="Show answers with…", compact=True)
        with Vertical(id="responses-detail"):
            yield Pane(id="responses-text")
            yield Pane(id="responses-facts")
        yield KeyLine()

    def on_mount(self) -> None:
        self._exercise = self._exercise or exercise_on(state_of(self.app))
        self.watch(self.app, "state", self._state_changed)
        self._list.focus()

    @property
    def _list(self) -> AnswerList:
        return self.query_one(AnswerList)

    @property
    def _asked(self) -> Asked | None:
        return None if self._exercise is None else asked(state_of(self.app), self._exercise)

    @property
    def _selected(self) -> Response | None:
        id_ = self._list.selected
        return None if id_ is None else self._arrivals.answers.get(id_)

    # -- what is seen ------------------------------------------------------------------------

    def _state_changed(self, state: State | None) -> None:
        if state is not None and self._exercise is not None:
            self._arrivals.follow(state, self._exercise)
            # Votes, and what is looked over, stand beside the answers.
            self._list.refresh()
            self._show_what()
            self._show_detail()
            self.refresh_bindings()

    def _show_answers(self) -> None:
        """New answers, or something new about known ones."""
        if self._term:
            self.run_worker(self._find(self._term), group="find", exclusive=True)
        else:
            self._found = None
            self._show_rows()

    def _show_rows(self) -> None:
        ids = self._arrivals.ids
        places: Sequence[int] = range(len(ids)) if self._found is None else self._found
        self._list.show_answers(self._arrivals.answers, _Rows(ids, places))
        self._show_what()
        self._show_detail()

    def _show_what(self) -> None:
        chosen = self._asked
        if chosen is None:
            self.query_one("#responses-what", Pane).put("This plan has no exercise.")
            return
        count = len(self._arrivals.ids)
        facts = f"{count} answer{'' if count == 1 else 's'}"
        if self._found is not None:
            facts = f"{len(self._found)} of {facts} with ‘{self._term}’"
        state = state_of(self.app)
        here = self._arrivals.answers
        if merged := sum(len(ids) for into, ids in state.merged.items() if into in here):
            facts += f", {merged} merged into others"
        first = ""
        if state.moderated:
            first = f"  looked over first: {self._waiting.of(state, self._exercise)} wait"
        self.query_one("#responses-what", Pane).put(
            Content.assemble(
                (chosen.exercise.title, "bold"), (f"  {facts}", "$quiet"), (first, "bold $accent")
            )
        )

    def on_answer_list_moved(self) -> None:
        self._withdrawing = None
        self._show_detail()

    def _show_detail(self) -> None:
        response = self._selected
        text, facts = (
            self.query_one("#responses-text", Pane),
            self.query_one("#responses-facts", Pane),
        )
        if response is None:
            nothing = "Nothing found." if self._term else "No answers yet: a adds one."
            text.put(Content.styled(nothing, "$quiet"))
            facts.put("")
            return
        text.put(self._lines(response))
        state = state_of(self.app)
        said = [*_facts(state, response), *acts.merged_facts(state, response, self._lines)]
        facts.put(Content.styled(" · ".join(said), "$quiet"))

    # -- finding -----------------------------------------------------------------------------

    @property
    def _term(self) -> str:
        return self.query_one("#responses-filter", Input).value.strip().casefold()

    def on_input_changed(self, _event: Input.Changed) -> None:
        self._show_answers()

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        self._list.focus()

    async def _find(self, term: str) -> None:
        """Look through all answers a piece at a time, so that keys are never kept waiting."""
        found: list[int] = []
        ids, answers = list(self._arrivals.ids), self._arrivals.answers
        for place, id_ in enumerate(ids):
            response = answers.get(id_)
            if response is None:
                continue
            text = f"{self._lines(response)} {whose(state_of(self.app), response)}"
            if term in text.casefold():
                found.append(place)
            if place % _CHUNK == _CHUNK - 1:
                await asyncio.sleep(0)
        self._found = found
        self._show_rows()

    def action_filter(self) -> None:
        self.query_one("#responses-filter", Input).focus()
        self.add_class("-finding")

    def action_leave(self) -> None:
        box = self.query_one("#responses-filter", Input)
        if self._list.marked and self._list.has_focus:
            self._list.marked = []
            self._list.refresh()
        elif box.has_focus or box.value:
            box.value = ""
            self.remove_class("-finding")
            self._list.focus()
        else:
            self.dismiss()

    # -- acting ------------------------------------------------------------------------------

    def on_answer_list_chosen(self) -> None:
        self.action_correct()

    def action_correct(self) -> None:
        if self._selected is not None:
            self.app.push_screen(CaptureScreen(correct=self._selected.id))

    def action_capture(self) -> None:
        self.app.push_screen(CaptureScreen(self._exercise))

    async def action_star(self) -> None:
        if self._selected is not None:
            await self.app.act(cmd.StarResponse(self._selected.id, not self._selected.starred))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action in ("let_pass", "next_waiting"):
            return self.app.state is not None and self.app.state.moderated
        return True

    async def action_let_pass(self) -> None:
        """Let an answer onto the room's screen, or take it off again; then on to the next."""
        response = self._selected
        if response is None or not is_looked_over(response):
            self.app.say("Nothing here has to be looked over.")
            return
        passes = not response.passed
        if await self.app.act(cmd.PassResponse(response.id, passes)) is not None and passes:
            self.action_next_waiting()

    def action_next_waiting(self) -> None:
        """To the next answer that waits, round and round."""
        state, arrivals = state_of(self.app), self._arrivals
        at = arrivals.ids.index(self._list.selected) + 1 if self._list.selected else 0
        for id_ in (*arrivals.ids[at:], *arrivals.ids[:at]):
            if waits(state, arrivals.answers[id_]):
                self._list.select(id_)
                return
        self.app.say("None waits.")

    async def action_park(self) -> None:
        if self._selected is not None:
            await acts.park(self.app, self._selected)

    async def action_hide(self) -> None:
        if self._selected is not None:
            await acts.hide(self.app, self._selected, self._lines(self._selected))

    def action_mark(self) -> None:
        """Mark the selected answer as one of those to merge, or no longer; then on to the next."""
        if self._selected is not None:
            marked, id_ = self._list.marked, self._selected.id
            self._list.marked = [m for m in marked if m != id_] if id_ in marked else [*marked, id_]
            self._list.cursor += 1
            self._list.refresh()

    async def action_merge(self) -> None:
        if self._selected is None:
            return
        done = await acts.merge(self.app, self._selected, self._list.marked)
        if done is not None:
            self._list.marked = []
            if done.into is not None:
                self._list.select(done.into)
            self._list.refresh()

    async def action_withdraw(self) -> None:
        """Take an answer back for good; asked twice."""
        response = self._selected
        if response is None or response.withdrawn:
            return
        if self._withdrawing != response.id:
            self._withdrawing = response.id
            self.app.say("w again withdraws this answer (u on the run screen takes that back).")
            return
        self._withdrawing = None
        await self.app.act(cmd.WithdrawResponse(response.id))

    def action_evidence(self) -> None:
        if self._selected is not None:
            acts.evidence(self.app, self._selected)

    def action_themes(self) -> None:
        """The themes of these answers, where their kind has any."""
        themes_of(self.app, self._exercise)

    def action_choose(self) -> None:
        state = state_of(self.app)
        rows = exercise_rows(state, in_order_of_use(state))
        self.app.push_screen(PickScreen("Answers to", rows, at=self._exercise), self._chosen)

    def _chosen(self, exercise: str | None) -> None:
        if exercise is not None and exercise != self._exercise:
            self._exercise = ExerciseId(exercise)
            self._list.marked = []
            self._lines.clear()
            self._arrivals.follow(state_of(self.app), self._exercise)


def _facts(state: State, response: Response) -> list[str]:
    """When, whence, where in the hour, and what was done with an answer."""
    facts = [format_time(response.at, state.plan.zone), response.source.value]
    if response.segment is not None and response.offset_s is not None:
        title = state.plan.segment(response.segment).title
        facts.append(f"{title} +{format_duration(int(response.offset_s))}")
    facts.append(whose(state, response))
    votes = len(state.voters(response.id))
    facts.append(f"{votes} {'vote' if votes == 1 else 'votes'}" if votes else "")
    facts.append("waits (y passes it)" if waits(state, response) else "")
    facts.append("passed" if response.passed else "")
    facts.append(f"round {response.round}" if response.round > 1 else "")
    facts.append("starred" if response.starred else "")
    facts.append("on the parking lot" if response.parked else "")
    facts.append("withdrawn" if response.withdrawn else "")
    facts.append(f"hidden: {response.hidden}" if response.hidden else "")
    linked = [id_ for id_, record in state.objectives.items() if response.id in record.evidence]
    facts.append(f"evidence for {', '.join(linked)}" if linked else "")
    return [fact for fact in facts if fact]


class _Rows(Sequence[tuple[int, ResponseId]]):
    """Numbered ids at some places of a long list, without copying it."""

    def __init__(self, ids: list[ResponseId], places: Sequence[int]) -> None:
        self._ids = ids
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> tuple[int, ResponseId]:  # type: ignore[override]
        place = self._places[index]
        return place + 1, self._ids[place]
