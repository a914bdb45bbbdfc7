"""What the screen that edits a plan asks: about changes that are not saved, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from workshop.plans.editing import PlanText
from workshop.tui.screens.dialogs import Choice, ChoiceDialog, Dialog
from workshop.tui.widgets.pane import Pane

if TYPE_CHECKING:
    from workshop.tui.screens.plan_edit import PlanEditScreen

HELP = (
    ("↑ ↓", "Choose a segment or a part"),
    ("Enter", "Title, minutes, minimum and priority in one form; of a part, its title"),
    ("+ -", "A minute more, a minute less"),
    ("> <", "Half a minute more, half a minute less"),
    ("p", "The next priority: must, should, could"),
    ("J K", "Move it down or up, into the next part too (shift+↓, shift+↑)"),
    ("a", "Add a segment below"),
    ("Del", "Remove the segment"),
    ("f", "Make the plan as long as its segments together"),
    ("u", "Undo the last change"),
    ("s", "Save; the former file stays beside it as .bak"),
    ("q Esc", "Leave, after asking where something is not saved"),
)


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

    def compose(self) -> ComposeResult:
        lines = [Content.assemble((f"{key:<8}", "bold $accent"), what) for key, what in HELP]
        with VerticalScroll(classes="dialog"):
            yield Pane("Keys", classes="heading")
            yield Pane(Content("\n").join(lines))
            yield Pane(
                "Cues, notes and objectives: in a text editor · Esc goes back", classes="hint"
            )
