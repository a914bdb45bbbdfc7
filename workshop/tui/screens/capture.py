"""Answers typed in fast: one line, Enter, the box is free again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import uuid4

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from workshop.domain.commands import AmendResponse, CommandBody, SubmitResponse
from workshop.domain.ids import CommandId, ExerciseId, ResponseId
from workshop.domain.records import Source
from workshop.domain.state import State
from workshop.tui.app import WorkshopApp
from workshop.tui.widgets.answer_list import AnswerList
from workshop.tui.widgets.arrivals import Arrivals
from workshop.tui.widgets.asked import Asked, Lines, asked, exercise_on
from workshop.tui.widgets.form_screen import FormScreen
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.outbox import Letter, Outbox, outbox_of
from workshop.tui.widgets.pick import PickScreen, exercise_rows, in_order_of_use
from workshop.tui.widgets.session import me, state_of
from workshop.tui.widgets.typed import Addressed, addressed, who

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
        self._correcting: ResponseId | None = None
        self._table = ""
        self._mine: list[ResponseId] = []
        self._lines = Lines(lambda: state_of(self.app))
        self._arrivals = Arrivals(self, self._show_recent)

    # -- what is seen ------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        if self._masked:
            with Horizontal(id="capture-line"):
                yield Label("▸ ", id="capture-to")
                yield Input(password=True, compact=True, id="capture-input", select_on_focus=False)
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
                yield Input(id="capture-input", select_on_focus=False)
            yield Static(id="capture-error")
            yield KeyLine()

    def on_mount(self) -> None:
        state = self._state
        if self._single is not None:
            self._exercise = state.response_exercise.get(self._single)
        self._exercise = self._exercise or exercise_on(state)
        self._outbox.changed.subscribe(self, self._outbox_changed)
        self.watch(self.app, "state", self._state_changed)
        self._begin()

    @property
    def _state(self) -> State:
        return state_of(self.app)

    @property
    def _outbox(self) -> Outbox:
        return outbox_of(self.app)

    @property
    def _asked(self) -> Asked | None:
        return None if self._exercise is None else asked(self._state, self._exercise)

    def _begin(self) -> None:
        """Set everything up for the exercise chosen."""
        chosen = self._asked
        if chosen is None:
            self._say("This plan has no exercise: take a note instead (Esc, then t).", wrong=True)
            self._input.disabled = True
            return
        self._lines.clear()
        self._arrivals.follow(self._state, chosen.exercise.id)
        self._mine = self._typed_here()
        if not self._masked:
            self._input.placeholder = chosen.hint
            self._say("")
            self.query_one("#capture-prompt", Static).update(chosen.exercise.prompt)
        self._input.value = self.app.drafts.get(self._draft)
        self._input.cursor_position = len(self._input.value)
        self._refresh_words()
        self._input.focus()
        if self._single is not None:
            self._edit(self._single)

    def _typed_here(self) -> list[ResponseId]:
        """The newest answers that this terminal typed, oldest first."""
        typist, answers = me(self.app).id, self._arrivals.answers
        newest = [answers[id_] for id_ in self._arrivals.ids[-200:]]
        return [r.id for r in newest if r.by == typist and r.source is Source.KEYBOARD]

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
        self.query_one("#capture-what", Static).update(
            _what(self._state, chosen, len(self._arrivals.answers))
        )
        to = who(self._table, "") if self._correcting is None else "correct it"
        self.query_one("#capture-to", Label).update(f"{to} ▸".strip())
        self.query_one(AnswerList).set_class(self._correcting is not None, "-correcting")
        self.query_one("#capture-waiting", Static).update(_waiting(self._outbox, self._is_here))

    def _is_here(self, body: CommandBody) -> bool:
        """Whether a command is an answer, or a correction of one, to the exercise chosen."""
        if isinstance(body, AmendResponse):
            return self._state.response_exercise.get(body.corrects) == self._exercise
        return isinstance(body, SubmitResponse) and body.exercise == self._exercise

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        if self._masked and wrong:
            # The sentence may repeat what was typed, which the room must not read.
            sentence = "not taken: correct it"
        error = self.query_one("#capture-error", Static)
        error.update(f"! {sentence}" if wrong else sentence or self._hint)
        error.set_class(wrong, "-wrong")

    @property
    def _hint(self) -> str:
        """How a line is typed, where nothing more pressing has to be said."""
        chosen = self._asked
        if self._masked or chosen is None:
            return ""
        return f"{chosen.hint} · t4 or #17 first names a table or a badge".removeprefix(" · ")

    # -- lines -------------------------------------------------------------------------------

    @property
    def _input(self) -> Input:
        return self.query_one("#capture-input", Input)

    @property
    def _draft(self) -> str:
        return f"capture/{self._correcting or self._exercise}"

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "capture-input":
            self.app.drafts.set(self._draft, event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "capture-input":
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
        self._put(chosen.exercise.id, answers, start, line.strip())
        self.app.drafts.clear(self._draft)
        self._input.value = ""
        self._say("")
        self._end_correcting()

    def _put(
        self, exercise: ExerciseId, answers: Mapping[str, Any], start: Addressed, typed: str
    ) -> None:
        """Send answers: a correction where one is under way, else a new one."""
        key = uuid4().hex
        body: SubmitResponse | AmendResponse
        if self._correcting is not None:
            body = AmendResponse(self._correcting, key, answers, start.table, start.badge)
        else:
            record = self._state.exercises.get(exercise)
            body = SubmitResponse(
                exercise, key, answers, round=record.round if record else 0,
                table=start.table or self._table, badge=start.badge,
            )  # fmt: skip
        self._outbox.put(Letter(CommandId(key), body, typed))

    def _outbox_changed(self, kept: Letter | None) -> None:
        body = kept.body if kept is not None else None
        if isinstance(body, SubmitResponse) and self._is_here(body):
            response = ResponseId(body.key)
            self._mine.append(response)
            self._arrivals.add(response)
        self._refresh_words()
        if self._masked:
            self._say("…" if self._outbox.stuck else "✓")

    # -- correcting --------------------------------------------------------------------------

    def action_earlier(self) -> None:
        """Take the answer before into the box; one that was not taken comes first."""
        if self._masked:
            return
        refused = self._outbox.take_refused(self._is_here)
        if refused is not None:
            self._input.value = refused.typed
            self._say(refused.refused, wrong=True)
            return
        mine = self._mine
        place = mine.index(self._correcting) if self._correcting in mine else len(mine)
        if place > 0:
            self._edit(mine[place - 1])
        elif not mine:
            self._say("Nothing typed here yet; r lists every answer.")

    def action_later(self) -> None:
        if self._correcting is None:
            return
        place = self._mine.index(self._correcting) if self._correcting in self._mine else -1
        if 0 <= place < len(self._mine) - 1:
            self._edit(self._mine[place + 1])
        else:
            self._end_correcting()

    def _edit(self, id_: ResponseId) -> None:
        response = self._state.response(id_)
        if response is None:
            self._mine = [known for known in self._mine if known != id_]
            self._say("That answer is no longer there.")
            return
        self._correcting = id_
        named = f"t{response.table} " if response.table.isdecimal() else ""
        named += f"#{response.badge} " if response.badge else ""
        kept = self.app.drafts.get(self._draft)
        self._input.value = kept or named + self._lines(response)
        self._input.cursor_position = len(self._input.value)
        self.query_one(AnswerList).select(id_)
        self._say("Enter corrects it, ↓ or Esc leaves it as it was.")
        self._refresh_words()

    def _end_correcting(self) -> None:
        if self._correcting is None:
            return
        self._correcting = None
        if self._single is not None:
            self.dismiss()
            return
        self._input.value = self.app.drafts.get(self._draft)
        self._say("")
        self._refresh_words()

    # -- keys --------------------------------------------------------------------------------

    def action_keep_table(self) -> None:
        """Hold on to the table in the box or of the last answer; let go of one that is held."""
        start = addressed(self._input.value)
        last = self._state.response(self._mine[-1]) if self._mine else None
        if start.table:
            self._table = start.table
            self._input.value = f"#{start.badge} {start.text}" if start.badge else start.text
        elif self._table:
            self._table = ""
        elif last is not None and last.table:
            self._table = last.table
        else:
            self._say("Type t4 first, then ctrl+t keeps table 4 for every answer.")
            return
        said = f"Everything now goes to table {self._table}." if self._table else "No table now."
        self._say(said)
        self._refresh_words()

    def action_form(self) -> None:
        """The same exercise as a form to fill in field by field."""
        if self._exercise is not None and not self._masked:
            sheet = FormScreen(self._exercise, table=self._table, correct=self._correcting)
            self.app.push_screen(sheet, self._form_left)

    def _form_left(self, corrected: bool | None) -> None:
        if corrected and self._correcting is not None:
            self.app.drafts.clear(self._draft)
            self._end_correcting()

    def action_choose(self) -> None:
        if self._masked or self._single is not None:
            return
        rows = exercise_rows(self._state, in_order_of_use(self._state))
        self.app.push_screen(PickScreen("Answers to", rows, at=self._exercise), self._chosen)

    def _chosen(self, exercise: str | None) -> None:
        if exercise is not None and exercise != self._exercise:
            self._correcting = None
            self._exercise = ExerciseId(exercise)
            self._say("")
            self._begin()

    def action_leave(self) -> None:
        if self._correcting is None:
            self.dismiss()
            return
        self.app.drafts.clear(self._draft)
        self._end_correcting()


def _what(state: State, chosen: Asked, count: int) -> Content:
    """The exercise, whether it is open, and which one is on now where that is another."""
    record = state.exercises.get(chosen.exercise.id)
    now = exercise_on(state)
    facts = ["open" if record and record.open else "not open"]
    if record and record.round > 1:
        facts.append(f"round {record.round}")
    facts.append(f"{count} answer{'' if count == 1 else 's'}")
    other = ""
    if now is not None and now != chosen.exercise.id:
        other = f"  (on now: {state.plan.exercise(now).title}, ctrl+n)"
    return Content.assemble(
        (chosen.exercise.title, "bold"),
        (f"  {chosen.exercise.kind}, {', '.join(facts)}", "$quiet"),
        (other, "$warning"),
    )


def _waiting(outbox: Outbox, here: Callable[[CommandBody], bool]) -> Content:
    """What came back, and what waits to be saved."""
    parts: list[Content] = []
    refused = [letter for letter in outbox.refused if here(letter.body)]
    if refused:
        last = refused[-1]
        said = f"✗ not taken: {last.typed}: {last.refused} (↑ takes it back)"
        parts.append(Content.styled(said, "$error"))
    if outbox.stuck and outbox.waiting:
        typed = "; ".join(letter.typed for letter in list(outbox.waiting)[:3])
        said = f"… {len(outbox.waiting)} kept here until saving works: {typed}"
        parts.append(Content.styled(said, "$warning"))
    return Content("\n").join(parts)
