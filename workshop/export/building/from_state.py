"""From a session's state to its report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workshop.domain.clock import Stage
from workshop.domain.findings import Findings
from workshop.domain.forms import Form, countable
from workshop.domain.ids import ExerciseId
from workshop.domain.plan import CaseStudy, Exercise
from workshop.domain.records import Note, NoteTag, Response
from workshop.domain.records import Tally as StateTally
from workshop.domain.state import State
from workshop.export.building.answers import answer_of, form_of, in_words, scale_of
from workshop.export.building.objectives import objective_results
from workshop.export.building.pledges import pledge_lines
from workshop.export.building.rooms import by_room, room_results, timings, together
from workshop.export.building.summary import method, summary
from workshop.export.building.timing import timing
from workshop.export.report import (
    About,
    CaseResult,
    ExerciseResult,
    NoteLine,
    Report,
    Round,
    Tally,
    Timing,
)
from workshop.export.times import Local
from workshop.kinds.base import Kind
from workshop.kinds.registry import analyse
from workshop.service.analyses import material_of

Progress = Callable[[float, str], None]
"""Told how far a long work is (0 to 1) and what it is doing."""

HIDDEN_WORDS = "(an answer that was hidden or withdrawn)"


def _silent(_share: float, _what: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What building works with: the state, the kinds, local time, and the moment of the export."""

    state: State
    kinds: Mapping[str, Kind]
    local: Local
    now: datetime
    progress: Progress


def build_report(
    state: State,
    kinds: Mapping[str, Kind],
    *,
    name: str,
    now: datetime,
    anonymised: tuple[str, ...] = (),
    progress: Progress = _silent,
) -> Report:
    """The report of a session as it stands, running or over.

    `name` is what its files are called; `anonymised` says what was taken out of the state before.
    """
    desk = _Desk(state, kinds, Local(state.plan.zone), now, progress)
    about = _about(desk, name, anonymised)
    apart = timings(state, now, desk.local)
    times = together(list(apart.values())) if apart else _timing(desk)
    exercises = _exercises(desk)
    notes = tuple(_note(desk, note) for note in state.notes_in_order())
    objectives = objective_results(state, exercises, times, notes)
    pledges, follow_ups = pledge_lines(state, exercises)
    rooms = room_results(state, apart, exercises)
    cases = tuple(_case(desk, case, notes) for case in state.plan.case_studies)
    return Report(
        about=about,
        summary=summary(state, about, times, exercises, objectives, pledges, notes, rooms),
        timing=times,
        objectives=objectives,
        pledges=pledges,
        exercises=exercises,
        cases=cases,
        notes=notes,
        method=method(state, times, exercises),
        sources=state.plan.sources,
        follow_ups=follow_ups,
        rooms=rooms,
    )


def _timing(desk: _Desk) -> Timing:
    return timing(desk.state.plan, desk.state.clock, desk.now, desk.local)


def _about(desk: _Desk, name: str, anonymised: tuple[str, ...]) -> About:
    state, plan = desk.state, desk.state.plan
    return About(
        name=name,
        session=state.session.id,
        room=state.session.room,
        plan=plan.id,
        title=plan.title,
        code=plan.event.code,
        stream=plan.event.stream,
        format=plan.event.format,
        venue=plan.event.venue,
        timezone=plan.event.timezone,
        people=plan.people,
        revision=state.revision,
        exported_at=desk.local(desk.now),
        finished=state.clock.stage is Stage.ENDED,
        anonymised=anonymised,
        rehearsal=state.session.rehearsal is not None,
    )


# -- exercises ---------------------------------------------------------------------------------


def _exercises(desk: _Desk) -> tuple[ExerciseResult, ...]:
    """Every exercise with answers or hands, in the order of the hour, then the others."""
    used = dict.fromkeys(exercise for _, exercise in desk.state.plan.uses())
    order = [*used, *(e.id for e in desk.state.plan.exercises if e.id not in used)]
    results = []
    for number, exercise_id in enumerate(order):
        exercise = desk.state.plan.exercise(exercise_id)
        desk.progress(number / len(order), f"Reading ‘{exercise.title}’")
        result = _exercise(desk, exercise)
        if result is not None:
            results.append(result)
    return tuple(results)


def _exercise(desk: _Desk, exercise: Exercise) -> ExerciseResult | None:
    state = desk.state
    answered = {r.round for r in state.responses.get(exercise.id, {}).values()}
    rounds = sorted(answered | {tally.round for tally in state.tallies_of(exercise.id)})
    if not rounds:
        return None
    kind = desk.kinds.get(exercise.kind)
    form = form_of(kind, exercise, state)
    return ExerciseResult(
        id=exercise.id,
        kind=exercise.kind,
        title=exercise.title,
        prompt=exercise.prompt,
        part=_part_of(state, exercise.id),
        scale=scale_of(form),
        rounds=tuple(_round(desk, exercise, kind, form, number) for number in rounds),
    )


