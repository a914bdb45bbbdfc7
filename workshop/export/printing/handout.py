"""The delegates' handout: objectives, the framework to write in, questions, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workshop.domain.forms import BoxesField
from workshop.domain.plan import Exercise, SessionPlan
from workshop.export.pages import page, shown_date
from workshop.export.printing.sheets import form_of
from workshop.kinds.base import Kind
from workshop.plans.schedule import time_at


def render(plan: SessionPlan, kinds: Mapping[str, Kind]) -> str:
    """The handout: a page on the session, one a framework, one for questions and sources."""
    return page(
        "handout.html",
        plan=plan,
        date=shown_date(plan),
        time=lambda offset_s: time_at(plan, offset_s),
        objectives=[part for part in plan.parts if part.objectives],
        questions=[case for case in plan.case_studies if case.questions],
        frameworks=list(_frameworks(plan, kinds)),
    )


def _frameworks(
    plan: SessionPlan, kinds: Mapping[str, Kind]
) -> Iterator[tuple[Exercise, BoxesField]]:
    """The canvases that the case studies name, each once."""
    for id_ in dict.fromkeys(case.framework for case in plan.case_studies if case.framework):
        exercise = plan.exercise(id_)
        for field in form_of(exercise, kinds).fields:
            if isinstance(field, BoxesField):
                yield exercise, field
