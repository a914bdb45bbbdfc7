"""Pages to print: a template filled in, every value escaped, nothing to load from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from workshop.domain.plan import SessionPlan
from workshop.render.templating import templates

_TEMPLATES = Path(__file__).parent / "templates"


def environment() -> Environment:
    """The templates of this folder, to be filled in."""
    return templates(FileSystemLoader(_TEMPLATES))


def page(template: str, **facts: Any) -> str:
    """A page of `templates/`, with its style inside."""
    return environment().get_template(template).render(facts)


def shown_date(plan: SessionPlan) -> str:
    """The plan's day in words: 'Thursday, 22 May 2025'; empty where none is given."""
    day = plan.event.date
    return f"{day:%A}, {day.day} {day:%B %Y}" if day else ""
