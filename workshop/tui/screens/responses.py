"""The answers of one exercise, one a line: read, correct, hide, star, park, link."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen

from workshop.domain import commands as cmd
from workshop.domain.ids import ExerciseId
from workshop.domain.moderation import is_looked_over
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.tui.actions import binding_of
from workshop.tui.app import WorkshopApp
from workshop.tui.screens.capture import CaptureScreen
from workshop.tui.screens.responses_shown import facts_of, next_waiting, what
from workshop.tui.twice import Twice
from workshop.tui.widgets import answer_acts as acts
from workshop.tui.widgets.answer_filter import AnswerFilter
from workshop.tui.widgets.answer_list import AnswerList, whose
from workshop.tui.widgets.arrivals import Arrivals
from workshop.tui.widgets.asked import Lines, exercise_on
from workshop.tui.widgets.counted import Counted, waiting
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.opening import themes_of
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.pick import pick_exercise
from workshop.tui.widgets.session import state_of


class ResponsesScreen(Screen[None]):
    """Lists every answer to an exercise, the newest at the end."""

    CSS_PATH = "../styles/responses.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "correct", "correct"),
        Binding("y", "let_pass", "pass", tooltip="Let it onto the room's screen, or off it again"),
        Binding(
            "n", "next_waiting", "next ?", tooltip="To the next answer that waits to be looked over"
        ),
        Binding("s", "act('star')", "star", tooltip="Star the answer, or take the star away"),
        Binding("p", "act('park')", "park", tooltip="Put the answer on the parking lot"),
        Binding(
            "h", "act('hide')", "hide", tooltip="Hide the answer with a reason, or show it again"
        ),
        Binding("space", "mark", "mark", tooltip="Mark answers that say the same"),
        Binding(
            "m", "merge", "merge", tooltip="Merge what is marked, or take what is merged apart"
        ),
        Binding(
            "v",
            "act('evidence')",
            "link",
            tooltip="Link it to an objective as its evidence, or unlink it",
        ),
        Binding("w", "withdraw", "withdraw", tooltip="Take the answer back for good (press twice)"),
        Binding("slash", "filter", "find", tooltip="Only answers with a text"),
        Binding("a", "capture", "add", tooltip="Type answers", show=False),
        binding_of("moderate"),
        Binding("ctrl+n", "choose", "other", tooltip="The answers of another exercise"),
        Binding("t", "themes", "themes"),
        Binding("escape", "leave", "back"),
    ]
    app = getters.app(WorkshopApp)
    _list = getters.query_one(AnswerList)
    _filter = getters.query_one(AnswerFilter)

    def __init__(self, exercise: ExerciseId | None = None) -> None:
        super().__init__()
        self._exercise = exercise
        self._arrivals = Arrivals(self, lambda: self._filter.look())
        self._lines = Lines(lambda: state_of(self.app))
        self._withdrawing = Twice()
        self._waiting = Counted(self, waiting)

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="responses-what")
        yield AnswerList(self._lines, state=lambda: state_of(self.app), id="responses-list")
        yield AnswerFilter(self._arrivals, self._searched, self._show_rows, id="responses-filter")
        with Vertical(id="responses-detail"):
            yield Pane(id="responses-text")
            yield Pane(id="responses-facts")
        yield KeyLine()

    def on_mount(self) -> None:
        self._exercise = self._exercise or exercise_on(state_of(self.app))
        self.watch(self.app, "state", self._state_changed)
        self._list.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action in ("let_pass", "next_waiting"):
            return self.app.state is not None and self.app.state.moderated
        return True

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

    def _searched(self, response: Response) -> str:
        return f"{self._lines(response)} {whose(state_of(self.app), response)}"

    def _show_rows(self) -> None:
        self._list.show_answers(self._arrivals.answers, self._filter.rows)
        self._show_what()
        self._show_detail()

    def _show_what(self) -> None:
        said = Content("This plan has no exercise.")
        if self._exercise is not None:
            state, found = state_of(self.app), self._filter.found
            said = what(
                state,
                self._exercise,
                self._arrivals,
                None if found is None else len(found),
                self._filter.term,
                self._waiting.of(state, self._exercise) if state.moderated else 0,
            )
        self.query_one("#responses-what", Pane).put(said)

    def _show_detail(self) -> None:
        response = self._selected
        if response is None:
            nothing = "Nothing found." if self._filter.term else "No answers yet: a adds one."
            text, facts = Content.styled(nothing, "$quiet"), Content("")
        else:
            said = facts_of(state_of(self.app), response, self._lines)
            text, facts = Content(self._lines(response)), Content.styled(" · ".join(said), "$quiet")
        self.query_one("#responses-text", Pane).put(text)
        self.query_one("#responses-facts", Pane).put(facts)

    @on(AnswerList.Moved)
    def _moved(self) -> None:
        self._withdrawing.forget()
        self._show_detail()

    # -- finding one's way -------------------------------------------------------------------

    def action_filter(self) -> None:
        self._filter.focus()
        self.add_class("-finding")

    @on(AnswerFilter.Submitted)
    def _filtered(self) -> None:
        self._list.focus()

    def action_next_waiting(self) -> None:
        following = next_waiting(state_of(self.app), self._arrivals, self._list.selected)
        if following is None:
            self.app.say("None waits.")
        else:
            self._list.select(following)

    def action_choose(self) -> None:
        pick_exercise(self.app, "Answers to", self._exercise, self._chosen)

    def _chosen(self, exercise: ExerciseId) -> None:
        if exercise != self._exercise:
            self._exercise = exercise
            self._list.marked = []
            self._lines.clear()
            self._arrivals.follow(state_of(self.app), self._exercise)

    def action_themes(self) -> None:
        """The themes of these answers, where their kind has any."""
        themes_of(self.app, self._exercise)

    def action_leave(self) -> None:
        """Let go of the marks first, then of what is searched for, then leave."""
        if self._list.marked and self._list.has_focus:
            self._list.unmark()
        elif self._filter.has_focus or self._filter.value:
            self._filter.value = ""
            self.remove_class("-finding")
            self._list.focus()
        else:
            self.dismiss()

    # -- acting ------------------------------------------------------------------------------

    @on(AnswerList.Chosen)
    def action_correct(self) -> None:
        if self._selected is not None:
            self.app.push_screen(CaptureScreen(correct=self._selected.id))

    def action_capture(self) -> None:
        self.app.push_screen(CaptureScreen(self._exercise))

    async def action_act(self, act: str) -> None:
        """One of `acts.ACTS` on the selected answer."""
        if self._selected is not None:
            await acts.ACTS[act](self.app, self._selected, self._lines)

    async def action_let_pass(self) -> None:
        """Let an answer onto the room's screen, or take it off again; then on to the next."""
        response = self._selected
        if response is None or not is_looked_over(response):
            self.app.say("Nothing here has to be looked over.")
            return
        passes = not response.passed
        if await self.app.act(cmd.PassResponse(response.id, passes)) is not None and passes:
            self.action_next_waiting()

    def action_mark(self) -> None:
        if self._selected is not None:
            self._list.mark(self._selected.id)

    async def action_merge(self) -> None:
        if self._selected is None:
            return
        done = await acts.merge(self.app, self._selected, self._list.marked)
        if done is not None:
            self._list.unmark()
            if done.into is not None:
                self._list.select(done.into)

    async def action_withdraw(self) -> None:
        """Take an answer back for good; asked twice."""
        response = self._selected
        if response is None or response.withdrawn:
            return
        if self._withdrawing.asked(response.id):
            await self.app.act(cmd.WithdrawResponse(response.id))
        else:
            self.app.say("w again withdraws this answer (u on the run screen takes that back).")
