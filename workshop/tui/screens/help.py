"""Every key: those of the screen that is looked at, and those of the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen

from workshop.tui.actions import ACTIONS, key_names
from workshop.tui.keys import key_name
from workshop.tui.screens.base import SessionScreen
from workshop.tui.screens.dialogs import Dialog
from workshop.tui.widgets.pane import Pane

_KEYS_WIDTH = 12
_SAYS_WIDTH = 53
"""As much as has room beside the keys in 80 columns."""


def own_keys(screen: Screen[Any]) -> Iterator[tuple[str, str]]:
    """What a screen binds and can do now: keys, and what they do. Keys in a row that do the same
    stand together; the session's own screens have all of the registry, which is not said again."""
    bound = (
        (_keys(binding), binding.tooltip or binding.description)
        for binding in _bindings(type(screen))
        if not (isinstance(screen, SessionScreen) and binding.action.startswith("app.perform("))
        and screen.check_action(binding.action, ())
    )
    for what, same in groupby(bound, key=lambda pair: pair[1]):
        if what:
            yield " ".join(keys for keys, _what in same), what


def _bindings(screen: type[Screen[Any]]) -> Iterator[Binding]:
    """Those of the class and of its bases, but not Textual's."""
    for cls in screen.__mro__:
        if not cls.__module__.startswith("textual."):
            for binding in vars(cls).get("BINDINGS", ()):
                if isinstance(binding, Binding):
                    yield binding


def _keys(binding: Binding) -> str:
    return binding.key_display or " ".join(map(key_name, binding.key.split(",")))


def own_keys_text(screen: Screen[Any]) -> Content:
    return Content("\n").join(_lines(own_keys(screen)))


def _lines(keys: Iterable[tuple[str, str]]) -> Iterator[Content]:
    for key, what in keys:
        first, *more = wrap(what, _SAYS_WIDTH) or [""]
        yield Content.assemble((f"  {key:<{_KEYS_WIDTH - 1}} ", "bold $accent"), first)
        yield from (Content(" " * (_KEYS_WIDTH + 2) + line) for line in more)


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
        lines += _lines([(keys, action.tooltip)])
    return Content("\n").join(lines)


def whole_text(screen: Screen[Any], *, rehearsal: bool) -> Content:
    """The keys of one screen and those of the registry, first those that work on it."""
    own = Content("\n").join([Content.styled("On this screen", "bold $primary"),
                              *_lines(own_keys(screen))])  # fmt: skip
    every = help_text(rehearsal=rehearsal)
    if isinstance(screen, SessionScreen):
        return Content("\n\n").join([every, own])
    elsewhere = Content.styled("In a session, where no other screen lies over it", "$quiet")
    return Content("\n\n").join([own, elsewhere, every])


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
                yield Pane(whole_text(self._asked_on(), rehearsal=played))
            yield Pane(
                "F5 to F8 work while you type · ctrl+p finds every action by name · Esc goes back",
                classes="hint",
            )

    def _asked_on(self) -> Screen[Any]:
        """The screen that help was asked for on."""
        stack = self.app.screen_stack
        return stack[stack.index(self) - 1]
