"""Sessions counted side by side.

Everything is counted from the sessions' reports, so that a comparison says nothing that they do
not say, and an anonymised one is made of anonymised reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from workshop.analysis.people import badges_of
from workshop.export.comparing.counting import in_order, letter, person_of, told
from workshop.export.comparing.data import Column, Comparison, Delivery, SegmentRow
from workshop.export.comparing.fitting import refuse_unlike
from workshop.export.comparing.gains import gains
from workshop.export.comparing.growth import growths
from workshop.export.comparing.plan_changes import changes
from workshop.export.comparing.themes import themes


def comparison(
    deliveries: Sequence[Delivery], *, least: int = 0, common: bool = False
) -> Comparison:
    """The deliveries side by side, the earliest first.

    Numbers of people under `least`, and of what they said, are not told. `common` sets different
    plans side by side, too, by what they share. Raises Refused where there is nothing to compare.
    """
    refuse_unlike(deliveries, common=common)
    ordered = sorted(deliveries, key=_began)
    last = ordered[-1]
    return Comparison(
        plan=last.report.about.plan,
        title=last.report.about.title,
        timezone=last.report.about.timezone,
        made=max(d.report.about.exported_at for d in ordered),
        columns=tuple(_column(n, d, least) for n, d in enumerate(ordered)),
        segments=tuple(_segments(ordered)),
        objectives=tuple(gains(ordered, least)),
        themes=tuple(themes(ordered, least)),
        networks=tuple(growths(ordered, least)),
        changes=tuple(changes([(letter(n), d.state.plan) for n, d in enumerate(ordered)])),
        anonymised=bool(last.report.about.anonymised),
    )


def _began(delivery: Delivery) -> tuple[datetime, str]:
    report = delivery.report
    return report.timing.started_at or report.about.exported_at, report.about.name


def _column(place: int, delivery: Delivery, least: int) -> Column:
    report, people = delivery.report, delivery.state.participants.values()
    about, times = report.about, report.timing
    began, ended = times.started_at, times.ended_at
    said = [a for e in report.exercises for r in e.rounds for a in r.said]
    badges = badges_of(list(people))
    known = {person_of(a.badge, a.participant, badges) for a in said} - {""}
    return Column(
        letter=letter(place),
        name=about.name,
        room=about.room,
        venue=about.venue,
        began=began,
        took_s=(ended - began).total_seconds() if began and ended else None,
        late_s=(ended - times.must_end_at).total_seconds() if ended and times.must_end_at else None,
        planned_s=sum(segment.planned_s for segment in times.segments),
        joined=told(sum(not person.removed for person in people), least),
        answered=told(len(known), least),
        answers=told(
            len([a for e in report.exercises for r in e.rounds for a in r.counting]), least
        ),
        finished=about.finished,
        rehearsal=about.rehearsal,
    )


def _segments(deliveries: Sequence[Delivery]) -> Iterator[SegmentRow]:
    """Every segment that any of the plans has, in the order of the last one."""
    each = [{s.id: s for s in d.report.timing.segments} for d in deliveries]
    parts = {
        s.id: part.title
        for d in deliveries
        for part in d.report.timing.parts
        for s in part.segments
    }
    for id_ in in_order([list(times) for times in each]):
        times = tuple(found.get(id_) for found in each)
        if any(t is not None and (t.planned_s or t.start) for t in times):
            title = next(t.title for t in reversed(times) if t is not None)
            yield SegmentRow(id_, title, parts[id_], times)
