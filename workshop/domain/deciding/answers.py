"""Deciders of exercises, answers and tallies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshop.domain import commands as co
from workshop.domain import events as ev
from workshop.domain.deciding.scene import Deciders, Events, Scene
from workshop.domain.ids import ExerciseId, ParticipantId, ResponseId
from workshop.domain.plan import Exercise
from workshop.domain.records import ExerciseRecord, NoteTag, Response, Role
from workshop.domain.text import clean_line, plain_text
from workshop.errors import Conflict, Forbidden, KeyReused, NotFound, Refused

KEY_LIMIT = 64
TABLE_LIMIT = 20
WORDS_FOR_COUNTS = ("few", "half", "most")


def _round(scene: Scene, exercise: ExerciseId, asked: int) -> int:
    """The round asked for, else the exercise's own now, else the one that its place gives it."""
    if asked > 0:
        return asked
    record = scene.state.exercises.get(exercise)
    if record is not None:
        return record.round
    run = scene.state.clock.current
    return scene.state.plan.round_of(run.segment if run else None, exercise)


def open_exercise(scene: Scene, body: co.OpenExercise) -> Events:
    scene.exercise(body.exercise)
    round_ = _round(scene, body.exercise, body.round)
    record = scene.state.exercises.get(body.exercise)
    if record is not None and record.open and record.round == round_:
        return ()
    return (ev.ExerciseOpened(body.exercise, round_),)


def _record(scene: Scene, id_: ExerciseId) -> ExerciseRecord:
    scene.exercise(id_)
    return scene.state.exercises.get(id_, ExerciseRecord())


def _close(scene: Scene, body: co.CloseExercise) -> Events:
    return (ev.ExerciseClosed(body.exercise),) if _record(scene, body.exercise).open else ()


def _show(scene: Scene, body: co.ShowResults) -> Events:
    return () if _record(scene, body.exercise).shown else (ev.ResultsShown(body.exercise),)


def _hide_results(scene: Scene, body: co.HideResults) -> Events:
    return (ev.ResultsHidden(body.exercise),) if _record(scene, body.exercise).shown else ()


