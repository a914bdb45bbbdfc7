"""What phones, the room's screen, the presenter and the chair's phone see of a state.

Pure functions. What has not passed the chair's setting (results that are not shown, answers that
still wait to be looked over) is in no view for the room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from workshop.domain.clock import Clock, Stage
from workshop.domain.findings import Findings
from workshop.domain.headline import headline
from workshop.domain.ids import ExerciseId, ParticipantId
from workshop.domain.moderation import has_words, may_be_shown
from workshop.domain.on_now import exercise_on, shown_exercise
from workshop.domain.plan import Cue, Exercise, SessionPlan
from workshop.domain.records import ExerciseRecord, Pace, Response
from workshop.domain.run_of_show import (
    DANGER_SHARE,
    WARNING_SHARE,
    Row,
    run_of_show,
)
from workshop.domain.state import State
from workshop.domain.telling import Told
from workshop.domain.text import plain_text
from workshop.domain.turnout import answered, joined
from workshop.host.views import (
    ChairView,
    CueView,
    ExerciseOn,
    JoinCode,
    NoteView,
    OnNow,
    OthersAnswer,
    OwnAnswer,
    PhoneExercise,
    PhoneView,
    PresenterView,
    ScreenView,
    Timing,
)
from workshop.kinds.asking import next_form, whole_form
from workshop.kinds.base import Kind
from workshop.kinds.registry import load

MOST_OTHERS = 100
"""Answers of others that a phone lists: nobody reads more."""
MOST_NOTES = 5
"""Notes that the chair's phone lists: enough to see that one's own has been kept."""


# -- time ------------------------------------------------------------------------------------


def epoch_ms(at: datetime) -> int:
    """Whole milliseconds since 1970 of an aware time."""
    return round(at.timestamp() * 1000)


def timing(plan: SessionPlan, clock: Clock) -> Timing:
    """The countdown's facts; the same ones whenever asked, while nothing changes."""
    run = clock.current
    if run is None:
        starts = clock.planned_start if clock.stage is Stage.LOBBY else None
        return Timing(clock.stage, starts_ms=epoch_ms(starts) if starts else None)
    # Read at the last fact, so that no rounding of a later time moves the deadline.
    resumed = [pause.ended_at for pause in run.pauses if pause.ended_at]
    at = clock.paused_at or max((*resumed, run.began_at))
    current = run_of_show(plan, clock, at).current
    if current is None:
        return Timing(clock.stage)
    left_s = current.allotted_s - current.elapsed_s
    facts = Timing(
        stage=clock.stage,
        allotted_ms=current.allotted_s * 1000,
        warning_ms=round(current.allotted_s * 1000 * WARNING_SHARE),
        danger_ms=round(current.allotted_s * 1000 * DANGER_SHARE),
    )
    if clock.paused_at is not None:
        return replace(facts, remaining_ms=round(left_s * 1000), paused_ms=epoch_ms(at))
    return replace(facts, deadline_ms=epoch_ms(at + timedelta(seconds=left_s)))


# -- what is on ------------------------------------------------------------------------------


def _record(state: State, exercise: ExerciseId) -> ExerciseRecord:
    return state.exercises.get(exercise, ExerciseRecord())


# -- the room's screen -----------------------------------------------------------------------


def screen_view(
    state: State, findings: Findings | None = None, join: JoinCode | None = None
) -> ScreenView:
    """The room's screen; `findings` are those of `shown_exercise`, made `for_the_room`."""
    time = timing(state.plan, state.clock)
    join = join or JoinCode()
    if state.blank:
        return ScreenView(time, "", blank=True)
    plan = state.plan
    event = plan.event
    view = ScreenView(
        timing=time,
        title=plan.title,
        event=" · ".join(part for part in (event.code, event.venue) if part),
        join=join,
        locked=state.locked,
    )
    shown = shown_exercise(state)
    if shown is not None:
        round_ = _record(state, shown).round
        view = replace(view, exercise=shown, round=round_, findings=findings)
    run = state.clock.current
    if run is None:
        coming = tuple(part.title for part in plan.parts if part.planned_s)
        return replace(view, coming=coming if state.clock.stage is not Stage.ENDED else ())
    part = plan.part_of(run.segment)
    view = replace(
        view, part=part.title, segment=plan.segment(run.segment).title, lead=_lead(plan, part.lead)
    )
    on = exercise_on(state)
    if on is not None and _record(state, on.id).open:
        view = replace(view, prompt=on.prompt, instructions=on.participant)
    return view


