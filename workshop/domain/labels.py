"""What a command did, in the words in which an undo names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workshop.domain import events as ev
from workshop.domain.plan import SessionPlan
from workshop.domain.text import clean_line


def _title(plan: SessionPlan, segment: str) -> str:
    return next((s.title for s in plan.segments if s.id == segment), segment)


def _exercise(plan: SessionPlan, exercise: str) -> str:
    return next((e.title for e in plan.exercises if e.id == exercise), exercise)


def _short(text: str, most: int = 40) -> str:
    line = clean_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _added(plan: SessionPlan, body: ev.TimeAdded) -> str:
    minutes, seconds = divmod(abs(body.seconds), 60)
    amount = f"{minutes}:{seconds:02d}" if seconds else f"{minutes} min"
    return f"{amount} {'more' if body.seconds > 0 else 'less'} for '{_title(plan, body.target)}'"


def _entered(plan: SessionPlan, body: ev.SegmentEntered) -> str:
    if body.why == "start":
        return "the start of the session"
    return f"{body.why} to '{_title(plan, body.target)}'"


def _marked(plan: SessionPlan, body: ev.ObjectiveMarked) -> str:
    text = next((o.text for o in plan.objectives if o.id == body.objective), body.objective)
    return f"objective '{_short(text)}': {body.coverage}"


_LABELS: Mapping[type[Any], Callable[[SessionPlan, Any], str]] = {
    ev.SessionPrepared: lambda _plan, _body: "the preflight settings",
    ev.SegmentEntered: _entered,
    ev.SegmentRetimed: lambda plan, b: f"the new start of '{_title(plan, b.target)}'",
    ev.ClockPaused: lambda _plan, _body: "the pause",
    ev.ClockResumed: lambda _plan, _body: "the end of the pause",
    ev.TimeAdded: _added,
    ev.PlanFitted: lambda _plan, b: "close now" if b.why == "close" else "the fit to time",
    ev.SegmentSkipped: lambda plan, b: f"leaving out '{_title(plan, b.target)}'",
    ev.SegmentUnskipped: lambda plan, b: f"taking '{_title(plan, b.target)}' in again",
    ev.MustEndChanged: lambda _plan, _body: "the new end",
    ev.ClockGapResolved: lambda _plan, b: (
        "counting the gap" if b.counted else "leaving out the gap"
    ),
    ev.SessionEnded: lambda _plan, _body: "the end of the session",
    ev.ExerciseOpened: lambda plan, b: f"opening '{_exercise(plan, b.exercise)}'",
    ev.ExerciseClosed: lambda plan, b: f"closing '{_exercise(plan, b.exercise)}'",
    ev.ResultsShown: lambda plan, b: f"showing '{_exercise(plan, b.exercise)}'",
    ev.ResultsHidden: lambda plan, b: f"hiding the results of '{_exercise(plan, b.exercise)}'",
    ev.ResponseSubmitted: lambda plan, b: f"an answer to '{_exercise(plan, b.exercise)}'",
    ev.ResponseAmended: lambda _plan, _body: "a correction",
    ev.ResponseWithdrawn: lambda _plan, _body: "withdrawing an answer",
    ev.ResponseHidden: lambda _plan, _body: "hiding an answer",
    ev.ResponseUnhidden: lambda _plan, _body: "showing an answer again",
    ev.ResponseStarred: lambda _plan, b: "a star" if b.starred else "taking a star away",
    ev.ResponsesMerged: lambda _plan, b: (
        f"merging {len(b.responses) + 1} answers" if b.into else "taking merged answers apart"
    ),
    ev.TallyRecorded: lambda _plan, b: (
        f"the count of {f'table {b.table}' if b.table else 'the room'}"
    ),
    ev.NoteTaken: lambda _plan, b: f"the note '{_short(b.text)}'",
    ev.NoteEdited: lambda _plan, b: f"editing the note '{_short(b.text)}'",
    ev.NoteRemoved: lambda _plan, _body: "removing a note",
    ev.ObjectiveMarked: _marked,
    ev.EvidenceLinked: lambda _plan, b: "linking evidence" if b.linked else "unlinking evidence",
    ev.CaseStepped: lambda _plan, b: f"the step to the case's {b.step}",
    ev.MessageSent: lambda _plan, b: f"the message '{_short(b.text)}'",
    ev.MessageCleared: lambda _plan, _body: "clearing the message",
    ev.ScreenBlanked: lambda _plan, b: (
        "blanking the room's screen" if b.blank else "the unblanking"
    ),
    ev.ParticipantRemoved: lambda _plan, b: (
        "sending a participant out" if b.removed else "letting a participant in again"
    ),
    ev.JoiningLocked: lambda _plan, b: "closing the door" if b.locked else "opening the door",
    ev.ClockGranted: lambda _plan, b: (
        "lending out the clock" if b.granted else "taking the clock back"
    ),
    ev.ResponsePassed: lambda _plan, b: (
        "letting an answer onto the screen" if b.passed else "taking an answer off the screen"
    ),
    ev.ModerationSet: lambda _plan, b: (
        "looking answers over first" if b.on else "showing answers unread"
    ),
    ev.QuestionSettled: lambda _plan, b: "settling a question" if b.settled else "reopening one",
    ev.KindEvent: lambda plan, b: (
        _short(str(b.payload.get("label", ""))) or f"a change to '{_exercise(plan, b.exercise)}'"
    ),
}


def undoable(body: ev.EventBody) -> bool:
    """Whether an undo may take the event back."""
    return type(body) in _LABELS


def label(plan: SessionPlan, body: ev.EventBody) -> str:
    """What the event did, as a noun phrase: 'next to 'The case''; empty when not undoable."""
    make = _LABELS.get(type(body))
    return make(plan, body) if make else ""
