"""One key, type, Enter: a note with its author, tied to the moment."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from workshop.domain.commands import EditNote, RemoveNote, TakeNote
from workshop.domain.ids import CaseStudyId, CommandId, NoteId
from workshop.domain.records import Note, NoteTag
from workshop.domain.state import State
from workshop.domain.text import clean_line
from workshop.domain.words import format_time
from workshop.errors import Conflict, NotFound, WorkshopError
from workshop.tui.app import WorkshopApp
from workshop.tui.note_tags import MARKS, TAGS, next_tag
from workshop.tui.twice import Twice
from workshop.tui.widgets.glance import Glance
from workshop.tui.widgets.key_line import KeyLine
from workshop.tui.widgets.outbox import Letter, outbox_of
from workshop.tui.widgets.session import client_of, initials, me, state_of

_LATEST = 200


class NoteScreen(ModalScreen[None]):
    """Takes a note and leaves; the latest notes stand above, to be edited or removed.

    `masked`: one line without any context, what is typed hidden. `tag` and `case_study` are what a
    new note begins with.
    """

    CSS_PATH = "../styles/note.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "keep it"),
        Binding("ctrl+t", "tag", "its kind"),
        Binding("up", "list", "edit one"),
        Binding("ctrl+r", "remove", "remove"),
        Binding("escape", "leave", "back"),
    ]
    app = getters.app(WorkshopApp)

    def __init__(
        self,
        masked: bool = False,
        *,
        tag: NoteTag = NoteTag.NOTE,
        case_study: CaseStudyId | None = None,
    ) -> None:
        super().__init__(classes="-masked" if masked else None)
        self._masked = masked
        self._tag = tag
        self._case = case_study
        self._editing: Note | None = None
        self._removing = Twice()
        self._notes: list[Note] = []

    def compose(self) -> ComposeResult:
        if self._masked:
            with Horizontal(id="note-line"):
                yield Label("▸ ", markup=False)
                yield Input(password=True, compact=True, id="note-input", select_on_focus=False)
            return
        with Vertical(id="note"):
            yield Glance()
            yield Label("Notes", id="note-title")
            yield OptionList(id="note-list", markup=False)
            yield Static(id="note-theirs", markup=False)
            yield Static(id="note-tags", markup=False)
            with Horizontal(id="note-line"):
                yield Input(id="note-author", max_length=8, compact=True)
                yield Input(
                    id="note-input",
                    placeholder="Type, then Enter",
                    compact=True,
                    select_on_focus=False,
                )
            yield Static(id="note-said", markup=False)
            yield KeyLine()

    def on_mount(self) -> None:
        self._input.value = self.app.drafts.get(self._draft) or self._refused()
        self._input.cursor_position = len(self._input.value)
        self._input.focus()
        if not self._masked:
            known = self.app.drafts.get("initials") or initials(me(self.app))
            self.query_one("#note-author", Input).value = known
            self.watch(self.app, "state", self._state_changed)
            self._show_tag()

    def _refused(self) -> str:
        """A note that the session would not take comes back into the box."""
        letter = outbox_of(self.app).take_refused(lambda body: isinstance(body, TakeNote))
        return letter.typed if letter is not None else ""

    @property
    def _input(self) -> Input:
        return self.query_one("#note-input", Input)

    @property
    def _draft(self) -> str:
        if self._editing is not None:
            return f"note/{self._editing.id}"
        return f"note/{self._case or ''}"

    # -- what is seen ------------------------------------------------------------------------

    def _state_changed(self, state: State | None) -> None:
        if state is None:
            return
        notes = state.notes_in_order()[-_LATEST:]
        if notes == self._notes:
            return
        self._notes = notes
        options = self.query_one(OptionList)
        at = options.highlighted
        options.clear_options()
        options.add_options([Option(_line(note, state), id=note.id) for note in notes])
        options.highlighted = at if at is not None and at < len(notes) else None
        if not options.has_focus:
            options.scroll_end(animate=False)

    def _show_tag(self) -> None:
        if self._masked:
            return
        verb = "Edit the note: " if self._editing is not None else ""
        tags = Content("   ").join(
            Content.styled(
                f"({'●' if tag is self._tag else ' '}) {tag}",
                "bold $accent" if tag is self._tag else "$quiet",
            )
            for tag in TAGS
        )
        self.query_one("#note-tags", Static).update(Content.assemble((verb, "bold"), tags))

    def _say(self, text: str, *, wrong: bool = False) -> None:
        if not self._masked:
            said = self.query_one("#note-said", Static)
            said.update(text)
            said.set_class(wrong, "-wrong")

    # -- keys --------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "note-author":
            self.app.drafts.set("initials", event.value)
        else:
            self.app.drafts.set(self._draft, event.value)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        await self.action_keep()

    async def action_keep(self) -> None:
        text = self._input.value.strip()
        if not text:
            self.dismiss()
        elif self._editing is None:
            self._take(text)
        else:
            await self._edit(self._editing, text)

    def _take(self, text: str) -> None:
        author = "" if self._masked else self.query_one("#note-author", Input).value
        key = uuid4().hex
        note = TakeNote(NoteId(key), text, self._tag, clean_line(author), case_study=self._case)
        outbox_of(self.app).put(Letter(CommandId(key), note, text))
        self.app.drafts.clear(self._draft)
        self.dismiss()

    async def _edit(self, note: Note, text: str) -> None:
        """Save over the note as it was seen; where somebody was quicker, show both texts."""
        expect = {f"notes/{note.id}": note.version}
        try:
            await client_of(self.app).send(EditNote(note.id, text, self._tag), expect=expect)
        except (Conflict, NotFound):
            self._clash(note)
        except WorkshopError as error:
            self._say(f"! {error.title}. What you typed is kept.", wrong=True)
        else:
            self._new()

    def _clash(self, note: Note) -> None:
        """Yours stays in the box, theirs stands above it; nothing is lost either way."""
        theirs = client_of(self.app).state.notes.get(note.id)
        box = self.query_one("#note-theirs", Static)
        box.add_class("-clash")
        if theirs is None:
            self._editing = None
            box.update(f"Somebody has removed this note meanwhile. It said: {note.text}")
            self._say("Enter keeps your text as a new note, Esc leaves it.", wrong=True)
        else:
            self._editing = theirs
            box.update(f"Meanwhile it was changed to: {theirs.text}")
            self._say("Enter puts yours in its place, Esc leaves theirs.", wrong=True)
        self._show_tag()

    def _new(self) -> None:
        """Done with an edit: the box is for a new note again."""
        self.app.drafts.clear(self._draft)
        self._editing = None
        self.query_one("#note-theirs", Static).remove_class("-clash")
        self._input.value = self.app.drafts.get(self._draft)
        self._say("")
        self._show_tag()
        self._input.focus()

    def action_tag(self) -> None:
        self._tag = next_tag(self._tag)
        self._show_tag()

    def action_list(self) -> None:
        """Up from the box goes to the newest note."""
        if self._masked or not self._notes:
            return
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = len(self._notes) - 1

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        note = state_of(self.app).notes.get(NoteId(event.option_id or ""))
        if note is None:
            return
        self._editing = note
        self._tag = note.tag
        self._input.value = self.app.drafts.get(self._draft) or note.text
        self._input.cursor_position = len(self._input.value)
        self._input.focus()
        self._say("Enter keeps the change, Esc leaves it as it was.")
        self._show_tag()

    async def action_remove(self) -> None:
        """Remove the marked note; asked twice."""
        options = None if self._masked else self.query_one(OptionList)
        if options is None or not options.has_focus or options.highlighted is None:
            self._say("↑ to the note that is to go, then ctrl+r.")
            return
        note = self._notes[options.highlighted]
        if not self._removing.asked(note.id):
            self._say("ctrl+r again removes it (u on the run screen takes that back).", wrong=True)
        elif await self.app.act(RemoveNote(note.id), expect={f"notes/{note.id}": note.version}):
            self._say("Removed.")

    def action_leave(self) -> None:
        if self._editing is not None:
            self._new()
        elif not self._masked and self.query_one(OptionList).has_focus:
            self._input.focus()
        else:
            self.dismiss()


def _line(note: Note, state: State) -> Content:
    segment = next((s.title for s in state.plan.segments if s.id == note.segment), "")
    return Content.assemble(
        (f"{format_time(note.at, state.plan.zone)} ", "$quiet"),
        (f"{MARKS[note.tag]} ", "bold $accent"),
        (f"{note.initials} ", "bold"),
        " ".join(note.text.split()),
        (f"  {segment}" if segment else "", "$quiet"),
    )
