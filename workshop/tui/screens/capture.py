"""Answers typed in fast: one line, Enter, the box is free again."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from workshop.domain.commands import CommandBody, SubmitResponse
from workshop.domain.ids import CommandId, ExerciseId, ResponseId
from workshop.domain.state import State
from workshop.tui.app import WorkshopApp
from workshop.tui.screens.capture_shown import hint, is_for, sends, typed_again, waiting, what
from workshop.tui.widgets.answer_list import AnswerList
from workshop.tui.widgets.arrivals import Arrivals
from workshop.tui.widgets.asked import Asked, Lines, asked, exercise_on
from workshop.tui.widgets.drafted import DraftedInput
from workshop.tui.widgets.form_screen import FormScreen
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.outbox import Letter, outbox_of
from workshop.tui.widgets.own_answers import OwnAnswers
from workshop.tui.widgets.pick import pick_exercise
from workshop.tui.widgets.session import me, state_of
from workshop.tui.widgets.typed import addressed, held_table, who

_RECENT = 30


class CaptureScreen(ModalScreen[None]):
    """Takes answers to one exercise.

    `masked`: one line without any context, what is typed hidden, for a display that the room
    sees. `correct`: one answer to put right, then leave.
    """

    CSS_PATH = "../styles/capture.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "send"),
        Binding("up", "earlier", "correct"),
        Binding("down", "later", "newer", show=False),
        Binding("ctrl+t", "keep_table", "table"),
        Binding("ctrl+o", "form", "form"),
        Binding("ctrl+n", "choose", "exercise"),
        Binding("escape", "leave", "back"),
    ]
    app = getters.app(WorkshopApp)
    _input = getters.query_one("#capture-input", DraftedInput)

    def __init__(
        self,
        exercise: ExerciseId | None = None,
        masked: bool = False,
        *,
        correct: ResponseId | None = None,
    ) -> None:
        super().__init__(classes="-masked" if masked else None)
        self._exercise = exercise
        self._masked = masked
        self._single = correct
        self._table = ""
        self._mine = OwnAnswers()
        self._lines = Lines(lambda: state_of(self.app))
        self._arrivals = Arrivals(self, self._show_recent)

    def compose(self) -> ComposeResult:
        if self._masked:
            with Horizontal(id="capture-line"):
                yield Label("▸ ", id="capture-to")
                yield DraftedInput(
                    password=True, compact=True, id="capture-input", select_on_focus=False
                )
                yield Static("", id="capture-error")
            return
        with Vertical(id="capture"):
            yield Glance()
            yield Static(id="capture-what")
            yield Static(id="capture-prompt")
            recent = AnswerList(self._lines, id="capture-recent")
            recent.can_focus = False
            yield recent
            yield Static(id="capture-waiting")
            with Horizontal(id="capture-line"):
                yield Label("▸", id="capture-to")
                yield DraftedInput(id="capture-input", select_on_focus=False)
            yield Static(id="capture-error")
            yield KeyLine()

    def on_mount(self) -> None:
        state = self._state
        if self._single is not None:
            self._exercise = state.response_exercise.get(self._single)
        self._exercise = self._exercise or exercise_on(state)
        outbox_of(self.app).changed.subscribe(self, self._outbox_changed)
        self.watch(self.app, "state", self._state_changed)
        self._begin()

    def _begin(self) -> None:
        """Set everything up for the exercise chosen."""
        chosen = self._asked
        if chosen is None:
            self._say("This plan has no exercise: take a note instead (Esc, then t).", wrong=True)
            self._input.disabled = True
            return
        self._lines.clear()
        self._arrivals.follow(self._state, chosen.exercise.id)
        self._mine.find(self._arrivals, me(self.app).id)
        if not self._masked:
            self._input.placeholder = chosen.hint
            self._say("")
            self.query_one("#capture-prompt", Static).update(chosen.exercise.prompt)
        self._input.take_up(f"capture/{self._exercise}")
        self._refresh_words()
        self._input.focus()
        if self._single is not None:
            self._edit(self._single)

    # -- what is seen ------------------------------------------------------------------------

    @property
    def _state(self) -> State:
        return state_of(self.app)

    @property
    def _asked(self) -> Asked | None:
        return None if self._exercise is None else asked(self._state, self._exercise)

    def _is_here(self, body: CommandBody) -> bool:
        return is_for(self._state, self._exercise, body)

    def _state_changed(self, state: State | None) -> None:
        if state is not None and self._exercise is not None:
            self._arrivals.follow(state, self._exercise)
            self._refresh_words()

    def _show_recent(self) -> None:
        if self._masked:
            return
        ids = self._arrivals.ids
        start = max(0, len(ids) - _RECENT)
        rows = list(enumerate(ids[start:], start=start + 1))
        self.query_one(AnswerList).show_answers(self._arrivals.answers, rows)

    def _refresh_words(self) -> None:
        chosen = self._asked
        if self._masked or chosen is None:
            return
        said = what(self._state, chosen, len(self._arrivals.answers))
        self.query_one("#capture-what", Static).update(said)
        correcting = self._mine.correcting is not None
        to = "correct it" if correcting else who(self._table, "")
        self.query_one("#capture-to", Label).update(f"{to} ▸".strip())
        self.query_one(AnswerList).set_class(correcting, "-correcting")
        still = waiting(outbox_of(self.app), self._is_here)
        self.query_one("#capture-waiting", Static).update(still)

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        if self._masked and wrong:
            # The sentence may repeat what was typed, which the room must not read.
            sentence = "not taken: correct it"
        elif not sentence and not self._masked and (chosen := self._asked) is not None:
            sentence = hint(chosen)
        error = self.query_one("#capture-error", Static)
        error.update(f"! {sentence}" if wrong else sentence)
        error.set_class(wrong, "-wrong")

    # -- lines -------------------------------------------------------------------------------

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._take_line(event.value)

    def action_send(self) -> None:
        self._take_line(self._input.value)

    def _take_line(self, line: str) -> None:
        start, chosen = addressed(line), self._asked
        if chosen is None or (not start.text and not start.table and not start.badge):
            return
        if not start.text and start.table:
            self._table, self._input.value = start.table, ""
            self._say(f"Everything now goes to table {start.table}; ctrl+t lets go of it.")
            self._refresh_words()
            return
        try:
            answers = chosen.parse(start.text)
        except ValueError as error:
            self._say(str(error), wrong=True)
            return
        key = uuid4().hex
        body = sends(self._state, chosen.exercise.id, key, answers, start,
                     table=self._table, corrects=self._mine.correcting)  # fmt: skip
        outbox_of(self.app).put(Letter(CommandId(key), body, line.strip()))
        self._input.value = ""
        self._say("")
        self._end_correcting()

    def _outbox_changed(self, kept: Letter | None) -> None:
        body = kept.body if kept is not None else None
        if isinstance(body, SubmitResponse) and self._is_here(body):
            response = ResponseId(body.key)
            self._mine.ids.append(response)
            self._arrivals.add(response)
        self._refresh_words()
        if self._masked:
            self._say("…" if outbox_of(self.app).stuck else "✓")

    def action_keep_table(self) -> None:
        """Hold on to the table in the box or of the last answer; let go of one that is held."""
        last = self._state.response(self._mine.ids[-1]) if self._mine.ids else None
        held = held_table(self._input.value, self._table, last.table if last is not None else "")
        if held is None:
            self._say("Type t4 first, then ctrl+t keeps table 4 for every answer.")
            return
        self._table, self._input.value = held
        said = f"Everything now goes to table {self._table}." if self._table else "No table now."
        self._say(said)
        self._refresh_words()

    # -- correcting --------------------------------------------------------------------------

    def action_earlier(self) -> None:
        """Take the answer before into the box; one that was not taken comes first."""
        if self._masked:
            return
        refused = outbox_of(self.app).take_refused(self._is_here)
        if refused is not None:
            self._input.value = refused.typed
            self._say(refused.refused, wrong=True)
        elif (before := self._mine.before()) is not None:
            self._edit(before)
        elif not self._mine.ids:
            self._say("Nothing typed here yet; r lists every answer.")

    def action_later(self) -> None:
        if (after := self._mine.after()) is not None:
            self._edit(after)
        else:
            self._end_correcting()

    def _edit(self, id_: ResponseId) -> None:
        response = self._state.response(id_)
        if response is None:
            self._mine.forget(id_)
            self._say("That answer is no longer there.")
            return
        self._mine.correcting = id_
        self._input.take_up(f"capture/{id_}", typed_again(response, self._lines(response)))
        self.query_one(AnswerList).select(id_)
        self._say("Enter corrects it, ↓ or Esc leaves it as it was.")
        self._refresh_words()

    def _end_correcting(self) -> None:
        if self._mine.correcting is None:
            return
        self._mine.correcting = None
        if self._single is not None:
            self.dismiss()
            return
        self._input.take_up(f"capture/{self._exercise}")
        self._say("")
        self._refresh_words()

    # -- elsewhere ---------------------------------------------------------------------------

    def action_form(self) -> None:
        """The same exercise as a form to fill in field by field."""
        if self._exercise is not None and not self._masked:
            sheet = FormScreen(self._exercise, table=self._table, correct=self._mine.correcting)
            self.app.push_screen(sheet, self._form_left)

    def _form_left(self, corrected: bool | None) -> None:
        if corrected and self._mine.correcting is not None:
            self._input.let_go()
            self._end_correcting()

    def action_choose(self) -> None:
        if not self._masked and self._single is None:
            pick_exercise(self.app, "Answers to", self._exercise, self._chosen)

    def _chosen(self, exercise: ExerciseId) -> None:
        if exercise != self._exercise:
            self._mine.correcting = None
            self._exercise = exercise
            self._begin()

    def action_leave(self) -> None:
        if self._mine.correcting is None:
            self.dismiss()
            return
        self._input.let_go()
        self._end_correcting()
