"""The facilitator's run sheet: the whole plan as one HTML page that prints on A4 and Letter."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workshop.domain.plan import SessionPlan
from workshop.domain.words import format_duration
from workshop.plans.durations import minutes_of
from workshop.plans.readable import readable_options
from workshop.plans.schedule import time_at, timetable

_TEMPLATES = Path(__file__).parent / "templates"


def render(plan: SessionPlan) -> str:
    """The page, with its style inside and nothing to load from anywhere."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["duration"] = format_duration
    environment.filters["minutes"] = lambda seconds: f"{minutes_of(seconds):g}"
    environment.filters["options"] = readable_options
    parts = [
        (part, list(slots)) for part, slots in groupby(timetable(plan), lambda slot: slot.part)
    ]
    return environment.get_template("run_sheet.html").render(
        plan=plan,
        parts=parts,
        objectives=[part for part in plan.parts if part.objectives],
        cases={case.id: case.title for case in plan.case_studies},
        exercises={exercise.id: exercise.title for exercise in plan.exercises},
        time=lambda offset_s: time_at(plan, offset_s),
        date=_date(plan),
    )


def _date(plan: SessionPlan) -> str:
    day = plan.event.date
    return f"{day:%A}, {day.day} {day:%B %Y}" if day else ""
