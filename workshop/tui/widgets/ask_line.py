"""Ask for one line of text: a reason, a remark."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from workshop.domain.text import clean_line
from workshop.tui.app import WorkshopApp


class AskLine(ModalScreen[str | None]):
    """Dismisses with what was typed (it may be empty), None when left. What is typed is kept under
    the name `draft` until then."""

    DEFAULT_CSS = """
    AskLine { align: center middle; background: $background 60%; }
    AskLine > Vertical {
        width: 70; max-width: 96%; height: auto; background: $surface; border: round $primary;
        padding: 0 1;
    }
    AskLine .ask-about { color: $quiet; max-height: 4; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave")]
    app = getters.app(WorkshopApp)

    def __init__(self, title: str, about: str = "", text: str = "", *, draft: str = "") -> None:
        super().__init__()
        self._asked = title
        self._about = about
        self._text = text
        self._draft = draft

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled(self._asked, "bold"))
            if self._about:
                yield Static(self._about, classes="ask-about", markup=False)
            yield Input(
                (self._draft and self.app.drafts.get(self._draft)) or self._text,
                select_on_focus=False,
            )
            yield Static(Content.styled("Enter keeps it · Esc leaves it", "$quiet"))

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._draft:
            self.app.drafts.set(self._draft, event.value if event.value != self._text else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._draft:
            self.app.drafts.clear(self._draft)
        self.dismiss(clean_line(event.value))

    def action_leave(self) -> None:
        self.dismiss(None)
