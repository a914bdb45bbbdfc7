"""Edit a plan: reorder, retime, rename, add, remove, with its check and its times at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen

from workshop.domain.text import clean_block, clean_line
from workshop.errors import Conflict, SaveFailed, WorkshopError
from workshop.plans import Problem
from workshop.plans.durations import format_seconds
from workshop.plans.editing import EditRow, PlanEdit, PlanFile, PlanText, Wish
from workshop.tui.app import WorkshopApp
from workshop.tui.screens.dialogs import Choice, ChoiceDialog, Dialog
from workshop.tui.screens.plan_edit_form import SegmentForm, TitleForm
from workshop.tui.screens.plan_edit_list import PlanRows
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.pane import Pane

SOON_S = 0.2
"""How long keys rest before a plan is checked and its draft kept."""

HELP = (
    ("↑ ↓", "Choose a segment or a part"),
    ("Enter", "Title, minutes, minimum and priority in one form; of a part, its title"),
    ("+ -", "A minute more, a minute less"),
    ("> <", "Half a minute more, half a minute less"),
    ("p", "The next priority: must, should, could"),
    ("J K", "Move it down or up, into the next part too (shift+↓, shift+↑)"),
    ("a", "Add a segment below"),
    ("Del", "Remove the segment"),
    ("f", "Make the plan as long as its segments together"),
    ("u", "Undo the last change"),
    ("s", "Save; the former file stays beside it as .bak"),
    ("q Esc", "Leave, after asking where something is not saved"),
)


class PlanEditScreen(Screen[None]):
    """A plan's rows, the selected one in full, and every problem with its line."""

    CSS_PATH = "../styles/plan_edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "change", "change"),
        Binding("plus,equals_sign", "retime(60)", "more", key_display="+"),
        Binding("minus", "retime(-60)", "less", key_display="-"),
        Binding("greater_than_sign", "retime(30)", show=False),
        Binding("less_than_sign", "retime(-30)", show=False),
        Binding("p", "prioritise", "priority"),
        Binding("J,shift+down", "move(True)", "down"),
        Binding("K,shift+up", "move(False)", "up"),
        Binding("a", "add", "add"),
        Binding("delete,x", "remove", "remove"),
        Binding("f", "fit", "fit length"),
        Binding("u", "undo", "undo"),
        Binding("s,ctrl+s", "save", "save"),
        Binding("question_mark", "help", "help", key_display="?"),
        Binding("q,escape,ctrl+q", "leave", "leave"),
    ]
    app = getters.app(WorkshopApp)
    _list = getters.query_one(PlanRows)

    def __init__(self, file: PlanFile) -> None:
        super().__init__()
        self._file = file
        self._saved = file.read()
        self._edit = PlanEdit(self._saved)
        self._problems: Sequence[Problem] | None = None
        self._over = False
        self._undecided = False

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
        kept = self._file.kept()
        self._undecided = kept is not None and kept.text != self._saved.text
        self._show()
        if kept is not None and self._undecided:
            self.app.push_screen(DraftDialog(self, kept))

    # -- what is seen -----------------------------------------------------------------------

    @property
    def unsaved(self) -> bool:
        return self._edit.text != self._saved.text

    def _show(self) -> None:
        """Rows, total and head at once; the check and the draft when keys rest."""
        self._list.show_rows(self._edit.rows())
        self._problems = None
        self._show_head()
        self._show_problems()
        self._look()

    def _show_head(self) -> None:
        total, length = self._edit.total_s, self._edit.length_s
        said: tuple[str, str]
        if length is None:
            said = ("the plan says no length: f writes it", "bold $warning")
        elif total == length:
            said = (
                f"{format_seconds(total)} of {format_seconds(length)}, it fits",
                "bold $success",
            )
        else:
            apart = format_seconds(abs(total - length))
            word = f"{apart} {'over' if total > length else 'to spare'}"
            said = (f"{format_seconds(total)} of {format_seconds(length)}, {word}", "bold $warning")
        ends = self._edit.time_at(total).strip()
        where = f"{'saves to' if self._file.copies else 'in'} {self._file.shown}"
        if self.unsaved:
            where = f"not saved yet · {where}"
        self.query_one("#edit-head", Pane).put(
            Content.assemble(
                (clean_line(self._edit.title), "bold"), "\n", said, f"  ends {ends}",
                (f"\n{where}", "$quiet"),
            )
        )  # fmt: skip

    def on_plan_rows_moved(self) -> None:
        row = self._list.row
        self.query_one("#edit-detail", Pane).put(_detail(row) if row is not None else "")

    def _show_problems(self) -> None:
        found = self._problems
        if found is None:
            said = Content.styled("Checking …", "$quiet")
        elif not found:
            said = Content.styled("No problems: the plan can be run.", "$success")
        else:
            count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
            lines = [Content.styled(f"{count}, by line of the file", "bold $warning")]
            lines += [Content(_line_of(problem, self._file.path.name)) for problem in found]
            said = Content("\n").join(lines)
        # A check that ends while the screen goes finds nothing to say it in.
        for pane in self.query("#edit-said").results(Pane):
            pane.put(said)

    def _look(self) -> None:
        self.run_worker(self._look_soon(), group="plan-check", exclusive=True)

    async def _look_soon(self) -> None:
        """Keep the draft, then check: both off the keys' way."""
        await asyncio.sleep(SOON_S)
        text = self._edit.text
        try:
            if not self._undecided:
                self._file.wanted = text if self.unsaved else None
                await asyncio.to_thread(self._file.settle)
        except SaveFailed as error:
            self.app.show_error(error)
        checked = await asyncio.to_thread(self._file.check, text)
        if text == self._edit.text:
            self._problems = checked.problems
            self._show_problems()

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
        self._over = False
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

    def on_plan_rows_chosen(self) -> None:
        self.action_change()

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
        self._undecided = False
        if kept is not None:
            self._edit.replace(kept)
        self._show()

    def action_save(self) -> None:
        self.save()

    def save(self) -> bool:
        """Whether the plan is saved now; where not, why is said."""
        if not self.unsaved:
            self.app.say("There is nothing new to save.")
            return True
        try:
            kept = self._file.save(self._edit.text, over=self._over)
        except Conflict as error:
            self._over = True
            self.app.notify(error.hint, title=error.title, severity="warning", markup=False)
            return False
        except WorkshopError as error:
            self.app.show_error(error)
            return False
        self._over = False
        self._saved = self._edit.now
        beside = f" The former one is {kept.name}." if kept is not None else ""
        self.app.say(f"Saved in {self._file.shown}.{beside}")
        self._show_head()
        return True

    def keep(self) -> bool:
        """Whether the draft is kept as it stands now, with what the last moment brought."""
        try:
            self._file.keep(self._edit.text)
        except SaveFailed as error:
            self.app.show_error(error)
            return False
        return True

    def action_help(self) -> None:
        self.app.push_screen(EditHelp())

    def action_leave(self) -> None:
        if self.unsaved:
            self.app.push_screen(LeaveDialog(self))
        else:
            self.leave()

    def leave(self) -> None:
        """Back to where this was opened from."""
        self.workers.cancel_group(self, "plan-check")
        self.dismiss()

    def drop(self) -> None:
        """Leave, and let go of what is not saved."""
        self._file.forget()
        self.leave()


