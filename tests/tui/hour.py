"""A whole small hour to act on: three presenters, cues, questions in the lobby, floors."""

from __future__ import annotations

from workshop.domain.ids import ExerciseId, ObjectiveId, PartId, PersonId, PlanId, SegmentId
from workshop.domain.plan import (
    Cue,
    EventInfo,
    Exercise,
    Mode,
    Objective,
    Part,
    Person,
    Priority,
    Segment,
    SessionPlan,
)

WARM_UP = ExerciseId("warm-up")
UNUSED = ExerciseId("unused")


def _segment(id_: str, title: str, minutes: float, least: float, **more: object) -> Segment:
    return Segment(SegmentId(id_), title, int(minutes * 60), int(least * 60), **more)  # type: ignore[arg-type]


HOUR = SessionPlan(
    id=PlanId("hour"),
    title="Joining the dots: an hour on networks",
    total_s=3600,
    event=EventInfo(code="C6", stream="Change", timezone="Europe/Amsterdam", venue="Hall 4"),
    people=(
        Person(PersonId("ada"), "Ada Chair", "Session chair"),
        Person(PersonId("bo"), "Bo Berg", "Presenter"),
        Person(PersonId("cy"), "Cy Cruz", "Presenter"),
    ),
    lobby=(WARM_UP,),
    exercises=(
        Exercise(WARM_UP, "ideas", "Warm-up", "What brought you here this morning?"),
        Exercise(UNUSED, "ideas", "Never used", "What have you learnt and never used?"),
    ),
    parts=(
        Part(
            PartId("opening"),
            "Opening",
            PersonId("ada"),
            60,
            segments=(
                _segment(
                    "welcome", "Welcome", 4, 2, priority=Priority.MUST,
                    cues=(Cue(0, "Say who is here."), Cue(120, "Hand over to Bo.")),
                    notes="Paper lies on the tables.\nDoors stay open.",
                ),
            ),
        ),
        Part(
            PartId("one"),
            "Part one. How we connect",
            PersonId("bo"),
            1200,
            (Objective(ObjectiveId("see"), "See how we connect", True),),
            (
                _segment("story", "A story of two wards", 11, 6,
                         objectives=(ObjectiveId("see"),)),
                _segment("dig", "What lies unused", 15, 10, mode=Mode.EXERCISE, exercise=UNUSED),
            ),
        ),
        Part(
            PartId("two"),
            "Part two. A different future",
            PersonId("cy"),
            900,
            (Objective(ObjectiveId("act"), "Act on a network", False),),
            (
                _segment("case", "The case", 12, 8, objectives=(ObjectiveId("act"),)),
                _segment("more", "One more case", 8, 0, priority=Priority.COULD),
            ),
        ),
        Part(
            PartId("close"),
            "Close",
            PersonId("ada"),
            300,
            segments=(
                _segment("pledges", "Pledges", 7, 4, priority=Priority.MUST),
                _segment("thanks", "Thanks", 3, 1, priority=Priority.MUST),
            ),
        ),
    ),
)  # fmt: skip
