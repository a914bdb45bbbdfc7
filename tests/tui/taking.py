"""An hour in which every way of taking something in has its place."""

from __future__ import annotations

from dataclasses import replace

from tests.tui.hour import HOUR, UNUSED, WARM_UP
from workshop.domain.commands import SubmitResponse
from workshop.domain.ids import CaseStudyId, ExerciseId, SegmentId
from workshop.domain.plan import Card, CaseStudy, Exercise, Question, SessionPlan

SURE = ExerciseId("sure")
HANDS = ExerciseId("hands")
SHEET = ExerciseId("sheet")
CASE = CaseStudyId("wards")

_SURE = Exercise(
    SURE, "ratings", "How sure are you?", "How sure are you?",
    options={
        "statements": [
            {"id": "see", "text": "See how we connect"},
            {"id": "other", "text": "Something else"},
        ],
        "scale": {"from": 1, "to": 5, "low": "not", "high": "very"},
    },
)  # fmt: skip
_HANDS = Exercise(
    HANDS, "choice", "For or against", "Shall we meet again?",
    options={"choices": [{"id": "for", "text": "For it"}, {"id": "against", "text": "Against it"}]},
)  # fmt: skip
_SHEET = Exercise(
    SHEET, "canvas", "Two questions", "What would it take?",
    options={
        "boxes": [{"id": "where", "title": "Where to?"}, {"id": "who", "title": "Who decides?"}]
    },
)  # fmt: skip
_CASE = CaseStudy(
    CASE,
    "Two wards",
    cards=(Card("It is growing", "More falls each year."), Card("It costs", "Ten beds.")),
    questions=(Question("Who could act?", 120),),
    framework=SHEET,
    stand_in="Not the presenter's own: edit the plan's file to replace it.",
)


def _taking() -> SessionPlan:
    more: dict[str, dict[str, object]] = {
        "case": {"case_study": CASE},
        "pledges": {"exercise": SURE},
        "thanks": {"exercise": HANDS},
    }
    parts = tuple(
        replace(
            part,
            segments=tuple(
                replace(segment, **more.get(segment.id, {})) for segment in part.segments
            ),
        )
        for part in HOUR.parts
    )
    return replace(
        HOUR,
        parts=parts,
        lobby=(WARM_UP, SURE),
        exercises=(*HOUR.exercises, _SURE, _HANDS, _SHEET),
        case_studies=(_CASE,),
    )


TAKING = _taking()
DIG = SegmentId("dig")


def idea(key: str, text: str, table: str = "") -> SubmitResponse:
    return SubmitResponse(UNUSED, key, {"text": text}, table=table)
