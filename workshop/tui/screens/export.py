"""Writing the record, and saying what was written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ProgressBar

from workshop.errors import WorkshopError
from workshop.tui.opener import Opener
from workshop.tui.screens.dialogs import Dialog
from workshop.tui.widgets.pane import Pane


def written_text(files: Sequence[Path]) -> Content:
    """The files written, by folder."""
    lines: list[Content] = []
    folder = None
    for file in files:
        if file.parent != folder:
            folder = file.parent
            lines.append(Content.styled(str(folder), "bold"))
        lines.append(Content(f"  {file.name}"))
    return Content("\n").join(lines)


class ExportScreen(Dialog):
    """Exports the session at `path` (the one on now without it) and lists what was written."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,x,q", "leave", show=False)]
    AUTO_FOCUS = ""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.path = path

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Pane("Export", classes="heading")
            yield Pane("Writing …", id="what")
            yield ProgressBar(total=1.0, show_eta=False)
            yield Pane("Esc goes back; writing goes on", id="hint", classes="hint")

    def on_mount(self) -> None:
        path = self.path or Path(self.app.health.session_path)
        if self.app.opener is None:
            self._done(Content(f"Type: workshop export {path.stem}"))
        else:
            self._write(self.app.opener, path)

    @work(group="export")
    async def _write(self, opener: Opener, path: Path) -> None:
        try:
            files = await opener.export(path, (), self._progress)
        except WorkshopError as error:
            self._done(Content.assemble((error.title, "bold $error"), f"\n{error.hint}"))
            return
        self._done(written_text(files) if files else Content("There was nothing to write."))

    def _progress(self, share: float, what: str) -> None:
        if self.is_mounted:
            self.query_one(ProgressBar).update(progress=share)
            self.query_one("#what", Pane).put(what)

    def _done(self, said: Content) -> None:
        if self.is_mounted:
            self.query_one(ProgressBar).display = False
            self.query_one("#what", Pane).put(said)
            self.query_one("#hint", Pane).put("Esc goes back")
