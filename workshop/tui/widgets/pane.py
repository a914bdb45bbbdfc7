"""A piece of text that repaints only when what it says has changed."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Pane(Static):
    """Text without markup; an empty one takes no place."""

    DEFAULT_CSS = """
    Pane { height: auto; width: 1fr; }
    Pane.-empty { display: none; }
    """

    def __init__(
        self, content: Content | str = "", *, id: str | None = None, classes: str | None = None
    ) -> None:
        self._said = _content(content)
        # Not by `set_class`, which would look up the styles of a pane that nobody has mounted.
        empty = "" if self._said.plain else "-empty"
        super().__init__(self._said, id=id, classes=f"{classes or ''} {empty}", markup=False)

    def put(self, content: Content | str) -> None:
        """Show a text; a layout follows only where its lines have other lengths."""
        new = _content(content)
        if new.is_same(self._said):
            return
        shapes = [[len(line) for line in said.plain.split("\n")] for said in (self._said, new)]
        self._said = new
        self.set_class(not new.plain, "-empty")
        self.update(new, layout=shapes[0] != shapes[1])


def _content(text: Content | str) -> Content:
    return Content(text) if isinstance(text, str) else text