def _round(
    desk: _Desk, exercise: Exercise, kind: Kind | None, form: Form | None, number: int
) -> Round:
    state = desk.state
    return Round(
        round=number,
        place=_place(state, exercise.id, number),
        findings=_findings(desk, exercise, kind, number),
        answers=tuple(
            answer_of(response, form, desk.local, 1 + len(state.merged_with(response.id)))
            for response in _readable(state, exercise, kind, number)
        ),
        tallies=tuple(_tally(desk, t, form) for t in state.tallies_of(exercise.id, number)),
        in_words=in_words(form),
    )


def _findings(desk: _Desk, exercise: Exercise, kind: Kind | None, number: int) -> Findings:
    material = material_of(exercise, desk.state, number)
    findings = analyse(kind, material)
    return by_room(desk.state, kind, material, findings) if desk.state.rooms else findings


def _readable(
    state: State, exercise: Exercise, kind: Kind | None, number: int
) -> Sequence[Response]:
    """The answers of a round as whoever reads an export may see them."""
    given = state.responses_to(exercise.id, number)
    if kind is None or not kind.veils:
        return given
    people = list(state.participants.values())
    return kind.veiled(exercise, state.kinds.get(exercise.id), given, people)


def _tally(desk: _Desk, tally: StateTally, form: Form | None) -> Tally:
    labels = {option.id: option.text for option in (countable(form) if form else ())}
    return Tally(
        id=tally.id,
        at=desk.local(tally.at),
        table=tally.table,
        present=tally.present,
        counts=dict(tally.counts),
        labels={option: labels.get(option, option) for option in tally.counts},
        segment=tally.segment or "",
        offset_s=tally.offset_s,
        room=tally.room,
    )


def _place(state: State, exercise: ExerciseId, number: int) -> str:
    """Where the plan puts that round: a segment's title, or the lobby."""
    uses = [segment for segment, used in state.plan.uses() if used == exercise]
    if not 0 < number <= len(uses):
        return ""
    segment = uses[number - 1]
    return "before the start" if segment is None else state.plan.segment(segment).title


def _part_of(state: State, exercise: ExerciseId) -> str:
    """The part that uses the exercise (itself or as a case's framework), empty for the lobby."""
    cases = {case.id for case in state.plan.case_studies if case.framework == exercise}
    for part in state.plan.parts:
        for segment in part.segments:
            if segment.exercise == exercise or segment.case_study in cases:
                return part.id
    return ""


# -- notes and cases ---------------------------------------------------------------------------


def _note(desk: _Desk, note: Note) -> NoteLine:
    state = desk.state
    answer = state.response(note.response) if note.response else None
    unsaid = answer is not None and (not answer.is_said or _veils(desk, answer))
    titles = {segment.id: segment.title for segment in state.plan.segments}
    return NoteLine(
        id=note.id,
        at=desk.local(note.at),
        tag=note.tag.value,
        initials=note.initials,
        text=HIDDEN_WORDS if unsaid else note.text,
        segment=note.segment or "",
        segment_title=titles.get(note.segment, "") if note.segment else "",
        offset_s=note.offset_s,
        case_study=note.case_study or "",
        answer=note.response is not None,
        room=note.room,
    )


def _veils(desk: _Desk, answer: Response) -> bool:
    kind = desk.kinds.get(desk.state.plan.exercise(answer.exercise).kind)
    return kind is not None and kind.veils


def _case(desk: _Desk, case: CaseStudy, notes: tuple[NoteLine, ...]) -> CaseResult:
    state = desk.state
    ran = {run.segment for run in state.clock.runs}
    framework = state.plan.exercise(case.framework).title if case.framework else ""
    agreed = (note for note in notes if note.tag == NoteTag.AGREED.value)
    return CaseResult(
        id=case.id,
        title=case.title,
        stand_in=case.stand_in,
        questions=tuple(question.text for question in case.questions),
        framework=framework,
        discussed=any(s.case_study == case.id and s.id in ran for s in state.plan.segments),
        agreed=tuple(
            note
            for note in agreed
            # One case in the plan: whatever was agreed was agreed on it.
            if note.case_study == case.id or (not note.case_study and _only(state, case))
        ),
    )


def _only(state: State, case: CaseStudy) -> bool:
    return state.plan.case_studies == (case,)
