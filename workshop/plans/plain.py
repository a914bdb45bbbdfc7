"""Plans and exercises as plain mappings under the YAML's own keys, durations in minutes.

Every key is always there, `None` where a plan says nothing, so that what is printed as JSON is
itself a plan's file: JSON is YAML, and reading it back gives the same plan.
"""

from __future__ import annotations

from typing import Any

from workshop.domain.plan import (
    CaseStudy,
    EventInfo,
    Exercise,
    Part,
    Segment,
    SessionPlan,
)
from workshop.plans.durations import minutes_of

SCHEMA = 1


def to_mapping(plan: SessionPlan) -> dict[str, Any]:
    """A plan's file as plain data; exercises stand in it by their id, as in the file."""
    return {
        "schema": SCHEMA,
        "id": plan.id,
        "title": plan.title,
        "event": _event(plan.event),
        "minutes": minutes_of(plan.total_s),
        "people": [
            {
                "id": person.id,
                "name": person.name,
                "role": person.role,
                "organisation": person.organisation,
                "country": person.country,
            }
            for person in plan.people
        ],
        "lobby": list(plan.lobby),
        "parts": [_part(part) for part in plan.parts],
        "case_studies": [_case_study(case) for case in plan.case_studies],
        "sources": list(plan.sources),
        "phones": {
            "upvotes": plan.phones.upvotes,
            "pace": plan.phones.pace,
            "questions": plan.phones.questions,
            "keep_open": plan.phones.keep_open.value,
        },
        "language": plan.language,
        "translations": {language: dict(texts) for language, texts in plan.translations.items()},
    }


def exercise_to_mapping(exercise: Exercise) -> dict[str, Any]:
    """An exercise's file as plain data."""
    return {
        "schema": SCHEMA,
        "id": exercise.id,
        "kind": exercise.kind,
        "title": exercise.title,
        "purpose": exercise.purpose,
        "minutes": minutes_of(exercise.planned_s),
        "instructions": {
            "facilitator": exercise.facilitator,
            "participant": exercise.participant,
        },
        "prompt": exercise.prompt,
        "options": dict(exercise.options),
        "debrief": list(exercise.debrief),
        "sources": list(exercise.sources),
        "bank": {
            "lines": list(exercise.bank.lines),
            "weights": dict(exercise.bank.weights),
            "means": {id_: list(means) for id_, means in exercise.bank.means.items()},
        },
    }


def _event(event: EventInfo) -> dict[str, Any]:
    return {
        "code": event.code,
        "stream": event.stream,
        "format": event.format,
        "date": event.date.isoformat() if event.date else None,
        "start": event.start.strftime("%H:%M") if event.start else None,
        "timezone": event.timezone,
        "venue": event.venue,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "title": part.title,
        "lead": part.lead,
        "min_minutes": minutes_of(part.min_s),
        "objectives": [
            {"id": one.id, "text": one.text, "headline": one.headline} for one in part.objectives
        ],
        "segments": [_segment(segment) for segment in part.segments],
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "id": segment.id,
        "title": segment.title,
        "minutes": minutes_of(segment.planned_s),
        "min_minutes": minutes_of(segment.min_s),
        "priority": segment.priority.value,
        "mode": segment.mode.value,
        "exercise": segment.exercise,
        "case_study": segment.case_study,
        "objectives": list(segment.objectives),
        "cues": [{"at": minutes_of(cue.at_s), "say": cue.say} for cue in segment.cues],
        "notes": segment.notes,
    }


def _case_study(case: CaseStudy) -> dict[str, Any]:
    return {
        "id": case.id,
        "title": case.title,
        "stand_in": case.stand_in,
        "cards": [{"title": card.title, "text": card.text} for card in case.cards],
        "questions": [
            {"text": one.text, "minutes": minutes_of(one.planned_s)} for one in case.questions
        ],
        "framework": case.framework,
    }
