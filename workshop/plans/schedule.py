"""The plan as a timetable, before anybody has started it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from workshop.domain.plan import Part, Segment, SessionPlan


@dataclass(frozen=True, slots=True)
class Slot:
    """A segment in the timetable: when it begins, in seconds from the start."""

    part: Part
    segment: Segment
    offset_s: int

    @property
    def stands_ready(self) -> bool:
        """Without minutes of its own: not in the hour unless somebody jumps to it."""
        return self.segment.planned_s == 0


def timetable(plan: SessionPlan) -> tuple[Slot, ...]:
    """Every segment with its offset, in order."""
    slots = []
    offset = 0
    for part in plan.parts:
        for segment in part.segments:
            slots.append(Slot(part, segment, offset))
            offset += segment.planned_s
    return tuple(slots)


def time_at(plan: SessionPlan, offset_s: int) -> str:
    """The local time of day that many seconds into the plan, else the time from its start.

    Whole minutes as `15:04`, others with their seconds as `15:04:30`.
    """
    start = plan.planned_start()
    if start is None:
        hours, rest = divmod(offset_s, 3600)
        return f"{hours}:{rest // 60:02}" + (f":{rest % 60:02}" if rest % 60 else "")
    # Adding in UTC keeps the hour right on the night when the clocks change.
    moment: datetime = (start.astimezone(UTC) + timedelta(seconds=offset_s)).astimezone(plan.zone)
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
