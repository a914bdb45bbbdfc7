"""What the screen that edits a plan asks: about changes that are not saved, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from workshop.plans.editing import PlanText
from workshop.tui.screens.dialogs import Choice, ChoiceDialog, Dialog
from workshop.tui.screens.help import own_keys_text
from workshop.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from workshop.tui.screens.plan_edit import PlanEditScreen


class LeaveDialog(ChoiceDialog[None]):
    """What becomes of what is not saved."""

    heading = "This plan has changes that are not saved"

    def __init__(self, screen: PlanEditScreen) -> None:
        super().__init__()
        self._edited = screen

    def choices(self) -> tuple[Choice, ...]:
        return (
            Choice("save", "s", "Save them and leave"),
            Choice("keep", "k", "Leave, and find them here next time"),
            Choice("drop", "d", "Drop them and leave"),
        )

    async def choose(self, choice: str) -> None:
        if choice == "drop":
            self._edited.drop()
        elif self._edited.keep() if choice == "keep" else self._edited.save():
            self._edited.leave()


class DraftDialog(ChoiceDialog[None]):
    """An earlier edit that was not saved: after a crash, or left for later."""

    heading = "Changes of an earlier edit were not saved"

    def __init__(self, screen: PlanEditScreen, kept: PlanText) -> None:
        super().__init__()
        self._edited, self._kept = screen, kept

    def choices(self) -> tuple[Choice, ...]:
        return (
            Choice("go_on", "g", "Go on with them"),
            Choice("file", "f", "Begin with the plan as it is saved"),
        )

    async def choose(self, choice: str) -> None:
        self._edited.begin(self._kept if choice == "go_on" else None)

    def action_leave(self) -> None:
        """Nothing is decided: the plan is left, and its draft stays."""
        self.dismiss()
        self._edited.leave()


class EditHelp(Dialog):
    """The keys of this screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q,enter", "leave", show=False),
    ]

    def __init__(self, screen: PlanEditScreen) -> None:
        super().__init__()
        self._edited = screen

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Pane("Keys", classes="heading")
            yield Pane(own_keys_text(self._edited))
            yield Pane(
                "↑ ↓ choose a row · Cues, notes and objectives: in a text editor · Esc goes back",
                classes="hint",
            )
