"""A note pad that needs no host: a line and Enter make a note, on the disk before the next."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import ClassVar
from uuid import uuid4

from textual import getters
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from workshop.domain.deciding.notes import NOTE_LIMIT
from workshop.domain.records import NoteTag
from workshop.domain.text import clean_line
from workshop.errors import SaveFailed
from workshop.service.clock import Clock, SystemClock
from workshop.service.notes_file import TAG_WORDS, KeptNote, NotesFile
from workshop.tui.drafts import Drafts
from workshop.tui.note_tags import MARKS, TAGS, next_tag
from workshop.tui.theme import CALM, CONTRAST
from workshop.tui.widgets.key_line import KeyLine

_NAMES = {NoteTag.PARKED: "parking"}
_PREFIX = re.compile(r"\s*(\w+):\s+(?=\S)")
INITIALS = 8
_WELCOME = """
Each line you type is a note with its time, saved before the next one.
Begin it with p: for the parking lot, t: for a takeaway, a: for what was agreed.

Afterwards: workshop session import SESSION FILE, and the session has them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as it was meant: `tag` is None where no prefix names one."""

    text: str
    tag: NoteTag | None = None


def typed(line: str) -> Typed:
    """Take 'parking: ' or 'p: ' off the front of a line."""
    found = _PREFIX.match(line)
    tag = TAG_WORDS.get(found[1].casefold()) if found else None
    if found is None or tag is None:
        return Typed(clean_line(line))
    return Typed(clean_line(line[found.end() :]), tag)


class PadScreen(Screen[None]):
    """Notes above, one line to type below. Without initials that line asks for them first."""

    CSS_PATH = "styles/notepad.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "keep"),
        Binding("ctrl+t", "tag", "kind of note"),
        Binding("up", "step(-1)", "edit the last", priority=True),
        Binding("down", "step(1)", "forward", show=False, priority=True),
        Binding("escape", "leave", "leave it"),
        Binding("ctrl+q", "close", "close"),
    ]
    _input = getters.query_one("#line", Input)

    def __init__(self, file: NotesFile, drafts: Drafts, clock: Clock, zone: tzinfo) -> None:
        super().__init__()
        self._file = file
        self._drafts = drafts
        self._clock = clock
        self._zone = zone
        self._author = next((note.initials for note in reversed(file.notes) if note.initials), "")
        self._tag = NoteTag.NOTE
        self._editing: str | None = None
        self._saving = asyncio.Lock()

    def compose(self) -> ComposeResult:
        yield Static(id="head", markup=False)
        yield OptionList(id="notes", markup=False)
        yield Static(id="tags", markup=False)
        with Horizontal(id="entry"):
            yield Label(id="who", markup=False)
            yield Input(id="line", compact=True)
        yield Static(id="said", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._show_notes()
        self._begin()

    # -- what is seen ------------------------------------------------------------------------

    def _begin(self) -> None:
        """A new line: the initials where they are missing, else a note, with what was unsent."""
        self._editing = None
        self._tag = NoteTag.NOTE
        self._write(self._drafts.get(self._draft))
        self._input.focus()
        self._show_line()

    def _write(self, text: str) -> None:
        self._input.value = text
        self._input.cursor_position = len(text)

    def _show_line(self) -> None:
        asking = not self._author
        self.query_one("#who", Label).update("" if asking else f"{self._author} ▸ ")
        self._input.placeholder = "Your initials, then Enter" if asking else "Type, then Enter"
        self._input.max_length = INITIALS if asking else NOTE_LIMIT
        self.query_one("#tags", Static).update(Content("") if asking else self._tags())
        self.query_one("#notes", OptionList).highlighted = self._place()
        self.refresh_bindings()

    def _tags(self) -> Content:
        """The kinds of note in one line, the one that Enter would keep marked."""
        chosen = typed(self._input.value).tag or self._tag
        parts: list[Content | str | tuple[str, str]] = []
        for tag in TAGS:
            name = f"{MARKS[tag]} {_name(tag)}"
            parts.append((f"[{name}]", "bold $accent") if tag is chosen else f" {name} ")
            parts.append("  ")
        if self._editing:
            parts.append(("editing", "bold $warning"))
        return Content.assemble(*parts)

    def _show_notes(self) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._drawn(note), id=note.id) for note in self._file.notes)
        if not self._file.notes:
            options.add_option(Option(Content(_WELCOME), disabled=True))
        options.scroll_end(animate=False)
        number = len(self._file.notes)
        self.query_one("#head", Static).update(
            Content.assemble(
                ("Note pad", "bold $accent"),
                f"  {self._file.path.name}",
                (f"  {number} {'note' if number == 1 else 'notes'}", "$quiet"),
            )
        )

    def _drawn(self, note: KeptNote) -> Content:
        at = note.at.astimezone(self._zone)
        today = self._clock.now().astimezone(self._zone).date() == at.date()
        mark = "$quiet" if note.tag is NoteTag.NOTE else "bold $accent"
        return Content.assemble(
            (f"{at:%H:%M}" if today else f"{at:%d %b %H:%M}", "$quiet"),
            f" {note.initials:<3} ",
            (f"{MARKS[note.tag]} ", mark),
            clean_line(note.text),
        )

    def _say(self, text: str, *, bad: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(text)
        said.set_class(bad, "-bad")

    # -- typing ------------------------------------------------------------------------------

    @property
    def _draft(self) -> str:
        return f"note/{self._editing or ''}"

    def on_input_changed(self) -> None:
        if self._author:
            self._drafts.set(self._draft, self._input.value)
            self._show_line()

    def on_input_submitted(self) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        if self._author:
            self.run_worker(self._keep(), group="keep")
        elif initials := clean_line(self._input.value):
            self._author = initials
            self._begin()

    def action_tag(self) -> None:
        line = typed(self._input.value)
        self._tag = next_tag(line.tag or self._tag)
        if line.tag:
            # The key has the last word over a prefix.
            self._write(line.text)
        self._show_line()

    async def _keep(self) -> None:
        """Save what is typed; it leaves the line when it is on the disk, and not before."""
        async with self._saving:
            line = typed(self._input.value)
            if not line.text:
                return
            note = self._note(line)
            before, draft, editing = self._input.value, self._draft, self._editing
            try:
                await asyncio.to_thread(self._file.put, note)
            except SaveFailed as error:
                self._say(f"Not saved: {error.title} {error.hint}", bad=True)
                return
            self._drafts.clear(draft)
            self._show_notes()
            self._say(f"Saved: {_name(note.tag)} of {note.at:%H:%M:%S}.")
            if self._editing == editing:
                # What was typed while the disk was busy begins the next note.
                self._drafts.set("note/", self._input.value.removeprefix(before))
                self._begin()

    def _note(self, line: Typed) -> KeptNote:
        tag = line.tag or self._tag
        edited = next((note for note in self._file.notes if note.id == self._editing), None)
        if edited is not None:
            return replace(edited, text=line.text, tag=tag)
        at: datetime = self._clock.now().astimezone(self._zone).replace(microsecond=0)
        return KeptNote(at, self._author, tag, line.text, uuid4().hex)

    # -- editing -----------------------------------------------------------------------------

    def _place(self) -> int | None:
        """The index of the note that is being edited."""
        ids = [note.id for note in self._file.notes]
        return ids.index(self._editing) if self._editing in ids else None

    def action_step(self, by: int) -> None:
        """Edit the note before or after this one; past the last is a new note."""
        number = len(self._file.notes)
        place = self._place()
        place = max(0, (number if place is None else place) + by)
        if place >= number:
            self._begin()
        else:
            self._edit(self._file.notes[place])

    def _edit(self, note: KeptNote) -> None:
        self._editing = note.id
        self._tag = note.tag
        self._write(self._drafts.get(self._draft) or note.text)
        self._show_line()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._author:
            self._edit(self._file.notes[event.option_index])

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - Textual's
    ) -> bool | None:
        name = action.partition("(")[0]
        if name in ("tag", "step"):
            return bool(self._author) and (name == "tag" or bool(self._file.notes))
        return name != "leave" or bool(self._editing)

    def action_close(self) -> None:
        self.app.exit(0)

    def action_leave(self) -> None:
        """Back to a new note; an edit that was not kept is dropped."""
        if self._editing:
            self._drafts.clear(self._draft)
        self._begin()


class NotePad(App[int]):
    """The pad on a file that is open; unsent text lies beside it and is there again next time."""

    TITLE = "workshop notes"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, file: NotesFile, clock: Clock | None = None, zone: tzinfo | None = None
    ) -> None:
        super().__init__()
        self.register_theme(CALM)
        self.register_theme(CONTRAST)
        self.theme = CALM.name
        self._clock = clock or SystemClock()
        self._zone = zone or local_zone(self._clock)
        self.file = file
        self._drafts = Drafts(file.path.with_name(f".{file.path.name}.unsent"))

    def on_mount(self) -> None:
        self.push_screen(PadScreen(self.file, self._drafts, self._clock, self._zone))

    async def on_unmount(self) -> None:
        await self._drafts.flush()


def local_zone(clock: Clock) -> tzinfo:
    """The machine's own time zone."""
    return clock.now().astimezone().tzinfo or UTC


def _name(tag: NoteTag) -> str:
    return _NAMES.get(tag, tag.value)
