"""The facilitator's run sheet: the whole plan as one HTML page that prints on A4 and Letter."""

from __future__ import annotations

from itertools import groupby

from workshop.domain.plan import SessionPlan
from workshop.domain.words import format_duration
from workshop.export.pages import environment, shown_date
from workshop.plans.durations import minutes_of
from workshop.plans.readable import readable_options
from workshop.plans.schedule import time_at, timetable


def render(plan: SessionPlan) -> str:
    """The page, with its style inside and nothing to load from anywhere."""
    templates = environment()
    templates.filters["duration"] = format_duration
    templates.filters["minutes"] = lambda seconds: f"{minutes_of(seconds):g}"
    templates.filters["options"] = readable_options
    parts = [
        (part, list(slots)) for part, slots in groupby(timetable(plan), lambda slot: slot.part)
    ]
    return templates.get_template("run_sheet.html").render(
        plan=plan,
        parts=parts,
        objectives=[part for part in plan.parts if part.objectives],
        cases={case.id: case.title for case in plan.case_studies},
        exercises={exercise.id: exercise.title for exercise in plan.exercises},
        time=lambda offset_s: time_at(plan, offset_s),
        date=shown_date(plan),
    )
