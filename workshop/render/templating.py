"""Pages from templates: every value escaped, and what is missing an error."""

from __future__ import annotations

from jinja2 import BaseLoader, Environment, StrictUndefined


def templates(loader: BaseLoader) -> Environment:
    """Templates that say nothing in silence; they ship with the program and never change."""
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
