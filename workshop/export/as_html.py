"""The report as one page that stands alone: read on a screen by day or night, or on paper."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from workshop.analysis.prose import counted, opened
from workshop.domain.findings import Bars, Block, Curve, Network, Quotes, Scales
from workshop.domain.records import NoteTag
from workshop.domain.tabled import as_table
from workshop.domain.words import format_duration
from workshop.export import wording
from workshop.export.escaping import writable
from workshop.export.pages import page
from workshop.export.report import (
    ExerciseResult,
    ObjectiveResult,
    PartTime,
    Report,
    Round,
    SegmentTime,
)
from workshop.export.times import day, short_day, time
from workshop.render import STYLE, block_html
from workshop.render.svg import against_plan, moved

_SHOWN_QUOTES = 5
_CHARTS = Bars | Scales | Network | Curve


def files(report: Report) -> dict[str, bytes]:
    """One file, `.html`, in UTF-8; it loads nothing and runs nothing."""
    return {".html": html(report).encode()}


def html(report: Report) -> str:
    """The whole report; every text is escaped by the template or by `render`."""
    whole = page(
        "report.html",
        report=report,
        about=report.about,
        style=Markup(STYLE),  # noqa: S704 - our own stylesheet
        words=wording,
        figures=wording.figures(report),
        parts=_by_part(report),
        takeaways=report.tagged(NoteTag.TAKEAWAY.value),
        parked=report.tagged(NoteTag.PARKED.value),
        cases=[case for case in report.cases if case.discussed or case.agreed],
        notes=[(title, list(g)) for title, g in groupby(report.notes, lambda n: n.segment_title)],
        longest=_longest(report),
        strip=_time_strip,
        moved=_moved,
        block=_block,
        behind=_behind,
        quotes=_quotes,
        counted=counted,
        opened=opened,
        duration=format_duration,
        day=day,
        short_day=short_day,
        time=time,
    )
    return writable(whole)


def _by_part(report: Report) -> list[tuple[str, list[ObjectiveResult]]]:
    grouped = groupby(report.objectives, key=lambda objective: objective.part)
    return [((found := list(group))[0].part_title, found) for _, group in grouped]


def _longest(report: Report) -> float:
    """The longest segment in seconds, planned or actual: what fills a strip."""
    return max((max(s.planned_s, s.actual_s) for s in report.timing.segments), default=0.0)


def _time_strip(piece: SegmentTime | PartTime, most: float) -> Markup:
    return against_plan(piece.planned_s, piece.actual_s, most)


def _moved(objective: ObjectiveResult) -> Markup:
    before, after = objective.before, objective.after
    either = before or after
    if either is None:
        return Markup("")
    return moved(
        either.low, either.high, before.mean if before else None, after.mean if after else None
    )


def _block(block: Block) -> Markup:
    return block_html(block)


def _behind(block: Block) -> Markup | None:
    """The plain table behind a chart that does not already say every number."""
    return block_html(as_table(block)) if isinstance(block, _CHARTS) else None


def _quotes(block: Block, exercise: ExerciseResult, round_: Round) -> tuple[Block, Block | None]:
    """A block with the quotes to read at once, and those to unfold; none where all follow."""
    if wording.answers_apart(exercise, round_):
        return wording.few_quotes(block, _SHOWN_QUOTES), None
    if not isinstance(block, Quotes) or len(block.quotes) <= _SHOWN_QUOTES:
        return block, None
    rest = block.quotes[_SHOWN_QUOTES:]
    more = Quotes(counted(len(rest), "more answer"), rest)
    return Quotes(block.title, block.quotes[:_SHOWN_QUOTES]), more
