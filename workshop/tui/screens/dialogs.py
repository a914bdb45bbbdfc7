"""The shape that all small dialogs share: a heading, what it is about, choices, one hint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events, getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from workshop.tui.app import WorkshopApp
from workshop.tui.widgets.pane import Pane

ResultT = TypeVar("ResultT")

WIDE = 110
"""Columns from which a terminal has the class `-wide`, and a dialog may be wider."""


class Dialog(ModalScreen[None]):
    """A modal screen on the session; Escape leaves it without doing anything."""

    app = getters.app(WorkshopApp)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave it", show=False)]

    def action_leave(self) -> None:
        self.dismiss()


@dataclass(frozen=True, slots=True)
class Choice:
    """One line to choose: its key on the keyboard, and what it says."""

    id: str
    key: str
    text: str


class ChoiceDialog(Dialog, Generic[ResultT]):
    """A question with a few answers: by arrow and Enter, by their own keys, or by mouse."""

    heading: str = ""

    def question(self) -> Content | str:
        return ""

    def choices(self) -> tuple[Choice, ...]:
        raise NotImplementedError

    async def choose(self, choice: str) -> None:
        """Do what was chosen; the dialog has gone by then."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Pane(self.heading, classes="heading")
            yield Pane(id="question")
            yield OptionList(
                *(
                    Option(
                        Content.assemble((f" {choice.key} ", "bold reverse"), f"  {choice.text}"),
                        id=choice.id,
                    )
                    for choice in self.choices()
                )
            )
            yield Pane("Enter takes the marked one · Esc leaves it", classes="hint")

    def on_mount(self) -> None:
        self.query_one("#question", Pane).put(self.question())

    def on_key(self, event: events.Key) -> None:
        for choice in self.choices():
            if choice.key == event.key:
                event.stop()
                self._take(choice.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self._take(event.option_id)

    def _take(self, choice: str) -> None:
        self.app.run_worker(self.choose(choice), group="acting")
        self.dismiss()
