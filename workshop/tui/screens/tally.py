"""Hands and paper counted: table by table, a number an option, or one line for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from workshop.domain.commands import RecordTally
from workshop.domain.forms import Option, ScaleField
from workshop.domain.ids import CommandId, ExerciseId, TallyId
from workshop.domain.records import Tally
from workshop.domain.state import State
from workshop.domain.text import clean_line
from workshop.tui.app import WorkshopApp
from workshop.tui.present import exercise_on
from workshop.tui.widgets.asked import asked
from workshop.tui.widgets.drafted import DraftedInput
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.outbox import Letter, outbox_of
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.pick import PickScreen, exercise_rows, in_order_of_use
from workshop.tui.widgets.session import state_of
from workshop.tui.widgets.typed import TallyLine, amount, letter, tally_line


class TallyScreen(ModalScreen[None]):
    """Counts for one exercise whose options hands can be counted for."""

    CSS_PATH = "../styles/tally.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "next, send"),
        Binding("ctrl+s", "send", "send", priority=True),
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("ctrl+n", "choose", "exercise"),
        Binding("escape", "dismiss", "back"),
    ]
    app = getters.app(WorkshopApp)

    def __init__(self, exercise: ExerciseId | None = None) -> None:
        super().__init__()
        self._exercise = exercise
        self._options: tuple[Option, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="tally"):
            yield Glance()
            yield Pane(id="tally-what")
            yield DraftedInput(id="tally-line", compact=True, select_on_focus=False)
            with Horizontal(id="tally-to"):
                yield Label("or table")
                yield Input(id="tally-table", max_length=20, compact=True, placeholder="room")
                yield Label("people there")
                yield Input(id="tally-present", type="integer", max_length=5, compact=True)
            yield VerticalScroll(id="tally-options", can_focus=False)
            yield Static(id="tally-said", markup=False)
            yield Pane(id="tally-known")
            yield KeyLine()

    async def on_mount(self) -> None:
        state = state_of(self.app)
        countable = self._countable(state)
        on = exercise_on(state)
        wanted = self._exercise or (on.id if on else None)
        self._exercise = wanted if wanted in countable else _likely(state, countable)
        self.watch(self.app, "state", self._state_changed)
        await self._begin()

    def _countable(self, state: State) -> list[ExerciseId]:
        return [e for e in in_order_of_use(state) if asked(state, e).countable]

    async def _begin(self) -> None:
        state, what = state_of(self.app), self.query_one("#tally-what", Pane)
        if self._exercise is None:
            what.put("Nothing in this plan can be counted by hands. Take a note instead (t).")
            return
        chosen = asked(state, self._exercise)
        self._options = chosen.countable
        what.put(Content.assemble(
            (f"{chosen.exercise.title}\n", "bold"), (chosen.exercise.prompt, "$quiet")
        ))  # fmt: skip
        holder = self.query_one("#tally-options")
        await holder.remove_children()
        await holder.mount_all(
            Horizontal(
                Label(f" {letter(index)} ", classes="tally-letter"),
                Input(classes="tally-count", max_length=5, compact=True),
                Label(option.text, classes="tally-option", markup=False),
            )
            for index, option in enumerate(self._options)
        )
        line = self.query_one(DraftedInput)
        line.placeholder = "in one line: table 4: 6 a, 2 b, 8 present   (or few, half, most)"
        line.take_up(f"tally/{self._exercise}")
        line.focus()
        self._show_known(state)

    # -- what is known -----------------------------------------------------------------------

    def _state_changed(self, state: State | None) -> None:
        if state is not None and self._options:
            self._show_known(state)

    def _show_known(self, state: State) -> None:
        """The newest count of every table, newest last."""
        if self._exercise is None:
            return
        record = state.exercises.get(self._exercise)
        tallies = state.tallies_of(self._exercise, record.round if record else None)
        newest = {tally.table: tally for tally in tallies}
        lines = [self._said(tally) for tally in newest.values()][-6:]
        self.query_one("#tally-known", Pane).put(Content("\n").join(lines))

    def _said(self, tally: Tally) -> Content:
        counts = self._named(tally.counts)
        there = f"  of {tally.present}" if tally.present is not None else ""
        place = f"table {tally.table}" if tally.table else "the room"
        return Content.assemble((f"{place}: ", "bold"), counts, (there, "$quiet"))

    def _named(self, counts: Mapping[str, int | str]) -> str:
        texts = {option.id: option.text for option in self._options}
        return ", ".join(f"{count} {texts.get(id_, id_)}" for id_, count in counts.items())

    # -- keys --------------------------------------------------------------------------------

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_go_on()

    def action_go_on(self) -> None:
        """Enter: the line is sent; from box to box otherwise, and sent after the last."""
        boxes = self._boxes()
        focused = self.focused
        line = boxes[0]
        if focused is line and line.value.strip():
            self.action_send()
        elif isinstance(focused, Input) and focused is not boxes[-1]:
            boxes[boxes.index(focused) + 1].focus()
        else:
            self.action_send()

    def _boxes(self) -> list[Input]:
        return list(self.query(Input))

    def action_move(self, by: int) -> None:
        boxes = self._boxes()
        if isinstance(self.focused, Input):
            boxes[(boxes.index(self.focused) + by) % len(boxes)].focus()

    def action_send(self) -> None:
        if self._exercise is None:
            return
        try:
            counted = self._read()
        except ValueError as error:
            self._say(f"! {error}", wrong=True)
            return
        record = state_of(self.app).exercises.get(self._exercise)
        key = uuid4().hex
        body = RecordTally(
            TallyId(key), self._exercise, counted.counts, counted.table, counted.present,
            record.round if record else 0,
        )  # fmt: skip
        place = f"table {counted.table}" if counted.table else "the room"
        typed = f"{place}: {self._named(counted.counts)}"
        outbox_of(self.app).put(Letter(CommandId(key), body, typed))
        for box in self._boxes():
            box.value = ""
        self._boxes()[0].focus()
        self._say(f"✓ {typed}")

    def _read(self) -> TallyLine:
        line = self.query_one(DraftedInput).value
        if line.strip():
            return tally_line(line, self._options)
        typed = [box.value for box in self.query(".tally-count").results(Input)]
        counts = {
            option.id: amount(text)
            for option, text in zip(self._options, typed, strict=True)
            if text.strip()
        }
        if not counts:
            raise ValueError("Nothing is counted yet.")
        present = self.query_one("#tally-present", Input).value.strip()
        if present and not present.isdecimal():
            raise ValueError("How many people are there? Type a number, or nothing.")
        table = clean_line(self.query_one("#tally-table", Input).value)
        return TallyLine(table, counts, int(present) if present else None)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        said = self.query_one("#tally-said", Static)
        said.update(text)
        said.set_class(wrong, "-wrong")

    def action_choose(self) -> None:
        state = state_of(self.app)
        rows = exercise_rows(state, self._countable(state))
        if rows:
            self.app.push_screen(PickScreen("Count for", rows, at=self._exercise), self._chosen)

    async def _chosen(self, exercise: str | None) -> None:
        if exercise is not None:
            self._exercise = ExerciseId(exercise)
            await self._begin()


def _likely(state: State, countable: list[ExerciseId]) -> ExerciseId | None:
    """The last vote, as votes are counted more often than hands for ratings; else the last."""

    def is_vote(exercise: ExerciseId) -> bool:
        form = asked(state, exercise).form
        return form is not None and not isinstance(form.fields[0], ScaleField)

    votes = [exercise for exercise in countable if is_vote(exercise)]
    return next(reversed(votes or countable), None)
