"""Pages to print: a template filled in, every value escaped, nothing to load from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workshop.domain.plan import SessionPlan

_TEMPLATES = Path(__file__).parent / "templates"


def environment() -> Environment:
    """Templates with what is missing an error, so that no page says too little in silence."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, **facts: Any) -> str:
    """A page of `templates/`, with its style inside."""
    return environment().get_template(template).render(facts)


def shown_date(plan: SessionPlan) -> str:
    """The plan's day in words: 'Thursday, 22 May 2025'; empty where none is given."""
    day = plan.event.date
    return f"{day:%A}, {day.day} {day:%B %Y}" if day else ""
