"""Deciders of notes, objectives, the case, messages and the room's screen."""

from __future__ import annotations

from typing import Any

from workshop.domain import commands as co
from workshop.domain import events as ev
from workshop.domain.deciding.answers import known_response, open_exercise
from workshop.domain.deciding.scene import Deciders, Events, Scene
from workshop.domain.records import CaseStep, Note
from workshop.domain.text import clean_block, clean_line
from workshop.errors import KeyReused, NotFound, Refused

NOTE_LIMIT = 4000
MESSAGE_LIMIT = 200


def written(text: str, limit: int, what: str) -> str:
    """Text that a person wrote, cleaned; Refused when empty or longer than `limit`."""
    cleaned = clean_block(text)
    if not cleaned:
        raise Refused(f"{what} is empty", "Type something, or leave with Escape")
    if len(cleaned) > limit:
        raise Refused(
            f"{what} has {len(cleaned)} characters, {limit} are the limit", "Make it shorter"
        )
    return cleaned


def _note(scene: Scene, body: co.TakeNote) -> Events:
    text = written(body.text, NOTE_LIMIT, "The note")
    known = scene.state.notes.get(body.note)
    if known is not None:
        if known.text == text or known.version > 1:
            return ()
        raise KeyReused("That note has been taken otherwise", "Send it with a new id")
    return (
        ev.NoteTaken(
            note=body.note,
            text=text,
            tag=body.tag,
            initials=clean_line(body.initials)[:8] or scene.actor.initials,
            taken_at=body.taken_at or scene.now,
            case_study=body.case_study,
        ),
    )


def _known_note(scene: Scene, id_: Any) -> Note:
    note = scene.state.notes.get(id_)
    if note is None:
        raise NotFound("There is no such note", "Somebody may have removed it")
    return note


def _edit_note(scene: Scene, body: co.EditNote) -> Events:
    note = _known_note(scene, body.note)
    text = written(body.text, NOTE_LIMIT, "The note")
    tag = body.tag or note.tag
    return () if (text, tag) == (note.text, note.tag) else (ev.NoteEdited(note.id, text, tag),)


def _remove_note(scene: Scene, body: co.RemoveNote) -> Events:
    return (ev.NoteRemoved(_known_note(scene, body.note).id),)


def _mark(scene: Scene, body: co.MarkObjective) -> Events:
    if not any(objective.id == body.objective for objective in scene.state.plan.objectives):
        raise NotFound(f"The plan has no objective '{body.objective}'", "Choose one of the plan's")
    remark = clean_line(body.remark)[:NOTE_LIMIT]
    known = scene.state.objectives.get(body.objective)
    if known is not None and (known.coverage, known.remark) == (body.coverage, remark):
        return ()
    return (ev.ObjectiveMarked(body.objective, body.coverage, remark),)


def _link(scene: Scene, body: co.LinkEvidence) -> Events:
    if not any(objective.id == body.objective for objective in scene.state.plan.objectives):
        raise NotFound(f"The plan has no objective '{body.objective}'", "Choose one of the plan's")
    response = known_response(scene, body.response)
    known = scene.state.objectives.get(body.objective)
    if body.linked == (known is not None and response.id in known.evidence):
        return ()
    return (ev.EvidenceLinked(body.objective, response.id, body.linked),)


def _step_case(scene: Scene, body: co.StepCase) -> Events:
    try:
        case = scene.state.plan.case_study(body.case_study)
    except KeyError:
        raise NotFound(
            f"The plan has no case '{body.case_study}'", "Choose one of its own"
        ) from None
    most = {CaseStep.CARDS: len(case.cards), CaseStep.QUESTIONS: len(case.questions)}
    if not 0 <= body.index < max(1, most.get(body.step, 1)):
        raise Refused("The case has no such step", "Move with left and right")
    stepped = ev.CaseStepped(body.case_study, body.step, body.index)
    if body.step is CaseStep.CANVAS and case.framework is not None:
        return (stepped, *open_exercise(scene, co.OpenExercise(case.framework)))
    return (stepped,)


def _message(_scene: Scene, body: co.SendMessage) -> Events:
    return (ev.MessageSent(clean_line(written(body.text, MESSAGE_LIMIT, "The message"))),)


def _clear_message(scene: Scene, _body: co.ClearMessage) -> Events:
    return (ev.MessageCleared(),) if scene.state.message is not None else ()


def _blank(scene: Scene, body: co.BlankScreen) -> Events:
    return () if scene.state.blank == body.blank else (ev.ScreenBlanked(body.blank),)


def _kind(scene: Scene, body: co.KindCommand) -> Events:
    exercise = scene.exercise(body.exercise)
    state = scene.state.kinds.get(body.exercise)
    try:
        payloads = scene.rules.decide(exercise, state, body.payload, scene.actor)
    except ValueError as error:
        raise Refused(str(error), "Correct it and send it again") from error
    version = scene.rules.version(exercise)
    return tuple(ev.KindEvent(exercise.id, exercise.kind, version, p) for p in payloads)


NOTES: Deciders = {
    co.TakeNote: _note,
    co.EditNote: _edit_note,
    co.RemoveNote: _remove_note,
    co.MarkObjective: _mark,
    co.LinkEvidence: _link,
    co.StepCase: _step_case,
    co.SendMessage: _message,
    co.ClearMessage: _clear_message,
    co.BlankScreen: _blank,
    co.KindCommand: _kind,
}
