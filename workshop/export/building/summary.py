"""The summary and the method: sentences about the whole session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workshop.analysis.prose import counted, listed
from workshop.domain.records import NoteTag
from workshop.domain.state import State
from workshop.domain.words import format_duration
from workshop.export.building.rooms import rooms_said
from workshop.export.report import (
    About,
    Answer,
    ExerciseResult,
    Method,
    NoteLine,
    ObjectiveResult,
    Outcome,
    PledgeLine,
    RoomResult,
    Round,
    SegmentStatus,
    Status,
    Summary,
    Timing,
)
from workshop.export.times import day, lateness, short_day, time

SENTENCES_EACH = 2
REHEARSED = "This was a rehearsal: its room was simulated, and nobody said any of it."


def summary(
    state: State,
    about: About,
    times: Timing,
    exercises: Sequence[ExerciseResult],
    objectives: Sequence[ObjectiveResult],
    pledges: Sequence[PledgeLine],
    notes: Sequence[NoteLine],
    rooms: Sequence[RoomResult] = (),
) -> Summary:
    """Who, when, how many answered, what came out, what is next."""
    return Summary(
        when=(
            *_when(about, times),
            *rooms_said(state, rooms),
            *([REHEARSED] if about.rehearsal else []),
        ),
        answered=tuple(_answered(state, exercises)),
        came_out=tuple(_came_out(exercises)),
        objectives=_covered(objectives),
        what_next=tuple(_what_next(objectives, pledges, notes)),
    )


def _when(about: About, times: Timing) -> Iterable[str]:
    if times.started_at is None:
        yield f"Not started yet when this was made, {day(about.exported_at.date())}."
        return
    late = ""
    if times.planned_start:
        late = f", {lateness((times.started_at - times.planned_start).total_seconds())}"
    yield f"Began {day(times.started_at.date())} at {time(times.started_at)}{late}."
    if times.ended_at is None:
        yield f"Still running when this was made, at {time(about.exported_at)}."
        return
    over = ""
    if times.must_end_at:
        over = f", {lateness((times.ended_at - times.must_end_at).total_seconds())}"
    yield f"Ended at {time(times.ended_at)}{over}."
    if times.pauses:
        paused = format_duration(times.paused_s)
        yield f"Paused {_often(times.pauses)}, {paused} in all."


def _answered(state: State, exercises: Sequence[ExerciseResult]) -> Iterable[str]:
    counting = [a for e in exercises for r in e.rounds for a in r.counting]
    tallies = sum(len(r.tallies) for e in exercises for r in e.rounds)
    if not counting and not tallies:
        yield "Nobody has answered anything yet."
        return
    known = {
        who
        for e in exercises
        for r in e.rounds
        for a in r.said
        if (who := a.badge or a.participant)
    }
    said = f"{counted(len(counting), 'answer')} to {counted(len(exercises), 'exercise')}"
    if known:
        said += f", {counted(len(known), 'different badge')} among them"
    yield f"{said}."
    unknown = sum(not (a.badge or a.participant) for a in counting)
    if known and unknown:
        bears = "bears" if unknown == 1 else "bear"
        yield f"{counted(unknown, 'answer')} {bears} no badge: whose they are is not known."
    if tallies:
        yield f"Hands were counted {_often(tallies)}."
    present = [p.name for p in state.plan.people if p.id in state.preflight.present]
    if present:
        yield f"At the front: {listed(present)}."


def _often(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _came_out(exercises: Sequence[ExerciseResult]) -> Iterable[Outcome]:
    for exercise in exercises:
        last = exercise.rounds[-1].findings
        if last.sentences:
            yield Outcome(exercise.title, last.sentences[:SENTENCES_EACH])


def _covered(objectives: Sequence[ObjectiveResult]) -> str:
    if not objectives:
        return ""
    marks = [objective.coverage for objective in objectives]
    said = [f"{marks.count('covered')} of {counted(len(marks), 'objective')} covered"]
    for mark, words in (("partly", "partly"), ("not", "not covered"), ("unmarked", "not marked")):
        if mark in marks:
            said.append(f"{marks.count(mark)} {words}")
    return f"{listed(said)}."


def _what_next(
    objectives: Sequence[ObjectiveResult],
    pledges: Sequence[PledgeLine],
    notes: Sequence[NoteLine],
) -> Iterable[str]:
    dated = [pledge for pledge in pledges if pledge.by]
    if dated and dated[0].by and dated[-1].by:
        first, last = dated[0].by, dated[-1].by
        until = "" if first == last else f", the last on {short_day(last)}"
        yield (
            f"{counted(len(pledges), 'pledge')}, {len(dated)} with a day: the first "
            f"falls due on {short_day(first)}{until}."
        )
    elif pledges:
        yield f"{counted(len(pledges), 'pledge')} without a day: ask for one."
    parked = sum(note.tag == NoteTag.PARKED.value for note in notes)
    if parked:
        waits = "waits" if parked == 1 else "wait"
        yield f"{counted(parked, 'matter')} on the parking lot {waits} for an answer."
    open_ = [o for o in objectives if o.coverage in ("partly", "not")]
    if open_:
        yield f"{counted(len(open_), 'objective')} to follow up: covered in part or not."


# -- method ------------------------------------------------------------------------------------


def method(state: State, times: Timing, exercises: Sequence[ExerciseResult]) -> Method:
    """How the numbers were made, what they cannot carry, what was ready and not used."""
    answered = {exercise.id for exercise in exercises}
    left_out = [
        s for s in times.segments if s.status is SegmentStatus.LEFT_OUT and not s.alternative
    ]
    return Method(
        sentences=tuple(_how(exercises)),
        cautions=tuple(_cautions(exercises)),
        left_out=tuple(s.title for s in left_out),
        not_used=tuple(e.title for e in state.plan.exercises if e.id not in answered),
    )


def _how(exercises: Sequence[ExerciseResult]) -> Iterable[str]:
    yield "Every answer was stamped with its segment and its time in it, pauses left out."
    for exercise in exercises:
        for round_ in exercise.rounds:
            if round_.findings.made_of:
                yield f"{_named(exercise, round_)}: made of {round_.findings.made_of}."
    answers = [a for e in exercises for r in e.rounds for a in r.answers]
    hidden = [a for a in answers if a.status is Status.HIDDEN]
    if hidden:
        yield f"{counted(len(hidden), 'answer')} hidden by a facilitator: {_reasons(hidden)}."
    merged = sum(a.status is Status.MERGED for a in answers)
    if merged:
        others = "another that says" if merged == 1 else "others that say"
        yield (
            f"{counted(merged, 'answer')} merged by a facilitator into {others} the same;"
            " whoever gave it is counted."
        )
    withdrawn = sum(a.status is Status.WITHDRAWN for a in answers)
    if withdrawn:
        yield f"{counted(withdrawn, 'answer')} withdrawn; counted nowhere."
    amended = sum(a.amended > 0 for a in answers if a.status is Status.COUNTS)
    if amended:
        yield f"{counted(amended, 'answer')} corrected after being given; the last wording counts."


def _named(exercise: ExerciseResult, round_: Round) -> str:
    many = len(exercise.rounds) > 1
    return f"‘{exercise.title}’{f', round {round_.round}' if many else ''}"


def _reasons(hidden: Sequence[Answer]) -> str:
    counts: dict[str, int] = {}
    for answer in hidden:
        counts[answer.reason] = counts.get(answer.reason, 0) + 1
    return listed([f"‘{reason}’ ({count})" for reason, count in counts.items()])


def _cautions(exercises: Sequence[ExerciseResult]) -> Iterable[str]:
    for exercise in exercises:
        for round_ in exercise.rounds:
            for caution in round_.findings.cautions:
                yield f"{_named(exercise, round_)}: {caution}"
    yield (
        "Whoever answered chose to: this is what this room said in this hour, "
        "not what everyone thinks."
    )
