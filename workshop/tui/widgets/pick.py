"""Choose one of a few things: type its number or letters, or move and press Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from workshop.domain.ids import ExerciseId
from workshop.domain.state import State
from workshop.tui.widgets.session import state_of

if TYPE_CHECKING:
    from workshop.tui.app import WorkshopApp

_DIGITS = tuple("123456789")

Row = tuple[str, Content]
"""An id and what is shown for it."""


class PickScreen(ModalScreen[str | None]):
    """Dismisses with the id of the row that was chosen, None when left."""

    CSS_PATH = "../styles/pick.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "leave")]

    def __init__(self, title: str, rows: Sequence[Row], at: str | None = None) -> None:
        super().__init__()
        self._title = title
        self._rows = rows
        self._at = at

    def compose(self) -> ComposeResult:
        with Vertical(id="pick"):
            yield Label(self._title, id="pick-title", markup=False)
            yield OptionList(
                *(
                    Option(_numbered(number, row))
                    for number, (_id, row) in enumerate(self._rows, start=1)
                ),
                markup=False,
            )

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        ids = [id_ for id_, _row in self._rows]
        options.highlighted = ids.index(self._at) if self._at in ids else 0
        options.focus()

    def on_key(self, event: events.Key) -> None:
        number = int(event.character) if event.character in _DIGITS else 0
        if 1 <= number <= len(self._rows):
            self.dismiss(self._rows[number - 1][0])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._rows[event.option_index][0])


def _numbered(number: int, row: Content) -> Content:
    return Content.assemble((f"{number} " if number < 10 else "  ", "$accent"), row)


def exercise_rows(state: State, among: Sequence[ExerciseId]) -> list[Row]:
    """The exercises to choose from, in the order of the hour: open ones say so."""
    rows: list[Row] = []
    for exercise in among:
        found = state.plan.exercise(exercise)
        record = state.exercises.get(exercise)
        count = len(state.responses.get(exercise, ()))
        notes = [f"{count} answers" if count != 1 else "1 answer"] if count else []
        if record is not None and record.open:
            notes.insert(0, "open")
        rows.append(
            (
                exercise,
                Content.assemble(
                    found.title,
                    (f"  {found.kind}", "$quiet"),
                    (f"  {', '.join(notes)}", "$success"),
                ),
            )
        )
    return rows


def in_order_of_use(state: State) -> list[ExerciseId]:
    """Every exercise of the plan: those of lobby and segments as they come, then the others."""
    used = dict.fromkeys(exercise for _segment, exercise in state.plan.uses())
    return [*used, *(e.id for e in state.plan.exercises if e.id not in used)]


def pick_exercise(
    app: WorkshopApp, title: str, at: ExerciseId | None, chosen: Callable[[ExerciseId], object]
) -> None:
    """Choose one exercise of the plan; `chosen` is called with it unless the choice is left."""
    state = state_of(app)
    rows = exercise_rows(state, in_order_of_use(state))

    def take(exercise: str | None) -> None:
        if exercise is not None:
            chosen(ExerciseId(exercise))

    app.push_screen(PickScreen(title, rows, at=at), take)
