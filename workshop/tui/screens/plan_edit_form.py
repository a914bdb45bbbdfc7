"""A segment's title, minutes, minimum and priority in one form, for a new one or one that is."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from workshop.domain.plan import Priority
from workshop.domain.text import clean_line
from workshop.plans.durations import format_seconds, minutes_of
from workshop.plans.editing import EditRow, Wish
from workshop.plans.editing.plan_edit import read_seconds
from workshop.tui.app import WorkshopApp
from workshop.tui.widgets.pane import Pane

_FIELDS = (
    ("title", "Title"),
    ("minutes", "Minutes: 8, 2.5 or 1:30"),
    ("least", "At least, after a fit (empty: all its minutes)"),
    ("priority", "Priority: must, should or could"),
)


class SegmentForm(ModalScreen[Wish | None]):
    """Enter goes to the next field and after the last takes it; Escape leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave it", show=False),
        Binding("ctrl+s", "take", "take it", show=False),
    ]
    app = getters.app(WorkshopApp)

    def __init__(self, heading: str, row: EditRow | None) -> None:
        super().__init__()
        self._heading = heading
        self._values = dict.fromkeys((name for name, _ in _FIELDS), "")
        self._values["priority"] = Priority.SHOULD.value
        if row is not None:
            self._values = {
                "title": row.title,
                "minutes": "" if row.seconds is None else _shown(row.seconds),
                "least": "" if row.min_s is None else _shown(row.min_s),
                "priority": row.priority,
            }

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Pane(self._heading, classes="heading")
            for name, label in _FIELDS:
                yield Label(label)
                yield Input(self._values[name], id=name, compact=True)
            yield Pane(id="wrong")
            yield Pane("Enter: next, at the end take it · ctrl+s takes it · Esc", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        names = [name for name, _ in _FIELDS]
        at = names.index(str(event.input.id))
        if at + 1 < len(names):
            self.query_one(f"#{names[at + 1]}", Input).focus()
        else:
            self.action_take()

    def action_take(self) -> None:
        """Give back what stands there, or say what is wrong and go to it."""
        try:
            wish = self._wish()
        except ValueError as error:
            name, said = error.args
            self.query_one("#wrong", Pane).put(said)
            self.query_one(f"#{name}", Input).focus()
        else:
            self.dismiss(wish)

    def _wish(self) -> Wish:
        said = {name: self.query_one(f"#{name}", Input).value.strip() for name, _ in _FIELDS}
        title = clean_line(said["title"])
        if not title:
            raise ValueError("title", "A title is needed.")
        seconds = _seconds("minutes", said["minutes"])
        least = _seconds("least", said["least"]) if said["least"] else None
        if least is not None and least > seconds:
            raise ValueError("least", "That is more than its minutes.")
        found = [one for one in Priority if one.value.startswith(said["priority"].lower())]
        if len(found) != 1:
            raise ValueError("priority", "Write must, should or could.")
        if seconds == 0 and found[0] is not Priority.COULD:
            raise ValueError("minutes", "Only a `could` may stand ready without minutes.")
        return Wish(title, seconds, least, found[0])

    def action_leave(self) -> None:
        self.dismiss(None)


class TitleForm(ModalScreen[str | None]):
    """A part's title."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave it", show=False)]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Pane("The part's title", classes="heading")
            yield Input(self._title, id="title", compact=True)
            yield Pane("Enter takes it · Esc leaves it", classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if title := clean_line(event.value):
            self.dismiss(title)

    def action_leave(self) -> None:
        self.dismiss(None)


def _seconds(name: str, said: str) -> int:
    try:
        return read_seconds(said)
    except ValueError as error:
        raise ValueError(name, str(error)) from None


def _shown(seconds: int) -> str:
    return f"{minutes_of(seconds):g}" if seconds % 30 == 0 else format_seconds(seconds)
