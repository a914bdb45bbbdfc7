"""The keys of the screen on top, in one line that the mouse can press too."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from workshop.tui.keys import key_name


class KeyLine(Static):
    """Every shown binding of its screen: key, then label. Derives from the screen's BINDINGS."""

    DEFAULT_CSS = """
    KeyLine {
        height: auto; max-height: 2; padding: 0 1; background: $panel; color: $foreground;
        link-style: none; link-color: $foreground; link-background: $panel;
    }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _screen: Screen[object]) -> None:
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        parts: list[Content] = []
        for binding in self.screen.BINDINGS:
            if not isinstance(binding, Binding) or not binding.show:
                continue
            if not self.screen.check_action(binding.action, ()):
                continue
            shown = binding.key_display or key_name(binding.key.split(",", 1)[0])
            label = f" {binding.description}"
            action = binding.action
            if not action.startswith("app."):
                action = f"screen.{action}"
            press = Style.from_meta({"@click": action})
            parts.append(Content.assemble((shown, "bold $accent"), label).stylize(press))
        return Content("\n").join(self._lines(parts))

    def on_resize(self) -> None:
        self.refresh(layout=True)

    def _lines(self, parts: list[Content]) -> Iterator[Content]:
        """The parts in lines, so that a key and what it does are never torn apart."""
        width = self.content_size.width or self.screen.size.width - 2
        line = Content("")
        for part in parts:
            longer = Content("  ").join([line, part]) if line.plain else part
            if line.plain and longer.cell_length > width:
                yield line
                longer = part
            line = longer
        yield line
