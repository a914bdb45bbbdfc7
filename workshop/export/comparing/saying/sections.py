"""A comparison as a person reads it, from beginning to end.

The terminal and the page are both made from these, so that they say the same.
"""

from __future__ import annotations

from workshop.export.comparing.data import Comparison
from workshop.export.comparing.saying.gains import gains
from workshop.export.comparing.saying.grids import Section
from workshop.export.comparing.saying.growth import growth
from workshop.export.comparing.saying.themes import themes
from workshop.export.comparing.saying.timing import timing


def sections(found: Comparison) -> tuple[Section, ...]:
    """Everything that there is to say, in the order in which it is asked."""
    made = (timing(found), gains(found), themes(found), growth(found), _changes(found))
    return tuple(section for section in made if section is not None)


def _changes(found: Comparison) -> Section | None:
    if not found.changes:
        return None
    return Section(
        "changes",
        "What was not the same plan",
        tuple(one.said for one in found.changes),
        note="What is compared goes by the ids of segments, objectives and exercises.",
    )
