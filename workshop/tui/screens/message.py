"""A short word to whoever presents."""

from __future__ import annotations

from typing import ClassVar

from textual import events, getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from workshop.domain.commands import ClearMessage, SendMessage
from workshop.domain.state import State
from workshop.domain.words import format_time
from workshop.tui.app import WorkshopApp
from workshop.tui.widgets.drafted import DraftedInput
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane

QUICK = ("5 minutes", "2 minutes", "please close", "louder, please", "one more question")
_LIMIT = 200


class MessageScreen(ModalScreen[None]):
    """Sends a quick message by its number, or one's own words, and clears what stands there."""

    CSS_PATH = "../styles/message.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "send"),
        Binding("ctrl+r", "clear", "clear it"),
        Binding("escape", "dismiss", "back"),
    ]
    app = getters.app(WorkshopApp)

    def compose(self) -> ComposeResult:
        with Vertical(id="message"):
            yield Pane(Content.styled("To whoever presents", "bold"))
            yield Pane(id="message-now")
            yield OptionList(
                *(
                    Option(Content.assemble((f" {number} ", "bold $accent"), text))
                    for number, text in enumerate(QUICK, start=1)
                ),
                markup=False,
            )
            yield DraftedInput(
                placeholder="or in your own words",
                max_length=_LIMIT,
                select_on_focus=False,
            )
            yield KeyLine()

    def on_mount(self) -> None:
        self.watch(self.app, "state", self._state_changed)
        typed = self.query_one(DraftedInput)
        typed.take_up("message")
        (typed if typed.value else self.query_one(OptionList)).focus()

    def _state_changed(self, state: State | None) -> None:
        if state is None:
            return
        message = state.message
        said = Content.styled("No message stands there now.", "$quiet")
        if message is not None:
            at = format_time(message.at, state.plan.zone)
            said = Content.assemble(("Now: ", "$quiet"), (message.text, "bold $warning"),
                                    (f"  since {at}", "$quiet"))  # fmt: skip
        self.query_one("#message-now", Pane).put(said)

    async def on_key(self, event: events.Key) -> None:
        """A digit sends its message; any other letter begins one's own words."""
        if not isinstance(self.focused, OptionList) or not event.is_printable:
            return
        character = event.character or ""
        event.stop()
        if character.isdecimal():
            if 1 <= int(character) <= len(QUICK):
                await self._send(QUICK[int(character) - 1])
        elif character.strip():
            typed = self.query_one(DraftedInput)
            typed.focus()
            typed.value += character
            typed.cursor_position = len(typed.value)

    async def on_input_submitted(self) -> None:
        await self.action_send()

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        await self._send(QUICK[event.option_index])

    async def action_send(self) -> None:
        text = self.query_one(DraftedInput).value.strip()
        if text:
            await self._send(text)

    async def _send(self, text: str) -> None:
        if await self.app.act(SendMessage(text)) is not None:
            self.query_one(DraftedInput).let_go()
            self.app.say(f"Sent: {text}")
            self.dismiss()

    async def action_clear(self) -> None:
        if await self.app.act(ClearMessage()) is not None:
            self.app.say("The message is gone.")
            self.dismiss()
