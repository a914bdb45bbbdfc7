"""What screens share on which a facilitator decides about the answers of one exercise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from workshop.domain.commands import KindCommand
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import Exercise
from workshop.domain.records import Response
from workshop.domain.state import State
from workshop.tui.actions import binding_of
from workshop.tui.app import WorkshopApp
from workshop.tui.present import round_now
from workshop.tui.widgets.armed_line import ArmedLine
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane
from workshop.tui.widgets.row_list import RowList

LAST_KEYS: Sequence[BindingType] = (
    binding_of("undo", show=True),
    Binding("escape", "leave", "back"),
)
"""How the keys of each of them end."""


class DecidingScreen(Screen[None]):
    """What it is about, a list or two, and what is selected; decisions are commands to the kind.

    `lists` gives the lists (the first has the focus), `look` fills them from the answers, and
    `show_detail` says what is selected.
    """

    CSS_PATH: ClassVar[Any] = "../styles/deciding.tcss"
    app = getters.app(WorkshopApp)

    def __init__(self, exercise: ExerciseId) -> None:
        super().__init__()
        self._exercise = exercise
        self._seen: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Glance()
        yield Pane(id="deciding-what")
        yield self.lists()
        yield Pane(id="deciding-detail")
        yield ArmedLine()
        yield KeyLine()

    def lists(self) -> Widget:
        raise NotImplementedError

    def look(self, state: State, exercise: Exercise, answers: Sequence[Response]) -> None:
        """Show the answers that count in the exercise's round of now."""
        raise NotImplementedError

    def show_detail(self) -> None:
        raise NotImplementedError

    def on_mount(self) -> None:
        self.query(RowList).first().focus()
        self.watch(self.app, "state", self._follow)

    def _follow(self, state: State | None) -> None:
        """Look again where answers, people, the round or what was decided have changed."""
        if state is None:
            return
        of, round_ = self._exercise, round_now(state, self._exercise)
        seen = (state.responses.get(of), state.kinds.get(of), state.participants, round_)
        if self._seen and all(a is b for a, b in zip(seen, self._seen, strict=True)):
            return
        self._seen = seen
        answers = [r for r in state.responses_to(of, round_) if r.counts]
        self.look(state, state.plan.exercise(of), answers)

    def say_what(self, title: str, said: str) -> None:
        self.query_one("#deciding-what", Pane).put(
            Content.assemble((title, "bold"), (f"  {said}", "$quiet"))
        )

    def say_detail(self, content: Content | str) -> None:
        self.query_one("#deciding-detail", Pane).put(content)

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()
        self.show_detail()

    async def send(self, **payload: Any) -> bool:
        """Tell the exercise's kind; whether it was done."""
        return await self.app.act(KindCommand(self._exercise, payload)) is not None

    def do_armed(self) -> bool:
        """Whether something was armed, and so is what Enter means."""
        if self.app.armed is None:
            return False
        self.app.perform(self.app.armed.action)
        return True

    def action_leave(self) -> None:
        if self.app.armed is not None:
            self.app.armed = None
        else:
            self.dismiss()
