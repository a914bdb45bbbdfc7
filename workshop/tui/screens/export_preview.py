"""The export wizard's second page: what will be written, and then where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ProgressBar

from workshop.analysis.prose import counted
from workshop.domain.state import State
from workshop.errors import WorkshopError
from workshop.tui.app import WorkshopApp
from workshop.tui.opener import Export, ExportPreview, ExportWish, Opener
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane

_MARKED_SHOWN = 5


class ExportPreviewScreen(Screen[bool]):
    """Shows an export as it is made; Enter writes it. Dismisses with whether it was written.

    `session` is a file, or the state that the host of the session on now tells.
    """

    app = getters.app(WorkshopApp)
    CSS_PATH = "../styles/export.tcss"
    AUTO_FOCUS = "#page"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "write it", priority=True),
        Binding("enter", "finish", "done", priority=True),
        Binding("o", "open_folder", "open the folder"),
        Binding("up", "scroll(-1)", "read on", key_display="↑ ↓", priority=True),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("escape", "leave", "back"),
    ]

    def __init__(self, opener: Opener, session: Path | State, name: str, wish: ExportWish) -> None:
        super().__init__()
        self._opener = opener
        self._session, self._called, self._wish = session, name, wish
        self._export: Export | None = None
        self._preview = ExportPreview(0.0, "Starting")
        self._wanted = self._failed = False
        self._files: tuple[Path, ...] = ()

    def compose(self) -> ComposeResult:
        yield Pane(id="heading")
        with VerticalScroll(id="page"):
            yield Pane(id="content")
        yield Pane(id="doing")
        yield ProgressBar(total=1.0, show_eta=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()
        self._make()

    @work(group="export")
    async def _make(self) -> None:
        try:
            export = await self._opener.export(self._session, self._called, self._wish)
            self._export = export
            async for preview in export.previews():
                self._preview = preview
                self._show()
            if self._wanted:
                await self._write(export)
        except WorkshopError as error:
            self._fail(error)

    async def _write(self, export: Export) -> None:
        try:
            self._files = await export.write()
        except WorkshopError as error:
            self._fail(error)
        else:
            self._show()
            self.query_one("#page").scroll_home(animate=False)

    def _fail(self, error: WorkshopError) -> None:
        self._failed = True
        if self.is_mounted:
            self.query_one("#heading", Pane).put("It was not exported")
            said = Content.assemble((error.title, "bold $error"), f"\n{error.hint}")
            self.query_one("#content", Pane).put(said)
            self._finish()

    # -- what is seen -------------------------------------------------------------------------
    @property
    def _done(self) -> bool:
        return bool(self._files) or self._failed

    def _show(self) -> None:
        if not self.is_mounted or self._failed:
            return
        heading = "Written" if self._files else "What will be written"
        self.query_one("#heading", Pane).put(heading)
        parts = self._written() if self._files else self._foreseen()
        self.query_one("#content", Pane).put(Content("\n").join(parts))
        if self._files:
            self._finish()
            return
        self.query_one("#doing", Pane).put(self._doing())
        self.query_one(ProgressBar).update(progress=self._preview.share)

    def _doing(self) -> str:
        if self._preview.share >= 1:
            return "Ready. Nothing is written yet: Enter writes it."
        after = " It is written as soon as it is ready." if self._wanted else ""
        return f"{self._preview.doing} …{after}"

    def _finish(self) -> None:
        self.query_one("#doing", Pane).put("")
        self.query_one(ProgressBar).display = False
        self.refresh_bindings()

    def _foreseen(self) -> Iterator[Content]:
        preview = self._preview
        if preview.title:
            yield Content.styled(preview.title, "bold")
            yield Content(" ".join(preview.said))
        if preview.files or preview.unsaid:
            yield _heading("Files")
            yield from _sized(preview.files)
            yield from map(Content, preview.unsaid)
        if preview.marked:
            yield _heading("Worth a look before it is passed on")
            yield Content(
                f"{counted(len(preview.marked), 'text')} with something that may be a name. "
                "All stand in the list that is written beside."
            )
            for line in preview.marked[:_MARKED_SHOWN]:
                yield Content.styled(line, "$quiet")
        if preview.came_out:
            yield _heading("What came out")
            for title, sentence in preview.came_out:
                yield Content.assemble((f"{title}  ", "$quiet"), sentence)

    def _written(self) -> Iterator[Content]:
        yield Content.styled(str(self._files[0].parent), "bold")
        for file in self._files:
            yield Content(f"  {file.name}")
        if self._preview.unsaid:
            yield Content("\n" + "\n".join(self._preview.unsaid))
        if self._wish.anonymise:
            yield Content.styled(
                "\nRead the list to look through before you pass anything on, and keep it to "
                "yourself.",
                "bold $warning",
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "write":
            return not self._done and not self._wanted
        if action == "finish":
            return self._done
        if action == "open_folder":
            return bool(self._files)
        return True

    # -- acting -------------------------------------------------------------------------------

    async def action_write(self) -> None:
        self._wanted = True
        self.refresh_bindings()
        self._show()
        if self._preview.share >= 1 and self._export is not None:
            await self._write(self._export)

    def action_open_folder(self) -> None:
        if not self._opener.show_folder(self._files[0].parent):
            self.app.say("This system has no window to show it in: the path stands above.")

    def action_scroll(self, lines: int) -> None:
        self.query_one("#page").scroll_relative(y=lines, animate=False)

    def action_finish(self) -> None:
        self.dismiss(bool(self._files))

    def action_leave(self) -> None:
        self.dismiss(bool(self._files))

    async def on_unmount(self) -> None:
        if self._export is not None:
            await self._export.stop()


def _heading(text: str) -> Content:
    return Content.styled(f"\n{text}", "bold $accent")


def _sized(files: Sequence[tuple[str, int]]) -> Iterator[Content]:
    width = max((len(name) for name, _size in files), default=0)
    for name, size in files:
        yield Content.assemble(f"  {name:<{width}}", (f"  {_size_in_words(size):>8}", "$quiet"))


def _size_in_words(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} kB"
