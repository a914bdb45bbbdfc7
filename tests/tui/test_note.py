"""Notes: one key, type, Enter; two editors never overwrite each other unseen."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from tests.tui.desk import SIZES, Desk, make_app
from tests.tui.taking import CASE, TAKING
from workshop.domain.commands import EditNote, RemoveNote, TakeNote
from workshop.domain.ids import ActorId, NoteId
from workshop.domain.records import Actor, Note, NoteTag, Role
from workshop.errors import SaveFailed
from workshop.tui.drafts import Drafts
from workshop.tui.screens.note import NoteScreen
from workshop.tui.widgets.outbox import outbox_of
from workshop.tui.widgets.session import initials

OTHER = Actor(ActorId("co"), Role.CO_FACILITATOR, "Kim Berg", "KB")
N1 = NoteId("n1")


def notes(desk: Desk) -> list[Note]:
    return desk.state.notes_in_order()


def box(desk: Desk) -> Input:
    return desk.app.screen.query_one("#note-input", Input)


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_is_one_key_the_words_and_enter(size: tuple[int, int]) -> None:
    async with make_app(plan=TAKING, size=size) as desk:
        await desk.pass_time(65)
        await desk.press("t", *"slower, please", "enter")
        await desk.until(lambda: notes(desk))
        note = notes(desk)[0]
        assert (note.text, note.tag, note.initials) == ("slower, please", NoteTag.NOTE, "AL")
        assert (note.segment, note.offset_s) == ("welcome", 65)
        assert not isinstance(desk.app.screen, NoteScreen)


async def test_a_key_says_what_the_note_is_for() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.press("t", "ctrl+t", "ctrl+t", *"start small", "enter")
        await desk.until(lambda: notes(desk))
        assert notes(desk)[0].tag is NoteTag.TAKEAWAY


async def test_another_author_at_the_same_laptop_gives_their_initials() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.press("t", "shift+tab", "ctrl+u", *"KB", "tab", *"heard", "enter")
        await desk.until(lambda: notes(desk))
        await desk.press("t", *"again", "enter")
        await desk.until(lambda: len(notes(desk)) == 2)
        assert [note.initials for note in notes(desk)] == ["KB", "KB"]


@pytest.mark.parametrize(
    ("actor", "written"),
    [
        (OTHER, "KB"),
        (Actor(ActorId("a"), Role.CHAIR, "Ada Lane"), "AL"),
        (Actor(ActorId("a"), Role.CO_FACILITATOR), "CF"),
    ],
)
def test_everyone_has_initials(actor: Actor, written: str) -> None:
    assert initials(actor) == written


@pytest.mark.parametrize("size", SIZES)
async def test_the_latest_notes_are_seen_and_can_be_edited(size: tuple[int, int]) -> None:
    async with make_app(TakeNote(N1, "first"), plan=TAKING, size=size) as desk:
        await desk.press("t")
        assert "first" in desk.screen_text()
        await desk.press("up", "enter")
        assert box(desk).value == "first"
        await desk.press(*" and last", "ctrl+t", "enter")
        await desk.until(lambda: desk.state.notes[N1].version == 2)
        assert desk.state.notes[N1].text == "first and last"
        assert desk.state.notes[N1].tag is NoteTag.PARKED


async def test_a_clash_shows_both_texts_and_loses_neither() -> None:
    async with make_app(TakeNote(N1, "first"), plan=TAKING) as desk:
        await desk.press("t", "up", "enter", *" mine")
        await desk.send(EditNote(N1, "theirs"), OTHER)
        await desk.press("enter")
        await desk.until(lambda: "theirs" in desk.text("#note-theirs"))
        assert box(desk).value == "first mine"
        assert desk.state.notes[N1].text == "theirs"
        await desk.press("enter")
        await desk.until(lambda: desk.state.notes[N1].text == "first mine")


async def test_a_clash_may_be_left_as_theirs() -> None:
    async with make_app(TakeNote(N1, "first"), plan=TAKING) as desk:
        await desk.press("t", "up", "enter", *" mine")
        await desk.send(EditNote(N1, "theirs"), OTHER)
        await desk.press("enter")
        await desk.until(lambda: "theirs" in desk.text("#note-theirs"))
        await desk.press("escape")
        assert desk.state.notes[N1].text == "theirs"
        assert box(desk).value == ""


async def test_an_edit_of_a_note_that_is_gone_can_be_kept_as_a_new_one() -> None:
    async with make_app(TakeNote(N1, "first"), plan=TAKING) as desk:
        await desk.press("t", "up", "enter", *" mine")
        await desk.send(RemoveNote(N1), OTHER)
        await desk.press("enter")
        await desk.until(lambda: "removed" in desk.text("#note-theirs"))
        await desk.press("enter")
        await desk.until(lambda: [n.text for n in notes(desk)] == ["first mine"])


async def test_removing_is_asked_twice() -> None:
    async with make_app(TakeNote(N1, "first"), plan=TAKING) as desk:
        await desk.press("t", "up", "ctrl+r")
        assert notes(desk)
        await desk.press("ctrl+r")
        await desk.until(lambda: not notes(desk))


async def test_an_edit_that_cannot_be_saved_stays_in_the_box() -> None:
    async with make_app(TakeNote(N1, "first"), plan=TAKING) as desk:
        await desk.press("t", "up", "enter", *" mine")
        desk.log.failure = SaveFailed("The disk is full", "Make room")
        await desk.press("enter")
        await desk.until(lambda: "kept" in desk.text("#note-said"))
        assert box(desk).value == "first mine"
        desk.log.failure = None


async def test_a_new_note_waits_until_it_can_be_saved() -> None:
    async with make_app(plan=TAKING) as desk:
        desk.log.failure = SaveFailed("The disk is full", "Make room")
        await desk.press("t", *"do not lose me", "enter")
        assert not notes(desk)
        desk.log.failure = None
        await desk.until(lambda: [n.text for n in notes(desk)] == ["do not lose me"])


async def test_a_half_typed_note_is_there_again() -> None:
    drafts = Drafts()
    async with make_app(plan=TAKING, drafts=drafts) as desk:
        await desk.press("t", *"half a th", "escape")
    async with make_app(plan=TAKING, drafts=drafts) as desk:
        await desk.press("t")
        assert box(desk).value == "half a th"


@pytest.mark.parametrize("size", SIZES)
async def test_masked_shows_no_notes_and_not_what_is_typed(size: tuple[int, int]) -> None:
    async with make_app(TakeNote(N1, "private"), plan=TAKING, size=size) as desk:
        await desk.app.push_screen(NoteScreen(masked=True))
        await desk.press(*"hush")
        assert "hush" not in desk.screen_text()
        assert "private" not in desk.screen_text()
        await desk.press("enter")
        await desk.until(lambda: notes(desk)[-1].text == "hush")


async def test_a_new_note_of_another_does_not_move_what_is_being_chosen() -> None:
    first, second = TakeNote(N1, "first"), TakeNote(NoteId("n2"), "second")
    async with make_app(first, second, plan=TAKING) as desk:
        await desk.press("t", "up", "up")
        await desk.send(TakeNote(NoteId("n3"), "third"), OTHER)
        await desk.until(lambda: "third" in desk.screen_text())
        assert desk.app.screen.query_one(OptionList).highlighted == 0
        await desk.press("enter")
        assert box(desk).value == "first"


async def test_a_note_of_the_case_says_so() -> None:
    async with make_app(plan=TAKING) as desk:
        await desk.app.push_screen(NoteScreen(tag=NoteTag.AGREED, case_study=CASE))
        await desk.press(*"we meet", "enter")
        await desk.until(lambda: notes(desk))
        assert (notes(desk)[0].tag, notes(desk)[0].case_study) == (NoteTag.AGREED, CASE)


async def test_a_note_that_is_refused_comes_back_into_the_box() -> None:
    long = "x" * 4001
    async with make_app(plan=TAKING) as desk:
        await desk.press("t")
        box(desk).value = long
        await desk.press("enter")
        await desk.until(lambda: outbox_of(desk.app).refused)
        await desk.press("t")
        assert box(desk).value == long
        assert not notes(desk)
