"""What a button on the chair's phone sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workshop.domain import commands as co
from workshop.domain.ids import CommandId, NoteId
from workshop.domain.on_now import exercise_on
from workshop.domain.records import NoteTag
from workshop.domain.state import State
from workshop.errors import Refused, UsageError
from workshop.host.posted import Posted

MINUTE_S = 60
KEY_LIMIT = 64
QUICK = {"two-minutes": "2 minutes", "please-close": "Please close"}


def _exercise(make: Callable[..., co.CommandBody]) -> Callable[[State, Posted], co.CommandBody]:
    """A command about the exercise on now."""

    def made(state: State, _form: Posted) -> co.CommandBody:
        on = exercise_on(state)
        if on is None:
            raise Refused("There is no exercise on now.", "Go to the segment that has it.")
        return make(on.id)

    return made


def _note(_state: State, form: Posted) -> co.CommandBody:
    tag = form.first("tag", NoteTag.NOTE)
    if tag not in set(NoteTag):
        raise UsageError("A note is not for that.", "Choose one of the list.")
    return co.TakeNote(NoteId(f"phone-{form.first('key')}"), form.first("text"), NoteTag(tag))


_CLOCK: Mapping[str, Callable[[], co.CommandBody]] = {
    "start": co.Start,
    "pause": co.Pause,
    "resume": co.Resume,
    "next": co.Next,
    "back": co.Back,
    "plus": lambda: co.AddTime(MINUTE_S),
    "minus": lambda: co.AddTime(-MINUTE_S),
}
_OTHERS: Mapping[str, Callable[[State, Posted], co.CommandBody]] = {
    "message": lambda _state, form: co.SendMessage(form.first("text")),
    "clear": lambda _state, _form: co.ClearMessage(),
    "note": _note,
    "open": _exercise(co.OpenExercise),
    "close": _exercise(co.CloseExercise),
    "show": _exercise(co.ShowResults),
    "hide": _exercise(co.HideResults),
    "blank": lambda _state, _form: co.BlankScreen(True),
    "unblank": lambda _state, _form: co.BlankScreen(False),
    "end": lambda _state, _form: co.EndSession(),
}
SAID = {
    "start": "Started.", "pause": "Paused.", "resume": "Going on.", "next": "Next segment.",
    "back": "Back a segment.", "plus": "A minute more.", "minus": "A minute less.",
    "message": "The presenter sees it.", "two-minutes": "The presenter sees it.",
    "please-close": "The presenter sees it.", "clear": "Taken away.", "note": "Note kept.",
    "open": "Answers are taken.", "close": "No more answers are taken.",
    "show": "The room sees the results.", "hide": "The room does not see the results.",
    "blank": "The screen is blank.", "unblank": "The screen is on.", "end": "The session is over.",
}  # fmt: skip


def command_of(form: Posted, state: State) -> co.Command:
    """The command of the button that was pressed. Raises UsageError and Refused.

    The form's own key makes a form that is sent twice count once; what moves the clock expects it
    as the page showed it, so that two thumbs do not skip two segments.
    """
    do, key = form.first("do"), form.first("key")
    if not 8 <= len(key) <= KEY_LIMIT:
        raise UsageError("This form is too old.", "Load the page again.")
    # Forms of one page share a key until the first answer: another button is another command.
    id_ = CommandId(f"page-{do}-{key}")
    if do in _CLOCK:
        version = form.first("version")
        if not version.isascii() or not version.isdigit():
            raise UsageError("This form is too old.", "Load the page again.")
        return co.Command(id_, _CLOCK[do](), {"clock": int(version[:18])})
    if do in QUICK:
        return co.Command(id_, co.SendMessage(QUICK[do]), {})
    if do not in _OTHERS:
        raise UsageError("There is no such button.", "Load the page again.")
    return co.Command(id_, _OTHERS[do](state, form), {})
