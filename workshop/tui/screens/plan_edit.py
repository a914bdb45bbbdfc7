"""Edit a plan: reorder, retime, rename, add, remove, with its check and its times at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen

from workshop.errors import Conflict, SaveFailed, WorkshopError
from workshop.plans import Problem
from workshop.plans.editing import EditRow, PlanFile, PlanText, Wish
from workshop.tui.app import WorkshopApp
from workshop.tui.plan_desk import PlanDesk
from workshop.tui.screens.plan_edit_dialogs import DraftDialog, EditHelp, LeaveDialog
from workshop.tui.screens.plan_edit_form import SegmentForm, TitleForm
from workshop.tui.screens.plan_edit_list import PlanRows
from workshop.tui.screens.plan_edit_shown import detail, head, problems
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane

SOON_S = 0.2
"""How long keys rest before a plan is checked and its draft kept."""


class PlanEditScreen(Screen[None]):
    """A plan's rows, the selected one in full, and every problem with its line."""

    CSS_PATH = "../styles/plan_edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "change", "change", tooltip="Title, minutes, minimum and priority in one "
                "form; of a part, its title"),
        Binding("plus,equals_sign", "retime(60)", "more", tooltip="A minute more"),
        Binding("minus", "retime(-60)", "less", tooltip="A minute less"),
        Binding("greater_than_sign", "retime(30)", "Half a minute more", show=False),
        Binding("less_than_sign", "retime(-30)", "Half a minute less", show=False),
        Binding("p", "prioritise", "priority", tooltip="The next priority: must, should, could"),
        Binding("J,shift+down", "move(True)", "down",
                tooltip="Move it down, into the next part too"),
        Binding("K,shift+up", "move(False)", "up",
                tooltip="Move it up, into the part before too"),
        Binding("a", "add", "add", tooltip="Add a segment below"),
        Binding("delete,x", "remove", "remove", tooltip="Remove the segment"),
        Binding("f", "fit", "fit length",
                tooltip="Make the plan as long as its segments together"),
        Binding("u", "undo", "undo", tooltip="Undo the last change"),
        Binding("s,ctrl+s", "save", "save",
                tooltip="Save; the former file stays beside it as .bak"),
        Binding("question_mark", "help", "help"),
        Binding("q,escape,ctrl+q", "leave", "leave",
                tooltip="Leave, after asking where something is not saved"),
    ]  # fmt: skip
    app = getters.app(WorkshopApp)
    _list = getters.query_one(PlanRows)

    def __init__(self, file: PlanFile) -> None:
        super().__init__()
        self._desk = PlanDesk(file)
        self._edit = self._desk.edit

    def compose(self) -> ComposeResult:
        yield Pane(id="edit-head")
        with Horizontal(id="edit-body"):
            yield PlanRows()
            with VerticalScroll(id="edit-side", can_focus=False):
                yield Pane(id="edit-detail")
        with VerticalScroll(id="edit-problems", can_focus=False):
            yield Pane(id="edit-said")
        yield KeyLine()

    def on_mount(self) -> None:
        self._list.edit = self._edit
        self._list.focus()
        earlier = self._desk.earlier()
        self._show()
        if earlier is not None:
            self.app.push_screen(DraftDialog(self, earlier))

    # -- what is seen -----------------------------------------------------------------------

    def _show(self) -> None:
        """Rows, total and head at once; the check and the draft when keys rest."""
        self._list.show_rows(self._edit.rows())
        self._show_head()
        self._show_problems(None)
        self.run_worker(self._look_soon(), group="plan-check", exclusive=True)

    def _show_head(self) -> None:
        self.query_one("#edit-head", Pane).put(head(self._desk))

    def _show_problems(self, found: Sequence[Problem] | None) -> None:
        # A check that ends while the screen goes finds nothing to say it in.
        for pane in self.query("#edit-said").results(Pane):
            pane.put(problems(found, self._desk.file.path.name))

    async def _look_soon(self) -> None:
        """Keep the draft, then check: both off the keys' way."""
        await asyncio.sleep(SOON_S)
        try:
            await self._desk.settle()
        except SaveFailed as error:
            self.app.show_error(error)
        found = await self._desk.check()
        if found is not None:
            self._show_problems(found)

    @on(PlanRows.Moved)
    def _moved(self) -> None:
        row = self._list.row
        self.query_one("#edit-detail", Pane).put(detail(row) if row is not None else "")

    # -- changing ---------------------------------------------------------------------------

    def _do(self, change: Callable[[EditRow], object]) -> None:
        """Carry a change out on the selected row; what cannot be is said, and nothing changed."""
        row = self._list.row
        if row is None:
            return
        try:
            key = change(row)
        except WorkshopError as error:
            self.app.notify(error.hint, title=error.title, severity="warning", markup=False)
            return
        self._desk.touch()
        self._show()
        if isinstance(key, tuple):
            self._list.select(key)

    def action_retime(self, seconds: int) -> None:
        self._do(lambda row: self._edit.retime(row, seconds))

    def action_prioritise(self) -> None:
        self._do(self._edit.prioritise)

    def action_move(self, down: bool) -> None:
        self._do(lambda row: self._edit.move(row, down))

    def action_remove(self) -> None:
        row = self._list.row
        if row is not None and row.segment is None:
            self.app.say("A part goes in a text editor; here its segments can.")
            return
        self._do(self._edit.remove)

    def action_fit(self) -> None:
        self._do(lambda _: self._edit.fit_length())

    def action_undo(self) -> None:
        if not self._edit.can_undo:
            self.app.say("There is nothing to undo.")
            return
        self.app.say(f"Taken back: {self._edit.undo()}")
        self._show()

    @on(PlanRows.Chosen)
    def action_change(self) -> None:
        row = self._list.row
        if row is None:
            return
        if row.segment is None:

            def rename(title: str | None) -> None:
                if title is not None:
                    self._do(lambda now: self._edit.rename(now, title))

            self.app.push_screen(TitleForm(row.title), rename)
            return

        def take(wish: Wish | None) -> None:
            if wish is not None:
                self._do(lambda now: self._edit.change(now, wish))

        self.app.push_screen(SegmentForm("Change the segment", row), take)

    def action_add(self) -> None:
        def take(wish: Wish | None) -> None:
            if wish is not None:
                self._do(lambda now: self._edit.add(now, wish))

        self.app.push_screen(SegmentForm("A new segment, below the marked row", None), take)

    # -- saving, leaving --------------------------------------------------------------------

    def begin(self, kept: PlanText | None) -> None:
        """Take up what an earlier edit left unsaved, as one change; or (None) let it go."""
        self._desk.begin(kept)
        self._show()

    def action_save(self) -> None:
        self.save()

    def save(self) -> bool:
        """Whether the plan is saved now; where not, why is said."""
        if not self._desk.unsaved:
            self.app.say("There is nothing new to save.")
            return True
        try:
            said = self._desk.save()
        except Conflict as error:
            self.app.notify(error.hint, title=error.title, severity="warning", markup=False)
            return False
        except WorkshopError as error:
            self.app.show_error(error)
            return False
        self.app.say(said)
        self._show_head()
        return True

    def keep(self) -> bool:
        """Whether the draft is kept as it stands now, to be found here next time."""
        try:
            self._desk.keep()
        except SaveFailed as error:
            self.app.show_error(error)
            return False
        return True

    def action_help(self) -> None:
        self.app.push_screen(EditHelp(self))

    def action_leave(self) -> None:
        if self._desk.unsaved:
            self.app.push_screen(LeaveDialog(self))
        else:
            self.leave()

    def leave(self) -> None:
        """Back to where this was opened from."""
        self.workers.cancel_group(self, "plan-check")
        self.dismiss()

    def drop(self) -> None:
        """Leave, and let go of what is not saved."""
        self._desk.file.forget()
        self.leave()
