"""Every key, from the registry."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from workshop.tui.actions import ACTIONS, key_names
from workshop.tui.screens.dialogs import Dialog
from workshop.tui.widgets.pane import Pane

_KEYS_WIDTH = 12


def help_text(*, rehearsal: bool = False) -> Content:
    """The actions by group: keys, then what they do. Those without a key are in the palette."""
    lines: list[Content] = []
    group = ""
    for action in ACTIONS:
        if action.rehearsal and not rehearsal:
            continue
        if action.group != group:
            group = action.group
            lines.append(Content.styled(("\n" if lines else "") + group, "bold $primary"))
        keys = " ".join(key_names(action)) or "ctrl+p"
        lines.append(Content.assemble((f"  {keys:<{_KEYS_WIDTH}}", "bold $accent"), action.tooltip))
    return Content("\n").join(lines)


class HelpScreen(Dialog):
    """All actions; Escape or `?` goes back."""

    CSS_PATH = "../styles/help.tcss"
    AUTO_FOCUS = "#keys"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q,enter", "leave", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Pane("Keys", classes="heading")
            with VerticalScroll(id="keys"):
                state = self.app.state
                played = state is not None and state.session.rehearsal is not None
                yield Pane(help_text(rehearsal=played))
            yield Pane(
                "F5 to F8 work while you type · ctrl+p finds every action by name · Esc goes back",
                classes="hint",
            )