class LeaveDialog(ChoiceDialog[None]):
    """What becomes of what is not saved."""

    heading = "This plan has changes that are not saved"

    def __init__(self, screen: PlanEditScreen) -> None:
        super().__init__()
        self._edited = screen

    def choices(self) -> tuple[Choice, ...]:
        return (
            Choice("save", "s", "Save them and leave"),
            Choice("keep", "k", "Leave, and find them here next time"),
            Choice("drop", "d", "Drop them and leave"),
        )

    async def choose(self, choice: str) -> None:
        if choice == "drop":
            self._edited.drop()
        elif self._edited.keep() if choice == "keep" else self._edited.save():
            self._edited.leave()


class DraftDialog(ChoiceDialog[None]):
    """An earlier edit that was not saved: after a crash, or left for later."""

    heading = "Changes of an earlier edit were not saved"

    def __init__(self, screen: PlanEditScreen, kept: PlanText) -> None:
        super().__init__()
        self._edited, self._kept = screen, kept

    def choices(self) -> tuple[Choice, ...]:
        return (
            Choice("go_on", "g", "Go on with them"),
            Choice("file", "f", "Begin with the plan as it is saved"),
        )

    async def choose(self, choice: str) -> None:
        self._edited.begin(self._kept if choice == "go_on" else None)

    def action_leave(self) -> None:
        """Nothing is decided: the plan is left, and its draft stays."""
        self.dismiss()
        self._edited.leave()


class EditHelp(Dialog):
    """The keys of this screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q,enter", "leave", show=False),
    ]

    def compose(self) -> ComposeResult:
        lines = [Content.assemble((f"{key:<8}", "bold $accent"), what) for key, what in HELP]
        with VerticalScroll(classes="dialog"):
            yield Pane("Keys", classes="heading")
            yield Pane(Content("\n").join(lines))
            yield Pane(
                "Cues, notes and objectives: in a text editor · Esc goes back", classes="hint"
            )


def _detail(row: EditRow) -> Content:
    """A row in full."""
    data = row.data or {}
    length = "?" if row.seconds is None else format_seconds(row.seconds)
    lines: list[Content] = [Content.styled(clean_line(row.title), "bold")]
    if row.segment is None:
        lead = clean_line(str(data.get("lead") or ""))
        lines.append(Content(f"part, {length}" + (f", led by {lead}" if lead else "")))
        for one in data.get("objectives") or ():
            if isinstance(one, dict):
                lines.append(Content(f"- {clean_line(str(one.get('text') or ''))}"))
        return Content("\n").join(lines)
    what = f", {clean_line(row.exercise)}" if row.exercise else ""
    lines.append(Content(f"{length}, {row.priority}, {row.mode}{what}"))
    for cue in data.get("cues") or ():
        if isinstance(cue, dict):
            said = clean_line(str(cue.get("say") or ""))
            at = clean_line(str(cue.get("at")))
            lines.append(Content.assemble((f"{at:>5} ", "$quiet"), said))
    if notes := clean_block(str(data.get("notes") or "")):
        lines.append(Content.styled(notes, "$quiet"))
    return Content("\n").join(lines)


def _line_of(problem: Problem, own: str) -> str:
    """A problem of this file by its line; one of another file with its name."""
    where = f"line {problem.line}" if problem.file == own else f"{problem.file}:{problem.line}"
    return f"{where}: {problem.what}; {problem.mend}"