def _cleaned(scene: Scene, exercise: Exercise, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return scene.rules.clean(exercise, answers)
    except ValueError as error:
        raise Refused(str(error), "Correct it and send it again") from error


def _key(key: str) -> str:
    cleaned = clean_line(key)
    if not cleaned or len(cleaned) > KEY_LIMIT:
        raise Refused(
            "The answer's key is missing or too long", f"Give 1 to {KEY_LIMIT} characters"
        )
    return cleaned


def _place(text: str) -> str:
    """A table or a badge as it is kept."""
    cleaned = clean_line(text)
    if len(cleaned) > TABLE_LIMIT:
        raise Refused("A table or badge is too long", f"Give at most {TABLE_LIMIT} characters")
    return cleaned


def _participant(scene: Scene, given: ParticipantId | None) -> ParticipantId | None:
    return ParticipantId(scene.actor.id) if scene.actor.role is Role.PARTICIPANT else given


def _submit(scene: Scene, body: co.SubmitResponse) -> Events:
    exercise = scene.exercise(body.exercise)
    participant = _participant(scene, body.participant)
    key = _key(body.key)
    id_ = ResponseId(f"{participant}.{key}" if participant else key)
    answers = _cleaned(scene, exercise, body.answers)
    known = scene.state.response(id_)
    if known is not None:
        if known.exercise == body.exercise and (known.answers == answers or known.amended):
            return ()
        raise KeyReused("That key came with another answer before", "Send it with a new key")
    round_ = _round(scene, body.exercise, body.round)
    if scene.actor.role is Role.PARTICIPANT:
        _room_for_one_more(scene, exercise, round_)
    return (
        ev.ResponseSubmitted(
            response=id_,
            exercise=body.exercise,
            round=round_,
            key=key,
            answers=answers,
            source=body.source,
            participant=participant,
            table=_place(body.table),
            badge=_place(body.badge),
        ),
    )


def _room_for_one_more(scene: Scene, exercise: Exercise, round_: int) -> None:
    """Refuse a participant's answer to what is closed, or one more than the exercise takes."""
    me = ParticipantId(scene.actor.id)
    person = scene.state.participants.get(me)
    if person is not None and person.removed:
        raise Forbidden("You are no longer in this session", "Speak to the facilitator")
    record = scene.state.exercises.get(exercise.id)
    if record is None or not record.open:
        raise Refused(f"'{exercise.title}' takes no answers now", "Tell it to the facilitator")
    most = scene.rules.per_person(exercise)
    sent = scene.state.sent.get(me, ())
    if not most or len(sent) < most:
        return
    own = map(scene.state.response, sent)
    given = sum(
        1
        for r in own
        if r is not None and not r.withdrawn and (r.exercise, r.round) == (exercise.id, round_)
    )
    if given >= most:
        answers = "an answer" if most == 1 else f"{most} answers"
        raise Refused(f"You have given {answers} already", "Correct one, or withdraw it first")


def known_response(scene: Scene, id_: ResponseId) -> Response:
    response = scene.state.response(id_)
    if response is None:
        raise NotFound("There is no such answer", "It may have been undone or erased")
    return response


def _own(scene: Scene, id_: ResponseId) -> Response:
    response = known_response(scene, id_)
    if scene.actor.role is Role.PARTICIPANT and response.participant != ParticipantId(
        scene.actor.id
    ):
        raise Forbidden("That answer is not yours", "Correct one of your own")
    return response


def _amend(scene: Scene, body: co.AmendResponse) -> Events:
    response = _own(scene, body.corrects)
    exercise = scene.exercise(response.exercise)
    key = _key(body.key)
    answers = _cleaned(scene, exercise, body.answers)
    known = scene.state.keys.get(f"{response.participant}.{key}" if response.participant else key)
    if known is not None:
        if known == response.id and response.answers == answers:
            return ()
        raise KeyReused("That key came with another answer before", "Send it with a new key")
    amended = ev.ResponseAmended(response.id, key, answers, _place(body.table), _place(body.badge))
    # What its author says anew has not been compared with the others.
    return (amended, *(_apart(scene, response) if scene.actor.role is Role.PARTICIPANT else ()))


def _withdraw(scene: Scene, body: co.WithdrawResponse) -> Events:
    response = _own(scene, body.response)
    if response.withdrawn:
        return ()
    # The others said it, too, and go on saying it.
    return (ev.ResponseWithdrawn(response.id), *_apart(scene, response))


def _apart(scene: Scene, response: Response) -> Events:
    """An answer, and those for which it stands, each for itself again; nothing where none is."""
    ids = scene.state.merged.get(response.id, ())
    if response.merged_into is not None:
        ids = (*ids, response.id)
    return (ev.ResponsesMerged(None, ids),) if ids else ()


def _merge(scene: Scene, body: co.MergeResponses) -> Events:
    responses = [known_response(scene, id_) for id_ in dict.fromkeys(body.responses)]
    if body.into is None:
        ids = tuple(r.id for r in responses if r.merged_into is not None)
        return (ev.ResponsesMerged(None, ids),) if ids else ()
    into = known_response(scene, body.into)
    exercise = scene.exercise(into.exercise)
    if not scene.rules.merges(exercise):
        raise Refused(f"Answers to '{exercise.title}' cannot be merged", "Only ideas are merged")
    if any((r.exercise, r.round) != (into.exercise, into.round) for r in responses):
        raise Refused("Answers to different questions cannot be merged", "Take those to one")
    if not all(r.is_said for r in (into, *responses)):
        raise Refused("What is hidden or withdrawn cannot be merged", "Show it again first")
    together = {into.id, *body.responses}
    for response in (into, *responses):
        if response.merged_into not in (None, into.id) and (
            response is into or response.merged_into not in together
        ):
            raise Conflict(
                "That answer is merged into another one already",
                "Look again, or take it apart first",
            )
    # Whatever stood for others brings them along, so that nothing stands in what stands elsewhere.
    brought = [id_ for r in responses for id_ in (r.id, *scene.state.merged.get(r.id, ()))]
    standing = {into.id, *scene.state.merged.get(into.id, ())}
    ids = tuple(id_ for id_ in dict.fromkeys(brought) if id_ not in standing)
    return (ev.ResponsesMerged(into.id, ids),) if ids else ()


def _hide(scene: Scene, body: co.HideResponse) -> Events:
    response = known_response(scene, body.response)
    reason = clean_line(body.reason) or "no reason given"
    if response.hidden == reason:
        return ()
    # What says the same is hidden for the same reason.
    others = (r.id for r in scene.state.merged_with(response.id))
    return tuple(ev.ResponseHidden(id_, reason) for id_ in (response.id, *others))


def _unhide(scene: Scene, body: co.UnhideResponse) -> Events:
    response = known_response(scene, body.response)
    if not response.hidden:
        return ()
    others = map(scene.state.response, scene.state.merged.get(response.id, ()))
    ids = (r.id for r in others if r is not None and r.hidden == response.hidden)
    return tuple(ev.ResponseUnhidden(id_) for id_ in (response.id, *ids))


def _star(scene: Scene, body: co.StarResponse) -> Events:
    response = known_response(scene, body.response)
    if response.starred == body.starred:
        return ()
    return (ev.ResponseStarred(response.id, body.starred),)


def _park(scene: Scene, body: co.ParkResponse) -> Events:
    response = known_response(scene, body.response)
    if response.parked:
        return ()
    text = clean_line(body.text) or plain_text(response.answers) or "(empty)"
    return (
        ev.NoteTaken(
            note=body.note,
            text=text,
            tag=NoteTag.PARKED,
            initials=scene.actor.initials,
            taken_at=scene.now,
            response=response.id,
        ),
    )


def _tally(scene: Scene, body: co.RecordTally) -> Events:
    exercise = scene.exercise(body.exercise)
    options = scene.rules.options(exercise, scene.state)
    if options is None:
        raise Refused(f"Hands cannot be counted for '{exercise.title}'", "Type the answers instead")
    for option, count in body.counts.items():
        if option not in options:
            raise Refused(f"'{exercise.title}' has no option '{option}'", "Choose one of its own")
        if isinstance(count, str) and count not in WORDS_FOR_COUNTS:
            raise Refused(f"'{count}' is no count", "Give a number, or few, half or most")
        if isinstance(count, int) and not 0 <= count <= 100_000:
            raise Refused(f"{count} is no count of people", "Give a number from 0 on")
    if body.present is not None and not 0 <= body.present <= 100_000:
        raise Refused(f"{body.present} people cannot be there", "Give a number from 0 on")
    if not body.counts:
        raise Refused("The count is empty", "Give a number for at least one option")
    round_ = _round(scene, body.exercise, body.round)
    known = scene.state.tallies.get(body.tally)
    if known is not None:
        if (known.exercise, known.counts) == (body.exercise, body.counts):
            return ()
        raise KeyReused("That count has been recorded otherwise", "Send it with a new id")
    return (
        ev.TallyRecorded(
            body.tally, body.exercise, round_, _place(body.table), body.counts, body.present
        ),
    )


ANSWERS: Deciders = {
    co.OpenExercise: open_exercise,
    co.CloseExercise: _close,
    co.ShowResults: _show,
    co.HideResults: _hide_results,
    co.SubmitResponse: _submit,
    co.AmendResponse: _amend,
    co.WithdrawResponse: _withdraw,
    co.HideResponse: _hide,
    co.UnhideResponse: _unhide,
    co.StarResponse: _star,
    co.ParkResponse: _park,
    co.MergeResponses: _merge,
    co.RecordTally: _tally,
}