def _lead(plan: SessionPlan, id_: str | None) -> str:
    return next((person.name for person in plan.people if person.id == id_), "")


# -- the presenter and the chair's phone -----------------------------------------------------


def presenter_view(state: State, now: datetime) -> PresenterView:
    show = run_of_show(state.plan, state.clock, now)
    message = None if state.clock.stage is Stage.ENDED else state.message
    return PresenterView(
        timing=timing(state.plan, state.clock),
        segment=show.current.segment.title if show.current else "",
        part=show.current.part.title if show.current else "",
        coming=show.next.segment.title if show.next else "",
        message=message.text if message else "",
        message_ms=epoch_ms(message.at) if message else None,
    )


def chair_view(state: State, now: datetime) -> ChairView:
    plan = state.plan
    show = run_of_show(plan, state.clock, now)
    row = show.current or show.next
    return ChairView(
        timing=timing(plan, state.clock),
        version=state.clock.version,
        headline=headline(show, plan.zone),
        segment=row.segment.title if row else "",
        part=row.part.title if row else "",
        lead=_lead(plan, row.part.lead) if row else "",
        notes=row.segment.notes if row else "",
        cues=tuple(CueView(cue.at_s * 1000, cue.say) for cue in _cues(row)) if row else (),
        coming=show.next.segment.title if show.next and show.current else "",
        message=state.message.text if state.message else "",
        exercise=_exercise_on_view(state),
        joined=joined(state),
        pace=_pace(state),
        questions=sum(1 for question in state.questions.values() if not question.settled),
        blank=state.blank,
        taken=tuple(
            NoteView(note.text, note.tag, note.initials)
            for note in reversed(state.notes_in_order()[-MOST_NOTES:])
        ),
    )


def _cues(row: Row) -> list[Cue]:
    return sorted(row.segment.cues, key=lambda cue: cue.at_s)


def _exercise_on_view(state: State) -> ExerciseOn | None:
    on = exercise_on(state)
    if on is None:
        return None
    record = _record(state, on.id)
    count = answered(state, on.id, record.round)
    return ExerciseOn(on.id, on.title, record.open, record.shown, count)


def _pace(state: State) -> tuple[tuple[Pace, int], ...]:
    signals = [signal.pace for signal in state.pace.values()]
    return tuple((pace, signals.count(pace)) for pace in Pace if pace in signals)


# -- phones ----------------------------------------------------------------------------------


def on_now(state: State, told: int = 0) -> OnNow:
    """What is on for every phone: open exercises, the one on now first, then shown results."""
    return OnNow(
        state.clock.stage,
        tuple(
            (id_, _record(state, id_).round, is_open, _record(state, id_).shown)
            for id_, is_open in _on_phones(state)
        ),
        told,
    )


def _on_phones(state: State) -> Iterator[tuple[ExerciseId, bool]]:
    on = exercise_on(state)
    over = state.clock.stage is Stage.ENDED
    takes = [id_ for id_ in state.exercises if _record(state, id_).open and not over]
    takes = [id_ for id_ in takes if not _left_behind(state, id_)]
    newest = sorted(takes, key=lambda id_: -state.touched.get(f"exercises/{id_}", 0))
    for id_ in sorted(newest, key=lambda id_: on is None or id_ != on.id):
        yield id_, True
    for id_, record in state.exercises.items():
        if record.shown and id_ not in takes:
            yield id_, False


