"""A comparison as one page that stands alone, in the look of a session's report."""

from __future__ import annotations

from markupsafe import Markup

from workshop.domain.words import format_duration
from workshop.export.comparing.data import MARGIN_S, Comparison, Gain, SegmentRow
from workshop.export.comparing.saying import sessions
from workshop.export.comparing.saying.gains import gain_line
from workshop.export.comparing.saying.sections import sections
from workshop.export.escaping import writable
from workshop.export.pages import page
from workshop.export.times import day, time
from workshop.export.wording import signed
from workshop.render import STYLE
from workshop.render.svg import against_plan, moved


def page_of(found: Comparison) -> str:
    """The whole page; every text is escaped by the template, and nothing is loaded or run."""
    whole = page(
        "comparison.html",
        found=found,
        style=Markup(STYLE),  # noqa: S704 - our own stylesheet
        columns=sessions.COLUMNS,
        column_line=sessions.column_line,
        sessions_note=sessions.SESSIONS_NOTE,
        cautions=sessions.cautions(found),
        sections=sections(found),
        strips=_strips(found),
        ratings=[row for row in found.objectives if row.rated],
        moved=_moved,
        gain_line=gain_line,
        signed=signed,
        margin_s=MARGIN_S,
        duration=format_duration,
        made=f"{day(found.made.date())} at {time(found.made)}",
    )
    return writable(whole)


def _strips(found: Comparison) -> list[tuple[SegmentRow, Markup]]:
    """Each segment with what it took in the middle against the plan, where it ran."""
    ran = [row for row in found.segments if row.median_s is not None]
    took = {row.id: row.planned[-1] + (row.median_s or 0) for row in ran}
    most = max((max(row.planned[-1], took[row.id]) for row in ran), default=1.0)
    return [(row, against_plan(row.planned[-1], took[row.id], most)) for row in ran]


def _moved(gain: Gain) -> Markup:
    either = gain.before or gain.after
    if either is None:
        return Markup("")
    before, after = gain.before, gain.after
    return moved(
        either.low, either.high, before.mean if before else None, after.mean if after else None
    )
