"""A forgotten 'next': something began some minutes ago."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from workshop.domain import commands as cmd
from workshop.domain.words import format_duration
from workshop.tui.control import on_clock
from workshop.tui.screens.dialogs import Dialog
from workshop.tui.widgets.pane import Pane

DEFAULT_MINUTES = "3"
_MINUTES = re.compile(r"(\d{1,3})(?:[.,](\d))?")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")


def seconds_ago(text: str) -> int | None:
    """Whole seconds of '3', '2.5' or '2:30' minutes; None when it is none of these."""
    if found := _CLOCK.fullmatch(text.strip()):
        return int(found[1]) * 60 + int(found[2])
    if found := _MINUTES.fullmatch(text.strip()):
        return int(found[1]) * 60 + int(found[2] or 0) * 6
    return None


class _Minutes(Input):
    """Takes what a number of minutes is made of, and leaves letters to the keys."""

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        return character is not None and character in "0123456789:.,"


class AgoScreen(Dialog):
    """Enter: the next segment began then. `c`: the segment on now began then."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin_next", "the next one", priority=True),
        Binding("c", "begin_current", "the one on now", priority=True),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Pane("This began how many minutes ago?", classes="heading")
            yield _Minutes(DEFAULT_MINUTES, restrict=r"[0-9:.,]*", max_length=6, id="minutes")
            yield Pane(id="which")
            yield Pane(id="wrong")
            yield Pane("3, 2.5 or 2:30 · Esc leaves it", classes="hint")

    def on_mount(self) -> None:
        show = self.app.show
        if show is None or show.current is None:
            self.dismiss()
            return
        on_now = show.current.segment.title
        been = format_duration(show.current.elapsed_s)
        following = show.next.segment.title if show.next is not None else ""
        lines = []
        if following:
            lines.append(Content.assemble((" Enter ", "bold reverse"), f"  next: {following}"))
        lines.append(
            Content.assemble((" c ", "bold reverse"), f"  the one on now: {on_now} (at {been})")
        )
        self.query_one("#which", Pane).put(Content("\n").join(lines))

    async def action_begin_next(self) -> None:
        if self.app.show is not None and self.app.show.next is None:
            await self.action_begin_current()
        elif (ago := self._seconds()) is not None:
            await self._send(cmd.Next(ago_s=ago))

    async def action_begin_current(self) -> None:
        if (ago := self._seconds()) is not None:
            await self._send(cmd.RetimeStart(ago_s=ago))

    def _seconds(self) -> int | None:
        ago = seconds_ago(self.query_one("#minutes", Input).value)
        if ago is None:
            self.query_one("#wrong", Pane).put("Minutes, please: 3, 2.5 or 2:30.")
        return ago

    async def _send(self, body: cmd.CommandBody) -> None:
        # A refusal leaves the prompt and what was typed.
        if await on_clock(self.app, body) is not None:
            self.dismiss()
