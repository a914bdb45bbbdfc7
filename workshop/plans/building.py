"""Files that fit their shape become the domain's types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workshop.domain.ids import (
    CaseStudyId,
    ExerciseId,
    ObjectiveId,
    PartId,
    PersonId,
    PlanId,
    SegmentId,
)
from workshop.domain.plan import (
    Bank,
    Card,
    CaseStudy,
    Cue,
    EventInfo,
    Exercise,
    Objective,
    Part,
    Person,
    PhoneOptions,
    Question,
    Segment,
    SessionPlan,
)

# For the types only: importing pydantic takes longer than building a plan.
if TYPE_CHECKING:
    from workshop.plans.schema import (
        CaseStudyFile,
        EventFile,
        ExerciseFile,
        PartFile,
        PlanFile,
        SegmentFile,
    )


def build_plan(file: PlanFile, exercises: tuple[Exercise, ...]) -> SessionPlan:
    """The plan with its exercises, which stand in the order in which the file names them."""
    return SessionPlan(
        id=PlanId(file.id),
        title=file.title,
        total_s=file.minutes,
        parts=tuple(_part(part) for part in file.parts),
        event=_event(file.event),
        people=tuple(
            Person(PersonId(one.id), one.name, one.role, one.organisation, one.country)
            for one in file.people
        ),
        exercises=exercises,
        case_studies=tuple(_case_study(case) for case in file.case_studies),
        lobby=tuple(ExerciseId(exercise) for exercise in file.lobby),
        sources=tuple(file.sources),
        phones=PhoneOptions(
            file.phones.upvotes, file.phones.pace, file.phones.questions, file.phones.keep_open
        ),
        language=file.language,
        translations=file.translations,
    )


def build_exercise(file: ExerciseFile) -> Exercise:
    return Exercise(
        id=ExerciseId(file.id),
        kind=file.kind,
        title=file.title,
        prompt=file.prompt,
        purpose=file.purpose,
        planned_s=file.minutes,
        facilitator=file.instructions.facilitator,
        participant=file.instructions.participant,
        options=file.options,
        debrief=tuple(file.debrief),
        sources=tuple(file.sources),
        bank=Bank(tuple(file.bank.lines), file.bank.weights, file.bank.means),
    )


def _event(file: EventFile) -> EventInfo:
    return EventInfo(
        file.code, file.stream, file.format, file.date, file.start, file.timezone, file.venue
    )


def _part(file: PartFile) -> Part:
    return Part(
        id=PartId(file.id),
        title=file.title,
        lead=PersonId(file.lead) if file.lead else None,
        min_s=file.min_minutes,
        objectives=tuple(
            Objective(ObjectiveId(one.id), one.text, one.headline) for one in file.objectives
        ),
        segments=tuple(_segment(segment) for segment in file.segments),
    )


def _segment(file: SegmentFile) -> Segment:
    return Segment(
        id=SegmentId(file.id),
        title=file.title,
        planned_s=file.minutes,
        # A segment that names no minimum is not for trimming.
        min_s=file.minutes if file.min_minutes is None else file.min_minutes,
        priority=file.priority,
        mode=file.mode,
        exercise=ExerciseId(file.exercise) if file.exercise else None,
        case_study=CaseStudyId(file.case_study) if file.case_study else None,
        objectives=tuple(ObjectiveId(objective) for objective in file.objectives),
        cues=tuple(Cue(cue.at, cue.say) for cue in sorted(file.cues, key=lambda cue: cue.at)),
        notes=file.notes,
    )


def _case_study(file: CaseStudyFile) -> CaseStudy:
    return CaseStudy(
        id=CaseStudyId(file.id),
        title=file.title,
        cards=tuple(Card(card.title, card.text) for card in file.cards),
        questions=tuple(Question(one.text, one.minutes) for one in file.questions),
        framework=ExerciseId(file.framework) if file.framework else None,
        stand_in=file.stand_in,
    )