def _left_behind(state: State, exercise: ExerciseId) -> bool:
    """Whether the plan lets an exercise go: by its options with its segment, its part, or never.

    Its place is that of its round now, so that 'before' does not wait for 'after'.
    """
    run, keep = state.clock.current, state.plan.phones.keep_open
    if run is None or keep not in ("segment", "part"):
        return False
    order = [segment.id for segment in state.plan.segments]
    here = order.index(run.segment)
    if keep == "part":
        here = order.index(state.plan.part_of(run.segment).segments[0].id)
    # The lobby's belong to what comes first.
    places = [order.index(at) if at else 0 for at, used in state.plan.uses() if used == exercise]
    round_ = _record(state, exercise).round
    return round_ <= len(places) and places[round_ - 1] < here


def phone_view(
    state: State,
    participant: ParticipantId,
    now: datetime,
    kinds: Mapping[str, Kind] | None = None,
    told: tuple[Told, ...] = (),
) -> PhoneView:
    """One participant's page with what they alone are told; KeyError without such a participant."""
    person = state.participants[participant]
    known = load() if kinds is None else kinds
    options = state.plan.phones
    signal = state.pace.get(participant)
    show = run_of_show(state.plan, state.clock, now)
    on = () if person.removed else _on_phones(state)
    return PhoneView(
        stage=state.clock.stage,
        title=state.plan.title,
        badge=person.badge,
        name=person.name,
        profession=person.role,
        organisation=person.organisation,
        removed=person.removed,
        exercises=tuple(
            _phone_exercise(state, participant, id_, is_open, known) for id_, is_open in on
        ),
        upvotes=options.upvotes,
        pace=(signal.pace if signal else Pace.FOLLOWING) if options.pace else None,
        questions=options.questions,
        left_s=show.remaining_s if show.current else None,
        told=told,
    )


def _phone_exercise(
    state: State,
    participant: ParticipantId,
    id_: ExerciseId,
    is_open: bool,
    kinds: Mapping[str, Kind],
) -> PhoneExercise:
    exercise, record = state.plan.exercise(id_), _record(state, id_)
    kind = kinds.get(exercise.kind)
    form = next_form(kind, exercise, state, participant) if kind else None
    mine = (state.response(sent) for sent in state.sent.get(participant, ()))
    own = tuple(
        OwnAnswer(r.id, r.answers, _line(kind, exercise, r), r.at, r.amended)
        for r in mine
        if r is not None and (r.exercise, r.round) == (id_, record.round) and not r.withdrawn
    )
    most = form.per_person if form else 1
    return PhoneExercise(
        id=id_,
        title=exercise.title,
        kind=exercise.kind,
        round=record.round,
        form=form if is_open else None,
        own=own,
        more=is_open and (not most or len(own) < most),
        whole=whole_form(kind, exercise, state, participant) if kind and kind.gathers else None,
        shown=record.shown,
        others=_others(state, participant, exercise, kind) if record.shown else (),
    )


def _others(
    state: State, participant: ParticipantId, exercise: Exercise, kind: Kind | None
) -> tuple[OthersAnswer, ...]:
    """What others wrote and the room may see, most upvoted first; nothing where nobody votes."""
    if not state.plan.phones.upvotes or (kind is not None and kind.veils):
        return ()
    found = [
        OthersAnswer(r.id, _line(kind, exercise, r), len(votes), participant in votes)
        for r in state.responses_to(exercise.id, _record(state, exercise.id).round)
        if may_be_shown(state, r) and r.participant != participant and has_words(r.answers)
        for votes in (state.voters(r.id),)
    ]
    return tuple(sorted(found, key=lambda other: -other.votes)[:MOST_OTHERS])


def _line(kind: Kind | None, exercise: Exercise, response: Response) -> str:
    return kind.line_of(exercise, response.answers) if kind else plain_text(response.answers)
